/** Register sets of MIPS. Source: the kernel's uapi asm/reg.h, kernel/ptrace.c of mips (6.1). */
import { c, struct } from '../../../../schema/base.js'
import { numbered } from '../../../../schema/numbered-fields.js'
import { names64, namesO32 } from '../../machines/mips/register-names.js'
import { identityNames, indexedNames, numberedNames } from '../../register-names.js'
import type { RegisterSet } from '../../register-set.js'

const r = c.reg

const middle = {
  ...numbered('r', 0, 31, r),
  lo: r,
  hi: r,
  cp0_epc: r,
  cp0_badvaddr: r,
  cp0_status: r,
  cp0_cause: r,
} as const

/** o32 puts the room that calls save their arguments in before the registers. */
export const gregsetO32 = struct('elf_gregset_t', { ...numbered('pad', 0, 5, r), ...middle, unused0: r })
export const gregset64 = struct('elf_gregset_t', { ...middle, ...numbered('reserved', 38, 44, r) })

const special = { sr: 'cp0_status', lo: 'lo', hi: 'hi', bad: 'cp0_badvaddr', cause: 'cp0_cause', pc: 'cp0_epc' }
export const generalO32: RegisterSet = { struct: gregsetO32, names: { ...indexedNames(namesO32, (i) => `r${i}`), ...special } }
export const general64: RegisterSet = { struct: gregset64, names: { ...indexedNames(names64, (i) => `r${i}`), ...special } }

export const fpregset = struct('elf_fpregset_t', { ...numbered('f', 0, 31, c.uint64.hex), fcr31: c.uint32.hex, fir: c.uint32.hex })
export const floating: RegisterSet = {
  struct: fpregset,
  names: { ...numberedNames('f', 0, 31, (i) => `f${i}`), fsr: 'fcr31', fir: 'fir' },
}

export const dsp = struct('dsp', { hi1: r, lo1: r, hi2: r, lo2: r, hi3: r, lo3: r, dspcontrol: r })
export const dspSet: RegisterSet = { struct: dsp, names: { ...identityNames('hi1 lo1 hi2 lo2 hi3 lo3'), dspctl: 'dspcontrol' } }

export const fpMode = struct('fp_mode', { fp_mode: c.flags(c.uint32, { FR: 1, FRE: 2 }) })

export const msa = struct('msa', {
  ...numbered('w', 0, 31, c.bytes(16, 16)),
  fir: c.uint32.hex,
  fcsr: c.uint32.hex,
  msair: c.uint32.hex,
  msacsr: c.uint32.hex,
})
export const msaSet: RegisterSet = {
  struct: msa,
  names: { ...numberedNames('w', 0, 31, (i) => `w${i}`), ...identityNames('msair msacsr') },
}
