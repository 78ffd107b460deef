/** Register sets of NetBSD on RISC-V. Source: NetBSD sys/arch/riscv/include/reg.h, release 10. */
import { c, struct } from '../../../../schema/base.js'
import { indexedNames } from '../../register-names.js'
import type { RegisterSet } from '../../register-set.js'

const long = c.uint64.hex
const r = c.reg

export const regRiscv = struct('reg', { r_reg: c.array(r, 31).doc('x1 to x31'), r_pc: r })

export const generalRiscv: RegisterSet = {
  struct: regRiscv,
  names: {
    ...indexedNames('ra sp gp tp t0 t1 t2 fp s1 a0 a1 a2 a3 a4 a5 a6 a7 s2 s3 s4 s5 s6 s7 s8 s9 s10 s11 t3 t4 t5 t6', (i) => `r_reg[${i}]`),
    pc: 'r_pc',
  },
}

export const fpregRiscv = struct('fpreg', { r_fpreg: c.array(long, 33).doc('f0 to f31, fcsr') })

export const floatingRiscv: RegisterSet = {
  struct: fpregRiscv,
  names: indexedNames(
    'ft0 ft1 ft2 ft3 ft4 ft5 ft6 ft7 fs0 fs1 fa0 fa1 fa2 fa3 fa4 fa5 fa6 fa7 fs2 fs3 fs4 fs5 fs6 fs7 fs8 fs9 fs10 fs11 ft8 ft9 ft10 ft11 fcsr',
    (i) => `r_fpreg[${i}]`,
  ),
}
