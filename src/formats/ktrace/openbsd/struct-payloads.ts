/**
 * Structures that KTR_STRUCT records name.
 *
 * Source: sys/kern/kern_ktrace.c of 2024, usr.bin/kdump/ktrstruct.c 1.6 (2014). `stat`, `iovec` and the times were seen in real traces.
 */

import { struct } from '../../../schema/struct.js'
import { c } from '../../../schema/types.js'
import { AF_INET6 } from '../../../systems/bsd/address-families.js'
import { arm, arrayArm, namedPayload, structArm } from '../named-payload.js'
import { sockaddrArms } from '../sockaddr.js'
import { timespec, timeval } from './headers.js'
import { siginfo } from './siginfo.js'

export const stat = struct(
  'stat',
  {
    st_mode: c.uint32,
    st_dev: c.int32,
    st_ino: c.uint64,
    st_nlink: c.uint32,
    st_uid: c.uint32,
    st_gid: c.uint32,
    st_rdev: c.int32,
    st_atim: timespec,
    st_mtim: timespec,
    st_ctim: timespec,
    st_size: c.int64,
    st_blocks: c.int64,
    st_blksize: c.int32,
    st_flags: c.uint32.hex,
    st_gen: c.uint32,
    st_birthtim: timespec,
  },
  { doc: 'What is known of a file; since 5.5', source: 'sys/sys/stat.h' },
)

export const iovec = struct('iovec', { iov_base: c.pointer, iov_len: c.size_t })
export const rlimit = struct('rlimit', { rlim_cur: c.uint64, rlim_max: c.uint64 })
export const sigaction = struct('sigaction', { sa_handler: c.pointer, sa_mask: c.uint.hex, sa_flags: c.int.hex })
export const pollfd = struct('pollfd', { fd: c.int, events: c.short.hex, revents: c.short.hex })
export const itimerval = struct('itimerval', { it_interval: timeval, it_value: timeval })
export const flock = struct('flock', { l_start: c.int64, l_len: c.int64, l_pid: c.int, l_type: c.short, l_whence: c.short })

export const rusage = struct('rusage', {
  ru_utime: timeval,
  ru_stime: timeval,
  ru_maxrss: c.long,
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

export const msghdr = struct('msghdr', {
  msg_name: c.pointer,
  msg_namelen: c.uint,
  msg_iov: c.pointer,
  msg_iovlen: c.uint,
  msg_control: c.pointer,
  msg_controllen: c.uint,
  msg_flags: c.int.hex,
})

export const kevent = struct('kevent', {
  ident: c.pointer,
  filter: c.short,
  flags: c.ushort.hex,
  fflags: c.uint.hex,
  data: c.int64,
  udata: c.pointer,
})

const time = [structArm('timespec', timespec)] as const
const shortTime = [structArm('timeval', timeval)] as const
const words = <const A extends string>(name: A) =>
  arm({
    arm: name,
    type: c.array(c.unaligned(c.int), 'rest'),
    fits: ({ length }) => length % 4 === 0 && length > 0,
  })
const text = <const A extends string>(name: A) => [arm({ arm: name, type: c.text, fits: ({ length }) => length > 0 })] as const

const named = namedPayload('ktr_struct', 'A structure that a system call was given or gave', {
  abstimespec: time,
  reltimespec: time,
  abstimeval: shortTime,
  reltimeval: shortTime,
  fds: [words('fds')],
  fdset: [arm({ arm: 'fdset', type: c.array(c.unaligned(c.uint.hex), 'rest'), fits: ({ length }) => length % 4 === 0 && length > 0 })],
  flock: [structArm('flock', flock)],
  iovec: [arrayArm('iovec', iovec)],
  itimerval: [structArm('itimerval', itimerval)],
  kevent: [arrayArm('kevent', kevent)],
  msghdr: [structArm('msghdr', msghdr)],
  pollfd: [arrayArm('pollfd', pollfd)],
  rlimit: [structArm('rlimit', rlimit)],
  rusage: [structArm('rusage', rusage)],
  sigaction: [structArm('sigaction', sigaction)],
  siginfo: [structArm('siginfo', siginfo)],
  sockaddr: sockaddrArms(AF_INET6.openbsd),
  stat: [structArm('stat', stat)],
  pledgereq: text('promises'),
  pledgeexecreq: text('promises'),
  pledgepath: text('path'),
  unveil: text('permissions'),
})

export const structPayload = named.payload
export const namedStructs = named.structs
