/**
 * What is known of a signal, as NetBSD and OpenBSD have it: the same facts in other places.
 *
 * Codes above zero say why the system sent a signal, by the numbers of System V, which both took over. Zero: a process sent it.
 * Those below say by what means one did, with other numbers in each system.
 */
import { netbsdSignals } from '../../systems/netbsd/signals.js'
import type { NumberedTable } from '../../systems/numbered-names.js'
import { openbsdSignals } from '../../systems/openbsd/signals.js'
import type { SignalTable } from '../../systems/signal-table.js'

type Value = Record<string, unknown>

export interface SiginfoNames {
  readonly signo: number
  readonly from: NumberedTable
  readonly to: NumberedTable
  /** Is told what has no place. */
  readonly lose: (what: string) => void
}

/** Codes below zero, of NetBSD and OpenBSD. Source: sys/sys/siginfo.h of both. OpenBSD has no asynchronous I/O and no message queues. */
const MEANS = ['SI_QUEUE', 'SI_TIMER', 'SI_LWP'] as const

/** Code and errno for the other system; undefined where the code has no counterpart. */
function head(code: number | undefined, errno: unknown, { from, to, lose }: SiginfoNames): { code: number; errno: number } | undefined {
  if (code === undefined || code > LARGEST_CODE) return undefined
  if (Number(errno) === 0) return { code, errno: 0 }
  const name = from.name(Number(errno))
  const theirs = name === undefined ? undefined : to.number(name)
  if (theirs === undefined) lose('the error of a siginfo')
  return { code, errno: theirs ?? 0 }
}

/** Codes of reasons are small; NetBSD's 32767 says that nothing is known. */
const LARGEST_CODE = 100

function translated(code: unknown, from: SignalTable, to: SignalTable): number | undefined {
  const number = Number(code)
  if (number >= 0) return number
  const name = MEANS.find((each) => from.codeNumber(each) === number)
  return name && to.codeNumber(name)
}

/** NetBSD's as OpenBSD's; undefined where nothing of it can be said. */
export function siginfoToOpenbsd(si: Value, names: SiginfoNames): Value | undefined {
  const facts = head(translated(si._code, netbsdSignals, openbsdSignals), si._errno, names)
  const [[arm, given] = ['', {}]] = Object.entries((si._reason ?? {}) as Value)
  const reason = given as Value
  const data = facts && toOpenbsd(arm, reason, names.lose)
  return data && { si_signo: names.signo, si_code: facts.code, si_errno: facts.errno, _data: data }
}

function toOpenbsd(arm: string, reason: Value, lose: SiginfoNames['lose']): Value | undefined {
  switch (arm) {
    case '_rt':
      return { _kill: { _pid: reason._pid, _pdata: { _uid: reason._uid, _value: reason._value } } }
    case '_child':
      if (reason._uid !== 0) lose('the user of a child in a siginfo')
      return {
        _cld: {
          _pid: reason._pid,
          _pdata: { _utime: BigInt(reason._utime as number), _status: reason._status, _stime: BigInt(reason._stime as number) },
        },
      }
    case '_fault':
      if (Number(reason._trap2 ?? 0) !== 0 || Number(reason._trap3 ?? 0) !== 0) lose('further numbers of a trap in a siginfo')
      return { _fault: { _addr: reason._addr, _trapno: reason._trap } }
    default:
      return undefined
  }
}

/** OpenBSD's as NetBSD's; undefined where nothing of it can be said. */
export function siginfoToNetbsd(si: Value, names: SiginfoNames): Value | undefined {
  const facts = head(translated(si.si_code, openbsdSignals, netbsdSignals), si.si_errno, names)
  const [[arm, given] = ['', {}]] = Object.entries((si._data ?? {}) as Value)
  const reason = facts && toNetbsd(arm, given as Value)
  return reason && { _signo: names.signo, _code: facts.code, _errno: facts.errno, _reason: reason }
}

function toNetbsd(arm: string, data: Value): Value | undefined {
  const process = data._pdata as Value
  switch (arm) {
    case '_kill':
      return { _rt: { _pid: data._pid, _uid: process._uid, _value: process._value } }
    case '_cld':
      // Too long a time is refused by the writer, which cuts it and says so.
      return {
        _child: { _pid: data._pid, _uid: 0, _status: process._status, _utime: Number(process._utime), _stime: Number(process._stime) },
      }
    case '_fault':
      return { _fault: { _addr: data._addr, _trap: data._trapno, _trap2: 0, _trap3: 0 } }
    default:
      return undefined
  }
}
