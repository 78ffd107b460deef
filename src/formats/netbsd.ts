/** Structures, notes and records of NetBSD by name. Written by `npm run spec`. */

export { netbsdAuxv as auxvTypes } from '../systems/netbsd/auxv.js'
export { netbsdErrors as errno } from '../systems/netbsd/errno.js'
export { netbsdSignals as signals } from '../systems/netbsd/signals.js'
export { fpregPowerpc } from './core/machines/powerpc/fpreg.js'
export {
  arm as armCpuSegment,
  i386 as i386CpuSegment,
  m68k as m68kCpuSegment,
  pmax,
  sparc as sparcCpuSegment,
  vax,
} from './core/netbsd/aout/cpu-segment.js'
export { coreHeader, coreHeader as core, coreSegment, coreSegment as coreseg } from './core/netbsd/aout/headers.js'
export { auxInfo, auxInfo as AuxInfo, auxv } from './core/netbsd/auxv.js'
export { lwpstatus, lwpstatus as ptrace_lwpstatus } from './core/netbsd/lwpstatus.js'
export { procinfo, procinfoOld } from './core/netbsd/procinfo.js'
export { fpregAlpha, regAlpha } from './core/netbsd/registers/alpha.js'
export { fpaArm, fpregAarch64, regAarch64, regArm, vfpArm } from './core/netbsd/registers/arm.js'
export { fpregHppa, regHppa, regHppaOld } from './core/netbsd/registers/hppa.js'
export { fpregM68k, regM68k } from './core/netbsd/registers/m68k.js'
export { fpregMips, fpregMips64, regMips, regMips64 } from './core/netbsd/registers/mips.js'
export { regPowerpc, vregPowerpc, vregPowerpc as vreg } from './core/netbsd/registers/powerpc.js'
export { fpregRiscv, regRiscv } from './core/netbsd/registers/riscv.js'
export { regSh, regShOld } from './core/netbsd/registers/sh.js'
export { fpregSparc, fpregSparc64, regSparc, regSparc64 } from './core/netbsd/registers/sparc.js'
export { regVax } from './core/netbsd/registers/vax.js'
export { fpregAmd64, fpregI386, regAmd64, regI386, xmmregsI386, xmmregsI386 as xmmregs, xstate } from './core/netbsd/registers/x86.js'
export { exec, hashHeader, hashHeader as HASHHDR, nlist } from './kcore/netbsd/aout.js'
export {
  aarch64,
  aarch64Old,
  alpha,
  amd64,
  arm as armCpuKcoreHdr,
  hppa,
  i386 as i386CpuKcoreHdr,
  m68k as m68kCpuKcoreHdr,
  m68kCommon,
  m68kCommon as m68k_kcore_hdr,
  mips,
  mipsOld,
  oldSegmap,
  or1k,
  or1k as or1k_cpu_kcore_hdr,
  powerpc,
  riscv,
  segmap,
  sparc as sparcCpuKcoreHdr,
  sparc4mbSegment,
  sparc4mbSegment as cpu_kcore_4mbseg,
  sparc64,
  sparc64Old,
  sun2,
  sun2 as sun2_kcore_hdr,
  sun3,
  sun3 as sun3_kcore_hdr,
  sun3x,
  sun3x as sun3x_kcore_hdr,
} from './kcore/netbsd/cpu-kcore-hdr.js'
export {
  kcoreHeader,
  kcoreHeader as kcore_hdr,
  kcoreHeader as kcore_hdr_t,
  kcoreSegment,
  kcoreSegment as kcore_seg,
  kcoreSegment as kcore_seg_t,
  kernMsgbuf,
  kernMsgbuf as kern_msgbuf,
  physRamSeg,
  physRamSeg as phys_ram_seg,
  physRamSeg as phys_ram_seg_t,
} from './kcore/netbsd/headers.js'
export { ktrHeaderPre4, ktrHeaderV0, ktrHeaderV0Since6, ktrHeaderV1, ktrHeaderV2 } from './ktrace/netbsd/headers.js'
export {
  ktrArgument,
  ktrArgument as ktr_execarg,
  ktrCsw,
  ktrCsw as ktr_csw,
  ktrEmul,
  ktrEmul as ktr_emul,
  ktrEnvironment,
  ktrEnvironment as ktr_execenv,
  ktrExecfd,
  ktrExecfd as ktr_execfd,
  ktrGenio,
  ktrGenio as ktr_genio,
  ktrMib,
  ktrMib as ktr_mib,
  ktrMmsg,
  ktrMmsg as ktr_mmsg,
  ktrMool,
  ktrMool as ktr_mool,
  ktrNamei,
  ktrNamei as ktr_namei,
  ktrPsig,
  ktrPsigInfo,
  ktrPsigInfoOld,
  ktrSaupcall,
  ktrSaupcall as ktr_saupcall,
  ktrSyscall,
  ktrSyscall as ktr_syscall,
  ktrSysret,
  ktrSysretOld,
  schedulerActivation,
  schedulerActivation as sa,
  schedulerActivation as sa_t,
} from './ktrace/netbsd/payloads.js'
export { siginfo, siginfoOld } from './ktrace/netbsd/siginfo.js'
export {
  cmsghdr,
  ktrUser,
  ktrUser as ktr_user,
  ktrUsers,
  listedName,
  listedName as xattr_name,
  malloc,
  msghdr,
  sockaddr,
} from './ktrace/netbsd/user-payloads.js'

import { netbsdNotes } from './core/netbsd/notes.js'

export { netbsdNotes as notes }
export const {
  NT_NETBSDCORE_PROCINFO,
  NT_NETBSDCORE_AUXV,
  NT_NETBSDCORE_LWPSTATUS,
  PT_GETREGS,
  PT_GETREGS_OLD,
  PT_GETFPREGS,
  PT_GETFPREGS_FPA,
  PT_GETXSTATE,
} = netbsdNotes.declarations

import { records } from './ktrace/netbsd/record-types.js'

export { records }
export const {
  KTR_SYSCALL,
  KTR_SYSRET,
  KTR_NAMEI,
  KTR_GENIO,
  KTR_PSIG,
  KTR_CSW,
  KTR_EMUL,
  KTR_USER,
  KTR_MMSG,
  KTR_EXEC_ARG,
  KTR_EXEC_ENV,
  KTR_MOOL,
  KTR_SAUPCALL,
  KTR_MIB,
  KTR_EXEC_FD,
} = records
