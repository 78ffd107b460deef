/** How well a record fits OpenBSD. */

import type { Abi } from '../../../schema/abi.js'
import { decodeText, findNul } from '../../../schema/utf8.js'
import { MAXCOMLEN } from '../../../systems/bsd/limits.js'
import type { CallTable } from '../../../systems/syscall-table.js'
import type { HeaderLayout, RecordView } from '../dialect.js'
import * as e from '../scoring.js'
import { ktrHeader, ktrHeaderOld } from './headers.js'
import { CODE_MASK } from './syscall-names.js'
import { KTR_START_BIG, OLD_TYPES as old, TYPES as t } from './type-numbers.js'

const SYSCTL = 202
/** Most numbers of a sysctl's name. */
const MOST_NAMES = 12

/** See `Dialect.judge`. */
export function scoreRecord(abi: Abi, table: () => CallTable, comm: number): (record: RecordView, layout: HeaderLayout) => number {
  const word = abi.register
  const psig = abi.bits === 64 ? [160] : [144, 152]
  const pin = 8 + abi.pointer
  const commAt = comm === 24 ? ((ktrHeader.for(abi).offsets as Readonly<Record<string, number>>).ktr_comm ?? -1) : -1
  return (record) => {
    const said = judgePayload(record)
    // A name that is longer than those of before is only of now.
    if (said <= e.IMPOSSIBLE || commAt < 0) return said
    return record.bytes[record.start + commAt + MAXCOMLEN] === 0 ? said : said + 0.5
  }

  function judgePayload(record: RecordView): number {
    const { type, view, little, bytes, payload, stop, pid } = record
    const length = stop - payload
    if (type === t.KTR_START || type === KTR_START_BIG) return length === 0 && pid === -1 ? e.ONLY_HERE : e.IMPOSSIBLE
    if (pid < 0) return e.IMPOSSIBLE
    switch (type) {
      case t.KTR_SYSCALL:
        return judgeCall(record, word, table)
      case t.KTR_SYSRET: {
        if (length < 8) return e.IMPOSSIBLE
        const error = view.getInt32(payload + 4, little)
        if (error === 0 ? length !== 8 + word && length !== 16 : length !== 8 && length !== 8 + word) return e.IMPOSSIBLE
        return e.scoreErrno(error)
      }
      case t.KTR_NAMEI:
        return e.isText(bytes, payload, stop) ? e.FITS : e.UNLIKELY
      case t.KTR_GENIO:
        return e.scoreData(view, payload, stop, little)
      case t.KTR_PSIG:
        return psig.includes(length) ? e.FITS : e.IMPOSSIBLE
      case t.KTR_STRUCT: {
        const nul = findNul(bytes, payload, stop)
        return nul < stop && e.isText(bytes, payload, nul) ? e.FITS : e.IMPOSSIBLE
      }
      case t.KTR_USER:
        return length === 0 || length >= 20 ? e.NEUTRAL : e.IMPOSSIBLE
      case t.KTR_PLEDGE:
        return length === 16 ? e.FITS : e.IMPOSSIBLE
      case t.KTR_PINSYSCALL:
        return length === pin ? e.FITS : e.IMPOSSIBLE
      default:
        return e.NEUTRAL
    }
  }
}

function judgeCall({ view, little, payload, stop }: RecordView, word: number, table: () => CallTable): number {
  const length = stop - payload
  if (length < 8) return e.IMPOSSIBLE
  const code = view.getInt32(payload, little)
  const size = view.getInt32(payload + 4, little)
  if (size < 0 || size % word !== 0 || size > length - 8) return e.IMPOSSIBLE
  const more = length - 8 - size
  if (more !== 0 && ((code & CODE_MASK) !== SYSCTL || more % 4 !== 0 || more > 4 * MOST_NAMES)) return e.IMPOSSIBLE
  return e.scoreArguments(table().calls[code & CODE_MASK], size / word, word === 4)
}

/** Of traces without a mark. */
export function judgeOld(abi: Abi, table: () => CallTable): (record: RecordView) => number {
  const word = abi.register
  const action = abi.bits === 64 ? 24 : 16
  const buffer = e.lastField(ktrHeaderOld, abi, 'ktr_buf')
  return (record) => e.withHeader(judgePayload(record), e.isKernelAddress(buffer(record)))

  function judgePayload(record: RecordView): number {
    const { type, view, little, bytes, payload, stop } = record
    const length = stop - payload
    // The header is cleared before it is filled in: padding behind the type is zero.
    if (abi.name !== 'm68k' && view.getUint16(record.start + 6) !== 0) return e.IMPOSSIBLE
    switch (type) {
      case old.KTR_SYSCALL:
        return judgeCall(record, word, table)
      case old.KTR_SYSRET:
        return length === 12 || length === 8 + word ? e.scoreErrno(view.getInt32(payload + 4, little)) : e.IMPOSSIBLE
      case old.KTR_NAMEI:
        return e.isText(bytes, payload, stop) ? e.FITS : e.UNLIKELY
      case old.KTR_GENIO:
        return e.scoreData(view, payload, stop, little)
      case old.KTR_PSIG:
        return length === action || (length > action + 120 && length <= action + 144) ? e.FITS : e.IMPOSSIBLE
      case old.KTR_CSW:
        return length === 8 ? e.scoreSwitch(view, payload, stop, little) : e.IMPOSSIBLE
      case old.KTR_EMUL:
        return decodeText(bytes, payload, Math.min(stop, payload + 16)) === 'native' ? e.ONLY_HERE : e.UNLIKELY
      default:
        return e.NEUTRAL
    }
  }
}
