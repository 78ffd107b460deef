/** KTR_PSIG records of OpenBSD. */

import type { RecordWalker } from '../../../readers/ktrace/record-walker.js'
import { openbsdSignals } from '../../../systems/openbsd/signals.js'
import { signalIs } from '../../../systems/signal-table.js'
import type { RendererContext } from '../renderer.js'
import { signalName, signalSet } from './printed-names.js'

const isFault = signalIs(openbsdSignals, 'SIGILL', 'SIGFPE', 'SIGBUS', 'SIGSEGV')
const isChild = signalIs(openbsdSignals, 'SIGCHLD')

type TraceFile = RendererContext['file']

/** The text of a KTR_PSIG record; undefined when it is too short. @param old whether the headers are those from before 5.1 */
export function signalText({ view, little, payload, stop }: RecordWalker, file: TraceFile, old: boolean): string | undefined {
  const { abi } = file
  const wide = abi.pointer === 8
  const plain = wide ? 24 : 16
  const length = stop - payload
  if (length < plain) return undefined
  const signal = view.getInt32(payload, little)
  const action = wide ? view.getBigUint64(payload + 8, little) : BigInt(view.getUint32(payload + 4, little))
  const mask = view.getInt32(payload + (wide ? 16 : 8), little)
  const code = view.getInt32(payload + (wide ? 20 : 12), little)
  const reason = reasonText(view, payload + plain, stop, signal, file, old)
  if (old) {
    const caught = `caught handler=0x${action.toString(16)} mask=0x${(mask >>> 0).toString(16)}`
    return `${signalName(signal)} ${action === 0n ? `SIG_DFL code ${code}` : caught}${reason}`
  }
  const how = action === 0n ? 'SIG_DFL' : `caught handler=0x${action.toString(16)} mask=${signalSet(mask)}`
  return `${signalName(signal)} ${how}${code === 0 ? '' : ` code=<${code}>`}${reason}`
}

/** The fields of the siginfo that depend on the signal. */
function reasonText(view: DataView, info: number, stop: number, signal: number, file: TraceFile, old: boolean): string {
  const { abi, little } = file
  const wide = abi.pointer === 8
  // The union has the alignment of a pointer, or of the 64-bit times in it.
  const data = info + Math.ceil(12 / Math.max(abi.pointer, abi.align64)) * Math.max(abi.pointer, abi.align64)
  if (stop - info < 128) return ''
  if (isFault(signal)) {
    const address = wide ? view.getBigUint64(data, little) : BigInt(view.getUint32(data, little))
    return ` addr=0x${address.toString(16)} trapno=${view.getInt32(data + abi.pointer, little)}`
  }
  if (!isChild(signal)) return ''
  // Times have 64 bits except in the oldest form, where the status follows one of 32.
  const second = data + Math.max(abi.pointer, abi.align64)
  const time32 = file.headers[0]?.declared.name === 'time32' || old
  const status = view.getInt32(second + (time32 ? 4 : 8), little)
  return ` status=${status} pid=${view.getInt32(data, little)} uid=${view.getUint32(second, little)}`
}
