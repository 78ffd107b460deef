/** Why the process died: a signal on Unix, an exception code on Windows. */
import type { SignalInfo } from '../../formats/core/process-info.js'
import { type exception, platform } from '../../formats/minidump/headers.js'
import type { Infer } from '../../schema/base.js'

/** A dump that a user requested. */
const DUMP_REQUESTED = 0xffffffff

/** Windows codes: the signal that a Unix program would have got, in Linux' numbering. */
const windows: Readonly<Record<number, { readonly number: number; readonly code?: number }>> = {
  3221225477: { number: 11 },
  3221225478: { number: 7 },
  3221225501: { number: 4 },
  3221225620: { number: 8, code: 1 },
  3221225621: { number: 8, code: 2 },
  3221225725: { number: 11 },
  2147483651: { number: 5 },
  2147483652: { number: 5 },
}
/** Codes of which information[1] is the address. */
const WITH_ADDRESS = new Set([0xc0000005, 0xc0000006])
/** Linux' signals that have an address: SIGILL, SIGTRAP, SIGBUS, SIGFPE, SIGSEGV. */
const FAULTS = new Set([4, 5, 7, 8, 11])

/** The signal, in Linux' numbering; undefined where nothing had gone wrong. */
export function signalOf(
  { exception_record: record, thread_id }: Infer<typeof exception>,
  platformId: number | undefined,
): SignalInfo | undefined {
  const { exception_code, exception_flags, exception_address, exception_information } = record
  if (exception_code === DUMP_REQUESTED || exception_code === 0) return undefined
  if (platformId !== platform.VER_PLATFORM_WIN32_NT) {
    const code = exception_flags | 0
    const fault = FAULTS.has(exception_code)
    return {
      number: exception_code,
      // Older writers put no code there: of a fault, 0 does not say that another process sent the signal.
      ...((code !== 0 || !fault) && { code }),
      // Without a code of the kernel's, what stands there is the program counter.
      ...(fault && code > 0 && { address: exception_address }),
      tid: thread_id,
    }
  }
  const found = windows[exception_code]
  if (!found) return undefined
  return { ...found, address: WITH_ADDRESS.has(exception_code) ? (exception_information[1] ?? 0n) : exception_address, tid: thread_id }
}
