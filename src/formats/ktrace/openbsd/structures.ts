/** The declared structures of OpenBSD's trace records, each with the verified layout that it must equal. */
import type { AbiName } from '../../../schema/abi.js'
import type { Struct } from '../../../schema/struct.js'
import type { DeclaredStructure } from '../../declared-structure.js'
import * as h from './headers.js'
import * as p from './payloads.js'
import { siginfo, siginfoOld } from './siginfo.js'
import * as n from './struct-payloads.js'

const ALL: readonly AbiName[] = ['amd64', 'aarch64', 'sparc64', 'i386', 'arm', 'powerpc']
const TEXT = 'no structure in C'

type Names = Readonly<Record<string, string | null>>

const verified = (struct: Struct<unknown>, variant?: string, fields?: Names, name = struct.name): DeclaredStructure => ({
  system: 'openbsd',
  struct,
  abis: ALL,
  verified: { struct: name, ...(variant !== undefined && { variant }), ...(fields && { fields }) },
})

const unverified = (struct: Struct<unknown>, why: string): DeclaredStructure => ({ system: 'openbsd', struct, abis: ALL, unverified: why })

const CURRENT = 'clock_t 64 bit (5.5 and later)'
const BEFORE = 'clock_t 32 bit (before 5.5)'
const SINCE_2011 = '2011-12 and later; followed by retval only if ktr_error is 0'

const view: Names = {
  si_pid: '_data._kill._pid',
  si_uid: '_data._kill._pdata._uid',
  si_value: '_data._kill._pdata._value',
  si_utime: '_data._cld._pdata._utime',
  si_status: '_data._cld._pdata._status',
  si_stime: '_data._cld._pdata._stime',
  si_addr: '_data._fault._addr',
  si_trapno: '_data._fault._trapno',
}

export const structures: readonly DeclaredStructure[] = [
  verified(h.ktrHeader, 'comm[24] (2021/2022 and later)'),
  verified(h.ktrHeader55, 'comm[17] with 64-bit time_t (5.5 to about 7.0)'),
  unverified(h.ktrHeader51, 'follows from the definition, no file of those releases was there'),
  verified(h.ktrHeaderOld, 'old (until 2011-12, no KTR_START)'),
  verified(p.ktrSyscall, 'all'),
  verified(p.ktrSysctl, 'all'),
  verified(p.ktrSysretError, SINCE_2011),
  unverified(p.ktrSysret, 'the fields of the one without a value, and a register'),
  unverified(p.ktrSysretWide, 'the fields of the one without a value, and 64 bits'),
  verified(p.ktrSysretInt, 'old (2001)'),
  unverified(p.ktrSysretOld, 'as of 2001, but for the register'),
  verified(p.ktrPsig, 'with siginfo (about 2002 and later)'),
  verified(p.ktrPsigOld, 'with siginfo (about 2002 and later)'),
  verified(p.ktrPsigPlain, 'old (2001), no siginfo'),
  verified(siginfo, CURRENT),
  verified(siginfo, '5.5 and later', view, 'siginfo_view'),
  verified(siginfoOld, BEFORE),
  verified(siginfoOld, 'before 5.5', view, 'siginfo_view'),
  unverified(p.ktrEmul, `${TEXT}: the payload is text`),
  verified(p.ktrUser, 'all'),
  verified(p.ktrPledge, 'all'),
  verified(p.ktrPinsyscall, 'all'),
  verified(h.timespec, '64-bit time_t (5.5 and later)'),
  verified(h.timeval, '64-bit time_t (5.5 and later)'),
  verified(n.stat, '5.5 and later'),
  ...[n.iovec, n.rlimit, n.sigaction, n.pollfd, n.rusage, n.itimerval, n.msghdr, n.flock, n.kevent].map((struct) =>
    verified(struct, 'all'),
  ),
  ...n.namedStructs.map((struct) => unverified(struct, `${TEXT}: a name, and a structure behind it`)),
]
