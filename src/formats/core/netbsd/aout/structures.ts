/** The declared structures of a.out cores, each with the verified layout that it must equal. */
import type { AbiName } from '../../../../schema/base.js'
import { aoutMachines } from '../../../../systems/machines/machine-ids.js'
import type { DeclaredStructure } from '../../../declared-structure.js'
import * as cpu from './cpu-segment.js'
import { coreHeader, coreSegment } from './headers.js'

const abis = [...new Set(Object.values(aoutMachines).flat())] as readonly AbiName[]
const lp64: readonly AbiName[] = ['amd64', 'alpha', 'sparc64']
const ilp32 = abis.filter((name) => !lp64.includes(name))

const variant = 'a.out process core'
const netbsd = { system: 'netbsd' } as const

export const structures: readonly DeclaredStructure[] = [
  { ...netbsd, struct: coreHeader, abis, verified: { struct: 'core', variant } },
  { ...netbsd, struct: coreSegment, abis: ilp32, verified: { struct: 'coreseg', variant } },
  { ...netbsd, struct: coreSegment, abis: lp64, verified: { struct: 'coreseg', variant } },
  { ...netbsd, struct: cpu.i386, abis: ['i386'], verified: { struct: 'md_core', variant: `${variant} CPU segment` } },
  { ...netbsd, struct: cpu.m68k, abis: ['m68k'], verified: { struct: 'md_core', variant: `${variant} CPU segment` } },
  {
    ...netbsd,
    struct: cpu.arm,
    abis: ['arm'],
    unverified: 'regs and fpregs are verified; the whole is so for the older ABI of the machine',
  },
  { ...netbsd, struct: cpu.pmax, abis: ['mips-o32', 'mips-o32el'], unverified: 'regs and fpregs are verified, one behind the other' },
  { ...netbsd, struct: cpu.sparc, abis: ['sparc'], verified: { struct: 'md_coredump', variant: `${variant} CPU segment` } },
  { ...netbsd, struct: cpu.vax, abis: ['vax'], verified: { struct: 'md_coredump', variant: `${variant} CPU segment (vax)` } },
]
