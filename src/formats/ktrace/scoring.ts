/** What the systems' judges of records have in common; see `Dialect.judge`. */
import type { Abi } from '../../schema/abi.js'
import type { Struct } from '../../schema/struct.js'
import { type SystemCall, wordCount } from '../../systems/syscall-table.js'
import type { RecordView } from './dialect.js'

export const IMPOSSIBLE = -3
export const UNLIKELY = -1
export const NEUTRAL = 0
export const FITS = 1
export const FITS_WELL = 2
export const ONLY_HERE = 3

/** Whether a call of this number takes so many words of arguments. */
export function scoreArguments(call: SystemCall | undefined, words: number, narrow: boolean): number {
  const count = wordCount(call, narrow)
  // Obsolete calls are not expected.
  if (!count) return call && !isGone(call) ? NEUTRAL : UNLIKELY
  return words >= count.fewest && words <= count.most ? FITS_WELL : UNLIKELY
}

function isGone({ kind }: SystemCall): boolean {
  return /^(OBSOL|UNIMPL|RESERVED|NOIMPL)$/.test(kind)
}

function isFlag(value: number): boolean {
  return value === 0 || value === 1
}

/** Bytes of which none is a control character. */
export function isText(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if ((bytes[i] as number) < 0x20) return false
  return end > start
}

/** Linux on MIPS has EDQUOT 1133. */
const LARGEST_EMULATED = 1200

/** Errors as kernels write them: none, an errno, or one of the few negative numbers within a kernel. */
export function scoreErrno(error: number): number {
  if (error >= -8 && error < 256) return FITS
  // Emulations have numbers of their own, on most machines negative ones.
  return error > -LARGEST_EMULATED && error < LARGEST_EMULATED ? UNLIKELY : IMPOSSIBLE
}

/** Data read or written: a descriptor, the direction, the data. */
export function scoreData(view: DataView, payload: number, stop: number, little: boolean): number {
  if (stop - payload < 8) return IMPOSSIBLE
  return isFlag(view.getInt32(payload + 4, little)) ? FITS : IMPOSSIBLE
}

/** A context switch without a message: two flags. */
export function scoreSwitch(view: DataView, payload: number, stop: number, little: boolean): number {
  if (stop - payload < 8) return IMPOSSIBLE
  return isFlag(view.getInt32(payload, little)) && isFlag(view.getInt32(payload + 4, little)) ? FITS : IMPOSSIBLE
}

/** Whether the last field of old headers, which no reader needs, has something in it: the address of a buffer, or a thread. */
export function nonZero(header: Struct<unknown>, abi: Abi, field: string): (record: RecordView) => boolean {
  const at = (header.for(abi).offsets as Readonly<Record<string, number>>)[field] ?? 0
  return ({ view, start }) => view.getUint32(start + at) !== 0 || (abi.pointer === 8 && view.getUint32(start + at + 4) !== 0)
}

/** The value of a field of the header that ends in a pointer or a thread ID; of 64 bits, as a number. */
export function lastField(header: Struct<unknown>, abi: Abi, field: string): (record: RecordView) => number {
  const at = (header.for(abi).offsets as Readonly<Record<string, number>>)[field] ?? 0
  return ({ view, start, little }) =>
    abi.pointer === 8 ? Number(view.getBigUint64(start + at, little)) : view.getUint32(start + at, little)
}

/** Kernels have no data below this address; thread IDs are smaller. */
const LOWEST_ADDRESS = 0x1000000

/** Whether a number can be the address of a record in the kernel. One whose lower half is zero is a 32-bit field with padding behind it. */
export function isKernelAddress(value: number): boolean {
  return value >= LOWEST_ADDRESS && value % 2 ** 32 !== 0
}

/** What was said of a payload, and that its header is as kernels write it. */
export function withHeader(said: number, fits: boolean): number {
  return fits && said > IMPOSSIBLE ? said + 0.5 : said
}
