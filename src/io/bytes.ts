/** Pieces of bytes as one. */
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

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i])
}

/** Whether `bytes[start, end)` are all zero. Looks at four of them at a time: cores are full of zeros. */
export function allZero(bytes: Uint8Array, start = 0, end = bytes.length): boolean {
  let at = start
  while (at < end && (bytes.byteOffset + at) % 4 !== 0) if (bytes[at++] !== 0) return false
  if (at === end) return true
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + at, (end - at) >> 2)
  for (let i = 0; i < words.length; i++) if (words[i] !== 0) return false
  for (at += words.length * 4; at < end; at++) if (bytes[at] !== 0) return false
  return true
}

export const roundUp = (value: number, to: number): number => Math.ceil(value / to) * to
