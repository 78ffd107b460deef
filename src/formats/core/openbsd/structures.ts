/** The declared structures of OpenBSD cores, each with the verified layout that it must equal. */
import type { AbiName, Struct } from '../../../schema/base.js'
import type { DeclaredStructure, VerifiedLayout } from '../../declared-structure.js'
import { fpregSparc64 } from '../netbsd/registers/sparc.js'
import { auxInfo, auxv, procinfo, wcookie } from './process.js'
import * as registers from './registers.js'
import { openbsdAbis } from './registers.js'

const verified = (struct: Struct<unknown>, abis: readonly AbiName[], rest: Partial<VerifiedLayout> = {}): DeclaredStructure => ({
  system: 'openbsd',
  struct,
  abis,
  verified: { struct: struct.name, variant: 'all', ...rest },
})

const LP64: readonly AbiName[] = ['amd64', 'aarch64', 'sparc64']
const opaque = { fields: { data: null } }

export const structures: readonly DeclaredStructure[] = [
  verified(procinfo, openbsdAbis),
  verified(auxInfo, LP64, { struct: 'Aux64Info' }),
  verified(auxInfo, ['i386'], { struct: 'Aux32Info' }),
  { system: 'openbsd', struct: auxv, abis: openbsdAbis, unverified: 'an array of Aux32Info or Aux64Info, which are verified' },
  verified(wcookie, ['sparc64']),
  verified(registers.regAmd64, ['amd64']),
  verified(registers.fpregAmd64, ['amd64'], { struct: 'fpreg (fxsave64)' }),
  verified(registers.regI386, ['i386']),
  verified(registers.fpregI386Old, ['i386'], { variant: '108 bytes (2003)', ...opaque }),
  verified(registers.fpregI386, ['i386'], { variant: '116 bytes (later)', ...opaque }),
  verified(registers.xmmregs, ['i386'], opaque),
  verified(registers.regArm64, ['aarch64']),
  verified(registers.fpregArm64, ['aarch64']),
  verified(registers.pacmask, ['aarch64']),
  verified(registers.regSparc64, ['sparc64']),
  verified(fpregSparc64, ['sparc64']),
]
