/** The declared structures of checkpoints, each with the verified layout that it must equal. */
import type { AbiName, Struct } from '../../../schema/base.js'
import { prpsinfo, prstatus } from '../../core/dragonfly/procfs.js'
import * as r from '../../core/dragonfly/registers.js'
import type { DeclaredStructure } from '../../declared-structure.js'
import * as s from './ckpt-siginfo.js'
import { fhandle, fid, fsid } from './file-handles.js'
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
  verified(r.regI386, 'to release 1.6 (to 2007-01-08)', ['i386'], 'reg (gregset_t)'),
  verified(r.fpregAmd64, 'all', ['amd64'], 'fpreg (fpregset_t, declared shape)'),
  verified(r.fpregI386, 'all', ['i386'], 'fpreg (fpregset_t)'),
  verified(r.env87),
  verified(r.fpacc87),
  verified(r.save87),
  { system: 'dragonfly', struct: r.fpregsetAmd64, abis: ['amd64'], unverified: 'save87, which is verified, in the 512 bytes of fpreg' },
  verified(prstatus, 'all', ['amd64']),
  verified(prstatus, 'to release 1.6 (to 2007-01-08)', ['i386']),
  verified(prpsinfo),
  verified(s.sigfrom, '5.4 and later', ['amd64']),
  verified(s.sigactsFrominfo, '5.4 and later: with ps_frominfo (newest)', ['amd64']),
  verified(s.sigacts, '3.0 to 5.2 (i386 to 4.0): without ps_sigmailbox'),
  verified(s.sigactsMailbox, '1.10 to 2.12: merged with procsig, with ps_sigmailbox'),
  verified(s.procsig, '2003 to release 1.8', OLD),
  verified(s.sigacts2003, 'to 2003-10-24: with ps_osigset', OLD),
  verified(s.sigacts2005, '2003-10-24 to release 1.6: six sets', OLD),
  verified(s.sigacts2007, 'release 1.8: six sets and ps_sigmailbox', OLD),
  verified(s.siginfoFrominfo, '5.4 and later: sigacts with ps_frominfo (newest)', ['amd64']),
  verified(s.siginfo, '3.0 to 5.2 (i386 to 4.0): sigacts without ps_sigmailbox'),
  verified(s.siginfoMailbox, '1.10 to 2.12: sigacts with ps_sigmailbox'),
  verified(s.siginfo2004, 'release 1.8: procsig, six sets and ps_sigmailbox', OLD),
  verified(s.siginfo2005, '2005-02 to release 1.6 (1.2, 1.4, 1.6): procsig, six sets', OLD),
  verified(s.siginfo2003sets, '2003-10-24 to 2005-02: procsig, six sets, no mask', OLD),
  verified(s.siginfo2003, '2003-10-19 (ckpt.h 1.2) to 2003-10-24: procsig, ps_osigset, no mask', OLD),
  verified(s.siginfo2003first, '2003-10-19 (ckpt.h 1.1): procsig, ps_osigset, no mask, nothing reserved', OLD),
  verified(f.vminfo),
  { system: 'dragonfly', struct: vnodeCount, abis: ALL, unverified: 'an int that stands alone' },
  verified(f.vnHdr, '2003-10-19 (1.2) and later'),
  verified(f.vnHdrFirst, '2003-10-19 (1.1)', OLD),
  verified(f.filehdr, '2003-10-19 (1.2) and later'),
  verified(f.filehdrFirst, '2003-10-19 (1.1)', OLD),
  verified(f.fileinfo, '1.10 and later (cfi_ckflags)'),
  verified(f.fileinfo2004, '2005-02 (release 1.2) to release 1.8, same size, no cfi_ckflags', OLD),
  verified(f.fileinfo2003, '2003-10-19 (ckpt.h 1.2) to 2005-02, same size', OLD),
  verified(f.fileinfo2003first, '2003-10-19 (1.1)', OLD),
]
