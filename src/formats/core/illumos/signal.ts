/** What illumos' siginfo says of a signal. Source: illumos usr/src/uts/common/sys/siginfo.h. */
import type { SignalInfo } from '../process-info.js'

/** As a code: nothing is known of the signal but its number. As a number: not even that. */
export const SI_NOINFO = 32767

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
    ...(told?.si_code !== undefined && told.si_code !== SI_NOINFO && { code: told.si_code }),
    ...(address !== undefined && { address }),
    ...(from?.__pdata?.__kill && { sender: { pid: from.__pid, uid: from.__pdata.__kill.__uid } }),
    ...(tid !== undefined && { tid }),
  }
}
