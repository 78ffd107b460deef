/**
 * `struct ktr_header` of FreeBSD: with microseconds until 13.x, with nanoseconds and the processor since 14.0.
 *
 * Source: sys/sys/ktrace.h of 7.0, 10.2, 12.1, July 2022 and 2025. One file may hold both.
 */
import { struct } from '../../../schema/struct.js'
import { c } from '../../../schema/types.js'
import type { HeaderLayout, HeaderRoles } from '../dialect.js'
import { KTR_DROP, KTR_VERSIONED, TYPE_NAMES } from './type-numbers.js'

/** 32 bits on i386, 64 on every other machine. */
const timeT = c.perAbi('time_t', (abi) => (abi.name === 'i386' ? c.long : c.int64))

export const timeval = struct('timeval', { tv_sec: timeT, tv_usec: c.long })
export const timespec = struct('timespec', { tv_sec: timeT, tv_nsec: c.long })

const type = c.enum(c.ushort, TYPE_NAMES)
/** MAXCOMLEN is 19; until 4.x it was 16, in as much room. */
const comm = c.chars(20)

export const ktrHeaderV0 = struct(
  'ktr_header_v0',
  { ktr_len: c.int, ktr_type: type, ktr_pid: c.int, ktr_comm: comm, ktr_time: timeval, ktr_tid: c.long.doc('before 6.0 an address') },
  { doc: 'Header of a trace record until 13.x', source: 'sys/sys/ktrace.h of 7.0, 12.1 and July 2022' },
)

export const ktrHeaderV1 = struct(
  'ktr_header',
  {
    ktr_len: c.int,
    ktr_type: type,
    ktr_version: c.short,
    ktr_pid: c.int,
    ktr_comm: comm,
    ktr_time: timespec,
    ktr_tid: c.long,
    ktr_cpu: c.int,
  },
  { doc: 'Header of a trace record since 14.0', source: 'sys/sys/ktrace.h of 2025' },
)

const roles: HeaderRoles = {
  length: 'ktr_len',
  type: 'ktr_type',
  pid: 'ktr_pid',
  tid: 'ktr_tid',
  comm: 'ktr_comm',
  seconds: 'ktr_time.tv_sec',
  fraction: 'ktr_time.tv_usec',
}
const typeMask = 0xffff & ~(KTR_DROP | KTR_VERSIONED)

export const v0: HeaderLayout = { name: 'v0', format: 'ktrace/freebsd', struct: () => ktrHeaderV0, roles, digits: 6, typeMask }

export const v1: HeaderLayout = {
  name: 'v1',
  format: 'ktrace/freebsd',
  struct: () => ktrHeaderV1,
  roles: { ...roles, fraction: 'ktr_time.tv_nsec' },
  digits: 9,
  typeMask,
  typeFlags: KTR_VERSIONED,
  defaults: { ktr_version: 1 },
}
