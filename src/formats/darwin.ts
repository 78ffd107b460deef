/** Structures, notes and records of Darwin by name. Written by `npm run spec`. */

export { darwinErrors as errno } from '../systems/darwin/errno.js'
export { darwinSignals as signals } from '../systems/darwin/signals.js'
export { ktrCsw, ktrCsw as ktr_csw, ktrGenio, ktrGenio as ktr_genio } from './ktrace/bsd-payloads.js'
export { ktrHeader, ktrHeader as ktr_header } from './ktrace/darwin/headers.js'
export {
  ktrPsig,
  ktrPsig100,
  ktrSyscall100,
  ktrSyscall102,
  ktrSyscall104,
  ktrSysret,
  ktrSysret as ktr_sysret,
  ktrUser,
  ktrUser as ktr_user,
  records100,
  records102,
} from './ktrace/darwin/payloads.js'

import { records104 } from './ktrace/darwin/payloads.js'

export { records104 as records }
export const { KTR_SYSCALL, KTR_PSIG, KTR_SYSRET, KTR_NAMEI, KTR_GENIO, KTR_CSW, KTR_USER } = records104
