/** The declared structures of FreeBSD's trace records, each with the verified layout that it must equal. */
import type { AbiName } from '../../../schema/abi.js'
import type { Struct } from '../../../schema/struct.js'
import { sockaddr, sockaddrIn, sockaddrIn6, sockaddrUn } from '../../../systems/bsd/sockaddr.js'
import type { DeclaredStructure } from '../../declared-structure.js'
import * as h from './headers.js'
import * as p from './payloads.js'
import * as n from './struct-payloads.js'
import * as u from './user-payloads.js'

const LP64: readonly AbiName[] = ['amd64', 'aarch64', 'riscv64', 'powerpc64', 'powerpc64le']
const ALL: readonly AbiName[] = [...LP64, 'i386', 'arm', 'powerpc']
const TEXT = 'no structure in C'

type Names = Readonly<Record<string, string | null>>

const verified = (
  struct: Struct<unknown>,
  { name = struct.name, abis = ALL, fields }: { name?: string; abis?: readonly AbiName[]; fields?: Names } = {},
): DeclaredStructure => ({ system: 'freebsd', struct, abis, verified: { struct: name, ...(fields && { fields }) } })

const unverified = (struct: Struct<unknown>, why: string, abis = ALL): DeclaredStructure => ({
  system: 'freebsd',
  struct,
  abis,
  unverified: why,
})

const ue: Names = Object.fromEntries(
  ['ver', 'error', 'cat', 'src_line', 'flags', 'rsrv0', 'p1', 'p2', 'rsrv1', 'msg'].map((field) => [`ue.${field}`, field]),
)

/** Arms are told by the type, so those of the union are one behind the other there. */
const arms: Names = Object.fromEntries(
  ['sa_len', 'sa_family', 'sa_data'].map((field) => [`cap_data.cap_sockaddr.${field}`, `cap_data.cap_sockaddr.${field}`]),
)

export const structures: readonly DeclaredStructure[] = [
  verified(h.ktrHeaderV0),
  verified(h.ktrHeaderV1, { name: 'ktr_header_v1' }),
  verified(p.ktrSyscall),
  verified(p.ktrSysret),
  verified(p.ktrPsig, { fields: { 'mask.__bits': 'mask' } }),
  verified(p.ktrCswOld),
  verified(p.ktrCsw),
  unverified(p.ktrSysctl, `${TEXT}: the payload is text`),
  verified(p.ktrProcctor),
  verified(p.capRights),
  verified(p.ktrCapFailOld, { name: 'ktr_cap_fail (old)' }),
  verified(p.ktrCapFail, { name: 'ktr_cap_fail (new)', fields: arms }),
  verified(p.ktrFault),
  verified(p.ktrFaultend),
  verified(p.ktrExterr),
  verified(p.uexterror, { name: 'ktr_exterr', fields: ue }),
  verified(n.ktrStructArray),
  unverified(u.ktrUser, `${TEXT}: any data of a program`),
  verified(u.utraceMalloc),
  verified(u.utraceMalloc32, { abis: LP64 }),
  verified(u.utraceRtld),
  verified(u.utraceRtld32, { abis: LP64 }),
  verified(n.stat, { abis: ALL.filter((abi) => abi !== 'i386') }),
  verified(n.statI386, { abis: ['i386'] }),
  verified(n.stat11),
  verified(n.kevent),
  verified(n.kevent11),
  unverified(n.kevent32, 'laid out as kevent of i386, in fields that are alike on every machine', LP64),
  unverified(n.kevent32Aligned, 'laid out as kevent of machines that align 64-bit integers', LP64),
  unverified(n.kevent32Of11, 'laid out as freebsd11_kevent of 32-bit machines', LP64),
  verified(n.pollfd),
  verified(n.itimerval),
  verified(n.splice),
  verified(n.thrParam),
  verified(n.inotifyEvent),
  ...[sockaddr, sockaddrIn, sockaddrIn6, sockaddrUn].map((struct) => unverified(struct, 'bytes in an order that is the same everywhere')),
  ...n.namedStructs.map((struct) => unverified(struct, `${TEXT}: a name, and a structure behind it`)),
  ...n.arrayStructs.map(({ whole }) => unverified(whole, `${TEXT}: a size, a name, and structures behind it`)),
]
