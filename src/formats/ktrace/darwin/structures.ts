/** The declared structures of Darwin's trace records, each with the verified layout that it must equal. */
import type { AbiName } from '../../../schema/abi.js'
import type { Struct } from '../../../schema/struct.js'
import type { DeclaredStructure } from '../../declared-structure.js'
import { ktrCsw, ktrGenio } from '../bsd-payloads.js'
import * as h from './headers.js'
import * as p from './payloads.js'

const ALL: readonly AbiName[] = ['powerpc', 'i386']

const verified = (struct: Struct<unknown>, variant = 'all', fields?: Readonly<Record<string, string | null>>): DeclaredStructure => ({
  system: 'darwin',
  struct,
  abis: ALL,
  verified: { struct: struct.name, variant, ...(fields && { fields }) },
})

export const structures: readonly DeclaredStructure[] = [
  // The seventeenth byte of the name is no part of it.
  verified(h.ktrHeader, '10.0 to 10.4', { ktr_comm: null }),
  verified(p.ktrSyscall100, '10.0 and 10.1 (xnu-123..201)'),
  verified(p.ktrSyscall102, '10.2 and 10.3 (xnu-344..517)'),
  verified(p.ktrSyscall104, '10.4 (xnu-792)'),
  verified(p.ktrSysret),
  verified(ktrGenio),
  verified(p.ktrPsig100, '10.0 and 10.1'),
  verified(p.ktrPsig, '10.2 to 10.4'),
  verified(ktrCsw),
  { system: 'darwin', struct: p.ktrUser, abis: ALL, unverified: 'no structure in C: any data of a program' },
]
