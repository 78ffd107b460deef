/**
 * NT_PROCSTAT_*: what sysctl gives of a process, behind a word that holds the size of the structure. What follows that word is not
 * aligned again. Source: FreeBSD sys/sys/user.h, sys/kern/imgact_elf.c, 9.3 to 16-CURRENT.
 */
import { type CType, c, struct } from '../../../schema/base.js'
import type { ResourceLimit } from '../process-info.js'

const sigset = struct('sigset_t', { __bits: c.array(c.uint32.hex, 4) })
const timeT = c.perAbi('time_t', (abi) => (abi.name === 'i386' ? c.long : c.int64))
const timeval = struct('timeval', { tv_sec: timeT, tv_usec: c.long })

const rusage = struct('rusage', {
  ru_utime: timeval,
  ru_stime: timeval,
  ru_maxrss: c.long.doc('KB'),
  ru_ixrss: c.long,
  ru_idrss: c.long,
  ru_isrss: c.long,
  ru_minflt: c.long,
  ru_majflt: c.long,
  ru_nswap: c.long,
  ru_inblock: c.long,
  ru_oublock: c.long,
  ru_msgsnd: c.long,
  ru_msgrcv: c.long,
  ru_nsignals: c.long,
  ru_nvcsw: c.long,
  ru_nivcsw: c.long,
})

/** Members that a release does not have are spare ones there, and zero. */
export const kinfoProc = struct(
  'kinfo_proc',
  {
    ki_structsize: c.int32,
    ki_layout: c.int32,
    ki_args: c.pointer,
    ki_paddr: c.pointer,
    ki_addr: c.pointer,
    ki_tracep: c.pointer,
    ki_textvp: c.pointer,
    ki_fd: c.pointer,
    ki_vmspace: c.pointer,
    ki_wchan: c.pointer,
    ki_pid: c.int32,
    ki_ppid: c.int32,
    ki_pgid: c.int32,
    ki_tpgid: c.int32,
    ki_sid: c.int32,
    ki_tsid: c.int32,
    ki_jobc: c.int16,
    ki_spare_short1: c.int16,
    ki_tdev_freebsd11: c.uint32.hex,
    ki_siglist: sigset,
    ki_sigmask: sigset,
    ki_sigignore: sigset,
    ki_sigcatch: sigset,
    ki_uid: c.uint32,
    ki_ruid: c.uint32,
    ki_svuid: c.uint32,
    ki_rgid: c.uint32,
    ki_svgid: c.uint32,
    ki_ngroups: c.int16,
    ki_spare_short2: c.int16,
    ki_groups: c.array(c.uint32, 16),
    ki_size: c.size_t,
    ki_rssize: c.long.doc('pages'),
    ki_swrss: c.long,
    ki_tsize: c.long,
    ki_dsize: c.long,
    ki_ssize: c.long,
    ki_xstat: c.uint16,
    ki_acflag: c.uint16.hex,
    ki_pctcpu: c.uint32,
    ki_estcpu: c.uint32,
    ki_slptime: c.uint32,
    ki_swtime: c.uint32,
    ki_cow: c.uint32,
    ki_runtime: c.uint64.doc('microseconds'),
    ki_start: timeval,
    ki_childtime: timeval,
    ki_flag: c.long.hex,
    ki_kiflag: c.long.hex,
    ki_traceflag: c.int32.hex,
    ki_stat: c.enum(c.char, { SIDL: 1, SRUN: 2, SSLEEP: 3, SSTOP: 4, SZOMB: 5, SWAIT: 6, SLOCK: 7 }),
    ki_nice: c.int8,
    ki_lock: c.char,
    ki_rqindex: c.char,
    ki_oncpu_old: c.uint8,
    ki_lastcpu_old: c.uint8,
    ki_tdname: c.chars(17),
    ki_wmesg: c.chars(9),
    ki_login: c.chars(18),
    ki_lockname: c.chars(9),
    ki_comm: c.chars(20),
    ki_emul: c.chars(17),
    ki_loginclass: c.chars(18),
    ki_moretdname: c.chars(4).doc('goes on where ki_tdname ends'),
    ki_sparestrings: c.bytes(38),
    ki_spareints: c.array(c.int32, 2),
    ki_reaper: c.int32,
    ki_reapsubtree: c.int32,
    ki_tdev: c.uint64.hex,
    ki_oncpu: c.int32,
    ki_lastcpu: c.int32,
    ki_tracer: c.int32,
    ki_flag2: c.int32.hex,
    ki_fibnum: c.int32,
    ki_cr_flags: c.uint32.hex,
    ki_jid: c.int32,
    ki_numthreads: c.int32,
    ki_tid: c.int32,
    ki_pri: struct('priority', { pri_class: c.uint8, pri_level: c.uint8, pri_native: c.uint8, pri_user: c.uint8 }),
    ki_rusage: rusage,
    ki_rusage_ch: rusage,
    ki_pcb: c.pointer,
    ki_kstack: c.pointer,
    ki_udata: c.pointer,
    ki_tdaddr: c.pointer,
    ki_pd: c.pointer.doc('missing in 32-bit processes of 64-bit kernels, where what follows is 4 bytes lower'),
    ki_uerrmsg: c.pointer,
    ki_spareptrs: c.array(c.pointer, 4),
    ki_sparelongs: c.array(c.long, 12),
    ki_sflag: c.long.hex,
    ki_tdflags: c.long.hex,
  },
  { source: 'FreeBSD sys/sys/user.h' },
)

