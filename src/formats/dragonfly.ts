/** Structures, notes and records of DragonFly by name. Written by `npm run spec`. */

export { dragonflyErrors as errno } from '../systems/dragonfly/errno.js'
export { dragonflySignals as signals } from '../systems/dragonfly/signals.js'
export {
  itimerval,
  procsig,
  sigacts,
  sigacts2003,
  sigacts2005,
  sigacts2007,
  sigactsFrominfo,
  sigactsMailbox,
  sigfrom,
  siginfo,
  siginfo2003,
  siginfo2003first,
  siginfo2003sets,
  siginfo2004,
  siginfo2005,
  siginfoFrominfo,
  siginfoMailbox,
  sigset,
  timeval,
} from './checkpoint/dragonfly/ckpt-siginfo.js'
export { fhandle, fid, fsid } from './checkpoint/dragonfly/file-handles.js'
export { vnodeCount, vnodeCount as vnode_count } from './checkpoint/dragonfly/revisions.js'
export {
  filehdr,
  filehdrFirst,
  fileinfo,
  fileinfo2003,
  fileinfo2003first,
  fileinfo2004,
  vminfo,
  vminfo as ckpt_vminfo,
  vnHdr,
  vnHdrFirst,
} from './checkpoint/dragonfly/vnodes-and-files.js'
export { prpsinfo, prstatus, prstatusFrom2007 } from './core/dragonfly/procfs.js'
export {
  env87,
  fpacc87,
  fpregAmd64,
  fpregI386,
  fpregsetAmd64,
  fpregsetAmd64 as fpregset,
  regAmd64,
  regI386,
  regI386From2007,
  save87,
} from './core/dragonfly/registers.js'
export { minidump2, minidump2 as minidumphdr2 } from './kcore/dragonfly/minidump.js'
export { kernelDumpHeader1, kernelDumpHeader1 as kerneldumpheader } from './kcore/freebsd/dump-header.js'
export { amd64, amd64 as minidumphdr } from './kcore/freebsd/minidump.js'
export { ktrCsw, ktrCsw as ktr_csw, ktrGenio, ktrGenio as ktr_genio } from './ktrace/bsd-payloads.js'
export { ktrHeader, ktrHeaderOld } from './ktrace/dragonfly/headers.js'
export { utraceRtldShort } from './ktrace/dragonfly/payloads.js'
export {
  ktrPsig,
  ktrPsig as ktr_psig,
  ktrSyscall,
  ktrSyscall as ktr_syscall,
  ktrSysret,
  ktrSysret as ktr_sysret,
} from './ktrace/freebsd/payloads.js'
export { utraceMalloc, utraceMalloc as utrace_malloc, utraceRtld } from './ktrace/freebsd/user-payloads.js'

import { dragonflyNotes } from './core/dragonfly/notes.js'

export { dragonflyNotes as notes }
export const { NT_PRSTATUS, NT_FPREGSET, NT_PRPSINFO } = dragonflyNotes.declarations

import { records } from './ktrace/dragonfly/payloads.js'

export { records }
export const { KTR_SYSCALL, KTR_SYSRET, KTR_NAMEI, KTR_GENIO, KTR_PSIG, KTR_CSW, KTR_USER } = records
