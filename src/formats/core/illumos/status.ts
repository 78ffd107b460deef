/** Status of process and LWPs, old and new form. Source: illumos usr/src/uts/common/sys/{procfs,old_procfs,siginfo}.h, 2024-09. */
import { type CType, c, struct } from '../../../schema/base.js'
import { illumosSignals } from '../../../systems/illumos/signals.js'
import { codeIs, signalIs } from '../../../systems/signal-table.js'
import { floating, general } from './registers.js'

const sigset = struct('sigset_t', { __sigbits: c.array(c.uint32.hex, 4) })
const fltset = struct('fltset_t', { word: c.array(c.uint32.hex, 4) })
const sysset = struct('sysset_t', { word: c.array(c.uint32.hex, 16) })
const timestruc = struct('timestruc_t', { tv_sec: c.long, tv_nsec: c.long })
const stack = struct('stack_t', { ss_sp: c.pointer, ss_size: c.size_t, ss_flags: c.int32.hex })

const handler = { sa_flags: c.int32.hex, _funcptr: struct('_funcptr', { _handler: c.pointer }), sa_mask: sigset } as const
const action64 = struct('sigaction', handler)
const action32 = struct('sigaction', { ...handler, sa_resv: c.array(c.int32, 2) })
const sigaction = c.perAbi<unknown>('struct sigaction', (abi): CType<unknown> => (abi.bits === 64 ? action64 : action32))

const perWord = (name: string, lp64: number, ilp32: number): CType<readonly number[]> =>
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

const lwpFlags = {
  PR_STOPPED: 1,
  PR_ISTOP: 2,
  PR_DSTOP: 4,
  PR_STEP: 8,
  PR_ASLEEP: 0x10,
  PR_PCINVAL: 0x20,
  PR_ASLWP: 0x40,
  PR_AGENT: 0x80,
  PR_DETACH: 0x100,
  PR_DAEMON: 0x200,
  PR_IDLE: 0x400,
  PR_ISSYS: 0x1000,
  PR_VFORKP: 0x2000,
  PR_ORPHAN: 0x4000,
  PR_NOSIGCHLD: 0x8000,
  PR_WAITPID: 0x10000,
  PR_FORK: 0x100000,
  PR_RLC: 0x200000,
  PR_KLC: 0x400000,
  PR_ASYNC: 0x800000,
  PR_MSACCT: 0x1000000,
  PR_BPTADJ: 0x2000000,
  PR_PTRACE: 0x4000000,
  PR_MSFORK: 0x8000000,
} as const

const oldFlags = {
  PR_STOPPED: 1,
  PR_ISTOP: 2,
  PR_DSTOP: 4,
  PR_ASLEEP: 8,
  PR_FORK: 0x10,
  PR_RLC: 0x20,
  PR_PTRACE: 0x40,
  PR_PCINVAL: 0x80,
  PR_ISSYS: 0x100,
  PR_STEP: 0x200,
  PR_KLC: 0x400,
  PR_ASYNC: 0x800,
  PR_PCOMPAT: 0x1000,
  PR_MSACCT: 0x2000,
  PR_BPTADJ: 0x4000,
  PR_ASLWP: 0x8000,
} as const

const why = c.enum(c.int16, {
  PR_REQUESTED: 1,
  PR_SIGNALLED: 2,
  PR_SYSENTRY: 3,
  PR_SYSEXIT: 4,
  PR_JOBCONTROL: 5,
  PR_FAULTED: 6,
  PR_SUSPENDED: 7,
  PR_CHECKPOINT: 8,
  PR_BRAND: 9,
})
const dmodel = c.enum(c.char, { PR_MODEL_ILP32: 1, PR_MODEL_LP64: 2 })

