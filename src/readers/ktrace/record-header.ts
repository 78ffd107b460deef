/** Reading headers of records, and what one looks like: most have nothing that marks them. */
import type { RecordHeaderLayout } from '../../formats/ktrace/dialect-layout.js'
import { findNul } from '../../schema/utf8.js'

/** Process numbers above this are none; the largest of any BSD is 99999. */
const LARGEST_PID = 0x3fffff

/** Whether what stands beside type and length of a header looks like a process, a command name and a time. */
export function plausible(view: DataView, bytes: Uint8Array, at: number, header: RecordHeaderLayout, little: boolean): boolean {
  const pid = view.getInt32(at + header.pid, little)
  if (pid < -1 || pid > LARGEST_PID) return false
  const low = header.fractionSize === 8 && !little ? 4 : 0
  const fraction = view.getUint32(at + header.fraction + low, little)
  if (fraction >= (header.digits === 6 ? 1_000_000 : 1_000_000_000)) return false
  if (header.fractionSize === 8 && view.getUint32(at + header.fraction + 4 - low, little) !== 0) return false
  const comm = at + header.comm
  const end = findNul(bytes, comm, comm + header.commSize)
  for (let i = comm; i < end; i++) {
    const byte = bytes[i] as number
    if (byte < 0x20 || byte === 0x7f) return false
  }
  return true
}

/** Whether a header is all zeros. No kernel writes such a header; files that were extended but not written have it. */
export function isBlank(bytes: Uint8Array, at: number, { size }: RecordHeaderLayout): boolean {
  for (let i = at; i < at + size; i++) if (bytes[i] !== 0) return false
  return true
}

/** Bytes of payload that a header states: a claim. */
export function lengthOf(view: DataView, at: number, { length, lengthSize }: RecordHeaderLayout, little: boolean): number {
  return lengthSize === 4 ? view.getInt32(at + length, little) : wide(view, at + length, little)
}

/** The type, without flag bits. */
export function typeOf(view: DataView, at: number, { type, typeSize, typeMask }: RecordHeaderLayout, little: boolean): number {
  const raw = typeSize === 2 ? view.getUint16(at + type, little) : view.getUint32(at + type, little)
  return (raw & typeMask) >>> 0
}

/** A signed 64-bit number, exact up to 2 to the 53rd. */
export function wide(view: DataView, at: number, little: boolean): number {
  const first = view.getInt32(at, little)
  const second = view.getInt32(at + 4, little)
  return little ? second * 0x100000000 + (first >>> 0) : first * 0x100000000 + (second >>> 0)
}