const sockaddrStorage = struct('sockaddr_storage', {
  ss_len: c.uint8,
  ss_family: c.uint8,
  __ss_pad1: c.bytes(6),
  __ss_align: c.int64,
  __ss_pad2: c.bytes(112),
})

const spareInt = { kf_spareint: c.array(c.uint32, 4), kf_spareint64: c.array(c.uint64, 32) } as const

/** `KF_TYPE_VNODE` and so on, with the union's member of each. */
const kinds = {
  KF_TYPE_NONE: 0,
  KF_TYPE_VNODE: 1,
  KF_TYPE_SOCKET: 2,
  KF_TYPE_PIPE: 3,
  KF_TYPE_FIFO: 4,
  KF_TYPE_KQUEUE: 5,
  KF_TYPE_CRYPTO: 6,
  KF_TYPE_MQUEUE: 7,
  KF_TYPE_SHM: 8,
  KF_TYPE_SEM: 9,
  KF_TYPE_PTS: 10,
  KF_TYPE_PROCDESC: 11,
  KF_TYPE_DEV: 12,
  KF_TYPE_EVENTFD: 13,
  KF_TYPE_TIMERFD: 14,
  KF_TYPE_INOTIFY: 15,
  KF_TYPE_JAILDESC: 16,
  KF_TYPE_UNKNOWN: 255,
} as const

