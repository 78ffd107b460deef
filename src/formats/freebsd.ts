/** Structures, notes and records of FreeBSD by name. Written by `npm run spec`. */

export {
  sockaddr,
  sockaddrIn,
  sockaddrIn as sockaddr_in,
  sockaddrIn6,
  sockaddrIn6 as sockaddr_in6,
  sockaddrUn,
  sockaddrUn as sockaddr_un,
} from '../systems/bsd/sockaddr.js'
export { freebsdAuxv as auxvTypes } from '../systems/freebsd/auxv.js'
export { freebsdErrors as errno } from '../systems/freebsd/errno.js'
export { freebsdSignals as signals } from '../systems/freebsd/signals.js'
export { kinfoFile, kinfoFile as kinfo_file } from './core/freebsd/kinfo-file.js'
export { kinfoKnote, kinfoKnote as kinfo_knote } from './core/freebsd/kinfo-knote.js'
export { kinfoProc, kinfoProc as kinfo_proc } from './core/freebsd/kinfo-proc.js'
export { kinfoVmentry, kinfoVmentry as kinfo_vmentry } from './core/freebsd/kinfo-vmentry.js'
export {
  lwpinfo,
  lwpinfo as ptrace_lwpinfo,
  prpsinfo,
  prpsinfoOld,
  prstatus,
  prstatus as prstatus_t,
  ptlwpinfo,
  siginfo,
  siginfo as siginfo_t,
  thrmisc,
  thrmisc as thrmisc_t,
} from './core/freebsd/procfs.js'
export {
  auxInfo,
  auxInfo as Elf_Auxinfo,
  procstatAuxv,
  procstatFiles,
  procstatGroups,
  procstatKqueues,
  procstatOsrel,
  procstatProc,
  procstatPsstrings,
  procstatRlimit,
  procstatUmask,
  procstatVmmap,
} from './core/freebsd/procstat.js'
export {
  fpregArm,
  fpregArm32,
  fpregArm32 as fpreg32,
  regArm,
  vfp,
  vfp as mcontext_vfp,
  vfp as mcontext_vfp_t,
} from './core/freebsd/registers/arm.js'
export {
  addrMask,
  addrMask as arm64_addr_mask,
  fpregArm64,
  regArm64,
  sve,
  sve as svereg_header,
  tlsOne,
  tlsTwo,
} from './core/freebsd/registers/arm64.js'
export { regPowerpc, vmx, vmx as vec, vsx } from './core/freebsd/registers/powerpc.js'
export { fpregRiscv, regRiscv } from './core/freebsd/registers/riscv.js'
export { fpregAmd64, fpregI386, regAmd64, regI386, segbases, segbases as segbasereg } from './core/freebsd/registers/x86.js'
export { fpregPowerpc } from './core/machines/powerpc/fpreg.js'
export { psStrings, psStrings as ps_strings } from './elf/dynamic.js'
export { kernelDumpHeader1, kernelDumpHeader2, kernelDumpHeader3, kernelDumpHeader4 } from './kcore/freebsd/dump-header.js'
export {
  amd64,
  amd64V3,
  arm,
  arm64,
  arm64V2,
  arm64V3,
  armV2,
  i386,
  i386V2,
  mips,
  msgbuf,
  powerpc64,
  powerpc64V2,
} from './kcore/freebsd/minidump.js'
export { ktrHeaderV0, ktrHeaderV0 as ktr_header_v0, ktrHeaderV1, ktrHeaderV1 as ktr_header } from './ktrace/freebsd/headers.js'
export {
  capRights,
  capRights as cap_rights,
  capRights as cap_rights_t,
  ktrCapFail,
  ktrCapFailOld,
  ktrCsw,
  ktrCsw as ktr_csw,
  ktrCswOld,
  ktrCswOld as ktr_csw_old,
  ktrExterr,
  ktrExterr as ktr_exterr,
  ktrFault,
  ktrFault as ktr_fault,
  ktrFaultend,
  ktrFaultend as ktr_faultend,
  ktrProcctor,
  ktrProcctor as ktr_proc_ctor,
  ktrPsig,
  ktrPsig as ktr_psig,
  ktrSyscall,
  ktrSyscall as ktr_syscall,
  ktrSysctl,
  ktrSysctl as ktr_sysctl,
  ktrSysret,
  ktrSysret as ktr_sysret,
  uexterror,
} from './ktrace/freebsd/payloads.js'
export {
  arrayStructs,
  inotifyEvent,
  inotifyEvent as inotify_event,
  itimerval,
  kevent,
  kevent11,
  kevent11 as freebsd11_kevent,
  kevent32,
  kevent32Aligned,
  kevent32Of11,
  kevent32Of11 as freebsd11_kevent32,
  ktrStructArray,
  ktrStructArray as ktr_struct_array,
  namedStructs,
  pollfd,
  splice,
  stat,
  stat11,
  stat11 as freebsd11_stat,
  statI386,
  thrParam,
  thrParam as thr_param,
} from './ktrace/freebsd/struct-payloads.js'
export {
  ktrUser,
  ktrUser as ktr_user,
  utraceMalloc,
  utraceMalloc as utrace_malloc,
  utraceMalloc32,
  utraceMalloc32 as utrace_malloc32,
  utraceRtld,
  utraceRtld as utrace_rtld,
  utraceRtld32,
  utraceRtld32 as utrace_rtld32,
} from './ktrace/freebsd/user-payloads.js'

import { freebsdNotes } from './core/freebsd/notes.js'

export { freebsdNotes as notes }
export const {
  NT_PRSTATUS,
  NT_FPREGSET,
  NT_PRPSINFO,
  NT_THRMISC,
  NT_PROCSTAT_PROC,
  NT_PROCSTAT_FILES,
  NT_PROCSTAT_VMMAP,
  NT_PROCSTAT_GROUPS,
  NT_PROCSTAT_UMASK,
  NT_PROCSTAT_RLIMIT,
  NT_PROCSTAT_OSREL,
  NT_PROCSTAT_PSSTRINGS,
  NT_PROCSTAT_AUXV,
  NT_PTLWPINFO,
  NT_PROCSTAT_KQUEUES,
  NT_PPC_VMX,
  NT_PPC_VSX,
  NT_X86_SEGBASES,
  NT_X86_XSTATE,
  NT_ARM_VFP,
  NT_ARM_TLS,
  NT_ARM_SVE,
  NT_ARM_ADDR_MASK,
} = freebsdNotes.declarations

import { records } from './ktrace/freebsd/record-types.js'

export { records }
export const {
  KTR_SYSCALL,
  KTR_SYSRET,
  KTR_NAMEI,
  KTR_GENIO,
  KTR_PSIG,
  KTR_CSW,
  KTR_USER,
  KTR_STRUCT,
  KTR_SYSCTL,
  KTR_PROCCTOR,
  KTR_PROCDTOR,
  KTR_CAPFAIL,
  KTR_FAULT,
  KTR_FAULTEND,
  KTR_STRUCT_ARRAY,
  KTR_ARGS,
  KTR_ENVS,
  KTR_EXTERR,
} = records
