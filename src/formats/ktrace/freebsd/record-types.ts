/** Record types of FreeBSD. */
import { ktrGenio, ktrNamei, stringsPayload } from '../bsd-payloads.js'
import { bySize, noPayload, recordTypes } from '../record-types.js'
import * as p from './payloads.js'
import { structArrayPayload, structPayload } from './struct-payloads.js'
import { TYPES as t } from './type-numbers.js'
import { userPayload } from './user-payloads.js'

export const records = recordTypes({
  KTR_SYSCALL: { type: t.KTR_SYSCALL, payload: p.ktrSyscall },
  KTR_SYSRET: { type: t.KTR_SYSRET, payload: p.ktrSysret },
  KTR_NAMEI: { type: t.KTR_NAMEI, payload: ktrNamei },
  KTR_GENIO: { type: t.KTR_GENIO, payload: ktrGenio },
  KTR_PSIG: { type: t.KTR_PSIG, payload: p.ktrPsig },
  KTR_CSW: { type: t.KTR_CSW, payload: bySize(p.ktrCsw, p.ktrCswOld) },
  KTR_USER: { type: t.KTR_USER, payload: userPayload },
  KTR_STRUCT: { type: t.KTR_STRUCT, payload: structPayload },
  KTR_SYSCTL: { type: t.KTR_SYSCTL, payload: p.ktrSysctl },
  KTR_PROCCTOR: { type: t.KTR_PROCCTOR, payload: p.ktrProcctor },
  KTR_PROCDTOR: { type: t.KTR_PROCDTOR, payload: noPayload },
  KTR_CAPFAIL: { type: t.KTR_CAPFAIL, payload: bySize(p.ktrCapFail, p.ktrCapFailOld) },
  KTR_FAULT: { type: t.KTR_FAULT, payload: p.ktrFault },
  KTR_FAULTEND: { type: t.KTR_FAULTEND, payload: p.ktrFaultend },
  KTR_STRUCT_ARRAY: { type: t.KTR_STRUCT_ARRAY, payload: structArrayPayload },
  KTR_ARGS: { type: t.KTR_ARGS, payload: stringsPayload },
  KTR_ENVS: { type: t.KTR_ENVS, payload: stringsPayload },
  KTR_EXTERR: { type: t.KTR_EXTERR, payload: p.ktrExterr },
})
