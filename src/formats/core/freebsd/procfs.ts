/**
 * NT_PRSTATUS, NT_PRPSINFO, NT_THRMISC, NT_PTLWPINFO. Source: FreeBSD sys/sys/procfs.h, sys/sys/ptrace.h, main of July 2022.
 */
import { type Abi, type CType, c, struct } from '../../../schema/base.js'
import { freebsdSignals } from '../../../systems/freebsd/signals.js'
import { codeIs, signalIs } from '../../../systems/signal-table.js'
import type { DescriptorChoice } from '../note-registry.js'
import { portOf } from './registers/by-abi.js'

const reg = c.perAbi<unknown>('gregset_t', (abi): CType<unknown> => portOf(abi)?.general.struct ?? c.rest)

export const prstatus = struct(
  'prstatus_t',
  {
    pr_version: c.int32,
    pr_statussz: c.size_t,
    pr_gregsetsz: c.size_t,
    pr_fpregsetsz: c.size_t,
    pr_osreldate: c.int32,
    pr_cursig: c.int32.doc('the signal that ended the process, in every thread'),
    pr_pid: c.int32.doc('id of the thread'),
    pr_reg: reg,
  },
  { source: 'FreeBSD sys/sys/procfs.h' },
)

const psinfo = {
  pr_version: c.int32,
  pr_psinfosz: c.size_t,
  pr_fname: c.chars(17),
  pr_psargs: c.chars(81),
} as const

export const prpsinfoOld = struct('prpsinfo_t', psinfo, { source: 'FreeBSD sys/sys/procfs.h, up to 11.0' })

export const prpsinfo = struct(
  'prpsinfo_t',
  { ...psinfo, pr_pid: c.int32.doc('padding in 64-bit cores of 11.0 and before') },
  { source: 'FreeBSD sys/sys/procfs.h' },
)

export interface Prpsinfo {
  readonly pr_version: number
  readonly pr_fname: string
  readonly pr_psargs: string
  readonly pr_pid?: number
}

export const prpsinfoOf: DescriptorChoice<Prpsinfo> = {
  choose: (abi: Abi, size) => (size !== undefined && size < prpsinfo.for(abi).size ? prpsinfoOld : prpsinfo),
  all: () => [prpsinfo, prpsinfoOld],
}

export const thrmisc = struct('thrmisc_t', { pr_tname: c.chars(20), _pad: c.uint32 }, { source: 'FreeBSD sys/sys/procfs.h' })

const sigset = struct('sigset_t', { __bits: c.array(c.uint32.hex, 4) })
const bits64 = struct('__spare__', { __spare1__: c.long, __spare2__: c.array(c.int32, 7) })

const isFault = signalIs(freebsdSignals, 'SIGILL', 'SIGTRAP', 'SIGEMT', 'SIGFPE', 'SIGBUS', 'SIGSEGV')
const isTimer = codeIs(freebsdSignals, 'SI_TIMER')
const isMessageQueue = codeIs(freebsdSignals, 'SI_MESGQ')

/** What the union holds, by signal and code. */
const reason = c.union(
  {
    _fault: struct('_fault', { _trapno: c.int32 }),
    _timer: struct('_timer', { _timerid: c.int32, _overrun: c.int32 }),
    _mesgq: struct('_mesgq', { _mqd: c.int32 }),
    _poll: struct('_poll', { _band: c.long }),
    _capsicum: struct('_capsicum', { _syscall: c.int32 }),
    __spare__: bits64,
  },
  (lookup) => {
    const [signal, code] = [Number(lookup('si_signo')), Number(lookup('si_code'))]
    if (isTimer(code)) return '_timer'
    if (isMessageQueue(code)) return '_mesgq'
    return isFault(signal) && code < 0x10000 ? '_fault' : '__spare__'
  },
)

export const siginfo = struct(
  'siginfo_t',
  {
    si_signo: c.int32,
    si_errno: c.int32,
    si_code: c.int32,
    si_pid: c.int32,
    si_uid: c.uint32,
    si_status: c.int32,
    si_addr: c.pointer,
    si_value: struct('sigval', { sival_ptr: c.pointer }),
    _reason: reason,
  },
  { source: 'FreeBSD sys/sys/signal.h' },
)

export const lwpFlags = {
  PL_FLAG_SA: 1,
  PL_FLAG_BOUND: 2,
  PL_FLAG_SCE: 4,
  PL_FLAG_SCX: 8,
  PL_FLAG_EXEC: 0x10,
  PL_FLAG_SI: 0x20,
  PL_FLAG_FORKED: 0x40,
  PL_FLAG_CHILD: 0x80,
  PL_FLAG_BORN: 0x100,
  PL_FLAG_EXITED: 0x200,
  PL_FLAG_VFORKED: 0x400,
  PL_FLAG_VFORK_DONE: 0x800,
} as const

export const lwpinfo = struct(
  'ptrace_lwpinfo',
  {
    pl_lwpid: c.int32,
    pl_event: c.enum(c.int32, { PL_EVENT_NONE: 0, PL_EVENT_SIGNAL: 1 }),
    pl_flags: c.flags(c.int32, lwpFlags).doc('with PL_FLAG_SI, pl_siginfo holds'),
    pl_sigmask: sigset,
    pl_siglist: sigset,
    pl_siginfo: siginfo,
    pl_tdname: c.chars(20),
    pl_child_pid: c.int32,
    pl_syscall_code: c.uint32,
    pl_syscall_narg: c.uint32,
  },
  { source: 'FreeBSD sys/sys/ptrace.h, 11 to 16' },
)

export const ptlwpinfo = struct(
  'NT_PTLWPINFO',
  { structsize: c.int32, lwpinfo: c.unaligned(lwpinfo), rest: c.rest },
  { packed: true, doc: 'The structure follows its size without padding.' },
)
