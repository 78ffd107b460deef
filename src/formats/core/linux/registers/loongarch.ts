/** Register sets of LoongArch. Source: the kernel's uapi asm/ptrace.h of loongarch (6.1 to 6.6). */
import { c, struct } from '../../../../schema/base.js'
import { numbered } from '../../../../schema/numbered-fields.js'
import { identityNames, numberedNames } from '../../register-names.js'
import type { RegisterSet } from '../../register-set.js'

const long = c.uint64.hex

export const gregset = struct('elf_gregset_t', {
  ...numbered('r', 0, 31, long),
  orig_a0: long,
  csr_era: long.doc('the program counter'),
  csr_badv: long,
  ...numbered('reserved', 35, 44, long),
})
export const general: RegisterSet = {
  struct: gregset,
  names: { ...numberedNames('r', 0, 31, (i) => `r${i}`), orig_a0: 'orig_a0', pc: 'csr_era', badv: 'csr_badv' },
}

/** 268 bytes: the registers are 8 bytes each, the whole is not rounded up. */
export const fpregset = struct(
  'elf_fpregset_t',
  { ...numbered('f', 0, 31, long), fcc: long.doc('fcc0 in byte 0 to fcc7 in byte 7'), fcsr: c.uint32.hex },
  { packed: true },
)
export const floating: RegisterSet = { struct: fpregset, names: { ...numberedNames('f', 0, 31, (i) => `f${i}`), fcsr: 'fcsr' } }

export const cpucfg = struct('cpucfg', numbered('cpucfg', 0, 63, c.uint32.hex))
export const lsx = struct('lsx', numbered('vr', 0, 31, c.bytes(16, 16)))
export const lsxSet: RegisterSet = { struct: lsx, names: numberedNames('vr', 0, 31, (i) => `vr${i}`) }
export const lasx = struct('lasx', numbered('xr', 0, 31, c.bytes(32, 32)))
export const lasxSet: RegisterSet = { struct: lasx, names: numberedNames('xr', 0, 31, (i) => `xr${i}`) }
export const lbt = struct('user_lbt_state', { ...numbered('scr', 0, 3, long), eflags: c.uint32.hex, ftop: c.uint32 })
export const lbtSet: RegisterSet = { struct: lbt, names: identityNames('scr0 scr1 scr2 scr3 ftop') }

const watchRegister = struct('user_watch_state.dbg_regs', { addr: long, mask: long, ctrl: c.uint32.hex, pad: c.uint32 })
export const watchState = struct(
  'user_watch_state',
  { dbg_info: long, dbg_regs: c.array(watchRegister, 'rest') },
  { doc: '8 slots, 14 in newer kernels.' },
)
