/**
 * Translates siginfo between NetBSD and OpenBSD, which store the same information in different layouts.
 *
 * Positive codes are reasons for which the system sent the signal, with the numbers of System V in both systems. 0: sent by a process.
 * Negative codes state how a process sent it; their numbers differ.
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
  /** Called for information that the target cannot store. */
  readonly lose: (what: string) => void
}

/** Negative codes of NetBSD and OpenBSD. OpenBSD has no asynchronous I/O and no message queues. Source: sys/sys/siginfo.h of both. */
const MEANS = ['SI_QUEUE', 'SI_TIMER', 'SI_LWP'] as const

/** Code and errno for the target system; undefined if the code has no counterpart. */
function head(code: number | undefined, errno: unknown, { from, to, lose }: SiginfoNames): { code: number; errno: number } | undefined {
  if (code === undefined || code > LARGEST_CODE) return undefined
  if (Number(errno) === 0) return { code, errno: 0 }
  const name = from.name(Number(errno))
  const theirs = name === undefined ? undefined : to.number(name)
  if (theirs === undefined) lose('errno of a siginfo')
  return { code, errno: theirs ?? 0 }
}

/** Reason codes are small numbers; 32767 on NetBSD means that the reason is unknown. */
const LARGEST_CODE = 100

function translated(code: unknown, from: SignalTable, to: SignalTable): number | undefined {
  const number = Number(code)
  if (number >= 0) return number
  const name = MEANS.find((each) => from.codeNumber(each) === number)
  return name && to.codeNumber(name)
}

/** Converts NetBSD to OpenBSD; undefined if nothing can be converted. */
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
      if (reason._uid !== 0) lose('UID of the child in a siginfo')
      return {
        _cld: {
          _pid: reason._pid,
          _pdata: { _utime: BigInt(reason._utime as number), _status: reason._status, _stime: BigInt(reason._stime as number) },
        },
      }
    case '_fault':
      if (Number(reason._trap2 ?? 0) !== 0 || Number(reason._trap3 ?? 0) !== 0) lose('additional trap values in a siginfo')
      return { _fault: { _addr: reason._addr, _trapno: reason._trap } }
    default:
      return undefined
  }
}

/** Converts OpenBSD to NetBSD; undefined if nothing can be converted. */
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
      // The writer truncates and reports times that do not fit.
      return {
        _child: { _pid: data._pid, _uid: 0, _status: process._status, _utime: Number(process._utime), _stime: Number(process._stime) },
      }
    case '_fault':
      return { _fault: { _addr: data._addr, _trap: data._trapno, _trap2: 0, _trap3: 0 } }
    default:
      return undefined
  }
}
