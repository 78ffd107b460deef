/**
 * `struct ktr_header` of NetBSD, in every layout that kernels wrote.
 *
 * Source: sys/sys/ktrace.h of 1.4T, 1.21 (2000-12), 4.0.1, 5.2, 1.61 (2013-12) and 1.70 (2024-05).
 */

import type { Abi } from '../../../schema/abi.js'
import { type Fields, type Struct, struct } from '../../../schema/struct.js'
import { c } from '../../../schema/types.js'
import { MAXCOMLEN } from '../../../systems/bsd/limits.js'
import type { HeaderLayout, HeaderRoles } from '../dialect.js'
import { TYPES } from './type-numbers.js'

/** A command name has at most 16 bytes; behind its NUL stand those of the name before it. */

const timeval = struct('timeval', { tv_sec: c.long, tv_usec: c.long })
/** Since 6.0, where time_t has 64 bits; before, it had 32 on every machine, also where longs are wider. */
const timespec = struct('timespec', { tv_sec: c.int64, tv_nsec: c.long })
const timeval50 = struct('timeval50', { tv_sec: c.int32, tv_usec: c.long })
const timespec50 = struct('timespec50', { tv_sec: c.int32, tv_nsec: c.long })

const comm = c.chars(MAXCOMLEN + 1)
const type = c.enum(c.short, TYPES)

/**
 * Type and version share the 32-bit word behind the length so that a little-endian file of version 0 reads as one of the
 * time before there were versions. So which comes first depends on the byte order.
 */
function byOrder<F extends Fields>(rest: F, doc: string) {
  const options = { doc, source: 'sys/sys/ktrace.h' }
  return {
    little: struct(
      'ktr_header',
      { ktr_len: c.int, ktr_type: type, ktr_version: c.short, ktr_pid: c.int, ktr_comm: comm, ...rest },
      { ...options, doc: `${doc}, little-endian` },
    ),
    big: struct(
      'ktr_header',
      { ktr_len: c.int, ktr_version: c.short, ktr_type: type, ktr_pid: c.int, ktr_comm: comm, ...rest },
      { ...options, doc: `${doc}, big-endian` },
    ),
  }
}

/** Of all kernels before 4.0, without a version. The kernel wrote the address of its buffer along. */
export const ktrHeaderPre4 = struct(
  'ktr_header',
  { ktr_len: c.int, ktr_type: type, ktr_pid: c.int, ktr_comm: comm, ktr_time: timeval, ktr_buf: c.pointer },
  { doc: 'Header of a trace record before 4.0', source: 'sys/sys/ktrace.h 1.18 (1999-08) and 1.21 (2000-12)' },
)

export const ktrHeaderV0 = byOrder({ ktr_time: timeval, ktr_buf: c.pointer }, 'Header of a trace record of version 0')

/** Version 0 as kernels since 6.0 write it when asked to, where that differs: on LP64, whose seconds are cut to 32 bits. */
export const ktrHeaderV0Since6 = byOrder(
  { ktr_time: timeval50, ktr_buf: c.pointer },
  'Header of a trace record of version 0, written by 6.0 and later',
)

export const ktrHeaderV1 = byOrder({ ktr_time: timespec50, ktr_lid: c.int32 }, 'Header of a trace record of version 1')

export const ktrHeaderV2 = byOrder({ ktr_time: timespec, ktr_lid: c.int32 }, 'Header of a trace record of version 2')

const microseconds: HeaderRoles = {
  length: 'ktr_len',
  type: 'ktr_type',
  pid: 'ktr_pid',
  comm: 'ktr_comm',
  seconds: 'ktr_time.tv_sec',
  fraction: 'ktr_time.tv_usec',
}
const nanoseconds: HeaderRoles = { ...microseconds, fraction: 'ktr_time.tv_nsec', tid: 'ktr_lid' }

const ordered =
  ({ little, big }: { little: Struct<unknown>; big: Struct<unknown> }) =>
  (abi: Abi): Struct<unknown> =>
    abi.endian === 'little' ? little : big

export const pre4: HeaderLayout = {
  name: 'pre-4',
  format: 'ktrace/netbsd-v0',
  struct: () => ktrHeaderPre4,
  roles: microseconds,
  digits: 6,
}

export const v0: HeaderLayout = {
  name: 'v0',
  format: 'ktrace/netbsd-v0',
  struct: ordered(ktrHeaderV0),
  roles: microseconds,
  digits: 6,
}

export const v0Since6: HeaderLayout = { ...v0, name: 'v0-since-6', struct: ordered(ktrHeaderV0Since6) }

export const v1: HeaderLayout = {
  name: 'v1',
  format: 'ktrace/netbsd-v1',
  struct: ordered(ktrHeaderV1),
  roles: nanoseconds,
  digits: 9,
  defaults: { ktr_version: 1 },
}

export const v2: HeaderLayout = {
  name: 'v2',
  format: 'ktrace/netbsd-v2',
  struct: ordered(ktrHeaderV2),
  roles: nanoseconds,
  digits: 9,
  defaults: { ktr_version: 2 },
}
