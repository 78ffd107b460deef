/** NT_NETBSDCORE_LWPSTATUS: one LWP. Source: NetBSD sys/sys/ptrace.h, release 10. */
import { c, struct } from '../../../schema/base.js'

export const lwpstatus = struct(
  'ptrace_lwpstatus',
  {
    pl_lwpid: c.int32,
    pl_sigpend: c.array(c.uint32.hex, 4),
    pl_sigmask: c.array(c.uint32.hex, 4),
    pl_name: c.chars(20),
    pl_private: c.pointer.doc('thread pointer'),
  },
  { source: 'NetBSD sys/sys/ptrace.h' },
)