export const lwpstatus = struct(
  'lwpstatus_t',
  {
    pr_flags: c.flags(c.int32, lwpFlags),
    pr_lwpid: c.int32,
    pr_why: why,
    pr_what: c.int16,
    pr_cursig: c.int16.doc('9 in every LWP but the one that died, which means nothing'),
    pr_pad1: c.int16,
    pr_info: siginfo,
    pr_lwppend: sigset,
    pr_lwphold: sigset,
    pr_action: sigaction,
    pr_altstack: stack,
    pr_oldcontext: c.pointer,
    pr_syscall: c.int16,
    pr_nsysarg: c.int16,
    pr_errno: c.int32,
    pr_sysarg: c.array(c.long.hex, 8),
    pr_rval1: c.long,
    pr_rval2: c.long,
    pr_clname: c.chars(8),
    pr_tstamp: timestruc,
    pr_utime: timestruc,
    pr_stime: timestruc,
    pr_filler: perWord('int[]', 3, 7),
    pr_errpriv: c.int32,
    pr_ustack: c.pointer,
    pr_instr: c.ulong.hex,
    pr_reg: general,
    pr_fpreg: floating,
  },
  { source: 'illumos usr/src/uts/common/sys/procfs.h' },
)

export const pstatus = struct(
  'pstatus_t',
  {
    pr_flags: c.flags(c.int32, lwpFlags),
    pr_nlwp: c.int32,
    pr_pid: c.int32,
    pr_ppid: c.int32,
    pr_pgid: c.int32,
    pr_sid: c.int32,
    pr_aslwpid: c.int32,
    pr_agentid: c.int32,
    pr_sigpend: sigset,
    pr_brkbase: c.pointer,
    pr_brksize: c.size_t,
    pr_stkbase: c.pointer,
    pr_stksize: c.size_t,
    pr_utime: timestruc,
    pr_stime: timestruc,
    pr_cutime: timestruc,
    pr_cstime: timestruc,
    pr_sigtrace: sigset,
    pr_flttrace: fltset,
    pr_sysentry: sysset,
    pr_sysexit: sysset,
    pr_dmodel: dmodel,
    pr_pad: c.bytes(3),
    pr_taskid: c.int32,
    pr_projid: c.int32,
    pr_nzomb: c.int32,
    pr_zoneid: c.int32,
    pr_filler: c.array(c.int32, 15),
    pr_lwp: lwpstatus.doc('of the LWP that died'),
  },
  { source: 'illumos usr/src/uts/common/sys/procfs.h' },
)

export const lwpsinfo = struct(
  'lwpsinfo_t',
  {
    pr_flag: c.int32.hex,
    pr_lwpid: c.int32,
    pr_addr: c.pointer,
    pr_wchan: c.pointer,
    pr_stype: c.char,
    pr_state: c.enum(c.char, { SSLEEP: 1, SRUN: 2, SZOMB: 3, SSTOP: 4, SIDL: 5, SONPROC: 6, SWAIT: 7 }),
    pr_sname: c.chars(1),
    pr_nice: c.char,
    pr_syscall: c.int16,
    pr_oldpri: c.char,
    pr_cpu: c.char,
    pr_pri: c.int32,
    pr_pctcpu: c.uint16,
    pr_pad: c.uint16,
    pr_start: timestruc,
    pr_time: timestruc,
    pr_clname: c.chars(8),
    pr_name: c.chars(16).doc('empty; the name is in NT_LWPNAME'),
    pr_onpro: c.int32,
    pr_bindpro: c.int32,
    pr_bindpset: c.int32,
    pr_lgrp: c.int32,
    pr_filler: c.array(c.int32, 4),
  },
  { source: 'illumos usr/src/uts/common/sys/procfs.h' },
)

