/** The text of bytes as a JSON string. */
import type { OutputBuffer } from '../../io/output-buffer.js'
import { decodeText } from '../../schema/utf8.js'

const QUOTE = 0x22
const BACKSLASH = 0x5c

/** Bytes of JSON text that one byte of a text becomes at most: `\\u0000`. */
export const ESCAPED = 6

/** Writes the text of `bytes[start, end)` in quotes. Bytes that are not UTF-8 become U+FFFD. */
export function quote(into: Uint8Array, at: number, bytes: Uint8Array, start: number, end: number): number {
  let pos = at
  into[pos++] = QUOTE
  for (let i = start; i < end; i++) {
    const byte = bytes[i] as number
    if (byte < 0x20 || byte >= 0x7f || byte === QUOTE || byte === BACKSLASH) return escaped(into, at, bytes, start, end)
    into[pos++] = byte
  }
  into[pos] = QUOTE
  return pos + 1
}

const encoder = new TextEncoder()

function escaped(into: Uint8Array, at: number, bytes: Uint8Array, start: number, end: number): number {
  return at + encoder.encodeInto(JSON.stringify(decodeText(bytes, start, end)), into.subarray(at)).written
}

/** Appends text as UTF-8. */
export function text(out: OutputBuffer, text: string): void {
  out.room(3 * text.length)
  out.pos += encoder.encodeInto(text, out.bytes.subarray(out.pos)).written
}
