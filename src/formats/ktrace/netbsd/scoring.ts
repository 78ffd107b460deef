/** How well a record fits NetBSD: what tells its files from those of systems with the same header. */
import type { Abi } from '../../../schema/abi.js'
import { decodeText } from '../../../schema/utf8.js'
import { wordCounts } from '../../../systems/netbsd/syscall-table.js'
import type { HeaderLayout, RecordView } from '../dialect.js'
import { FITS, FITS_WELL, IMPOSSIBLE, isKernelAddress, isText, NEUTRAL, ONLY_HERE, scoreErrno, UNLIKELY } from '../scoring.js'
import { TYPES as t } from './type-numbers.js'

/** KTR_USER_MAXIDLEN. */
const USER_LABEL = 20

/** System calls have smaller numbers; those of Mach are negative. */
const LARGEST_CALL = 4096

/** Emulations of which OpenBSD's `native` is none. */
const EMULATIONS =
  /^(netbsd|netbsd32|freebsd|ibcs2|linux|linux32|osf1|sunos|sunos32|svr4|svr4_32|ultrix|aoutm68k|irix o32|irix n32|darwin|mach|pecoff|hpux)$/

/** Judges records of files with the given first layout; see `Dialect.judge`. */
export function scoreRecord(abi: Abi, versioned: boolean): (record: RecordView, layout: HeaderLayout) => number {
  const word = abi.register
  const returns = [8 + word, 8 + 2 * word]
  const returnsSince4 = [8 + 2 * word]
  // Both forms of the siginfo; the newer one is aligned to 8 where 64-bit integers are.
  const action = abi.bits === 64 ? 40 : 28
  const psig = [action, action + 128, Math.ceil(action / abi.align64) * abi.align64 + 128]
  /** Processes that do not run natively: their calls and errors have other numbers. */
  const foreign = new Set<number>()
  return (record, layout) => {
    const body = judgePayload(record, layout.digits === 6 ? returns : returnsSince4)
    if (body === IMPOSSIBLE) return body
    return body + judgeHeader(record, layout)
  }

  /** @param sysret the sizes of returns */
  function judgePayload(record: RecordView, sysret: readonly number[]): number {
    const { type, view, little, bytes, payload, stop } = record
    const length = stop - payload
    switch (type) {
      case t.KTR_SYSCALL:
        return length < 8
          ? IMPOSSIBLE
          : judgeCall(view.getInt32(payload, little), view.getInt32(payload + 4, little), length - 8, record.pid)
      case t.KTR_SYSRET: {
        if (!sysret.includes(length)) return IMPOSSIBLE
        const said = scoreErrno(view.getInt32(payload + 4, little))
        return said === UNLIKELY && foreign.has(record.pid) ? FITS : said
      }
      case t.KTR_NAMEI:
      case t.KTR_EXEC_ARG:
      case t.KTR_EXEC_ENV:
        return isText(bytes, payload, stop) ? FITS : UNLIKELY
      case t.KTR_GENIO: {
        if (length < 8) return IMPOSSIBLE
        const direction = view.getInt32(payload + 4, little)
        return direction === 0 || direction === 1 ? FITS : IMPOSSIBLE
      }
      case t.KTR_PSIG: {
        if (!psig.includes(length)) return IMPOSSIBLE
        const signal = view.getInt32(payload, little)
        return signal > 0 && signal < 64 ? FITS : UNLIKELY
      }
      case t.KTR_CSW:
        return length === 8 && isFlag(view.getInt32(payload, little)) && isFlag(view.getInt32(payload + 4, little)) ? FITS : IMPOSSIBLE
      case t.KTR_EMUL: {
        const name = decodeText(bytes, payload, Math.min(stop, payload + 16))
        if (name === 'netbsd') foreign.delete(record.pid)
        else foreign.add(record.pid)
        return EMULATIONS.test(name) ? ONLY_HERE : IMPOSSIBLE
      }
      case t.KTR_USER:
        if (length < USER_LABEL) return length === 0 ? NEUTRAL : IMPOSSIBLE
        return isLabel(bytes, payload) ? FITS : NEUTRAL
      case t.KTR_MIB:
        return length > 0 && length % 4 === 0 && length <= 96 ? FITS : UNLIKELY
      case t.KTR_EXEC_FD:
        return length === 8 && view.getUint32(payload + 4, little) < 64 ? FITS : IMPOSSIBLE
      default:
        return NEUTRAL
    }
  }

  function judgeCall(code: number, size: number, left: number, pid: number): number {
    if (size !== left || size < 0 || code > LARGEST_CALL || code < -LARGEST_CALL) return IMPOSSIBLE
    // Arguments of 32-bit processes of 64-bit kernels up to 2003 have four bytes each.
    if (size % word !== 0) return !versioned && size % 4 === 0 ? NEUTRAL : IMPOSSIBLE
    if (foreign.has(pid)) return NEUTRAL
    const words = code >= 0 ? wordCounts(abi)[code] : undefined
    if (words === undefined || words < 0) return NEUTRAL
    return words * word === size ? FITS_WELL : UNLIKELY
  }

  /**
   * Kernels before 4.0 wrote the address of their buffer; where later ones have it, it is zero. On little-endian
   * machines nothing else tells the two.
   */
  function judgeHeader({ view, little, start, type }: RecordView, layout: HeaderLayout): number {
    if (!versioned && type > t.KTR_MMSG) return IMPOSSIBLE
    if (layout.digits !== 6) return 0
    const at = start + bufferOffset(layout)
    const address = abi.bits === 64 ? Number(view.getBigUint64(at, little)) : view.getUint32(at, little)
    return (versioned ? address === 0 : isKernelAddress(address)) ? 0.5 : -0.5
  }

  function bufferOffset(layout: HeaderLayout): number {
    return (layout.struct(abi).for(abi).offsets as Record<string, number>).ktr_buf ?? 0
  }
}

function isFlag(value: number): boolean {
  return value === 0 || value === 1
}

/** A label of printable ASCII that is filled with NULs. */
function isLabel(bytes: Uint8Array, start: number): boolean {
  const end = start + USER_LABEL
  let at = start
  while (at < end && (bytes[at] as number) >= 0x20 && (bytes[at] as number) < 0x7f) at++
  if (at === start || at === end) return false
  while (at < end && bytes[at] === 0) at++
  return at === end
}