const arms = {
  kf_sock: struct('kf_sock', {
    kf_sock_sendq: c.uint32,
    kf_sock_domain0: c.int32,
    kf_sock_type0: c.int32,
    kf_sock_protocol0: c.int32,
    kf_sa_local: sockaddrStorage,
    kf_sa_peer: sockaddrStorage,
    kf_sock_pcb: c.uint64.hex,
    kf_sock_inpcb: c.uint64.hex,
    kf_sock_unpconn: c.uint64.hex,
    kf_sock_snd_sb_state: c.uint16.hex,
    kf_sock_rcv_sb_state: c.uint16.hex,
    kf_sock_recvq: c.uint32,
  }),
  kf_file: struct('kf_file', {
    kf_file_type: c.enum(c.int32, {
      KF_VTYPE_VNON: 0,
      KF_VTYPE_VREG: 1,
      KF_VTYPE_VDIR: 2,
      KF_VTYPE_VBLK: 3,
      KF_VTYPE_VCHR: 4,
      KF_VTYPE_VLNK: 5,
      KF_VTYPE_VSOCK: 6,
      KF_VTYPE_VFIFO: 7,
      KF_VTYPE_VBAD: 8,
      KF_VTYPE_UNKNOWN: 255,
    }),
    kf_spareint: c.array(c.int32, 3),
    kf_spareint64: c.array(c.uint64, 29),
    kf_file_nlink: c.uint64,
    kf_file_fsid: c.uint64.hex,
    kf_file_rdev: c.uint64.hex,
    kf_file_fileid: c.uint64,
    kf_file_size: c.uint64,
    kf_file_fsid_freebsd11: c.uint32.hex,
    kf_file_rdev_freebsd11: c.uint32.hex,
    kf_file_mode: c.uint16.hex,
    kf_file_pad0: c.uint16,
    kf_file_pad1: c.uint32,
  }),
  kf_sem: struct('kf_sem', { ...spareInt, kf_sem_value: c.uint32, kf_sem_mode: c.uint16.hex }),
  kf_pipe: struct('kf_pipe', {
    ...spareInt,
    kf_pipe_addr: c.uint64.hex,
    kf_pipe_peer: c.uint64.hex,
    kf_pipe_buffer_cnt: c.uint32,
    kf_pipe_buffer_in: c.uint32,
    kf_pipe_buffer_out: c.uint32,
    kf_pipe_buffer_size: c.uint32,
  }),
  kf_pts: struct('kf_pts', {
    ...spareInt,
    kf_pts_dev_freebsd11: c.uint32.hex,
    kf_pts_pad0: c.uint32,
    kf_pts_dev: c.uint64.hex,
    kf_pts_pad1: c.array(c.uint32, 4),
  }),
  kf_proc: struct('kf_proc', { ...spareInt, kf_pid: c.int32 }),
  kf_eventfd: struct('kf_eventfd', {
    kf_eventfd_value: c.uint64,
    kf_eventfd_flags: c.uint32.hex,
    kf_eventfd_spareint: c.array(c.uint32, 3),
    kf_eventfd_addr: c.uint64.hex,
  }),
  kf_kqueue: struct('kf_kqueue', { kf_kqueue_addr: c.uint64.hex, kf_kqueue_count: c.int32, kf_kqueue_state: c.int32 }),
  kf_timerfd: struct('kf_timerfd', { kf_timerfd_clockid: c.uint32, kf_timerfd_flags: c.uint32.hex, kf_timerfd_addr: c.uint64.hex }),
  kf_jail: struct('kf_jail', { kf_jid: c.int32 }),
  kf_inotify: struct('kf_inotify', { kf_inotify_npending: c.uint64, kf_inotify_nbpending: c.uint64 }),
} as const

const armOf: Readonly<Record<number, keyof typeof arms>> = {
  [kinds.KF_TYPE_VNODE]: 'kf_file',
  [kinds.KF_TYPE_FIFO]: 'kf_file',
  [kinds.KF_TYPE_DEV]: 'kf_file',
  [kinds.KF_TYPE_SHM]: 'kf_file',
  [kinds.KF_TYPE_SOCKET]: 'kf_sock',
  [kinds.KF_TYPE_PIPE]: 'kf_pipe',
  [kinds.KF_TYPE_KQUEUE]: 'kf_kqueue',
  [kinds.KF_TYPE_SEM]: 'kf_sem',
  [kinds.KF_TYPE_PTS]: 'kf_pts',
  [kinds.KF_TYPE_PROCDESC]: 'kf_proc',
  [kinds.KF_TYPE_EVENTFD]: 'kf_eventfd',
  [kinds.KF_TYPE_TIMERFD]: 'kf_timerfd',
  [kinds.KF_TYPE_INOTIFY]: 'kf_inotify',
  [kinds.KF_TYPE_JAILDESC]: 'kf_jail',
}

export const kinfoFile = struct(
  'kinfo_file',
  {
    kf_structsize: c.int32.doc('bytes of this record: the path is cut behind its NUL, and what is left rounded up to 8'),
    kf_type: c.enum(c.int32, kinds),
    kf_fd: c.int32.doc('-1 working directory, -2 root, -3 jail, -4 trace file, -5 program, -6 terminal'),
    kf_ref_count: c.int32,
    kf_flags: c.flags(c.int32, {
      KF_FLAG_READ: 1,
      KF_FLAG_WRITE: 2,
      KF_FLAG_APPEND: 4,
      KF_FLAG_ASYNC: 8,
      KF_FLAG_FSYNC: 0x10,
      KF_FLAG_NONBLOCK: 0x20,
      KF_FLAG_DIRECT: 0x40,
      KF_FLAG_HASLOCK: 0x80,
      KF_FLAG_SHLOCK: 0x100,
      KF_FLAG_EXLOCK: 0x200,
      KF_FLAG_NOFOLLOW: 0x400,
      KF_FLAG_CREAT: 0x800,
      KF_FLAG_TRUNC: 0x1000,
      KF_FLAG_EXCL: 0x2000,
      KF_FLAG_EXEC: 0x4000,
    }),
    kf_pad0: c.int32,
    kf_offset: c.int64,
    kf_un: c.union(arms, (lookup) => armOf[Number(lookup('kf_type'))]),
    kf_status: c.uint16.hex.doc('bit 0: the attributes are valid'),
    kf_pad1: c.uint16,
    _kf_ispare0: c.int32,
    kf_cap_rights: struct('cap_rights_t', { cr_rights: c.array(c.uint64.hex, 2) }),
    _kf_cap_spare: c.uint64,
    kf_path: c.cstring,
  },
  { length: 'kf_structsize', source: 'FreeBSD sys/sys/user.h, 9.3 to 16-CURRENT' },
)

