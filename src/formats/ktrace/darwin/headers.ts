/** `struct ktr_header` of Darwin, the same from 10.0 to 10.4; what it heads is not. Source: bsd/sys/ktrace.h of xnu-123.5 to xnu-792. */
import { struct } from '../../../schema/struct.js'
import { c } from '../../../schema/types.js'
import type { HeaderLayout, HeaderRoles } from '../dialect.js'
import { TYPES } from './type-numbers.js'

const timeval = struct('timeval', { tv_sec: c.long, tv_usec: c.long })

export const ktrHeader = struct(
  'ktr_header',
  {
    ktr_len: c.int,
    ktr_type: c.enum(c.short, TYPES),
    ktr_pid: c.int,
    // The kernel leaves the seventeenth byte as it was, so it is no end of the name.
    ktr_comm: c.chars(16),
    ktr_comm_end: c.pad(1),
    ktr_time: timeval,
    ktr_buf: c.pointer,
  },
  { doc: 'Header of a trace record', source: 'bsd/sys/ktrace.h of xnu-792' },
)

const roles: HeaderRoles = {
  length: 'ktr_len',
  type: 'ktr_type',
  pid: 'ktr_pid',
  comm: 'ktr_comm',
  seconds: 'ktr_time.tv_sec',
  fraction: 'ktr_time.tv_usec',
}

const layout = (name: string): HeaderLayout => ({ name, format: 'ktrace/darwin', struct: () => ktrHeader, roles, digits: 6 })

export const first = layout('10.0')
export const second = layout('10.2')
export const third = layout('10.4')
