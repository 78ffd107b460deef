/**
 * `siginfo_t` of OpenBSD: three numbers and a union of what is known of the reason.
 *
 * Source: sys/sys/siginfo.h 1.9. Times of children have 64 bits since 5.5.
 */
import type { Abi } from '../../../schema/abi.js'
import type { ReferenceLookup } from '../../../schema/node.js'
import { struct } from '../../../schema/struct.js'
import { type CType, c } from '../../../schema/types.js'
import { openbsdSignals } from '../../../systems/openbsd/signals.js'
import { signalIs } from '../../../systems/signal-table.js'

/** SI_PAD: ints of the union. */
const PAD = 29

const isFault = signalIs(openbsdSignals, 'SIGILL', 'SIGTRAP', 'SIGFPE', 'SIGBUS', 'SIGSEGV')
const isChild = signalIs(openbsdSignals, 'SIGCHLD')

/** What follows the process is a union with a pointer in it, so it is aligned as one. */
const asUnion = <T>(type: CType<T>): CType<T> =>
  c.perAbi(type.spelling, (abi: Abi) => c.aligned(Math.max(abi.pointer, type.plan(abi).align), type))

const kill = struct('siginfo _kill', { _uid: c.uint, _value: c.pointer })
const child = struct('siginfo _cld', { _utime: c.int64, _status: c.int, _stime: c.int64 })
const childOld = struct('siginfo _cld', { _utime: c.int32, _status: c.int, _stime: c.int32 })
const fault = struct('siginfo _fault', { _addr: c.pointer, _trapno: c.int })

const process = <T>(name: string, data: CType<T>) => struct(name, { _pid: c.int, _pdata: asUnion(data) })

function reason(lookup: ReferenceLookup): '_kill' | '_cld' | '_fault' | undefined {
  const signal = lookup('si_signo')
  if (Number(lookup('si_code')) <= 0) return '_kill'
  if (isChild(signal)) return '_cld'
  return isFault(signal) ? '_fault' : undefined
}

const head = { si_signo: c.int, si_code: c.int, si_errno: c.int }
const common = { _kill: process('siginfo _proc', kill), _fault: fault, _pad: c.array(c.int, PAD) }

export const siginfo = struct(
  'siginfo',
  { ...head, _data: c.union({ ...common, _cld: process('siginfo _proc', child) }, reason) },
  { doc: 'What is known of a signal', source: 'sys/sys/siginfo.h 1.9' },
)
export const siginfoOld = struct(
  'siginfo',
  { ...head, _data: c.union({ ...common, _cld: process('siginfo _proc', childOld) }, reason) },
  { doc: 'What is known of a signal; until 5.4', source: 'sys/sys/siginfo.h 1.9' },
)
