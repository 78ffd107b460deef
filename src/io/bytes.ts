/** Concatenates byte arrays. */
export function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  let length = 0
  for (const part of parts) length += part.length
  const bytes = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

/** Whether two byte arrays have the same length and content. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

const zeros = new Uint8Array(64 * 1024)
/** From here on a native comparison is faster. */
const NATIVE = 4096

/** Whether all bytes of `bytes[start, end)` are zero. Compares natively or eight bytes at a time: cores contain many zeros. */
export function isZero(bytes: Uint8Array, start = 0, end = bytes.length): boolean {
  if (bytes[start] !== 0) return start >= end
  if (end - start >= NATIVE && typeof Buffer !== 'undefined') return isZeroNatively(bytes, start, end)
  return isZeroByWords(bytes, start, end)
}

function isZeroNatively(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at += zeros.length) {
    const part = bytes.subarray(at, Math.min(at + zeros.length, end))
    if (Buffer.compare(part, part.length === zeros.length ? zeros : zeros.subarray(0, part.length)) !== 0) return false
  }
  return true
}

function isZeroByWords(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start
  while (at < end && (bytes.byteOffset + at) % 8 !== 0) if (bytes[at++] !== 0) return false
  if (end - at >= 8) {
    const words = new Float64Array(bytes.buffer, bytes.byteOffset + at, (end - at) >>> 3)
    for (let i = 0; i < words.length; i++) {
      const word = words[i]
      // Minus zero equals zero but has its sign bit set.
      if (word !== 0 || Object.is(word, -0)) return false
    }
    at += words.length * 8
  }
  for (; at < end; at++) if (bytes[at] !== 0) return false
  return true
}

/** Rounds `value` up to a multiple of `unit`. */
export const roundUp = (value: number, unit: number): number => Math.ceil(value / unit) * unit
