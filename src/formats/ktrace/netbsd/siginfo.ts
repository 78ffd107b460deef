/**
 * `siginfo_t` of NetBSD, 128 bytes on every machine.
 *
 * Source: sys/sys/siginfo.h of 4.0.1, 5.2, 7.99.10 (alike) and 10.99.12. `_code` stands before `_errno`, unlike on Linux.
 */
import type { Abi } from '../../../schema/abi.js'
import type { ReferenceLookup } from '../../../schema/node.js'
import { struct } from '../../../schema/struct.js'
import { c, type Padding } from '../../../schema/types.js'

const SIZE = 128

const rt = struct('siginfo _rt', { _pid: c.int, _uid: c.uint, _value: c.pointer })
const child = struct('siginfo _child', { _pid: c.int, _uid: c.uint, _status: c.int, _utime: c.uint, _stime: c.uint })
const poll = struct('siginfo _poll', { _band: c.long, _fd: c.int })

const fault = struct('siginfo _fault', { _addr: c.pointer, _trap: c.int })
/** The fields behind `_trap` came after 7.99.10. */
const faultNew = struct('siginfo _fault', { _addr: c.pointer, _trap: c.int, _trap2: c.int, _trap3: c.int })

const syscall = struct('siginfo _syscall', {
  _sysnum: c.int,
  _retval: c.array(c.int, 2),
  _error: c.int,
  _args: c.array(c.uint64, 8),
})
const ptraceState = struct('siginfo _ptrace_state', { _pe_report_event: c.int, _option: c.int })

const SIGILL = 4
const SIGTRAP = 5
const SIGFPE = 8
const SIGBUS = 10
const SIGSEGV = 11
const SIGCHLD = 20
const SIGIO = 23

/** From here down, a code says who sent the signal and not why; SI_USER is 0. */
const SI_USER = 0
const SI_LWP = -5
const SI_NOINFO = 32767
const TRAP_CHLD = 4
const TRAP_LWP = 5
const TRAP_SCE = 7
const TRAP_SCX = 8

const faults: readonly unknown[] = [SIGILL, SIGTRAP, SIGFPE, SIGBUS, SIGSEGV]

/** Which member of the reason union a signal has. */
function reason(lookup: ReferenceLookup): '_rt' | '_child' | '_fault' | '_poll' | undefined {
  const code = Number(lookup('_code'))
  const signal = lookup('_signo')
  if (code <= SI_USER) return code >= SI_LWP ? '_rt' : undefined
  if (code === SI_NOINFO) return undefined
  if (signal === SIGCHLD) return '_child'
  if (signal === SIGIO) return '_poll'
  return faults.includes(signal) ? '_fault' : undefined
}

function reasonNew(lookup: ReferenceLookup): '_syscall' | '_ptrace_state' | ReturnType<typeof reason> {
  if (lookup('_signo') === SIGTRAP) {
    const code = lookup('_code')
    if (code === TRAP_SCE || code === TRAP_SCX) return '_syscall'
    if (code === TRAP_CHLD || code === TRAP_LWP) return '_ptrace_state'
  }
  return reason(lookup)
}

/** What is left of 128 bytes behind the union. */
const upTo128 = (used: (abi: Abi) => number): Padding => c.perAbi('char _pad[]', (abi) => c.pad(SIZE - used(abi))) as unknown as Padding

const head = { _signo: c.int, _code: c.int, _errno: c.int }

/** As declared until after 7.99.10. */
export const siginfoOld = struct(
  'siginfo_t',
  {
    ...head,
    _reason: c.union({ _rt: rt, _child: child, _fault: fault, _poll: poll }, reason),
    _pad: upTo128((abi) => (abi.bits === 64 ? 16 + 24 : 12 + 20)),
  },
  { doc: 'What is known of a signal; until 7.x', source: 'sys/sys/siginfo.h of 4.0.1, 5.2, 7.99.10' },
)

/**
 * As declared since then. The 64-bit arguments in it move the union from 12 to 16 on 32-bit machines that align
 * 64-bit integers to 8.
 */
export const siginfo = struct(
  'siginfo_t',
  {
    ...head,
    _reason: c.union({ _rt: rt, _child: child, _fault: faultNew, _poll: poll, _syscall: syscall, _ptrace_state: ptraceState }, reasonNew),
    _pad: upTo128((abi) => (abi.align64 === 8 ? 16 : 12) + 80),
  },
  { doc: 'What is known of a signal; since the system-call reasons', source: 'sys/sys/siginfo.h of 10.99.12' },
)
