/** What the systems' judges of records have in common; see `Dialect.judge`. */
import { type SystemCall, wordCount } from './calltable.js'

export const IMPOSSIBLE = -3
export const UNLIKELY = -1
export const NEUTRAL = 0
export const FITS = 1
export const FITS_WELL = 2
export const ONLY_HERE = 3

/** Whether a call of this number takes so many words of arguments. */
export function judgeWords(call: SystemCall | undefined, words: number, narrow: boolean): number {
  const count = wordCount(call, narrow)
  // Nobody makes calls that there are none of any more.
  if (!count) return call && !isGone(call) ? NEUTRAL : UNLIKELY
  return words >= count.fewest && words <= count.most ? FITS_WELL : UNLIKELY
}

function isGone({ kind }: SystemCall): boolean {
  return /^(OBSOL|UNIMPL|RESERVED|NOIMPL)$/.test(kind)
}

export function isFlag(value: number): boolean {
  return value === 0 || value === 1
}

/** Bytes of which none is a control character. */
export function isText(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if ((bytes[i] as number) < 0x20) return false
  return end > start
}

/** Errors as kernels write them: none, an errno, or one of the few negative numbers within a kernel. */
export function judgeError(error: number): number {
  return error >= -8 && error < 256 ? FITS : IMPOSSIBLE
}

/** Data read or written: a descriptor, the direction, the data. */
export function judgeData(view: DataView, payload: number, stop: number, little: boolean): number {
  if (stop - payload < 8) return IMPOSSIBLE
  return isFlag(view.getInt32(payload + 4, little)) ? FITS : IMPOSSIBLE
}

/** A context switch without a message: two flags. */
export function judgeSwitch(view: DataView, payload: number, stop: number, little: boolean): number {
  if (stop - payload < 8) return IMPOSSIBLE
  return isFlag(view.getInt32(payload, little)) && isFlag(view.getInt32(payload + 4, little)) ? FITS : IMPOSSIBLE
}
