/** Register sets of s390 and s390x. Source: the kernel's uapi asm/ptrace.h of s390 (6.1). */
import { c, struct } from '../../../../schema/base.js'
import { numbered } from '../../../../schema/numbered-fields.js'
import { numberedNames } from '../../register-names.js'
import type { RegisterSet } from '../../register-set.js'

const r = c.reg
const long = c.uint64.hex

const fields = {
  // psw_t is aligned to 8 on both.
  psw_mask: c.aligned(8, r),
  psw_addr: r.doc('on 31-bit machines the top bit is the addressing mode'),
  ...numbered('gpr', 0, 15, r),
  ...numbered('acr', 0, 15, c.uint32.hex),
  orig_gpr2: r,
} as const

export const gregset = struct('elf_gregset_t', fields)

const names = {
  pswm: 'psw_mask',
  pswa: 'psw_addr',
  ...numberedNames('r', 0, 15, (i) => `gpr${i}`),
  ...numberedNames('acr', 0, 15, (i) => `acr${i}`),
  orig_r2: 'orig_gpr2',
}

export const general64: RegisterSet = {
  struct: gregset,
  names,
  toGdb: ({ pswa }) => (pswa === undefined ? {} : { pc: pswa }),
}

export const general31: RegisterSet = {
  struct: gregset,
  names,
  toGdb: ({ pswa }) => (pswa === undefined ? {} : { pc: pswa & 0x7fffffffn }),
}

export const fpregset = struct('elf_fpregset_t', { fpc: c.uint32.hex, pad: c.uint32, ...numbered('f', 0, 15, long) })
export const floating: RegisterSet = { struct: fpregset, names: { fpc: 'fpc', ...numberedNames('f', 0, 15, (i) => `f${i}`) } }

export const lastBreak = struct('last_break', { last_break: long.doc('address of the last jump; 31-bit: in the low word') })
export const systemCall = struct('system_call', { system_call: c.uint32 })
export const tdb = struct('tdb', { tdb: c.bytes(256) }, { doc: 'Transaction diagnostic block.' })
export const vxrsLow = struct('vxrs_low', numbered('v', 0, 15, long), {
  doc: 'Bytes 8 to 15 of v0 to v15; bytes 0 to 7 are the floating-point registers.',
})
export const vxrsHigh = struct('vxrs_high', numbered('v', 16, 31, c.bytes(16, 16)))
export const vectorsHigh: RegisterSet = { struct: vxrsHigh, names: numberedNames('v', 16, 31, (i) => `v${i}`) }
export const gsControl = struct('gs_cb', { reserved: long, gsd: long, gssm: long, gsepla: long })
export const gsBroadcast = struct('gs_bc', { reserved: long, gsd: long, gssm: long, gsepla: long })
export const runtimeInstrumentation = struct('runtime_instr_cb', {
  rca: long,
  roa: long,
  rla: long,
  control_bits0: c.uint32.hex,
  control_bits1: c.uint32.hex,
  reserved7: long,
  sf: long,
  rsic: long,
  reserved8: long,
})
export const highGprs = struct('high_gprs', numbered('gpr_hi', 0, 15, c.uint32.hex), {
  doc: 'Upper halves of r0 to r15 of a 31-bit task under a 64-bit kernel.',
})
export const timer = struct('timer', { timer: long })
export const todcmp = struct('todcmp', { todcmp: long })
export const todpreg = struct('todpreg', { todpreg: c.uint32.hex })
export const prefix = struct('prefix', { prefix: c.uint32.hex })
export const ctrs = struct('ctrs', numbered('cr', 0, 15, long))
