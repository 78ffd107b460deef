/** Register sets of 32- and 64-bit PowerPC. Source: the kernel's asm/ptrace.h, kernel/ptrace of powerpc (6.1). */
import { c, struct } from '../../../../schema/base.js'
import { numbered } from '../../../../schema/numbered-fields.js'
import { identityNames, numberedNames } from '../../register-names.js'
import type { RegisterSet } from '../../register-set.js'

const r = c.reg
const long = c.uint64.hex

const start = {
  ...numbered('gpr', 0, 31, r),
  nip: r,
  msr: r,
  orig_gpr3: r,
  ctr: r,
  link: r,
  xer: r,
  ccr: r,
} as const
const end = {
  trap: r,
  dar: r,
  dsisr: r,
  result: r,
  ...numbered('reserved', 44, 47, r),
} as const

export const gregset64 = struct('elf_gregset_t', { ...start, softe: r.doc('always 1'), ...end })
export const gregset32 = struct('elf_gregset_t', { ...start, mq: r, ...end })

const names = {
  ...numberedNames('r', 0, 31, (i) => `gpr${i}`),
  pc: 'nip',
  msr: 'msr',
  cr: 'ccr',
  lr: 'link',
  ctr: 'ctr',
  xer: 'xer',
  orig_r3: 'orig_gpr3',
  trap: 'trap',
}

export const general64: RegisterSet = { struct: gregset64, names }
export const general32: RegisterSet = { struct: gregset32, names }

export const fpregset = struct('elf_fpregset_t', {
  ...numbered('f', 0, 31, long),
  fpscr: long.doc('fits in the low 32 bits'),
})

export const floating: RegisterSet = { struct: fpregset, names: { ...numberedNames('f', 0, 31, (i) => `f${i}`), fpscr: 'fpscr' } }

/** The status word is the last of its slot's words to the program: at either end in memory. */
const vscrSlot = c.perAbi('vscr', (abi) =>
  abi.endian === 'little'
    ? struct('vscr_slot', { vscr: c.uint32.hex, unused: c.array(c.uint32, 3) })
    : struct('vscr_slot', { unused: c.array(c.uint32, 3), vscr: c.uint32.hex }),
)

export const vmx = struct('vmx', {
  ...numbered('vr', 0, 31, c.bytes(16, 16)),
  vscr: vscrSlot,
  vrsave: c.uint32.hex,
  unused: c.array(c.uint32, 3),
})

export const vectors: RegisterSet = {
  struct: vmx,
  names: { ...numberedNames('vr', 0, 31, (i) => `vr${i}`), vscr: 'vscr.vscr', vrsave: 'vrsave' },
}

export const vsx = struct('vsx', numbered('vs', 0, 31, long), {
  doc: 'Low-order doubleword of VSR0 to VSR31; the high-order one is the floating-point register.',
})

export const spe = struct('spe', { ...numbered('evr_hi', 0, 31, c.uint32.hex), acc: c.aligned(4, long), spefscr: c.uint32.hex })
export const speSet: RegisterSet = {
  struct: spe,
  names: { ...numberedNames('ev', 0, 31, (i) => `evr_hi${i}`), acc: 'acc', spefscr: 'spefscr' },
}

export const tmSpr = struct('tm_spr', { tfhar: long, texasr: long, tfiar: long })
export const ctar = struct('ctar', { ctar: long })
export const cppr = struct('cppr', { cppr: long })
export const cdscr = struct('cdscr', { cdscr: long })
export const tar = struct('tar', { tar: long })
export const ppr = struct('ppr', { ppr: long })
export const dscr = struct('dscr', { dscr: long })
export const ebb = struct('ebb', { ebbrr: long, ebbhr: long, bescr: long })
export const pmu = struct('pmu', { siar: long, sdar: long, sier: long, mmcr2: long, mmcr0: long })
export const pkey = struct('pkey', { amr: long, iamr: long, uamor: long })
export const dexcr = struct('dexcr', { dexcr: long, hdexcr: long })
export const hashkeyr = struct('hashkeyr', { hashkeyr: long })

/** Sets whose registers have their fields' names. */
export const small = {
  tmSpr: { struct: tmSpr, names: identityNames('tfhar texasr tfiar') },
  tar: { struct: tar, names: identityNames('tar') },
  ppr: { struct: ppr, names: identityNames('ppr') },
  dscr: { struct: dscr, names: identityNames('dscr') },
  ebb: { struct: ebb, names: identityNames('ebbrr ebbhr bescr') },
  pmu: { struct: pmu, names: identityNames('siar sdar sier mmcr2 mmcr0') },
} as const
