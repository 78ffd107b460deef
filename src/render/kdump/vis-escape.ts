/**
 * I/O data as text: escaped like vis(3) and folded at the line width. Each system has its own table of escapes; all fold lines in the same way.
 */
import { ascii, copy } from '../../io/ascii-numbers.js'
import type { OutputBuffer } from '../../io/output-buffer.js'

export interface EscapeRules {
  /** The text of a byte: the byte itself, or an escape of at most four characters. Called for tab, newline and NUL too. */
  escape(byte: number): string
  /** Whether a newline in the data ends the line; the next line then begins with a tab. */
  readonly rawNewline: boolean
  /** Columns of a line. */
  readonly width: number
}

const TAB = 9
const NEWLINE = 10
const QUOTE = 0x22
const BACKSLASH = 0x5c
const ZERO = 0x30
const SEVEN = 0x37
const SPACE = 0x20
const LONGEST = 4
const TAB_WIDTH = 8
/** Bytes of data between two checks of the remaining buffer space. */
const BLOCK = 4096
/** Maximum bytes of text per byte of data: an escape and its share of a fold. */
const GROWTH = 6

const OCTAL_NUL = ascii('\\000')
const END = ascii('       ')

export class Escaper {
  readonly #widths = new Uint8Array(256)
  readonly #texts = new Uint8Array(256 * LONGEST)
  readonly #limit: number
  readonly #rawNewline: boolean

  constructor(rules: EscapeRules) {
    this.#limit = rules.width - 2
    this.#rawNewline = rules.rawNewline
    for (let byte = 0; byte < 256; byte++) {
      const text = ascii(rules.escape(byte))
      this.#widths[byte] = text.length
      this.#texts.set(text, byte * LONGEST)
    }
    // Width 0: the width depends on the position or on the next byte.
    this.#widths[0] = 0
    if (rules.escape(TAB) === '\t') this.#widths[TAB] = 0
    if (rules.rawNewline) this.#widths[NEWLINE] = 0
  }

  /**
   * Writes a quote, the text of `bytes[start, end)`, a quote and a newline.
   *
   * @param column columns of the line before the quote
   * @param known end of the readable part of `bytes`: the escape of a NUL depends on the byte after it
   */
  write(out: OutputBuffer, bytes: Uint8Array, start: number, end: number, column: number, known = end): void {
    out.room(16)
    out.bytes[out.pos++] = QUOTE
    let at = column + 1
    for (let from = start; from < end; from += BLOCK) at = this.#block(out, bytes, from, Math.min(end, from + BLOCK), at, known)
    out.room(16)
    if (at === 0) out.pos = copy(out.bytes, out.pos, END)
    out.bytes[out.pos++] = QUOTE
    out.bytes[out.pos++] = NEWLINE
  }

  /** Writes the text of one block. @returns the column after it; 0 after a newline */
  #block(out: OutputBuffer, bytes: Uint8Array, start: number, end: number, column: number, known: number): number {
    out.room((end - start) * GROWTH + 64)
    const into = out.bytes
    const widths = this.#widths
    const texts = this.#texts
    const limit = this.#limit
    let pos = out.pos
    let at = column
    for (let i = start; i < end; i++) {
      const byte = bytes[i] as number
      let width = widths[byte] as number
      if (at === 0) {
        // After a newline in the data.
        into[pos++] = TAB
        at = TAB_WIDTH
      }
      if (width === 1) {
        if (at >= limit) {
          pos = fold(into, pos)
          at = TAB_WIDTH
        }
        into[pos++] = byte
        at++
        continue
      }
      if (width === 0) {
        if (byte === NEWLINE && this.#rawNewline) {
          into[pos++] = NEWLINE
          at = 0
          continue
        }
        width = byte === TAB ? TAB_WIDTH - (at & 7) : nulWidth(i + 1 < known ? (bytes[i + 1] as number) : 0)
      }
      if (at + width > limit) {
        pos = fold(into, pos)
        at = TAB_WIDTH
        if (byte === TAB) width = TAB_WIDTH
      }
      at += width
      if (byte === TAB && widths[TAB] === 0) into[pos++] = TAB
      else if (byte === 0 && width === 4) pos = copy(into, pos, OCTAL_NUL)
      else {
        const from = byte * LONGEST
        into[pos] = texts[from] as number
        into[pos + 1] = texts[from + 1] as number
        into[pos + 2] = texts[from + 2] as number
        into[pos + 3] = texts[from + 3] as number
        pos += width
      }
    }
    out.pos = pos
    return at
  }
}

/** Ends a line with a backslash and begins the next with a tab. @returns the position after it */
function fold(into: Uint8Array, pos: number): number {
  into[pos] = BACKSLASH
  into[pos + 1] = NEWLINE
  into[pos + 2] = TAB
  return pos + 3
}

/** Columns of a NUL: `\\000` before an octal digit, else `\\0`. */
const nulWidth = (next: number): number => (next >= ZERO && next <= SEVEN ? 4 : 2)

/** Whether a byte prints as itself in ASCII. */
export function isGraphic(byte: number): boolean {
  return byte > SPACE && byte < 0x7f
}
