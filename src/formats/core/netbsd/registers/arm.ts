/** Register sets of NetBSD aarch64 and arm. Source: NetBSD sys/arch/{aarch64,arm}/include/reg.h, release 10. */
import { c, struct } from '../../../../schema/base.js'
import { withoutThumbBit } from '../../machines/arm/thumb.js'
import { numberedNames } from '../../register-names.js'
import type { RegisterSet } from '../../register-set.js'

const long = c.uint64.hex
const word = c.uint32.hex

export const regAarch64 = struct('reg', {
  r_reg: c.array(long, 31).doc('x0 to x30'),
  r_sp: long,
  r_pc: long,
  r_spsr: long,
  r_tpidr: long.doc('thread pointer'),
})

export const generalAarch64: RegisterSet = {
  struct: regAarch64,
  names: { ...numberedNames('x', 0, 30, (i) => `r_reg[${i}]`), sp: 'r_sp', pc: 'r_pc', cpsr: 'r_spsr', tpidr: 'r_tpidr' },
}

export const fpregAarch64 = struct('fpreg', {
  fp_reg: c.array(c.bytes(16, 16), 32),
  fpcr: word.doc('before the status word, unlike elsewhere'),
  fpsr: word,
})

export const floatingAarch64: RegisterSet = {
  struct: fpregAarch64,
  names: { ...numberedNames('v', 0, 31, (i) => `fp_reg[${i}]`), fpsr: 'fpsr', fpcr: 'fpcr' },
}

export const regArm = struct('reg', { r: c.array(word, 13), r_sp: word, r_lr: word, r_pc: word, r_cpsr: word })

export const generalArm: RegisterSet = {
  struct: regArm,
  names: { ...numberedNames('r', 0, 12, (i) => `r[${i}]`), sp: 'r_sp', lr: 'r_lr', pc: 'r_pc', cpsr: 'r_cpsr' },
  toGdb: withoutThumbBit,
}

export const vfpArm = struct('fpreg', {
  vfp_fpexc: word,
  vfp_fpscr: word,
  vfp_fpinst: word,
  vfp_fpinst2: word,
  vfp_regs: c.array(long, 33).doc('d0 to d31 and a spare one'),
})

export const floatingArm: RegisterSet = {
  struct: vfpArm,
  names: { ...numberedNames('d', 0, 31, (i) => `vfp_regs[${i}]`), fpscr: 'vfp_fpscr' },
}

/** Exponent, high and low mantissa of each register. */
const fpaRegister = c.array(word, 3)

export const fpaArm = struct(
  'fpreg',
  { fpr_fpsr: word, fpr: c.array(fpaRegister, 8) },
  { doc: 'The FPA coprocessor of old, up to release 5.' },
)
