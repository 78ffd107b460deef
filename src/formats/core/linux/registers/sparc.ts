/** Register sets of SPARC. Source: the kernel's asm/elf_32.h, asm/elf_64.h, kernel/ptrace of sparc (6.1). */
import { c, struct } from '../../../../schema/base.js'
import { numbered } from '../../../../schema/numbered-fields.js'
import { identityNames, numberedNames } from '../../register-names.js'
import type { RegisterSet } from '../../register-set.js'

const r = c.reg

const windows = { ...numbered('g', 0, 7, r), ...numbered('o', 0, 7, r), ...numbered('l', 0, 7, r), ...numbered('i', 0, 7, r) } as const
const windowNames = {
  ...numberedNames('g', 0, 7, (i) => `g${i}`),
  ...numberedNames('o', 0, 5, (i) => `o${i}`),
  sp: 'o6',
  o7: 'o7',
  ...numberedNames('l', 0, 7, (i) => `l${i}`),
  ...numberedNames('i', 0, 5, (i) => `i${i}`),
  fp: 'i6',
  i7: 'i7',
}

export const gregset64 = struct('elf_gregset_t', { ...windows, tstate: r, tpc: r, tnpc: r, y: r })
export const general64: RegisterSet = {
  struct: gregset64,
  names: { ...windowNames, pc: 'tpc', npc: 'tnpc', state: 'tstate', y: 'y' },
}

export const gregset32 = struct('elf_gregset_t', { ...windows, psr: r, pc: r, npc: r, y: r, wim: r, tbr: r })
export const general32: RegisterSet = { struct: gregset32, names: { ...windowNames, ...identityNames('y psr wim tbr pc npc') } }

const pairs = Array.from({ length: 32 }, (_, i) => `f${2 * i}`)

export const fpregset64 = struct('elf_fpregset_t', {
  ...(Object.fromEntries(pairs.map((name) => [name, c.uint64.hex])) as Record<`f${number}`, typeof c.uint64>),
  fsr: c.uint64.hex,
  gsr: c.uint64.hex,
  fprs: c.uint64.hex,
})
/** gdb's d registers are the pairs. */
export const floating64: RegisterSet = {
  struct: fpregset64,
  names: { ...Object.fromEntries(pairs.map((name) => [name.replace('f', 'd'), name])), ...identityNames('fsr fprs') },
}

export const fpregset32 = struct(
  'elf_fpregset_t',
  {
    ...numbered('f', 0, 31, c.uint32.hex),
    unused: c.uint32,
    fsr: c.uint32.hex,
    fpqcount: c.uint8,
    fpqentrysize: c.uint8,
    fpenable: c.uint8,
    pad: c.uint8,
    fpqueue: c.array(c.uint32, 64),
  },
  { doc: 'As the kernel writes it; the type of the C library is 4 bytes longer.' },
)
export const floating32: RegisterSet = { struct: fpregset32, names: { ...numberedNames('f', 0, 31, (i) => `f${i}`), fsr: 'fsr' } }
