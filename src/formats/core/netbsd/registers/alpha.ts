/** Register sets of NetBSD on Alpha. Source: NetBSD sys/arch/alpha/include/reg.h, release 10. */
import { c, struct } from '../../../../schema/base.js'
import { indexedNames, numberedNames } from '../../register-names.js'
import type { RegisterSet } from '../../register-set.js'
import { slot } from './mips.js'

const long = c.uint64.hex

export const regAlpha = struct('reg', { r_regs: c.array(long, 32) }, { doc: 'By register number; 31 is the PC in place of zero.' })

export const generalAlpha: RegisterSet = {
  struct: regAlpha,
  names: indexedNames('v0 t0 t1 t2 t3 t4 t5 t6 t7 s0 s1 s2 s3 s4 s5 fp a0 a1 a2 a3 a4 a5 t8 t9 t10 t11 ra t12 at gp sp pc', slot),
}

export const fpregAlpha = struct('fpreg', { fpr_regs: c.array(long, 32), fpr_cr: long })

export const floatingAlpha: RegisterSet = {
  struct: fpregAlpha,
  names: { ...numberedNames('f', 0, 30, (i) => `fpr_regs[${i}]`), fpcr: 'fpr_cr' },
}
