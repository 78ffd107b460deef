/** What illumos' siginfo says of a signal. Source: illumos usr/src/uts/common/sys/siginfo.h. */
import { illumosSignals } from '../../../systems/illumos/signals.js'
import { codeIs } from '../../../systems/signal-table.js'
import type { SignalInfo } from '../process-info.js'

/** Whether a code says that only the number of the signal is known; as a number, not even that is known. */
export const isUnknownSignal = codeIs(illumosSignals, 'SI_NOINFO')

export interface Siginfo {
  readonly si_signo: number
  readonly si_code: number
  readonly __data?: {
    readonly __fault?: { readonly __addr: bigint }
    readonly __proc?: { readonly __pid: number; readonly __pdata: { readonly __kill?: { readonly __uid: number } } }
  }
}

/** The signal that an LWP died of, or that ended a dump. */
export function signalOf(cursig: number | undefined, info: Siginfo | undefined, tid: number | undefined): SignalInfo | undefined {
  if (!cursig) return undefined
  const told = info !== undefined && info.si_signo === cursig ? info : undefined
  const address = told?.__data?.__fault?.__addr
  const from = told?.__data?.__proc
  return {
    number: cursig,
    ...(told?.si_code !== undefined && !isUnknownSignal(told.si_code) && { code: told.si_code }),
    ...(address !== undefined && { address }),
    ...(from?.__pdata?.__kill && { sender: { pid: from.__pid, uid: from.__pdata.__kill.__uid } }),
    ...(tid !== undefined && { tid }),
  }
}
