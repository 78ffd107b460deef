/** PSIG records: a signal, its handler and siginfo. */
import type { Abi } from '../../../schema/abi.js'
import { netbsdSignals } from '../../../systems/netbsd/signals.js'
import { signalIs } from '../../../systems/signal-table.js'
import { signalName } from './printed-names.js'
import type { Rules } from './release-rules.js'

export interface SignalRecord {
  readonly view: DataView
  readonly little: boolean
  readonly payload: number
  readonly stop: number
}

const isFault = signalIs(netbsdSignals, 'SIGILL', 'SIGFPE', 'SIGSEGV', 'SIGBUS', 'SIGTRAP')
const isChild = signalIs(netbsdSignals, 'SIGCHLD')
const isTrap = signalIs(netbsdSignals, 'SIGTRAP')
const isIo = signalIs(netbsdSignals, 'SIGIO')

/** The text of a record with its newline; undefined when the payload is too short to be one. */
export function signalText(
  { view, little, payload, stop }: SignalRecord,
  abi: Abi,
  rules: Rules,
): { text: string; odd: boolean } | undefined {
  const wide = abi.pointer === 8
  const size = wide ? 40 : 28
  const length = stop - payload
  if (length < size) return undefined
  const signal = view.getInt32(payload, little)
  const action = wide ? view.getBigUint64(payload + 8, little) : BigInt(view.getUint32(payload + 4, little))
  const mask = payload + (wide ? 16 : 8)
  const code = view.getInt32(payload + (wide ? 32 : 24), little)
  const name = `${signalName(signal)} `
  if (rules.generation < 3) {
    const handled = `caught handler=0x${action.toString(16)} mask=(${signals(view, mask, little)}) code=0x${(code >>> 0).toString(16)}`
    return { text: `${name}${action === 0n ? 'SIG_DFL' : handled}\n`, odd: false }
  }
  const caught = action !== 0n
  const head = `${name}${caught ? `caught handler=0x${action.toString(16)} mask=(${signals(view, mask, little)})` : 'SIG_DFL'}`
  if (length === size) {
    const trap = code === 0 ? '' : ` code=0x${(code >>> 0).toString(16)}`
    return { text: `${head}${trap}${caught ? ')' : ''}\n`, odd: false }
  }
  // The siginfo starts at the next aligned offset; both of its layouts begin with the same fields.
  const info = stop - 128
  if (info !== payload + size && info !== payload + Math.ceil(size / abi.align64) * abi.align64) return { text: head, odd: true }
  return { text: `${head}${reasonText(view, little, info, signal, abi, length, rules)}\n`, odd: false }
}

function signals(view: DataView, mask: number, little: boolean): string {
  const set: number[] = []
  for (let signal = 1; signal < 64; signal++) {
    const word = view.getUint32(mask + ((signal - 1) >> 5) * 4, little)
    if (((word >>> ((signal - 1) & 31)) & 1) !== 0) set.push(signal)
  }
  return set.join(',')
}

/** The start is the same in every layout: `_signo`, `_code`, `_errno`, then the reason. */
function reasonText(view: DataView, little: boolean, info: number, signal: number, abi: Abi, length: number, rules: Rules): string {
  const code = view.getInt32(info + 4, little)
  const errno = view.getInt32(info + 8, little)
  // 160 bytes: the newer layout, with a union aligned to 8.
  const reason = info + (abi.pointer === 8 || length === 160 ? 16 : 12)
  const int = (offset: number): number => view.getInt32(reason + offset, little)
  const word = (offset: number): bigint =>
    abi.pointer === 8 ? view.getBigUint64(reason + offset, little) : BigInt(view.getUint32(reason + offset, little))
  const sender = `sent by pid=${int(0)}, uid=${int(4)}`
  const value = `sigval 0x${word(8).toString(16)}`
  const name = netbsdSignals.codeName(signal, code)
  switch (name) {
    case 'SI_USER':
    case 'SI_LWP':
      return `: code=${name} ${sender})`
    case 'SI_TIMER':
      return rules.senders ? `: code=${name} ${sender} with ${value})` : `: code=${name} ${value})`
    case 'SI_QUEUE':
      return rules.senders ? `: code=${name} ${sender} with ${value})` : `: code=${name} unimplemented)`
    case 'SI_ASYNCIO':
    case 'SI_MESGQ':
      return rules.senders ? `: code=${name} with ${value})` : `: code=${name} unimplemented)`
    case 'SI_NOINFO':
      return `: code=${name}`
  }
  if (code < 0) return `: code=${code} unimplemented)`
  const isNamed = !isIo(signal) && !(isTrap(signal) && code >= rules.trapCodes)
  const why = (isNamed && name) || `[${code}]`
  if (isChild(signal)) {
    const times = `status=${int(8) >>> 0}, utime=${int(12) >>> 0}, stime=${int(16) >>> 0}`
    return `: code=${why} child pid=${int(0)}, uid=${int(4)},  ${times})`
  }
  if (isFault(signal)) {
    return `: code=${why}, addr=0x${word(0).toString(16)}, trap=${int(abi.pointer)})`
  }
  if (isIo(signal)) return `: code=${why}, fd=${int(abi.pointer)}, band=${word(0).toString(16)})`
  return `: code=${why}, errno=${errno})`
}
