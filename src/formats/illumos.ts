/** Structures, notes and records of illumos by name. Written by `npm run spec`. */

export { illumosAuxv as auxvTypes } from '../systems/illumos/auxv.js'
export { illumosErrors as errno } from '../systems/illumos/errno.js'
export { illumosSignals as signals } from '../systems/illumos/signals.js'
export { prpsinfo, prpsinfo as prpsinfo_t, prstatus, prstatus as prstatus_t } from './core/illumos/old-procfs.js'
export {
  auxEntry,
  auxEntry as auxv_t,
  auxv,
  content,
  content as core_content,
  content as core_content_t,
  cwd,
  cwd as prcwd,
  cwd as prcwd_t,
  fdinfo,
  fdinfo as prfdinfo_core,
  fdinfo as prfdinfo_core_t,
  lwpname,
  lwpname as prlwpname,
  lwpname as prlwpname_t,
  prcred,
  prcred as prcred_t,
  privInfo,
  privInfo as priv_impl_info,
  privInfo as priv_impl_info_t,
  prpriv,
  prpriv as prpriv_t,
  prsecflags,
  prsecflags as prsecflags_t,
  text,
  upanic,
  upanic as prupanic,
  upanic as prupanic_t,
  utsname,
} from './core/illumos/process-notes.js'
export { lwpsinfo, lwpsinfo as lwpsinfo_t, psinfo, psinfo as psinfo_t } from './core/illumos/psinfo.js'
export { lwpstatus, lwpstatus as lwpstatus_t, pstatus, pstatus as pstatus_t } from './core/illumos/pstatus.js'
export {
  asrs,
  asrs as asrset,
  asrs as asrset_t,
  fpregSparc,
  fpregSparc64,
  gwindows,
  gwindows as gwindows_t,
  regSparc,
  regSparc64,
  rwindow,
} from './core/illumos/registers/sparc.js'
export { fpregAmd64, fpregI386, regAmd64, regI386 } from './core/illumos/registers/x86.js'
export {
  ldt,
  ssd,
  xregInfo,
  xregInfo as prxregset_info,
  xregInfo as prxregset_info_t,
  xregSparc,
  xregSparc as prxregset,
  xregSparc as prxregset_t,
  xregX86,
  xregX86 as prxregset_hdr,
  xregX86 as prxregset_hdr_t,
} from './core/illumos/registers/xregs.js'
export { siginfo, siginfo as siginfo_t } from './core/illumos/siginfo.js'
export { failureRecord, failureRecord as failure, killRecord, killRecord as killinfo } from './core/illumos/unsaved-segments.js'
export {
  dumpDataHeader,
  dumpDataHeader as dumpdatahdr,
  dumpDataHeader as dumpdatahdr_t,
  dumpHeader,
  dumpHeader as dumphdr,
  dumpHeader as dumphdr_t,
  dumpHeaderV9,
  dumpHeaderV9 as dumphdr_v9,
  dumpHeaderV9 as dumphdr_v9_t,
  dumpMap,
  dumpMap as dump_map,
  dumpMap as dump_map_t,
  memVtop,
  memVtop as mem_vtop,
  memVtop as mem_vtop_t,
} from './kcore/illumos/dump-header.js'

import { illumosNotes } from './core/illumos/notes.js'

export { illumosNotes as notes }
export const {
  NT_PRSTATUS,
  NT_PRFPREG,
  NT_PRPSINFO,
  NT_PRXREG,
  NT_PRXREG_SPARC,
  NT_PLATFORM,
  NT_AUXV,
  NT_GWINDOWS,
  NT_ASRS,
  NT_LDT,
  NT_PSTATUS,
  NT_PSINFO,
  NT_PRCRED,
  NT_UTSNAME,
  NT_LWPSTATUS,
  NT_LWPSINFO,
  NT_PRPRIV,
  NT_PRPRIVINFO,
  NT_CONTENT,
  NT_ZONENAME,
  NT_FDINFO,
  NT_SPYMASTER,
  NT_SECFLAGS,
  NT_LWPNAME,
  NT_UPANIC,
  NT_CWD,
} = illumosNotes.declarations
