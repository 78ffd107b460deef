/** The first line of a report: what happened, where, and in which thread. */
import type { SignalInfo } from '../../formats/core/process-info.js'
import { programCounterOf } from '../../formats/core/register-names.js'
import { baseName } from '../../io/base-name.js'
import { formatHex } from '../../io/text-format.js'
import { crashedThread } from '../../readers/core/crashed-thread.js'
import { locateAddress } from '../../readers/core/locate-address.js'
import type { Core } from '../../readers/core/model.js'
import { printable } from '../text-table.js'
import { locationText } from './address-text.js'

const ACCESS = { read: 'reading', write: 'writing', fetch: 'executing' } as const

/** `SIGSEGV (SEGV_MAPERR) reading 0x10 in libc.so.7+0x146f8c strlen+0x1c, thread 100221 "worker"`. */
export function headline(core: Core): string {
  const { process } = core
  const thread = crashedThread(core)
  const pc = thread && programCounterOf(thread.registers)
  const what = process.exception?.name ?? (process.signal ? signalWords(process.signal, core) : 'no signal recorded')
  const where = pc === undefined ? '' : ` ${placeOf(core, pc)}`
  const name = thread?.name === undefined ? '' : ` "${printable(thread.name)}"`
  const who = thread?.tid === undefined || core.threads.length < 2 ? '' : `, thread ${thread.tid}${name}`
  return `${what}${where}${who}`
}

function signalWords({ number, code, address, access }: SignalInfo, { system, abi }: Core): string {
  const name = system.signals.name(number, abi) ?? `signal ${number}`
  const codeName = code === undefined ? undefined : system.signals.codeName(number, code, abi)
  const at = address === undefined ? '' : ` ${access === undefined ? 'at address' : ACCESS[access]} ${formatHex(address)}`
  return `${name}${codeName === undefined ? '' : ` (${codeName})`}${at}`
}

/** `in libc.so.7+0x146f8c strlen+0x1c`. */
function placeOf(core: Core, pc: bigint): string {
  const place = core.tracer?.symbolize(pc)[0]
  const module = locationText(core, pc)
  if (place?.function === undefined)
    return locateAddress(core, pc).name === undefined ? `with pc ${formatHex(pc)} (${module})` : `in ${module}`
  const { file, line } = place
  const source = file === undefined ? '' : ` at ${baseName(printable(file))}${line === undefined ? '' : `:${line}`}`
  const offset = place.functionOffset === undefined ? '' : `+${formatHex(BigInt(place.functionOffset))}`
  return `in ${module} ${printable(place.function)}${offset}${source}`
}
