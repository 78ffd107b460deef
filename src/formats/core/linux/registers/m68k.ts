/** Register sets of Linux on m68k. Source: Linux arch/m68k/include/asm/user.h, elf.h (6.1). */
import { c, struct } from '../../../../schema/base.js'
import { numbered } from '../../../../schema/numbered-fields.js'
import { numberedNames } from '../../register-names.js'
import type { RegisterSet } from '../../register-set.js'

const word = c.uint32.hex

export const m68kGregset = struct('elf_gregset_t', {
  ...numbered('d', 1, 7, word),
  ...numbered('a', 0, 6, word),
  d0: word,
  usp: word,
  orig_d0: word,
  sr: word,
  pc: word,
  fmtvec: word.doc('format << 12 | vector'),
})

export const m68kGeneral: RegisterSet = {
  struct: m68kGregset,
  names: {
    ...numberedNames('d', 0, 7, (i) => `d${i}`),
    ...numberedNames('a', 0, 5, (i) => `a${i}`),
    fp: 'a6',
    sp: 'usp',
    ps: 'sr',
    pc: 'pc',
  },
}

export const m68kFpregset = struct('elf_fpregset_t', { ...numbered('fp', 0, 7, c.bytes(12, 4)), fpcr: word, fpsr: word, fpiar: word })

export const m68kFloating: RegisterSet = {
  struct: m68kFpregset,
  names: { ...numberedNames('fp', 0, 7, (i) => `fp${i}`), fpcontrol: 'fpcr', fpstatus: 'fpsr', fpiaddr: 'fpiar' },
}