export const psinfo = struct(
  'psinfo_t',
  {
    pr_flag: c.int32.hex,
    pr_nlwp: c.int32,
    pr_pid: c.int32,
    pr_ppid: c.int32,
    pr_pgid: c.int32,
    pr_sid: c.int32,
    pr_uid: c.uint32.doc('real'),
    pr_euid: c.uint32,
    pr_gid: c.uint32.doc('real'),
    pr_egid: c.uint32,
    pr_addr: c.pointer,
    pr_size: c.size_t.doc('kilobytes'),
    pr_rssize: c.size_t,
    pr_pad1: c.size_t,
    pr_ttydev: c.ulong.hex,
    pr_pctcpu: c.uint16.doc('0x8000 is all of one processor'),
    pr_pctmem: c.uint16,
    pr_start: timestruc,
    pr_time: timestruc,
    pr_ctime: timestruc,
    pr_fname: c.chars(16),
    pr_psargs: c.chars(80),
    pr_wstat: c.int32.hex.doc('signal and 0x80; 0 in what gcore writes'),
    pr_argc: c.int32,
    pr_argv: c.pointer,
    pr_envp: c.pointer,
    pr_dmodel: dmodel,
    pr_pad2: c.bytes(3),
    pr_taskid: c.int32,
    pr_projid: c.int32,
    pr_nzomb: c.int32,
    pr_poolid: c.int32,
    pr_zoneid: c.int32,
    pr_contract: c.int32,
    pr_filler: c.array(c.int32, 1),
    pr_lwp: lwpsinfo,
  },
  { source: 'illumos usr/src/uts/common/sys/procfs.h' },
)

export const prstatus = struct(
  'prstatus_t',
  {
    pr_flags: c.flags(c.int32, oldFlags),
    pr_why: why,
    pr_what: c.int16,
    pr_info: siginfo,
    pr_cursig: c.int16,
    pr_nlwp: c.uint16,
    pr_sigpend: sigset,
    pr_sighold: sigset,
    pr_altstack: stack,
    pr_action: sigaction,
    pr_pid: c.int32,
    pr_ppid: c.int32,
    pr_pgrp: c.int32,
    pr_sid: c.int32,
    pr_utime: timestruc,
    pr_stime: timestruc,
    pr_cutime: timestruc,
    pr_cstime: timestruc,
    pr_clname: c.chars(8),
    pr_syscall: c.int16,
    pr_nsysarg: c.int16,
    pr_sysarg: c.array(c.long.hex, 8),
    pr_who: c.int32.doc('id of the LWP'),
    pr_lwppend: sigset,
    pr_oldcontext: c.pointer,
    pr_brkbase: c.pointer,
    pr_brksize: c.size_t,
    pr_stkbase: c.pointer,
    pr_stksize: c.size_t,
    pr_processor: c.int16,
    pr_bind: c.int16,
    pr_instr: c.ulong.hex,
    pr_reg: general,
  },
  { source: 'illumos usr/src/uts/common/sys/old_procfs.h' },
)

export const prpsinfo = struct(
  'prpsinfo_t',
  {
    pr_state: c.char,
    pr_sname: c.chars(1),
    pr_zomb: c.char,
    pr_nice: c.char,
    pr_flag: c.uint32.hex,
    pr_uid: c.uint32.doc('real'),
    pr_gid: c.uint32,
    pr_pid: c.int32,
    pr_ppid: c.int32,
    pr_pgrp: c.int32,
    pr_sid: c.int32,
    pr_addr: c.pointer,
    pr_size: c.size_t.doc('pages'),
    pr_rssize: c.size_t,
    pr_wchan: c.pointer,
    pr_start: timestruc,
    pr_time: timestruc,
    pr_pri: c.int32,
    pr_oldpri: c.char,
    pr_cpu: c.char,
    pr_ottydev: c.int16.hex,
    pr_lttydev: c.ulong.hex,
    pr_clname: c.chars(8),
    pr_fname: c.chars(16),
    pr_psargs: c.chars(80),
    pr_syscall: c.int16,
    pr_fill: c.int16,
    pr_ctime: timestruc,
    pr_bysize: c.size_t,
    pr_byrssize: c.size_t,
    pr_argc: c.int32,
    pr_argv: c.pointer,
    pr_envp: c.pointer,
    pr_wstat: c.int32.hex,
    pr_pctcpu: c.uint16,
    pr_pctmem: c.uint16,
    pr_euid: c.uint32,
    pr_egid: c.uint32,
    pr_aslwpid: c.int32,
    pr_dmodel: dmodel,
    pr_pad: c.bytes(3),
    pr_filler: c.array(c.int32, 6),
  },
  { source: 'illumos usr/src/uts/common/sys/old_procfs.h' },
)
