/** How well a record fits FreeBSD. */
import type { Abi } from '../../../schema/abi.js'
import { decodeText, findNul } from '../../../schema/utf8.js'
import type { HeaderLayout, RecordView } from '../dialect.js'
import * as e from '../scoring.js'
import { ktrHeaderV0 } from './headers.js'
import { calls } from './process-abi.js'
import { TYPES as t } from './type-numbers.js'

/**
 * Structures that kdump knows. `msghdr` is also a label of NetBSD's USER records, which have the same type, and says nothing.
 *
 * Source: sys/kern/kern_ktrace.c and usr.bin/kdump of 7.0 to 2025.
 */
const STRUCTURES =
  /^(stat|sockaddr|caprights|itimerval|cpuset_t|splice|thrparam|inotify|l_sigset_t|pollfd|(freebsd11_)?kevent(32)?|kevent(32)?_freebsd11)$/

/** See `Dialect.judge`. */
export function scoreRecord(abi: Abi): (record: RecordView, layout: HeaderLayout) => number {
  const word = abi.register
  const narrow = word === 4
  const psig = abi.bits === 64 ? 40 : 28
  const thread = e.lastField(ktrHeaderV0, abi, 'ktr_tid')
  return (record, layout) => e.withHeader(judgePayload(record), layout.digits === 6 && isThread(thread(record)))

  function judgePayload(record: RecordView): number {
    const { type, view, little, bytes, payload, stop, pid } = record
    const length = stop - payload
    if (pid < 0) return e.IMPOSSIBLE
    switch (type) {
      case t.KTR_SYSCALL: {
        if (length < word) return e.IMPOSSIBLE
        const code = view.getInt16(payload, little)
        const words = view.getInt16(payload + 2, little)
        if (words < 0 || length !== word + words * word) return e.IMPOSSIBLE
        return e.scoreArguments(calls().calls[code], words, narrow)
      }
      case t.KTR_SYSRET:
        return length === 8 + word ? e.scoreErrno(view.getInt32(payload + 4, little)) : e.IMPOSSIBLE
      case t.KTR_NAMEI:
        return e.isText(bytes, payload, stop) ? e.FITS : e.UNLIKELY
      case t.KTR_GENIO:
        return e.scoreData(view, payload, stop, little)
      case t.KTR_PSIG:
        return length === psig ? e.FITS : e.IMPOSSIBLE
      case t.KTR_CSW:
        return length === 8 || length === 16 ? e.scoreSwitch(view, payload, stop, little) : e.IMPOSSIBLE
      case t.KTR_USER:
        return length <= 2048 ? e.NEUTRAL : e.IMPOSSIBLE
      case t.KTR_STRUCT:
      case t.KTR_STRUCT_ARRAY: {
        const name = type === t.KTR_STRUCT ? payload : payload + abi.pointer
        const nul = name < stop ? findNul(bytes, name, stop) : stop
        if (nul >= stop - 1 || !isName(bytes, name, nul)) return e.IMPOSSIBLE
        // kdump knows these; any name may be one of a later release.
        return STRUCTURES.test(decodeText(bytes, name, nul)) ? e.FITS_WELL : e.NEUTRAL
      }
      case t.KTR_SYSCTL:
        return length > 0 && e.isText(bytes, payload, findNul(bytes, payload, stop)) ? e.FITS : e.UNLIKELY
      case t.KTR_PROCCTOR:
        return length === 4 ? e.FITS : e.IMPOSSIBLE
      case t.KTR_PROCDTOR:
        return length === 0 ? e.FITS : e.IMPOSSIBLE
      case t.KTR_CAPFAIL:
        return length > 32 ? e.FITS : e.IMPOSSIBLE
      case t.KTR_FAULT:
        return length === 2 * word ? e.FITS : e.IMPOSSIBLE
      case t.KTR_FAULTEND:
        return length === 4 ? e.FITS : e.IMPOSSIBLE
      case t.KTR_EXTERR:
        return length === 200 ? e.FITS_WELL : e.IMPOSSIBLE
      default:
        return e.NEUTRAL
    }
  }
}

/** Thread IDs are positive 32-bit numbers. */
function isThread(value: number): boolean {
  return value > 0 && value < 0x80000000
}

/** Letters, digits and underscores. */
function isName(bytes: Uint8Array, start: number, end: number): boolean {
  return /^\w+$/.test(decodeText(bytes, start, end))
}
