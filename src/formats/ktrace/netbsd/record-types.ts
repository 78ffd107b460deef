/** Record types of NetBSD: what each number holds. Source: sys/sys/ktrace.h, 1.4 to 10. */
import { bySize, recordTypes } from '../record-types.js'
import * as p from './payloads.js'
import { TYPES as t } from './type-numbers.js'
import { userPayload } from './user-payloads.js'

/**
 * The signal's information came later and grew; its size tells. Where both of its forms are of one size, the newer one,
 * which only knows more reasons, is taken.
 */
const psigPayload = bySize(p.ktrPsig, p.ktrPsigInfo, p.ktrPsigInfoOld)

export const records = recordTypes({
  KTR_SYSCALL: { type: t.KTR_SYSCALL, payload: p.ktrSyscall },
  KTR_SYSRET: { type: t.KTR_SYSRET, payload: bySize(p.ktrSysret, p.ktrSysretOld) },
  KTR_NAMEI: { type: t.KTR_NAMEI, payload: p.ktrNamei },
  KTR_GENIO: { type: t.KTR_GENIO, payload: p.ktrGenio },
  KTR_PSIG: { type: t.KTR_PSIG, payload: psigPayload },
  KTR_CSW: { type: t.KTR_CSW, payload: p.ktrCsw },
  KTR_EMUL: { type: t.KTR_EMUL, payload: p.ktrEmul },
  KTR_USER: { type: t.KTR_USER, payload: userPayload },
  KTR_MMSG: { type: t.KTR_MMSG, payload: p.ktrMmsg },
  KTR_EXEC_ARG: { type: t.KTR_EXEC_ARG, payload: p.ktrArgument },
  KTR_EXEC_ENV: { type: t.KTR_EXEC_ENV, payload: p.ktrEnvironment },
  KTR_MOOL: { type: t.KTR_MOOL, payload: p.ktrMool },
  KTR_SAUPCALL: { type: t.KTR_SAUPCALL, payload: p.ktrSaupcall },
  KTR_MIB: { type: t.KTR_MIB, payload: p.ktrMib },
  KTR_EXEC_FD: { type: t.KTR_EXEC_FD, payload: p.ktrExecfd },
})
