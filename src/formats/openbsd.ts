/** Structures, notes and records of OpenBSD by name. Written by `npm run spec`. */

export { openbsdAuxv as auxvTypes } from '../systems/openbsd/auxv.js'
export { openbsdErrors as errno } from '../systems/openbsd/errno.js'
export { openbsdSignals as signals } from '../systems/openbsd/signals.js'
export { fpregSparc64 } from './core/netbsd/registers/sparc.js'
export { auxInfo, auxInfo as AuxInfo, auxv, procinfo, procinfo as elfcore_procinfo, wcookie } from './core/openbsd/process.js'
export {
  fpregAmd64,
  fpregArm64,
  fpregI386,
  fpregI386Old,
  pacmask,
  regAmd64,
  regArm64,
  regI386,
  regSparc64,
  xmmregs,
} from './core/openbsd/registers.js'
export { amd64, sparc64Old } from './kcore/netbsd/cpu-kcore-hdr.js'
export {
  kcoreHeader,
  kcoreHeader as kcore_hdr,
  kcoreHeader as kcore_hdr_t,
  kcoreSegment,
  kcoreSegment as kcore_seg,
  kcoreSegment as kcore_seg_t,
  physRamSeg,
  physRamSeg as phys_ram_seg,
  physRamSeg as phys_ram_seg_t,
} from './kcore/netbsd/headers.js'
export { ktrHeader, ktrHeader51, ktrHeader55, ktrHeaderOld, timespec, timeval } from './ktrace/openbsd/headers.js'
export {
  ktrEmul,
  ktrEmul as ktr_emul,
  ktrPinsyscall,
  ktrPinsyscall as ktr_pinsyscall,
  ktrPledge,
  ktrPledge as ktr_pledge,
  ktrPsig,
  ktrPsigOld,
  ktrPsigPlain,
  ktrSyscall,
  ktrSysctl,
  ktrSysret,
  ktrSysretError,
  ktrSysretInt,
  ktrSysretOld,
  ktrSysretWide,
  ktrUser,
  ktrUser as ktr_user,
} from './ktrace/openbsd/payloads.js'
export { oldRecords, recordsBefore55 } from './ktrace/openbsd/record-types.js'
export { siginfo, siginfoOld } from './ktrace/openbsd/siginfo.js'
export {
  flock,
  iovec,
  itimerval,
  kevent,
  msghdr,
  namedStructs,
  pollfd,
  rlimit,
  rusage,
  sigaction,
  stat,
} from './ktrace/openbsd/struct-payloads.js'

import { openbsdNotes } from './core/openbsd/notes.js'

export { openbsdNotes as notes }
export const {
  NT_OPENBSD_PROCINFO,
  NT_OPENBSD_AUXV,
  NT_OPENBSD_REGS,
  NT_OPENBSD_FPREGS,
  NT_OPENBSD_XFPREGS,
  NT_OPENBSD_WCOOKIE,
  NT_OPENBSD_PACMASK,
} = openbsdNotes.declarations

import { records } from './ktrace/openbsd/record-types.js'

export { records }
export const {
  KTR_START,
  KTR_SYSCALL,
  KTR_SYSRET,
  KTR_NAMEI,
  KTR_GENIO,
  KTR_PSIG,
  KTR_STRUCT,
  KTR_USER,
  KTR_EXECARGS,
  KTR_EXECENV,
  KTR_PLEDGE,
  KTR_PINSYSCALL,
} = records
