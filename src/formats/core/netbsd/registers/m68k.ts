/** Register sets of NetBSD on m68k. Source: NetBSD sys/arch/m68k/include/reg.h, release 10. */
import { c, struct } from '../../../../schema/base.js'
import { numberedNames } from '../../register-names.js'
import type { RegisterSet } from '../../register-set.js'

const word = c.uint32.hex

export const regM68k = struct('reg', { r_regs: c.array(word, 16).doc('d0 to d7, a0 to a7'), r_sr: word, r_pc: word })

export const generalM68k: RegisterSet = {
  struct: regM68k,
  names: {
    ...numberedNames('d', 0, 7, (i) => `r_regs[${i}]`),
    ...numberedNames('a', 0, 5, (i) => `r_regs[${i + 8}]`),
    fp: 'r_regs[14]',
    sp: 'r_regs[15]',
    ps: 'r_sr',
    pc: 'r_pc',
  },
}

export const fpregM68k = struct('fpreg', { r_regs: c.array(c.bytes(12, 4), 8), r_fpcr: word, r_fpsr: word, r_fpiar: word })

export const floatingM68k: RegisterSet = {
  struct: fpregM68k,
  names: { ...numberedNames('fp', 0, 7, (i) => `r_regs[${i}]`), fpcontrol: 'r_fpcr', fpstatus: 'r_fpsr', fpiaddr: 'r_fpiar' },
}
