/**
 * Data as text: what kdump makes of the bytes of a read or write, in the manner of vis(3), folded at the width of a line.
 *
 * Each system has its own table of escapes; how lines are folded is common to all.
 */
import { ascii, copy } from '../../io/ascii-numbers.js'
import type { OutputBuffer } from '../../io/output-buffer.js'

export interface EscapeRules {
  /** What stands for a byte: itself, or an escape of at most four characters. Tab, newline and NUL are asked for too. */
  escape(byte: number): string
  /** Whether a newline ends the line, so that the next byte begins a new one behind a tab. */
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
/** Bytes of data between two looks at the room that is left. */
const BLOCK = 4096
/** Most bytes of text per byte of data: an escape, and its part of a fold. */
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
    // These need a closer look.
    this.#widths[0] = 0
    if (rules.escape(TAB) === '\t') this.#widths[TAB] = 0
    if (rules.rawNewline) this.#widths[NEWLINE] = 0
  }

  /**
   * Writes a quote, the text of `bytes[start, end)`, a quote and a newline.
   *
   * @param column columns of the line that are taken before the quote
   * @param known how far `bytes` may be looked at: a NUL is written otherwise when a digit follows
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
        // Behind a newline of the data.
        into[pos++] = TAB
        at = 8
      }
      if (width === 1) {
        if (at >= limit) {
          into[pos] = BACKSLASH
          into[pos + 1] = NEWLINE
          into[pos + 2] = TAB
          pos += 3
          at = 8
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
        if (byte === TAB) width = 8 - (at & 7)
        else {
          const next = i + 1 < known ? (bytes[i + 1] as number) : 0
          width = next >= ZERO && next <= SEVEN ? 4 : 2
        }
      }
      if (at + width > limit) {
        into[pos] = BACKSLASH
        into[pos + 1] = NEWLINE
        into[pos + 2] = TAB
        pos += 3
        at = 8
        if (byte === TAB) width = 8
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

/** Whether a byte prints as itself in ASCII. */
export function isGraphic(byte: number): boolean {
  return byte > SPACE && byte < 0x7f
}
