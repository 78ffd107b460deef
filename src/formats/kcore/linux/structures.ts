/** The declared structures of Linux's kernel dumps. */
import type { AbiName } from '../../../schema/base.js'
import type { DeclaredStructure } from '../../declared-structure.js'
import { diskDumpHeader, flattenedHeader, flattenedRecord, kdumpSubHeader, pageDesc } from './diskdump.js'

const shapes: readonly [readonly AbiName[], string][] = [
  [['amd64'], '64-bit'],
  [['i386'], '32-bit, 8-byte types 4-aligned (i386)'],
  [['arm', 'powerpc', 'mips-o32'], '32-bit, 8-byte types 8-aligned (arm, ppc, mips)'],
]

export const structures: readonly DeclaredStructure[] = [
  ...[diskDumpHeader, kdumpSubHeader, pageDesc].flatMap((struct): DeclaredStructure[] =>
    shapes.map(([abis, variant]) => ({ system: 'linux', struct, abis, verified: { struct: struct.name, variant } })),
  ),
  { system: 'linux', struct: flattenedHeader, abis: ['powerpc64'], verified: { struct: 'makedumpfile_header' } },
  { system: 'linux', struct: flattenedRecord, abis: ['powerpc64'], verified: { struct: 'makedumpfile_data_header' } },
]
