/** The declared structures of DragonFly's kernel dumps. */
import type { DeclaredStructure } from '../../declared-structure.js'
import { kernelDumpHeader1 } from '../freebsd/dump-header.js'
import { amd64 } from '../freebsd/minidump.js'
import { minidump2 } from './minidump.js'

export const structures: readonly DeclaredStructure[] = [
  { system: 'dragonfly', struct: kernelDumpHeader1, abis: ['powerpc64'], verified: { struct: 'kerneldumpheader' } },
  { system: 'dragonfly', struct: amd64, abis: ['amd64'], verified: { struct: 'minidumphdr1', fields: { ptesize: 'pmapsize' } } },
  { system: 'dragonfly', struct: minidump2, abis: ['amd64'], verified: { struct: 'minidumphdr2' } },
]
