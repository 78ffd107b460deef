/** Register sets of 32-bit ARM, native or under an AArch64 kernel. Source: the kernel's asm/ptrace.h, asm/user.h of arm (6.1). */
import { c, struct } from '../../../../schema/base.js'
import { numbered } from '../../../../schema/numbered-fields.js'
import { withoutThumbBit } from '../../machines/arm/thumb.js'
import { identityNames, numberedNames } from '../../register-names.js'
import type { RegisterSet } from '../../register-set.js'

const word = c.uint32.hex

export const gregset = struct('elf_gregset_t', {
  ...numbered('r', 0, 10, word),
  fp: word,
  ip: word,
  sp: word,
  lr: word,
  pc: word,
  cpsr: word,
  orig_r0: word,
})

export const general: RegisterSet = {
  struct: gregset,
  names: { ...numberedNames('r', 0, 10, (i) => `r${i}`), r11: 'fp', r12: 'ip', ...identityNames('sp lr pc cpsr') },
  toGdb: withoutThumbBit,
}
export const fpa = struct(
  'elf_fpregset_t',
  {
    ...numbered('fp', 0, 7, c.bytes(12, 4)),
    fpsr: word,
    fpcr: word,
    ftype: c.bytes(8),
    init_flag: word,
  },
  { doc: 'The FPA coprocessor of old; zero on machines that have VFP, whose registers are in NT_ARM_VFP.' },
)

export const floating: RegisterSet = {
  struct: fpa,
  names: { ...numberedNames('f', 0, 7, (i) => `fp${i}`), fps: 'fpsr' },
}

/** Packed by hand: 8-byte registers at multiples of 8, but the whole is a multiple of 4 only. */
export const vfp = struct('vfp', { ...numbered('d', 0, 31, c.aligned(4, c.uint64.hex)), fpscr: word })

export const vector: RegisterSet = { struct: vfp, names: { ...numberedNames('d', 0, 31, (i) => `d${i}`), fpscr: 'fpscr' } }

export const tls = struct('tls', { tpidruro: word })
