/** Register sets of FreeBSD on RISC-V. Source: FreeBSD sys/riscv/include/reg.h, July 2022. */
import { c, struct } from '../../../../schema/base.js'
import { identityNames, indexedNames, numberedNames } from '../../register-names.js'
import type { RegisterSet } from '../../register-set.js'

const long = c.uint64.hex

export const regRiscv = struct('reg', {
  ra: long,
  sp: long,
  gp: long,
  tp: long,
  t: c.array(long, 7),
  s: c.array(long, 12),
  a: c.array(long, 8),
  sepc: long.doc('program counter'),
  sstatus: long,
})

export const generalRiscv: RegisterSet = {
  struct: regRiscv,
  names: {
    ...identityNames('ra sp gp tp'),
    ...numberedNames('t', 0, 6, (i) => `t[${i}]`),
    fp: 's[0]',
    ...numberedNames('s', 1, 11, (i) => `s[${i}]`),
    ...numberedNames('a', 0, 7, (i) => `a[${i}]`),
    pc: 'sepc',
  },
}

export const fpregRiscv = struct('fpreg', { fp_x: c.array(c.array(long, 2), 32).doc('room for 128 bits each'), fp_fcsr: long })

export const floatingRiscv: RegisterSet = {
  struct: fpregRiscv,
  names: {
    ...indexedNames(
      'ft0 ft1 ft2 ft3 ft4 ft5 ft6 ft7 fs0 fs1 fa0 fa1 fa2 fa3 fa4 fa5 fa6 fa7 fs2 fs3 fs4 fs5 fs6 fs7 fs8 fs9 fs10 fs11 ft8 ft9 ft10 ft11',
      (i) => `fp_x[${i}][0]`,
    ),
    fcsr: 'fp_fcsr',
  },
}
