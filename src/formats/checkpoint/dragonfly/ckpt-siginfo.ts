/**
 * ckpt_siginfo: actions and masks of signals, and the timer. Its size determines the revision.
 *
 * Sources: DragonFly sys/sys/ckpt.h, sys/sys/signalvar.h, sys/sys/proc.h of the release branches 1.2 to 5.8 and of July 2020.
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
  ps_sigignore: sigset,
  ps_sigcatch: sigset,
  ps_sigonstack: sigset,
  ps_sigintr: sigset,
  ps_sigreset: sigset,
  ps_signodefer: sigset,
  ps_siginfo: sigset,
  ps_usertramp: sigset,
} as const

export const sigacts = struct('sigacts', { ...actions, ...sets, ps_refcnt: c.uint32, ps_flag: c.int32.hex }, { source })

export const sigactsMailbox = struct(
  'sigacts',
  { ...actions, ...sets, ps_sigmailbox: sigset, ps_refcnt: c.uint32, ps_flag: c.int32.hex },
  { source },
)

/** The source has no name for it. */
export const sigfrom = struct('sigfrom', { pid: c.int32, uid: c.int32 }, { source, doc: 'The last sender of a signal.' })

export const sigactsFrominfo = struct(
  'sigacts',
  { ...actions, ps_frominfo: c.array(sigfrom, 128), ...sets, ps_refcnt: c.uint32, ps_flag: c.int32.hex },
  { source },
)

export const procsig = struct(
  'procsig',
  { ps_sigignore: sigset, ps_sigcatch: sigset, ps_flag: c.int32.hex, ps_sigacts: c.pointer, ps_refcnt: c.int32 },
  { source },
)

/** Sets of the releases whose ignored and caught signals were in `procsig`. */
const oldSets = {
  ...actions,
  ps_sigonstack: sigset,
  ps_sigintr: sigset,
  ps_sigreset: sigset,
  ps_signodefer: sigset,
  ps_siginfo: sigset,
} as const

export const sigacts2003 = struct('sigacts', { ...oldSets, ps_osigset: sigset, ps_usertramp: sigset }, { source })
export const sigacts2005 = struct('sigacts', { ...oldSets, ps_usertramp: sigset }, { source })
export const sigacts2007 = struct('sigacts', { ...oldSets, ps_usertramp: sigset, ps_sigmailbox: sigset }, { source })

const size = c.int32.doc('bytes of this structure, which determine its revision')

const now = <T extends Struct<unknown>>(sigacts: T) =>
  ({
    csi_ckptpisz: size,
    csi_sigacts: sigacts,
    csi_itimerval: itimerval.doc('ITIMER_REAL'),
    csi_sigparent: c.int32.doc('signal that the parent gets when the process ends'),
    csi_sigmask: sigset,
    csi_reserved: c.array(c.int32, 6),
  }) as const

/** Releases 5.4 and later, x86_64 only. */
export const siginfoFrominfo = struct('ckpt_siginfo', now(sigactsFrominfo), { source: ckpt })
/** Releases 3.0 to 5.2. */
export const siginfo = struct('ckpt_siginfo', now(sigacts), { source: ckpt })
/** Releases 1.10 to 2.12. */
export const siginfoMailbox = struct('ckpt_siginfo', now(sigactsMailbox), { source: ckpt })

const then = <T extends Struct<unknown>>(sigacts: T) =>
  ({ csi_ckptpisz: size, csi_procsig: procsig, csi_sigacts: sigacts, csi_itimerval: itimerval, csi_sigparent: c.int32 }) as const

const masked = { csi_sigmask: sigset, csi_reserved: c.array(c.int32, 6) } as const
const unmasked = { csi_reserved: c.array(c.int32, 8) } as const

/** ckpt.h 1.1, of 2003-10-19. */
export const siginfo2003first = struct('ckpt_siginfo', then(sigacts2003), { source: ckpt })
/** ckpt.h 1.2, of 2003-10-19 to 2003-10-24. */
export const siginfo2003 = struct('ckpt_siginfo', { ...then(sigacts2003), ...unmasked }, { source: ckpt })
/** 2003-10-24 to February 2005. */
export const siginfo2003sets = struct('ckpt_siginfo', { ...then(sigacts2005), ...unmasked }, { source: ckpt })
/** Releases 1.2 to 1.6. */
export const siginfo2005 = struct('ckpt_siginfo', { ...then(sigacts2005), ...masked }, { source: ckpt })
/** Release 1.8. */
export const siginfo2004 = struct('ckpt_siginfo', { ...then(sigacts2007), ...masked }, { source: ckpt })

export type SignalSet = Infer<typeof sigset>
type Actions = Infer<typeof sigactsMailbox>

/** The members of all revisions; those that a revision does not have are absent. */
export interface SignalInfo {
  readonly csi_ckptpisz: number
  readonly csi_procsig?: Infer<typeof procsig>
  readonly csi_sigacts: Partial<Actions> &
    Partial<Pick<Infer<typeof sigactsFrominfo>, 'ps_frominfo'>> &
    Pick<Actions, 'ps_sigact' | 'ps_catchmask' | 'ps_sigonstack' | 'ps_sigintr' | 'ps_sigreset'>
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
