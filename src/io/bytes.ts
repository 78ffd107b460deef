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

/** Whether all bytes of `bytes[start, end)` are zero. Compares eight bytes at a time: cores contain many zeros. */
export function isZero(bytes: Uint8Array, start = 0, end = bytes.length): boolean {
  if (bytes[start] !== 0) return start >= end
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
