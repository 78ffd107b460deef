/** Text in files is read as UTF-8; other bytes are kept in the residue. */

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const lenient = new TextDecoder('utf-8', { ignoreBOM: true })
const encoder = new TextEncoder()

/** Text of `bytes[start, end)`; bytes that are not UTF-8 become U+FFFD. */
export function decodeText(bytes: Uint8Array, start: number, end: number): string {
  // Most text is short ASCII, for which a TextDecoder call costs more than the loop.
  if (end - start <= 64) {
    let text = ''
    for (let i = start; i < end; i++) {
      const byte = bytes[i] as number
      if (byte >= 0x80) return lenient.decode(bytes.subarray(start, end))
      text += String.fromCharCode(byte)
    }
    return text
  }
  return lenient.decode(bytes.subarray(start, end))
}

/** Whether `bytes[start, end)` is UTF-8, so that encoding its text gives the same bytes. */
export function isUtf8(bytes: Uint8Array, start: number, end: number): boolean {
  let i = start
  while (i < end && (bytes[i] as number) < 0x80) i++
  if (i === end) return true
  try {
    strict.decode(bytes.subarray(i, end))
    return true
  } catch {
    return false
  }
}

/** UTF-8 of a text; undefined if it contains a lone surrogate. */
export function encodeText(text: string): Uint8Array | undefined {
  return LONE_SURROGATE.test(text) ? undefined : encoder.encode(text)
}

const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/

/** Index of the first NUL in `bytes[start, end)`, or `end`. */
export function findNul(bytes: Uint8Array, start: number, end: number): number {
  for (let i = start; i < end; i++) if (bytes[i] === 0) return i
  return end
}
