/**
 * `siginfo_t` of NetBSD, 128 bytes on every machine.
 *
 * Source: sys/sys/siginfo.h of 4.0.1, 5.2, 7.99.10 (alike) and 10.99.12. `_code` stands before `_errno`, unlike on Linux.
 */
import type { Abi } from '../../../schema/abi.js'
import type { ReferenceLookup } from '../../../schema/node.js'
import { struct } from '../../../schema/struct.js'
import { c, type Padding } from '../../../schema/types.js'
import { netbsdSignals } from '../../../systems/netbsd/signals.js'
import { codeIs, signalIs } from '../../../systems/signal-table.js'

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

const isFault = signalIs(netbsdSignals, 'SIGILL', 'SIGTRAP', 'SIGFPE', 'SIGBUS', 'SIGSEGV')
const isChild = signalIs(netbsdSignals, 'SIGCHLD')
const isIo = signalIs(netbsdSignals, 'SIGIO')
const isTrap = signalIs(netbsdSignals, 'SIGTRAP')
/** Codes that say who sent the signal, not why. */
const isSent = codeIs(netbsdSignals, 'SI_USER', 'SI_QUEUE', 'SI_TIMER', 'SI_ASYNCIO', 'SI_MESGQ', 'SI_LWP')
const isUnknown = codeIs(netbsdSignals, 'SI_NOINFO')
const isSyscall = codeIs(netbsdSignals, 'TRAP_SCE', 'TRAP_SCX')
const isPtraceState = codeIs(netbsdSignals, 'TRAP_CHLD', 'TRAP_LWP')

/** Which member of the reason union a signal has. */
function reason(lookup: ReferenceLookup): '_rt' | '_child' | '_fault' | '_poll' | undefined {
  const code = Number(lookup('_code'))
  const signal = lookup('_signo')
  if (code <= 0) return isSent(code) ? '_rt' : undefined
  if (isUnknown(code)) return undefined
  if (isChild(signal)) return '_child'
  if (isIo(signal)) return '_poll'
  return isFault(signal) ? '_fault' : undefined
}

function reasonNew(lookup: ReferenceLookup): '_syscall' | '_ptrace_state' | ReturnType<typeof reason> {
  if (isTrap(lookup('_signo'))) {
    const code = lookup('_code')
    if (isSyscall(code)) return '_syscall'
    if (isPtraceState(code)) return '_ptrace_state'
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
