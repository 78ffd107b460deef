/** Why a process died: a signal on Linux, an exception elsewhere, with the signal that it compares to. */
import type { ExceptionInfo, SignalInfo } from '../../formats/core/process-info.js'
import { type exception, platform } from '../../formats/minidump/headers.js'
import { type AbiName, abi as abis, type Infer } from '../../schema/base.js'
import { darwinSignals } from '../../systems/darwin/signals.js'
import { linuxSignals } from '../../systems/linux/signals.js'
import { machCodeName, machExceptionName, machSignal } from '../../systems/mach/exceptions.js'
import { windowsException } from '../../systems/windows/exceptions.js'

export interface CrashReason {
  /** In Linux' numbering; absent where nothing had gone wrong, or the exception is no signal on Unix. */
  readonly signal?: SignalInfo
  readonly exception?: ExceptionInfo
}

type Died = Infer<typeof exception>
type ExceptionRecord = Died['exception_record']

/** Linux: a dump that the program requested. */
const DUMP_REQUESTED = 0xffffffff
/** Linux signals that have an address: SIGILL, SIGTRAP, SIGBUS, SIGFPE, SIGSEGV. */
const FAULTS = new Set([4, 5, 7, 8, 11])

/**
 * The reason of a dump by its exception stream.
 *
 * @param pc program counter of the thread: writers without an address store it instead
 */
export function crashReason(
  { exception_record, thread_id: tid }: Died,
  platformId: number | undefined,
  abi: AbiName,
  pc?: bigint,
): CrashReason {
  const record = narrowed(exception_record, abi)
  switch (platformId) {
    case 0:
    case 1:
    case platform.VER_PLATFORM_WIN32_NT:
    case 3:
      return windowsReason(record, tid)
    case platform.MD_OS_MAC_OS_X:
    case platform.MD_OS_IOS:
      return machReason(record, tid, abi)
    case platform.MD_OS_PS3:
    case platform.MD_OS_NACL:
      return { exception: plainException(record, 'exception') }
    case platform.MD_OS_FUCHSIA:
      return { exception: plainException(record, 'Zircon exception') }
    default:
      return linuxReason(record, tid, pc)
  }
}

/** Addresses of a 32-bit process: writers on 64-bit systems sign-extend them. */
function narrowed(record: ExceptionRecord, abi: AbiName): ExceptionRecord {
  if ((Object.hasOwn(abis, abi) ? abis[abi].bits : 64) === 64) return record
  const narrow = (value: bigint): bigint => BigInt.asUintN(32, value)
  return {
    ...record,
    exception_address: narrow(record.exception_address),
    exception_information: record.exception_information.map(narrow),
  }
}

/** Codes without an address: SI_KERNEL. */
const SI_KERNEL = 128

function linuxReason(
  { exception_code, exception_flags, exception_address }: ExceptionRecord,
  tid: number,
  pc: bigint | undefined,
): CrashReason {
  if (exception_code === DUMP_REQUESTED || exception_code === 0) return {}
  const code = exception_flags | 0
  const fault = FAULTS.has(exception_code)
  return {
    signal: {
      number: exception_code,
      // Older writers store no code: for a fault, 0 does not mean that another process sent the signal.
      ...((code !== 0 || !fault) && { code }),
      // Breakpad stores si_addr. Of a signal that was sent, the same bytes are the sender.
      ...(fault && code >= 0 && code !== SI_KERNEL && (code > 0 || exception_address !== pc) && { address: exception_address }),
      ...(code < 0 && exception_address !== pc && senderIn(exception_address)),
      tid,
    },
  }
}

/** The sender in the bytes of the address: process and user. */
function senderIn(address: bigint): Pick<SignalInfo, 'sender'> {
  const pid = Number(BigInt.asIntN(32, address))
  return pid > 0 ? { sender: { pid, uid: Number(address >> 32n) } } : {}
}

const parametersOf = ({ exception_information, number_parameters }: ExceptionRecord): readonly bigint[] =>
  exception_information.slice(0, Math.min(number_parameters, exception_information.length))

const plainException = (record: ExceptionRecord, name: string): ExceptionInfo => ({
  code: record.exception_code,
  name,
  parameters: parametersOf(record),
})

function windowsReason(record: ExceptionRecord, tid: number): CrashReason {
  const { exception_code: code, exception_address } = record
  const parameters = parametersOf(record)
  if (code === 0) return {}
  const known = windowsException(code)
  const exception: ExceptionInfo = {
    code,
    ...(known && { name: known.name }),
    address: exception_address,
    parameters,
  }
  const number = known?.signal === undefined ? undefined : linuxSignals.number(known.signal)
  if (!known || number === undefined) return { exception }
  const codeNumber = known.code === undefined ? undefined : linuxSignals.codeNumber(known.code)
  const address = (known.access ? parameters[1] : undefined) ?? exception_address
  return { exception, signal: { number, ...(codeNumber !== undefined && { code: codeNumber }), address, tid } }
}

/** EXC_CRASH packs the signal and the exception that became it into its first code. */
const EXC_CRASH = 10
const EXC_BAD_ACCESS = 1

function machReason(record: ExceptionRecord, tid: number, abi: AbiName): CrashReason {
  const { exception_code, exception_flags, exception_address } = record
  const parameters = parametersOf(record)
  // Crashpad stores the exception as it was delivered in the parameters; exception_code is the original one.
  const isCrash = Number(parameters[0] ?? 0n) === EXC_CRASH
  const number = isCrash ? EXC_CRASH : exception_code
  const first = isCrash ? Number(BigInt.asUintN(32, parameters[1] ?? 0n)) : exception_flags >>> 0
  if (number === 0) return {}
  const processor = abi === 'amd64' || abi === 'i386' ? 'x86' : abi.startsWith('arm') || abi.startsWith('aarch64') ? 'arm' : undefined
  const codeName = machCodeName(number, first, processor)
  const name = machExceptionName(number)
  const hasAddress = number === EXC_BAD_ACCESS
  const exception: ExceptionInfo = {
    code: number,
    ...(name !== undefined && { name }),
    subcode: first,
    ...(codeName !== undefined && { codeName }),
    ...(hasAddress && { address: exception_address }),
    ...(parameters.length > 0 && { parameters }),
  }
  const signal = linuxNumber(machSignal(number, first, Number(BigInt.asUintN(32, parameters[2] ?? 0n))))
  if (signal === undefined) return { exception }
  const code = hasAddress ? linuxCode[first] : undefined
  return {
    exception,
    signal: { number: signal, ...(code !== undefined && { code }), ...(hasAddress && { address: exception_address }), tid },
  }
}

/** si_code of a fault: SEGV_MAPERR for KERN_INVALID_ADDRESS, SEGV_ACCERR for KERN_PROTECTION_FAILURE. */
const linuxCode: Readonly<Record<number, number>> = { 1: 1, 2: 2 }

/** A signal by name or macOS number in Linux' numbering; undefined where Linux does not have it (SIGEMT). */
function linuxNumber(signal: string | number | undefined): number | undefined {
  const name = typeof signal === 'number' ? darwinSignals.name(signal) : signal
  return name === undefined ? undefined : linuxSignals.number(name)
}
