/** Register sets of Linux on PA-RISC. Source: Linux arch/parisc/include/asm/elf.h (6.1). */
import { c, struct } from '../../../../schema/base.js'
import { numbered } from '../../../../schema/numbered-fields.js'
import { identityNames, numberedNames } from '../../register-names.js'
import type { RegisterSet } from '../../register-set.js'

const long = c.uint64.hex
const word = c.uint32.hex

const hppaSpecial = 'iaoq0 iaoq1 iasq0 iasq1 sar iir isr ior ipsw cr0 cr24 cr25 cr26 cr27 cr28 cr29 cr30 cr31 cr8 cr9 cr12 cr13 cr10 cr15'

export const hppaGregset = struct('elf_gregset_t', {
  ...numbered('gr', 0, 31, word),
  ...numbered('sr', 0, 7, word),
  ...(Object.fromEntries(hppaSpecial.split(' ').map((name) => [name, word])) as Readonly<Record<string, typeof word>>),
  ...numbered('reserved', 64, 79, word),
})

export const hppaGeneral: RegisterSet = {
  struct: hppaGregset,
  names: {
    flags: 'gr0',
    r1: 'gr1',
    rp: 'gr2',
    ...numberedNames('r', 3, 26, (i) => `gr${i}`),
    dp: 'gr27',
    ret0: 'gr28',
    ret1: 'gr29',
    sp: 'gr30',
    r31: 'gr31',
    sar: 'sar',
    pcoqh: 'iaoq0',
    pcsqh: 'iasq0',
    pcoqt: 'iaoq1',
    pcsqt: 'iasq1',
    eiem: 'cr15',
    ...identityNames('iir isr ior ipsw'),
    ...numberedNames('sr', 0, 7, (i) => `sr${i}`),
    ...identityNames('cr0 cr8 cr9 cr12 cr13 cr24 cr25 cr26'),
    ccr: 'cr10',
    cr27: 'cr27',
  },
  // The two low bits are the privilege level.
  toGdb: ({ pcoqh }) => (pcoqh === undefined ? {} : { pc: pcoqh & ~3n }),
}

export const hppaFpregset = struct('elf_fpregset_t', numbered('fr', 0, 31, long), {
  doc: 'fr0 to fr3 hold status and exception words.',
})

export const hppaFloating: RegisterSet = { struct: hppaFpregset, names: numberedNames('fr', 4, 31, (i) => `fr${i}`) }
