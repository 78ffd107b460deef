/** The declared structures of DragonFly's trace records, each with the verified layout that it must equal. */
import type { AbiName } from '../../../schema/abi.js'
import type { Struct } from '../../../schema/struct.js'
import type { DeclaredStructure } from '../../declared-structure.js'
import { ktrCsw, ktrGenio } from '../bsd-payloads.js'
import { ktrPsig, ktrSyscall, ktrSysret } from '../freebsd/payloads.js'
import { utraceMalloc, utraceRtld } from '../freebsd/user-payloads.js'
import * as h from './headers.js'
import { utraceRtldShort } from './payloads.js'

const ALL: readonly AbiName[] = ['amd64', 'i386']

const verified = (struct: Struct<unknown>, variant = 'all', abis = ALL): DeclaredStructure => ({
  system: 'dragonfly',
  struct,
  abis,
  verified: { struct: struct.name, variant },
})

export const structures: readonly DeclaredStructure[] = [
  verified(h.ktrHeader, 'with tid (about 2007 and later)'),
  verified(h.ktrHeaderOld, 'without tid (2003-2006)', ['i386']),
  verified(ktrSyscall),
  verified(ktrSysret),
  verified(ktrGenio),
  verified(ktrPsig),
  verified(ktrCsw),
  verified(utraceMalloc),
  verified(utraceRtld),
  verified(utraceRtldShort),
]
