/** kinfo_knote of FreeBSD: an event of a kqueue. Source: FreeBSD sys/sys/user.h. */
import { c, struct } from '../../../schema/base.js'

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