export const kinfoVmentry = struct(
  'kinfo_vmentry',
  {
    kve_structsize: c.int32.doc('bytes of this record: the path is cut behind its NUL, and what is left rounded up to 8'),
    kve_type: c.enum(c.int32, {
      KVME_TYPE_NONE: 0,
      KVME_TYPE_DEFAULT: 1,
      KVME_TYPE_VNODE: 2,
      KVME_TYPE_SWAP: 3,
      KVME_TYPE_DEVICE: 4,
      KVME_TYPE_PHYS: 5,
      KVME_TYPE_DEAD: 6,
      KVME_TYPE_SG: 7,
      KVME_TYPE_MGTDEVICE: 8,
      KVME_TYPE_GUARD: 9,
      KVME_TYPE_UNKNOWN: 255,
    }),
    kve_start: c.uint64.hex,
    kve_end: c.uint64.hex,
    kve_offset: c.uint64.hex,
    kve_vn_fileid: c.uint64,
    kve_vn_fsid_freebsd11: c.uint32.hex,
    kve_flags: c.flags(c.int32, {
      KVME_FLAG_COW: 1,
      KVME_FLAG_NEEDS_COPY: 2,
      KVME_FLAG_NOCOREDUMP: 4,
      KVME_FLAG_SUPER: 8,
      KVME_FLAG_GROWS_UP: 0x10,
      KVME_FLAG_GROWS_DOWN: 0x20,
      KVME_FLAG_USER_WIRED: 0x40,
      KVME_FLAG_SYSVSHM: 0x80,
      KVME_FLAG_POSIXSHM: 0x100,
    }),
    kve_resident: c.int32.doc('pages'),
    kve_private_resident: c.int32,
    kve_protection: c.flags(c.int32, {
      KVME_PROT_READ: 1,
      KVME_PROT_WRITE: 2,
      KVME_PROT_EXEC: 4,
      KVME_MAX_PROT_READ: 0x10000,
      KVME_MAX_PROT_WRITE: 0x20000,
      KVME_MAX_PROT_EXEC: 0x40000,
    }),
    kve_ref_count: c.int32,
    kve_shadow_count: c.int32,
    kve_vn_type: c.int32,
    kve_vn_size: c.uint64,
    kve_vn_rdev_freebsd11: c.uint32.hex,
    kve_vn_mode: c.uint16.hex,
    kve_status: c.uint16.hex,
    kve_vn_fsid: c.uint64.hex.doc('since 12; since 13 the handle of the object where no file is mapped'),
    kve_vn_rdev: c.uint64.hex,
    _kve_ispare: c.array(c.int32, 8),
    kve_path: c.cstring,
  },
  { length: 'kve_structsize', source: 'FreeBSD sys/sys/user.h, 9.3 to 16-CURRENT' },
)

const kevent = struct('kevent', {
  ident: c.size_t.hex,
  filter: c.int16,
  flags: c.uint16.hex,
  fflags: c.uint32.hex,
  data: c.int64,
  udata: c.pointer,
  ext: c.array(c.uint64.hex, 4),
})

export const kinfoKnote = struct(
  'kinfo_knote',
  {
    knt_kq_fd: c.int32,
    knt_event: kevent,
    knt_status: c.int32.hex,
    knt_extdata: c.int32.doc('1: knt_vnode holds, 2: knt_pipe'),
    knt_spare0: c.array(c.uint64, 4),
    knt_un: c.union(
      {
        knt_vnode: struct('knt_vnode', {
          knt_vnode_type: c.int32,
          knt_vnode_fsid: c.uint64.hex,
          knt_vnode_fileid: c.uint64,
          knt_vnode_fullpath: c.chars(1024),
        }),
        knt_pipe: struct('knt_pipe', { knt_pipe_ino: c.uint64 }),
      },
      (lookup) => ({ 1: 'knt_vnode', 2: 'knt_pipe' })[Number(lookup('knt_extdata'))] as 'knt_vnode' | 'knt_pipe' | undefined,
    ),
  },
  { source: 'FreeBSD sys/sys/user.h, 15' },
)

