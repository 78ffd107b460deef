/** The declared structures of checkpoints, each with the verified layout that it must equal. */
import type { AbiName, Struct } from '../../../schema/base.js'
import type { DeclaredStructure } from '../../declared-structure.js'
import * as s from './ckpt-siginfo.js'
import { fhandle, fid, fsid } from './file-handles.js'
import { prpsinfo, prstatus } from './procfs.js'
import * as r from './registers.js'
import { vnodeCount } from './revisions.js'
import * as f from './vnodes-and-files.js'

const ALL: readonly AbiName[] = ['amd64', 'i386']
const OLD: readonly AbiName[] = ['i386']

const verified = (struct: Struct<unknown>, variant = 'all', abis = ALL, name = struct.name): DeclaredStructure => ({
  system: 'dragonfly',
  struct,
  abis,
  verified: { struct: name, variant },
})

export const structures: readonly DeclaredStructure[] = [
  verified(fsid),
  verified(fid),
  verified(fhandle),
  verified(s.timeval),
  verified(s.itimerval),
  verified(s.sigset),
  verified(r.regAmd64, 'all', ['amd64'], 'reg (gregset_t)'),
  verified(r.regI386, 'all', ['i386'], 'reg (gregset_t)'),
  verified(r.fpregAmd64, 'all', ['amd64'], 'fpreg (fpregset_t, declared shape)'),
  verified(r.fpregI386, 'all', ['i386'], 'fpreg (fpregset_t)'),
  verified(r.env87),
  verified(r.fpacc87),
  verified(r.save87),
  { system: 'dragonfly', struct: r.fpregsetAmd64, abis: ['amd64'], unverified: 'save87, which is verified, in the 512 bytes of fpreg' },
  verified(prstatus),
  verified(prpsinfo),
  verified(s.sigacts, 'without ps_sigmailbox (newest revision seen)'),
  verified(s.sigactsMailbox, 'with ps_sigmailbox (seen 2008-04 and later)'),
  verified(s.procsig, '2003-2006', OLD),
  verified(s.sigactsOld, 'procsig era, FreeBSD 4 shape (2003)', OLD),
  verified(s.siginfo, 'final, sigacts without ps_sigmailbox'),
  verified(s.siginfoMailbox, 'final, sigacts with ps_sigmailbox'),
  verified(s.siginfo2004, '2004-2006 (1.8), sigacts shape assumed', OLD),
  verified(s.siginfo2003, '2003-10-19 (1.2), sigacts shape assumed', OLD),
  verified(s.siginfo2003first, '2003-10-19 (1.1), sigacts shape assumed', OLD),
  verified(f.vminfo),
  { system: 'dragonfly', struct: vnodeCount, abis: ALL, unverified: 'an int that stands alone' },
  verified(f.vnHdr, '2003-10-19 (1.2) and later'),
  verified(f.vnHdrFirst, '2003-10-19 (1.1)', OLD),
  verified(f.filehdr, '2003-10-19 (1.2) and later'),
  verified(f.filehdrFirst, '2003-10-19 (1.1)', OLD),
  verified(f.fileinfo, 'final (cfi_ckflags)'),
  verified(f.fileinfo2004, '2004-2006 (1.8), same size, no cfi_ckflags', OLD),
  verified(f.fileinfo2003, '2003-10-19 (1.2), same size', OLD),
  verified(f.fileinfo2003first, '2003-10-19 (1.1)', OLD),
]
