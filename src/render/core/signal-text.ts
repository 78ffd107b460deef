/** A signal with its code, address and sender as one line. */
import type { SignalInfo } from '../../formats/core/process-info.js'
import type { Core } from '../../readers/core/open.js'
import { codeMeaning, signalMeaning } from './signal-descriptions.js'

/** `SIGSEGV (11), invalid memory access: SEGV_MAPERR, address not mapped, address 0x0`; `not recorded` where the core names no signal. */
export function signalText(signal: SignalInfo | undefined, { system, abi }: Core): string {
  if (!signal) return 'not recorded'
  const { number, code, address, sender, tid } = signal
  const name = system.signals.name(number, abi)
  const codeName = code === undefined ? undefined : system.signals.codeName(number, code, abi)
  const meaning = signalMeaning(name)
  const parts = [name === undefined ? `number ${number}` : `${name} (${number})`, ...(meaning === undefined ? [] : [meaning])]
  const details: string[] = []
  if (code !== undefined) {
    const what = codeMeaning(codeName)
    details.push(codeName ?? `code ${code}`, ...(what === undefined ? [] : [what]))
  }
  if (address !== undefined) details.push(`address 0x${address.toString(16)}`)
  if (sender) details.push(`from process ${sender.pid} of user ${sender.uid}`)
  if (tid !== undefined && tid !== 0) details.push(`for thread ${tid}`)
  if (tid === 0) details.push('for the whole process')
  return [parts.join(', '), ...(details.length > 0 ? [details.join(', ')] : [])].join(': ')
}
