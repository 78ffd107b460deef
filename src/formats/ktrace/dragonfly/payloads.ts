/** Payloads of DragonFly's trace records: those of FreeBSD 4, from which it comes. */
import { struct } from '../../../schema/struct.js'
import { c, type Infer } from '../../../schema/types.js'
import { ktrCsw, ktrGenio, ktrNamei } from '../bsd-payloads.js'
import { ktrPsig, ktrSyscall, ktrSysret } from '../freebsd/payloads.js'
import { ktrUser, utraceMalloc, utraceRtld } from '../freebsd/user-payloads.js'
import { type Payload, type RawPayload, recordTypes } from '../record-types.js'
import { TYPES as t } from './type-numbers.js'

/** The run-time linker passes only as much of the name as there is. */
export const utraceRtldShort = struct(
  'utrace_rtld',
  { sig: c.chars(4), event: c.int, handle: c.pointer, mapbase: c.pointer, mapsize: c.size_t, refcnt: c.int, name: c.text },
  { doc: 'An event of the run-time linker' },
)

const RTLD = [0x52, 0x54, 0x4c, 0x44]

type UserData = Infer<typeof utraceRtld> | Infer<typeof utraceRtldShort> | Infer<typeof utraceMalloc> | Infer<typeof ktrUser> | RawPayload

const userPayload: Payload<UserData> = {
  candidates: [utraceRtld, utraceRtldShort, utraceMalloc, ktrUser],
  choose({ abi, bytes, at, length }) {
    if (length === 0) return null
    if (length >= utraceRtldShort.planFor(abi).size && RTLD.every((byte, i) => bytes[at + i] === byte)) {
      return length === utraceRtld.planFor(abi).size ? utraceRtld : utraceRtldShort
    }
    return length === utraceMalloc.planFor(abi).size ? utraceMalloc : ktrUser
  },
}

export const records = recordTypes({
  KTR_SYSCALL: { type: t.KTR_SYSCALL, payload: ktrSyscall },
  KTR_SYSRET: { type: t.KTR_SYSRET, payload: ktrSysret },
  KTR_NAMEI: { type: t.KTR_NAMEI, payload: ktrNamei },
  KTR_GENIO: { type: t.KTR_GENIO, payload: ktrGenio },
  KTR_PSIG: { type: t.KTR_PSIG, payload: ktrPsig },
  KTR_CSW: { type: t.KTR_CSW, payload: ktrCsw },
  KTR_USER: { type: t.KTR_USER, payload: userPayload },
})
