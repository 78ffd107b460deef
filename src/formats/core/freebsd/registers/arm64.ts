/** Register sets of FreeBSD on AArch64. Source: FreeBSD sys/arm64/include/reg.h, July 2022. */
import { c, struct } from '../../../../schema/base.js'
import { numberedNames } from '../../register-names.js'
import type { RegisterSet } from '../../register-set.js'

const half = c.uint16.hex
const long = c.uint64.hex
const r = c.reg
const word = c.uint32.hex

export const regArm64 = struct('reg', {
  x: c.array(long, 30),
  lr: long,
  sp: long,
  elr: long.doc('program counter'),
  spsr: word.doc('newer headers have it as 64 bits at the same place'),
})

export const generalArm64: RegisterSet = {
  struct: regArm64,
  names: { ...numberedNames('x', 0, 29, (i) => `x[${i}]`), x30: 'lr', sp: 'sp', pc: 'elr', cpsr: 'spsr' },
}

export const fpregArm64 = struct('fpreg', { fp_q: c.array(c.bytes(16, 16), 32), fp_sr: word, fp_cr: word })

export const floatingArm64: RegisterSet = {
  struct: fpregArm64,
  names: { ...numberedNames('v', 0, 31, (i) => `fp_q[${i}]`), fpsr: 'fp_sr', fpcr: 'fp_cr' },
}

export const tlsOne = struct('arm_tls', { tpidr: r })

export const tlsTwo = struct('arm_tls', { tpidr: r, tpidr2: r })

export const addrMask = struct('arm64_addr_mask', { code: long, data: long })

export const addrMaskSet: RegisterSet = { struct: addrMask, names: { pauth_dmask: 'data', pauth_cmask: 'code' } }

export const sve = struct('svereg_header', {
  sve_size: c.uint32,
  sve_maxsize: c.uint32,
  sve_vec_len: c.uint16,
  sve_max_vec_len: c.uint16,
  sve_flags: half,
  sve_reserved: c.uint16,
  data: c.rest,
})
