/** Register sets of FreeBSD on 32-bit ARM. Source: FreeBSD sys/arm/include/reg.h, July 2022. */
import { c, struct } from '../../../../schema/base.js'
import { withoutThumbBit } from '../../machines/arm/thumb.js'
import { numberedNames } from '../../register-names.js'
import type { RegisterSet } from '../../register-set.js'

const long = c.uint64.hex
const _r = c.reg
const word = c.uint32.hex

export const regArm = struct('reg', { r: c.array(word, 13), r_sp: word, r_lr: word, r_pc: word, r_cpsr: word })

export const generalArm: RegisterSet = {
  struct: regArm,
  names: { ...numberedNames('r', 0, 12, (i) => `r[${i}]`), sp: 'r_sp', lr: 'r_lr', pc: 'r_pc', cpsr: 'r_cpsr' },
  toGdb: withoutThumbBit,
}

export const fpregArm = struct(
  'fpreg',
  { fpr_fpsr: word, fpr: c.array(c.bytes(12, 4), 8) },
  { doc: 'The FPA coprocessor of old; the registers of VFP are in NT_ARM_VFP.' },
)

/** What a 64-bit kernel writes for a 32-bit process. */
export const fpregArm32 = struct('fpreg32', { dummy: c.int32 }, { source: 'FreeBSD sys/arm64/include/reg.h' })

export const floatingArm: RegisterSet = {
  struct: fpregArm,
  names: { ...numberedNames('f', 0, 7, (i) => `fpr[${i}]`), fps: 'fpr_fpsr' },
}

/** 32 registers of 64 bits and the status word. */
export const vfp = struct('mcontext_vfp_t', { mcv_reg: c.array(long, 32), mcv_fpscr: word })

export const vfpSet: RegisterSet = { struct: vfp, names: { ...numberedNames('d', 0, 31, (i) => `mcv_reg[${i}]`), fpscr: 'mcv_fpscr' } }