/** Records behind the size of one; what is behind the last whole one is kept. */
const records = <T>(name: string, element: CType<T>) =>
  struct(name, { structsize: c.int32, records: c.array(element, 'rest'), rest: c.rest }, { packed: true })

export const procstatProc = records('NT_PROCSTAT_PROC', kinfoProc)
export const procstatFiles = records('NT_PROCSTAT_FILES', kinfoFile)
export const procstatVmmap = records('NT_PROCSTAT_VMMAP', kinfoVmentry)
export const procstatKqueues = records('NT_PROCSTAT_KQUEUES', kinfoKnote)

export const procstatGroups = struct('NT_PROCSTAT_GROUPS', {
  structsize: c.int32,
  groups: c.array(c.uint32, 'rest').doc('the first is the effective group'),
})

export const procstatUmask = struct('NT_PROCSTAT_UMASK', { structsize: c.int32, umask: c.uint16.hex, rest: c.rest })

export const procstatRlimit = struct(
  'NT_PROCSTAT_RLIMIT',
  {
    structsize: c.int32.doc('of the whole array, unlike in other notes'),
    limits: c.array(struct('rlimit', { rlim_cur: c.int64, rlim_max: c.int64 }), 'rest'),
    rest: c.rest,
  },
  { packed: true, doc: 'CPU time, file size, data, stack, core, resident, locked, processes, files, socket buffers, address space ...' },
)

/** In the order of sys/resource.h. */
const LIMITS = 'CPU FSIZE DATA STACK CORE RSS MEMLOCK NPROC NOFILE SBSIZE AS NPTS SWAP KQUEUES UMTXP PIPEBUF VMM'.split(' ')
const RLIM_INFINITY = (1n << 63n) - 1n

export function limitsOf(limits: readonly { readonly rlim_cur: bigint; readonly rlim_max: bigint }[]): ResourceLimit[] {
  return limits.map(({ rlim_cur, rlim_max }, i) => ({
    name: LIMITS[i] === undefined ? `limit ${i}` : `RLIMIT_${LIMITS[i]}`,
    ...(rlim_cur !== RLIM_INFINITY && { soft: rlim_cur }),
    ...(rlim_max !== RLIM_INFINITY && { hard: rlim_max }),
  }))
}

/** Limits that a kernel of 14 has. */
const LIMIT_COUNT = 15

/** The whole array, infinity where no limit is given, and the names that FreeBSD has no limit of. */
export function limitRecords(limits: readonly ResourceLimit[]) {
  const indexOf = (name: string): number => LIMITS.indexOf(name.replace(/^RLIMIT_/, ''))
  const count = Math.max(LIMIT_COUNT, ...limits.map(({ name }) => indexOf(name) + 1))
  const records = Array.from({ length: count }, () => ({ rlim_cur: RLIM_INFINITY, rlim_max: RLIM_INFINITY }))
  const unknown: string[] = []
  for (const { name, soft = RLIM_INFINITY, hard = RLIM_INFINITY } of limits) {
    const index = indexOf(name)
    if (index < 0) unknown.push(name)
    else records[index] = { rlim_cur: soft, rlim_max: hard }
  }
  return { records, unknown }
}

export const procstatOsrel = struct('NT_PROCSTAT_OSREL', { structsize: c.int32, osrel: c.int32, rest: c.rest })

export const procstatPsstrings = struct(
  'NT_PROCSTAT_PSSTRINGS',
  { structsize: c.int32, ps_strings: c.pointer, rest: c.rest },
  { packed: true },
)

export const auxInfo = struct('Elf_Auxinfo', { a_type: c.ulong, a_val: c.ulong.hex })

export const procstatAuxv = struct(
  'NT_PROCSTAT_AUXV',
  {
    structsize: c.int32,
    entries: c.array(auxInfo, { until: (entry: { readonly a_type: bigint }) => entry.a_type === 0n }),
    rest: c.rest,
  },
  { packed: true },
)
