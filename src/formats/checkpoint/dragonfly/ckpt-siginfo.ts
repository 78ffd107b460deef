/**
 * ckpt_siginfo: actions and masks of signals, and the timer. Sources: DragonFly sys/sys/ckpt.h, sys/sys/signalvar.h; the shapes of
 * 2003 to 2006 are those of FreeBSD 4, from which they came.
 */
import { c, type Infer, type Struct, struct } from '../../../schema/base.js'

const source = 'DragonFly sys/sys/signalvar.h'
const ckpt = 'DragonFly sys/sys/ckpt.h'

export const sigset = struct(
  'sigset',
  { bits: c.array(c.uint32.hex, 4).doc('signal n is bit n-1') },
  { source: 'DragonFly sys/sys/signal.h' },
)

export const timeval = struct('timeval', { tv_sec: c.long, tv_usec: c.long }, { source: 'DragonFly sys/sys/time.h' })

export const itimerval = struct('itimerval', { it_interval: timeval, it_value: timeval }, { source: 'DragonFly sys/sys/time.h' })

const actions = {
  ps_sigact: c.array(c.pointer, 128).doc('handler of signal index+1; 0 default, 1 ignored'),
  ps_catchmask: c.array(sigset, 128),
} as const

const sets = {
  ...actions,
  ps_sigignore: sigset,
  ps_sigcatch: sigset,
  ps_sigonstack: sigset,
  ps_sigintr: sigset,
  ps_sigreset: sigset,
  ps_signodefer: sigset,
  ps_siginfo: sigset,
  ps_usertramp: sigset,
} as const

export const sigacts = struct('sigacts', { ...sets, ps_refcnt: c.uint32, ps_flag: c.int32.hex }, { source })

export const sigactsMailbox = struct('sigacts', { ...sets, ps_sigmailbox: sigset, ps_refcnt: c.uint32, ps_flag: c.int32.hex }, { source })

export const procsig = struct(
  'procsig',
  { ps_sigignore: sigset, ps_sigcatch: sigset, ps_flag: c.int32.hex, ps_sigacts: c.pointer, ps_refcnt: c.int32 },
  { source },
)

export const sigactsOld = struct(
  'sigacts',
  {
    ...actions,
    ps_sigonstack: sigset,
    ps_sigintr: sigset,
    ps_sigreset: sigset,
    ps_signodefer: sigset,
    ps_siginfo: sigset,
    ps_osigset: sigset,
    ps_usertramp: sigset,
  },
  { source },
)

const size = c.int32.doc('bytes of this structure: tells its form')

const now = <T extends Struct<unknown>>(sigacts: T) =>
  ({
    csi_ckptpisz: size,
    csi_sigacts: sigacts,
    csi_itimerval: itimerval.doc('ITIMER_REAL'),
    csi_sigparent: c.int32.doc('signal that the parent gets when the process ends'),
    csi_sigmask: sigset,
    csi_reserved: c.array(c.int32, 6),
  }) as const

/** Newest: no mailbox. */
export const siginfo = struct('ckpt_siginfo', now(sigacts), { source: ckpt })
export const siginfoMailbox = struct('ckpt_siginfo', now(sigactsMailbox), { source: ckpt })

const then = {
  csi_ckptpisz: size,
  csi_procsig: procsig,
  csi_sigacts: sigactsOld,
  csi_itimerval: itimerval,
  csi_sigparent: c.int32,
} as const

export const siginfo2003first = struct('ckpt_siginfo', then, { source: ckpt })
export const siginfo2003 = struct('ckpt_siginfo', { ...then, csi_reserved: c.array(c.int32, 8) }, { source: ckpt })
export const siginfo2004 = struct('ckpt_siginfo', { ...then, csi_sigmask: sigset, csi_reserved: c.array(c.int32, 6) }, { source: ckpt })

export type SignalSet = Infer<typeof sigset>
type Actions = Infer<typeof sigactsMailbox>

/** The members of all forms; those that a form does not have are absent. */
export interface SignalInfo {
  readonly csi_ckptpisz: number
  readonly csi_procsig?: Infer<typeof procsig>
  readonly csi_sigacts: Partial<Actions> & Pick<Actions, 'ps_sigact' | 'ps_catchmask' | 'ps_sigonstack' | 'ps_sigintr' | 'ps_sigreset'>
  readonly csi_itimerval: Infer<typeof itimerval>
  readonly csi_sigparent: number
  readonly csi_sigmask?: SignalSet
}

/** Numbers of the signals of a set. */
export function decodeSignalSet({ bits }: SignalSet): number[] {
  const numbers: number[] = []
  for (let signal = 1; signal <= 128; signal++) if (((bits[(signal - 1) >> 5] ?? 0) >>> ((signal - 1) & 31)) & 1) numbers.push(signal)
  return numbers
}

/** The set of some signals. */
export function encodeSignalSet(signals: readonly number[]): SignalSet {
  const bits = [0, 0, 0, 0]
  for (const signal of signals) {
    const word = (signal - 1) >> 5
    if (word >= 0 && word < 4) bits[word] = ((bits[word] ?? 0) | (1 << ((signal - 1) & 31))) >>> 0
  }
  return { bits }
}
