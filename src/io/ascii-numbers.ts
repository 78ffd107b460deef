/**
 * Numbers and prepared text into a byte buffer: plain functions that take a position and give the one behind, the
 * fastest way to make lines. The caller has made sure that there is room.
 */

const ZERO = 0x30
const MINUS = 0x2d
const SPACE = 0x20
const X = 0x78

/** The two decimal digits of each number below 100. */
const PAIRS = Uint8Array.from({ length: 200 }, (_, i) => ZERO + (i % 2 === 0 ? Math.floor(i / 20) : (i >> 1) % 10))

const HEX = Uint8Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0))

/** Bytes of ASCII text. */
export function ascii(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i)
  return bytes
}

/** Copies short runs; for long ones `set` is faster. */
export function copy(into: Uint8Array, at: number, from: Uint8Array): number {
  const { length } = from
  for (let i = 0; i < length; i++) into[at + i] = from[i] as number
  return at + length
}

/** ASCII text that is made anew each time. */
export function writeAscii(into: Uint8Array, at: number, text: string): number {
  const { length } = text
  for (let i = 0; i < length; i++) into[at + i] = text.charCodeAt(i)
  return at + length
}

/** Part of another array. */
export function copyRange(into: Uint8Array, at: number, from: Uint8Array, start: number, end: number): number {
  if (end - start > 64) {
    into.set(from.subarray(start, end), at)
    return at + end - start
  }
  for (let i = start; i < end; i++) into[at + i - start] = from[i] as number
  return at + end - start
}

/** Decimal digits of a whole number from 0 to 2 to the 53rd. */
export function writeDecimal(into: Uint8Array, at: number, value: number): number {
  if (value < 10) {
    into[at] = ZERO + value
    return at + 1
  }
  if (value > 0x7fffffff) {
    const high = Math.floor(value / 1e9)
    return writeZeroPadded(into, writeDecimal(into, at, high), value - high * 1e9, 9)
  }
  let length = 2
  for (let limit = 100; value >= limit && length < 10; limit *= 10) length++
  return writeZeroPadded(into, at, value, length)
}

/** A number with its sign. */
export function writeSigned(into: Uint8Array, at: number, value: number): number {
  if (value >= 0) return writeDecimal(into, at, value)
  into[at] = MINUS
  return writeDecimal(into, at + 1, -value)
}

/** `%0*d` of a number from 0 to 2 to the 31st. */
export function writeZeroPadded(into: Uint8Array, at: number, value: number, width: number): number {
  let left = value
  let i = at + width
  for (; i - at >= 2; i -= 2) {
    const next = (left / 100) | 0
    const pair = 2 * (left - next * 100)
    into[i - 1] = PAIRS[pair + 1] as number
    into[i - 2] = PAIRS[pair] as number
    left = next
  }
  if (i > at) into[at] = ZERO + (left % 10)
  return at + width
}

/** `%6d`: right-aligned in at least so many columns. */
export function writeRightAligned(into: Uint8Array, at: number, value: number, width: number): number {
  const end = writeSigned(into, at, value)
  const missing = width - (end - at)
  if (missing <= 0) return end
  into.copyWithin(at + missing, at, end)
  for (let i = 0; i < missing; i++) into[at + i] = SPACE
  return at + width
}

/** Hexadecimal digits of an unsigned 32-bit number, as many as it needs. */
function hexDigits(into: Uint8Array, at: number, value: number): number {
  const length = value === 0 ? 1 : (35 - Math.clz32(value)) >> 2
  let left = value
  for (let i = at + length - 1; i >= at; i--) {
    into[i] = HEX[left & 15] as number
    left >>>= 4
  }
  return at + length
}

/** Eight hexadecimal digits. */
function hexDigits8(into: Uint8Array, at: number, value: number): number {
  let left = value
  for (let i = at + 7; i >= at; i--) {
    into[i] = HEX[left & 15] as number
    left >>>= 4
  }
  return at + 8
}

/** Two hexadecimal digits. */
export function hexByte(into: Uint8Array, at: number, value: number): number {
  into[at] = HEX[value >> 4] as number
  into[at + 1] = HEX[value & 15] as number
  return at + 2
}

/** `%#lx`: `0x7f7fff001000`, and `0` for zero. Both halves are taken as unsigned. */
export function writeHex(into: Uint8Array, at: number, high: number, low: number): number {
  if (high === 0 && low === 0) {
    into[at] = ZERO
    return at + 1
  }
  return writePointer(into, at, high, low)
}

/** `%p`: as `hex`, but `0x0` for zero. */
export function writePointer(into: Uint8Array, at: number, high: number, low: number): number {
  into[at] = ZERO
  into[at + 1] = X
  if (high === 0) return hexDigits(into, at + 2, low)
  return hexDigits8(into, hexDigits(into, at + 2, high), low)
}

/** Decimal of a signed 64-bit number in two halves, the upper one signed. */
export function writeSigned64(into: Uint8Array, at: number, high: number, low: number): number {
  if (high === 0) return writeDecimal(into, at, low)
  if (high > -0x200000 && high < 0x200000) return writeSigned(into, at, high * 0x100000000 + low)
  return writeAscii(into, at, String((BigInt(high) << 32n) | BigInt(low)))
}

/** The bytes, each as two digits. */
export function hexBytes(into: Uint8Array, at: number, bytes: Uint8Array, start: number, end: number): number {
  let pos = at
  for (let i = start; i < end; i++) pos = hexByte(into, pos, bytes[i] as number)
  return pos
}
