/** The declared structures of NetBSD's trace records, each with the verified layout that it must equal. */
import type { AbiName } from '../../../schema/abi.js'
import type { Struct } from '../../../schema/struct.js'
import type { DeclaredStructure, VerifiedLayout } from '../../declared-structure.js'
import * as h from './headers.js'
import * as p from './payloads.js'
import { siginfo, siginfoOld } from './siginfo.js'
import * as u from './user-payloads.js'

const LP64: readonly AbiName[] = ['amd64', 'aarch64', 'alpha', 'sparc64', 'powerpc64', 'riscv64', 'mips-n64', 'mips-n64el']
const ILP32: readonly AbiName[] = ['i386', 'arm', 'arm-oabi', 'sparc', 'powerpc', 'mips-o32', 'mips-o32el', 'm68k', 'hppa', 'sh', 'riscv32']
/** The ABIs that each kind of layout is tried on in files. */
const ALL: readonly AbiName[] = [...LP64, ...ILP32]

const LITTLE: readonly AbiName[] = ['amd64', 'aarch64', 'alpha', 'riscv64', 'i386', 'arm', 'arm-oabi', 'mips-o32el', 'sh', 'riscv32']
const BIG: readonly AbiName[] = ['sparc64', 'powerpc64', 'sparc', 'powerpc', 'm68k', 'hppa']
const wide = (abis: readonly AbiName[]): AbiName[] => abis.filter((abi) => LP64.includes(abi))

type Names = Readonly<Record<string, string | null>>

const verified = (
  struct: Struct<unknown>,
  abis: readonly AbiName[],
  variant?: string,
  fields?: Names,
  name = struct.name,
): DeclaredStructure => {
  const layout: VerifiedLayout = { struct: name, ...(variant !== undefined && { variant }), ...(fields && { fields }) }
  return { system: 'netbsd', struct, abis, verified: layout }
}

const unverified = (struct: Struct<unknown>, why: string): DeclaredStructure => ({ system: 'netbsd', struct, abis: ALL, unverified: why })

/** Both byte orders of a header. */
const header = (
  { little, big }: { little: Struct<unknown>; big: Struct<unknown> },
  variant: string,
  fields: Names,
  select: (abis: readonly AbiName[]) => readonly AbiName[] = (abis) => abis,
): DeclaredStructure[] => [verified(little, select(LITTLE), variant, fields), verified(big, select(BIG), variant, fields)]

const INFO = 'u._info.'
/** The verified layouts name every field from the outermost union on. */
const siginfoFields = (prefix: string, extra: readonly string[]): Names => {
  const fields = [
    ...['_signo', '_code', '_errno'],
    ...['_rt._pid', '_rt._uid', '_rt._value', '_child._pid', '_child._uid', '_child._status', '_child._utime', '_child._stime'].map(arm),
    ...['_fault._addr', '_fault._trap', '_poll._band', '_poll._fd', ...extra].map(arm),
  ]
  return Object.fromEntries(fields.map((field) => [`${prefix}${field}`, field]))
}
function arm(name: string): string {
  return `_reason.${name}`
}

const psigFields: Names = {
  'ps.signo': 'signo',
  'ps.action': 'action',
  'ps.mask': 'mask',
  'ps.code': 'code',
  'si._info._signo': 'si._signo',
  'si._info._code': 'si._code',
  'si._info._errno': 'si._errno',
  'si._info._reason': null,
}

/** Of kernels since 6.0, whose structure in memory is a union of all versions. */
const unions: Names = { _v: null, '_v._v0': null, '_v._v1': null }

const OLD_SIGINFO = 'old (verified in 4.0.1, 5.2, 7.99.10)'
const NEW_SIGINFO = 'new (verified in 10.99.12)'
const TEXT = 'no structure in C: the payload is text'

export const structures: readonly DeclaredStructure[] = [
  verified(h.ktrHeaderPre4, ALL, 'v0-pre4'),
  ...header(h.ktrHeaderV0, 'v0', {
    '_ktr_time._tv.tv_sec': 'ktr_time.tv_sec',
    '_ktr_time._tv.tv_usec': 'ktr_time.tv_usec',
    '_ktr_id._buf': 'ktr_buf',
  }),
  ...header(
    h.ktrHeaderV0Since6,
    'v0-nb6',
    { ...unions, '_v._v0._tv.tv_sec': 'ktr_time.tv_sec', '_v._v0._tv.tv_usec': 'ktr_time.tv_usec', '_v._v0._buf': 'ktr_buf' },
    wide,
  ),
  ...header(h.ktrHeaderV1, 'v1', {
    '_ktr_time._ts.tv_sec': 'ktr_time.tv_sec',
    '_ktr_time._ts.tv_nsec': 'ktr_time.tv_nsec',
    '_ktr_id._lid': 'ktr_lid',
  }),
  ...header(
    h.ktrHeaderV1,
    'v1-nb6',
    { ...unions, '_v._v1._ts.tv_sec': 'ktr_time.tv_sec', '_v._v1._ts.tv_nsec': 'ktr_time.tv_nsec', '_v._v1._lid': 'ktr_lid' },
    wide,
  ),
  ...header(h.ktrHeaderV2, 'v2', {
    '_v._v2._ts.tv_sec': 'ktr_time.tv_sec',
    '_v._v2._ts.tv_nsec': 'ktr_time.tv_nsec',
    '_v._v2._lid': 'ktr_lid',
  }),

  verified(p.ktrSyscall, ALL),
  verified(p.ktrSysretOld, ALL, 'old (one return value; 1.4T to at least 2000-12)'),
  verified(p.ktrSysret, ALL),
  unverified(p.ktrNamei, TEXT),
  verified(p.ktrGenio, ALL),
  verified(p.ktrPsig, ALL),
  verified(p.ktrPsigInfoOld, ALL, OLD_SIGINFO, psigFields, 'ktr_psig+siginfo'),
  verified(p.ktrPsigInfo, ALL, NEW_SIGINFO, psigFields, 'ktr_psig+siginfo'),
  verified(siginfoOld, ALL, OLD_SIGINFO, siginfoFields(INFO, [])),
  verified(
    siginfo,
    ALL,
    NEW_SIGINFO,
    siginfoFields(INFO, [
      ...['_fault._trap2', '_fault._trap3', '_syscall._sysnum', '_syscall._retval', '_syscall._error', '_syscall._args'],
      ...['_ptrace_state._pe_report_event', '_ptrace_state._option'],
    ]),
  ),
  verified(p.ktrCsw, ALL),
  unverified(p.ktrEmul, TEXT),
  verified(u.ktrUser, ALL),
  ...[...u.ktrUsers.values()].map((struct) => verified(struct, ALL, undefined, undefined, 'ktr_user')),
  verified(u.msghdr, ALL),
  unverified(u.sockaddr, 'two bytes and data that depend on the family'),
  verified(u.cmsghdr, ALL),
  verified(u.malloc, ALL),
  unverified(u.listedName, 'no structure in C: a byte and so much text'),
  verified(p.ktrMmsg, ALL),
  verified(p.ktrMool, ALL),
  unverified(p.ktrArgument, TEXT),
  unverified(p.ktrEnvironment, TEXT),
  verified(p.ktrSaupcall, ALL),
  verified(p.schedulerActivation, ALL),
  unverified(p.ktrMib, 'no structure in C: numbers'),
  verified(p.ktrExecfd, ALL),
]
