/** Record types of OpenBSD. */
import { ktrCsw, ktrGenio, ktrNamei, stringsPayload } from '../bsd-payloads.js'
import { bySize, noPayload, optionalPayload, recordTypes } from '../record-types.js'
import * as p from './payloads.js'
import { structPayload } from './struct-payloads.js'
import { KTR_START_BIG, OLD_TYPES as old, TYPES as t } from './type-numbers.js'

const since5 = (psig: typeof p.ktrPsig | typeof p.ktrPsigOld) =>
  recordTypes({
    KTR_START: { type: t.KTR_START, big: KTR_START_BIG, payload: noPayload },
    KTR_SYSCALL: { type: t.KTR_SYSCALL, payload: p.syscallPayload },
    KTR_SYSRET: { type: t.KTR_SYSRET, payload: bySize(p.ktrSysretError, p.ktrSysret, p.ktrSysretWide) },
    KTR_NAMEI: { type: t.KTR_NAMEI, payload: ktrNamei },
    KTR_GENIO: { type: t.KTR_GENIO, payload: ktrGenio },
    KTR_PSIG: { type: t.KTR_PSIG, payload: psig },
    KTR_STRUCT: { type: t.KTR_STRUCT, payload: structPayload },
    KTR_USER: { type: t.KTR_USER, payload: optionalPayload(p.ktrUser) },
    KTR_EXECARGS: { type: t.KTR_EXECARGS, payload: stringsPayload },
    KTR_EXECENV: { type: t.KTR_EXECENV, payload: stringsPayload },
    KTR_PLEDGE: { type: t.KTR_PLEDGE, payload: p.ktrPledge },
    KTR_PINSYSCALL: { type: t.KTR_PINSYSCALL, payload: p.ktrPinsyscall },
  })

export const records = since5(p.ktrPsig)
/** With 32-bit times of children. */
export const recordsBefore55 = since5(p.ktrPsigOld)

export const oldRecords = recordTypes({
  KTR_SYSCALL: { type: old.KTR_SYSCALL, payload: p.syscallPayload },
  KTR_SYSRET: { type: old.KTR_SYSRET, payload: bySize(p.ktrSysretInt, p.ktrSysretOld) },
  KTR_NAMEI: { type: old.KTR_NAMEI, payload: ktrNamei },
  KTR_GENIO: { type: old.KTR_GENIO, payload: ktrGenio },
  KTR_PSIG: { type: old.KTR_PSIG, payload: bySize(p.ktrPsigOld, p.ktrPsigPlain) },
  KTR_CSW: { type: old.KTR_CSW, payload: ktrCsw },
  KTR_EMUL: { type: old.KTR_EMUL, payload: p.ktrEmul },
  KTR_STRUCT: { type: old.KTR_STRUCT, payload: structPayload },
})
