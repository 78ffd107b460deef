/** A signal with its code, address and sender as one line. */
import type { ExceptionInfo, SignalInfo } from '../../formats/core/process-info.js'
import { formatHex } from '../../io/text-format.js'
import type { Core } from '../../readers/core/open.js'
import { codeMeaning, signalMeaning } from './signal-descriptions.js'

/** `SIGSEGV (11), SEGV_MAPERR (address not mapped), address 0x0`; `not recorded` where the core names no signal. */
export function signalText(signal: SignalInfo | undefined, { system, abi }: Core): string {
  if (!signal) return 'not recorded'
  const { number, code, address, access, sender, tid } = signal
  const name = system.signals.name(number, abi)
  const codeName = code === undefined ? undefined : system.signals.codeName(number, code, abi)
  const parts = [name === undefined ? `signal ${number}` : `${name} (${number})`]
  const meaning = signalMeaning(name)
  if (code === undefined) parts.push(...(meaning === undefined ? [] : [meaning]))
  else parts.push(codeText(code, codeName))
  if (address !== undefined) parts.push(`address ${formatHex(address)}`)
  if (access !== undefined) parts.push(ACCESS[access])
  if (sender) parts.push(`from process ${sender.pid} of user ${sender.uid}`)
  if (tid !== undefined) parts.push(tid === 0 ? 'sent to the process' : `sent to thread ${tid}`)
  return parts.join(', ')
}

const ACCESS = { read: 'a read', write: 'a write', fetch: 'an instruction fetch' } as const

/** `EXC_BAD_ACCESS (0x1), KERN_INVALID_ADDRESS, address 0x45`. */
export function exceptionText({ code, name, subcode, codeName, address, parameters = [] }: ExceptionInfo): string {
  const parts = [name === undefined ? `exception ${formatHex(code)}` : `${name} (${formatHex(code)})`]
  if (codeName !== undefined) parts.push(codeName)
  else if (subcode !== undefined) parts.push(`code ${formatHex(subcode)}`)
  if (address !== undefined) parts.push(`address ${formatHex(address)}`)
  if (parameters.length > 0) parts.push(`parameters ${parameters.map(formatHex).join(' ')}`)
  return parts.join(', ')
}

function codeText(code: number, name: string | undefined): string {
  if (name === undefined) return `code ${code}`
  const meaning = codeMeaning(name)
  return meaning === undefined ? name : `${name} (${meaning})`
}
