/** I/O data: as text if all of it is text, else in hexadecimal. */
import { hexByte, writeAscii } from '../../../io/ascii-numbers.js'
import type { OutputBuffer } from '../../../io/output-buffer.js'
import { Escaper } from '../vis-escape.js'

const MARGIN = '       '
const NEWLINE = 10
const SPACE = 0x20
const DOT = 0x2e
const BAR = 0x7c
const ZERO = 0x30

/** Bytes that count as text: printable bytes, NUL, tab, newline and carriage return. */
const TEXT = Uint8Array.from({ length: 256 }, (_, byte) => ((byte >= 32 && byte < 127) || [0, 9, 10, 13].includes(byte) ? 1 : 0))

const ESCAPES: Readonly<Record<number, string>> = { 0: '\\0', 13: '\\r', 92: '\\\\' }

export class GenioText {
  readonly #escaper: Escaper
  /** Bytes per line of hexadecimal. */
  readonly #perLine: number

  constructor(width: number) {
    this.#escaper = new Escaper({ escape: (byte) => ESCAPES[byte] ?? String.fromCharCode(byte), rawNewline: true, width })
    let fits = 0
    while (takes(fits + 2) < width) fits += 2
    this.#perLine = Math.max(2, fits)
  }

  /** @param known end of the readable part of `bytes` */
  write(out: OutputBuffer, bytes: Uint8Array, start: number, end: number, known: number): void {
    let at = start
    while (at < end && TEXT[bytes[at] as number] === 1) at++
    if (at < end) this.#hex(out, bytes, start, end)
    else {
      out.room(16)
      out.pos = writeAscii(out.bytes, out.pos, MARGIN)
      this.#escaper.write(out, bytes, start, end, MARGIN.length, known)
    }
  }

  #hex(out: OutputBuffer, bytes: Uint8Array, start: number, end: number): void {
    const perLine = this.#perLine
    for (let line = start; line < end; line += perLine) {
      out.room(64 + 5 * perLine)
      const into = out.bytes
      let pos = writeAscii(into, out.pos, MARGIN)
      pos = offset(into, pos, line - start)
      const stop = Math.min(end, line + perLine)
      for (let i = line; i < line + perLine; i++) {
        if (((i - line) & 1) === 0) into[pos++] = SPACE
        if (i < stop) pos = hexByte(into, pos, bytes[i] as number)
        else {
          into[pos++] = SPACE
          into[pos++] = SPACE
        }
      }
      into[pos++] = SPACE
      into[pos++] = SPACE
      into[pos++] = BAR
      for (let i = line; i < stop; i++) {
        const byte = bytes[i] as number
        into[pos++] = byte >= 32 && byte < 127 ? byte : DOT
      }
      into[pos++] = BAR
      into[pos++] = NEWLINE
      // An empty line follows a line that is not full.
      if (stop < line + perLine) into[pos++] = NEWLINE
      out.pos = pos
    }
  }
}

/** Columns for a number of bytes per line. */
function takes(bytes: number): number {
  return 13 + (bytes / 2 + 1) + 2 * bytes + 3 + bytes + 1
}

/** `0x%04x` */
function offset(into: Uint8Array, at: number, value: number): number {
  let pos = at
  into[pos++] = ZERO
  into[pos++] = 0x78
  if (value > 0xffff) return writeAscii(into, pos, value.toString(16))
  pos = hexByte(into, pos, value >> 8)
  return hexByte(into, pos, value & 255)
}
