/**
 * `struct ktr_header` of OpenBSD. Kernels since December 2011 write a mark first; the fields have other places since then.
 *
 * Source: sys/sys/ktrace.h 1.5 (2001) and 1.50 (2024-07).
 */
import { struct } from '../../../schema/struct.js'
import { c } from '../../../schema/types.js'
import type { HeaderLayout, HeaderRoles } from '../dialect.js'
import { KTR_START_BIG, OLD_TYPES, TYPES } from './type-numbers.js'

/** Since 5.5 seconds have 64 bits on every machine. */
export const timespec = struct('timespec', { tv_sec: c.int64, tv_nsec: c.long })
export const timeval = struct('timeval', { tv_sec: c.int64, tv_usec: c.long })
const timespec32 = struct('timespec', { tv_sec: c.int32, tv_nsec: c.long })
const timevalOld = struct('timeval', { tv_sec: c.long, tv_usec: c.long })

const type = c.perAbi('u_int', (abi) => c.enum(c.uint, abi.endian === 'little' ? { ...TYPES } : { ...TYPES, KTR_START: KTR_START_BIG }))
const head = { ktr_type: type, ktr_pid: c.int, ktr_tid: c.int }
const source = 'sys/sys/ktrace.h 1.50 (2024-07)'

export const ktrHeader = struct(
  'ktr_header',
  { ...head, ktr_time: timespec, ktr_comm: c.chars(24), ktr_len: c.size_t },
  { doc: 'Header of a trace record since about 7.1', source },
)
export const ktrHeader55 = struct(
  'ktr_header',
  { ...head, ktr_time: timespec, ktr_comm: c.chars(17), ktr_len: c.size_t },
  { doc: 'Header of a trace record from 5.5 to about 7.0', source },
)
export const ktrHeader51 = struct(
  'ktr_header',
  { ...head, ktr_time: timespec32, ktr_comm: c.chars(17), ktr_len: c.size_t },
  { doc: 'Header of a trace record from 5.1 to 5.4, when seconds had 32 bits', source },
)
export const ktrHeaderOld = struct(
  'ktr_header',
  {
    ktr_len: c.int,
    ktr_type: c.enum(c.short, OLD_TYPES),
    ktr_pid: c.int,
    ktr_comm: c.chars(17),
    ktr_time: timevalOld,
    ktr_buf: c.pointer,
  },
  { doc: 'Header of a trace record until 5.0', source: 'sys/sys/ktrace.h 1.5 (2001)' },
)

const roles: HeaderRoles = {
  length: 'ktr_len',
  type: 'ktr_type',
  pid: 'ktr_pid',
  tid: 'ktr_tid',
  comm: 'ktr_comm',
  seconds: 'ktr_time.tv_sec',
  fraction: 'ktr_time.tv_nsec',
}

export const current: HeaderLayout = { name: 'comm24', format: 'ktrace/openbsd', struct: () => ktrHeader, roles, digits: 9 }
export const since55: HeaderLayout = { name: 'comm17', format: 'ktrace/openbsd', struct: () => ktrHeader55, roles, digits: 9 }
export const since51: HeaderLayout = { name: 'time32', format: 'ktrace/openbsd', struct: () => ktrHeader51, roles, digits: 9 }
export const old: HeaderLayout = {
  name: 'old',
  format: 'ktrace/openbsd',
  struct: () => ktrHeaderOld,
  roles: {
    length: 'ktr_len',
    type: 'ktr_type',
    pid: 'ktr_pid',
    comm: 'ktr_comm',
    seconds: 'ktr_time.tv_sec',
    fraction: 'ktr_time.tv_usec',
  },
  digits: 6,
}
