/** The CPU segment of an a.out process core: the registers, as each port writes them. Source: vm_machdep.c of the ports, 1.4 to 4.0.1. */
import { type AbiName, c, type Struct, struct } from '../../../../schema/base.js'
import { identityNames, indexedNames, numberedNames } from '../../register-names.js'
import type { RegisterSet } from '../../register-set.js'
import { fpaArm, generalArm, regArm } from '../registers/arm.js'
import { floatingM68k, fpregM68k, generalM68k, regM68k } from '../registers/m68k.js'
import { fpregMips, mipsFloatingNames, mipsNamesO32, regMips } from '../registers/mips.js'
import { floatingI386, fpregI386, generalI386, regI386 } from '../registers/x86.js'

const word = c.uint32.hex
const long = c.uint32.hex

export interface CpuSegment {
  readonly struct: Struct<unknown>
  readonly general: RegisterSet
  readonly floating?: RegisterSet
}

/** Two sets one behind the other, each under its own field. */
function both(first: string, general: RegisterSet, second: string, floating: RegisterSet, all: Struct<unknown>): CpuSegment {
  const within = (set: RegisterSet, field: string): RegisterSet => ({
    ...set,
    struct: all,
    names: Object.fromEntries(Object.entries(set.names).map(([name, path]) => [name, `${field}.${path}`])),
  })
  return { struct: all, general: within(general, first), floating: within(floating, second) }
}

export const i386 = struct('md_core', { intreg: regI386, freg: fpregI386 })
export const m68k = struct('md_core', { intreg: regM68k, freg: fpregM68k })
export const arm = struct('md_core', { regs: regArm, fpregs: fpaArm }, { doc: 'With the FPA coprocessor of old.' })
export const pmax = struct('md_core', { regs: regMips, fpregs: fpregMips })

export const sparc = struct('md_coredump', {
  tf_psr: word,
  tf_pc: word,
  tf_npc: word,
  tf_y: word,
  tf_global: c.array(word, 8),
  tf_out: c.array(word, 8),
  fs_regs: c.array(word, 32),
  fs_fsr: word,
  fs_qsize: c.int32,
  fs_queue: c.bytes(128).doc('instructions of the floating-point unit that were under way'),
})

const vaxFields = 'fp ap sp r0 r1 r2 r3 r4 r5 r6 r7 r8 r9 r10 r11'
export const vax = struct('md_coredump', {
  ...(Object.fromEntries(vaxFields.split(' ').map((name) => [name, long])) as Readonly<Record<string, typeof long>>),
  trap: c.int32,
  code: c.int32,
  pc: long,
  psl: long,
})

const mips = both('regs', { struct: regMips, names: mipsNamesO32 }, 'fpregs', { struct: fpregMips, names: mipsFloatingNames }, pmax)

const segments: Partial<Record<AbiName, CpuSegment>> = {
  i386: both('intreg', generalI386, 'freg', floatingI386, i386),
  m68k: both('intreg', generalM68k, 'freg', floatingM68k, m68k),
  arm: {
    struct: arm,
    general: { struct: arm, names: Object.fromEntries(Object.entries(generalArm.names).map(([name, path]) => [name, `regs.${path}`])) },
  },
  'mips-o32': mips,
  'mips-o32el': mips,
  sparc: {
    struct: sparc,
    general: {
      struct: sparc,
      names: {
        ...numberedNames('g', 0, 7, (i) => `tf_global[${i}]`),
        ...indexedNames('o0 o1 o2 o3 o4 o5 sp o7', (i) => `tf_out[${i}]`),
        psr: 'tf_psr',
        pc: 'tf_pc',
        npc: 'tf_npc',
        y: 'tf_y',
      },
    },
    floating: { struct: sparc, names: { ...numberedNames('f', 0, 31, (i) => `fs_regs[${i}]`), fsr: 'fs_fsr' } },
  },
  vax: { struct: vax, general: { struct: vax, names: { ...identityNames(`${vaxFields} pc`), ps: 'psl' } } },
}

/** What the CPU segment of a machine holds; undefined when that is not known. */
export const cpuSegmentOf = (name: string): CpuSegment | undefined =>
  Object.hasOwn(segments, name) ? segments[name as AbiName] : undefined
