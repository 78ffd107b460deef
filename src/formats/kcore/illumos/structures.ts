/** The declared structures of illumos' kernel dumps. */
import type { AbiName } from '../../../schema/base.js'
import type { DeclaredStructure } from '../../declared-structure.js'
import { dumpDataHeader, dumpHeader, dumpHeaderV9, dumpMap, memVtop } from './dump-header.js'

const abis: readonly AbiName[] = ['amd64', 'i386', 'sparc64', 'sparc']

export const structures: readonly DeclaredStructure[] = [dumpHeader, dumpHeaderV9, dumpMap, dumpDataHeader, memVtop].map((struct) => ({
  system: 'illumos',
  struct,
  abis,
  verified: { struct: struct.name, variant: 'kernel dump' },
}))
