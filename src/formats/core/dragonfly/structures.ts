/** The structures of DragonFly cores, each with the verified layout that it must equal. */
import type { AbiName, Struct } from '../../../schema/base.js'
import type { DeclaredStructure } from '../../declared-structure.js'
import { prpsinfo, prstatus, prstatusFrom2007 } from './procfs.js'
import { env87, fpregsetAmd64, regAmd64, regI386, regI386From2007, save87 } from './registers.js'

const ABIS: readonly AbiName[] = ['amd64', 'i386']
const TO_2007 = 'to release 1.6 (to 2007-01-08)'

const verified = (struct: Struct<unknown>, abis: readonly AbiName[], variant = 'all', name = struct.name): DeclaredStructure => ({
  system: 'dragonfly',
  struct,
  abis,
  verified: { struct: name, variant },
})

export const structures: readonly DeclaredStructure[] = [
  verified(prstatus, ['amd64']),
  verified(prstatus, ['i386'], TO_2007),
  verified(prstatusFrom2007, ['i386'], '1.8 to 4.0 (from 2007-01-08): struct reg of 80 bytes'),
  verified(prpsinfo, ABIS),
  verified(regAmd64, ['amd64'], 'all', 'reg (gregset_t)'),
  verified(regI386, ['i386'], TO_2007, 'reg (gregset_t)'),
  verified(regI386From2007, ['i386'], '1.8 to 4.0 (from 2007-01-08): r_gs first, with r_xflags', 'reg (gregset_t)'),
  verified(env87, ABIS),
  verified(save87, ABIS),
  { system: 'dragonfly', struct: fpregsetAmd64, abis: ['amd64'], unverified: 'save87 and zeros up to the declared 512 bytes' },
]
