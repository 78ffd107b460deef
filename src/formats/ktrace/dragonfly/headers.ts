/** `struct ktr_header` of DragonFly, with threads since about 2007. Source: sys/sys/ktrace.h 1.8 (2006) and later. */
import { struct } from '../../../schema/struct.js'
import { c } from '../../../schema/types.js'
import type { HeaderLayout, HeaderRoles } from '../dialect.js'
import { TYPES } from './type-numbers.js'

const timeval = struct('timeval', { tv_sec: c.long, tv_usec: c.long })
const type = c.enum(c.short, TYPES)
const comm = c.chars(17)

export const ktrHeader = struct(
  'ktr_header',
  {
    ktr_len: c.int,
    ktr_type: type,
    ktr_flags: c.ushort.hex.doc('bit 0: more than one thread; bits 8 to 15: the processor'),
    ktr_pid: c.int,
    ktr_tid: c.int,
    ktr_comm: comm,
    ktr_time: timeval,
    ktr_buf: c.pointer,
  },
  { doc: 'Header of a trace record', source: 'sys/sys/ktrace.h' },
)

export const ktrHeaderOld = struct(
  'ktr_header',
  { ktr_len: c.int, ktr_type: type, ktr_pid: c.int, ktr_comm: comm, ktr_time: timeval, ktr_buf: c.pointer },
  { doc: 'Header of a trace record until about 2006', source: 'sys/sys/ktrace.h 1.8 (2006)' },
)

const roles: HeaderRoles = {
  length: 'ktr_len',
  type: 'ktr_type',
  pid: 'ktr_pid',
  comm: 'ktr_comm',
  seconds: 'ktr_time.tv_sec',
  fraction: 'ktr_time.tv_usec',
}

export const threaded: HeaderLayout = {
  name: 'threads',
  format: 'ktrace/dragonfly',
  struct: () => ktrHeader,
  roles: { ...roles, tid: 'ktr_tid' },
  digits: 6,
}
export const old: HeaderLayout = { name: 'no-threads', format: 'ktrace/dragonfly', struct: () => ktrHeaderOld, roles, digits: 6 }
