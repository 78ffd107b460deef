/** siginfo_t of illumos: why a signal was sent. Source: illumos usr/src/uts/common/sys/siginfo.h, 2024-09. */
import { type CType, c, struct } from '../../../schema/base.js'
import { illumosSignals } from '../../../systems/illumos/signals.js'
import { codeIs, signalIs } from '../../../systems/signal-table.js'
import type { SignalInfo } from '../process-info.js'
import { timestruc } from './c-types.js'

export const perWord = (name: string, lp64: number, ilp32: number): CType<readonly number[]> =>
  c.perAbi(name, (abi) => c.array(c.int32, abi.bits === 64 ? lp64 : ilp32))

const isFault = signalIs(illumosSignals, 'SIGILL', 'SIGTRAP', 'SIGEMT', 'SIGFPE', 'SIGBUS', 'SIGSEGV')

const isChild = signalIs(illumosSignals, 'SIGCLD')

const isPoll = signalIs(illumosSignals, 'SIGPOLL')

const isProf = signalIs(illumosSignals, 'SIGPROF')

const isUnknown = codeIs(illumosSignals, 'SI_NOINFO')

const isResourceControl = codeIs(illumosSignals, 'SI_RCTL')

const isDtrace = codeIs(illumosSignals, 'SI_DTRACE')

const kill = struct('__kill', { __uid: c.uint32, __value: struct('sigval', { sival_ptr: c.pointer }) })

const child = struct('__cld', { __utime: c.long, __status: c.int32, __stime: c.long })

const data = {
  __pad: perWord('int[]', 60, 29),
  __proc: struct('__proc', {
    __pid: c.int32,
    __pdata: c.union({ __kill: kill, __cld: child }, (lookup) =>
      isChild(lookup('si_signo')) && Number(lookup('si_code')) > 0 ? '__cld' : '__kill',
    ),
    __ctid: c.int32,
    __zoneid: c.int32,
  }),
  __fault: struct('__fault', { __addr: c.pointer, __trapno: c.int32, __pc: c.pointer }),
  __file: struct('__file', { __fd: c.int32, __band: c.long }),
  __prof: struct('__prof', {
    __faddr: c.pointer,
    __tstamp: timestruc,
    __syscall: c.int16,
    __nsysarg: c.char,
    __fault: c.char,
    __sysarg: c.array(c.long, 8),
    __mstate: c.array(c.int32, 10),
  }),
  __rctl: struct('__rctl', { __entity: c.int32 }),
} as const

export const siginfo = struct('siginfo_t', {
  si_signo: c.int32,
  si_code: c.int32,
  si_errno: c.int32,
  __data: c.union(data, (lookup) => {
    const [signal, code] = [Number(lookup('si_signo')), Number(lookup('si_code'))]
    if (isUnknown(code) || signal === 0) return '__pad'
    if (isResourceControl(code)) return '__rctl'
    if (code <= 0 || isDtrace(code) || isChild(signal)) return '__proc'
    if (isFault(signal)) return '__fault'
    if (isPoll(signal)) return '__file'
    return isProf(signal) ? '__prof' : '__pad'
  }),
})

/** Whether a code says that only the number of the signal is known; as a number, not even that is known. */
export const isUnknownSignal = codeIs(illumosSignals, 'SI_NOINFO')

interface Siginfo {
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
