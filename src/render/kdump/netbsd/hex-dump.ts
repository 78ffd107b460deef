/** Hexadecimal dumps of kdump since 4.0, and of kdump in 2003. */
import { hexByte, writeAscii } from '../../../io/ascii-numbers.js'
import type { OutputBuffer } from '../../../io/output-buffer.js'
import type { WordSize } from '../options.js'
import { isGraphic } from '../vis-escape.js'

const PER_LINE = 16
const TAB = 9
const NEWLINE = 10
const SPACE = 0x20
const DOT = 0x2e
const STAR = 0x2a
/** Maximum size of a line in bytes. */
const LINE = 96

/** Columns of the hexadecimal part. */
const WIDTHS: Readonly<Record<WordSize, number>> = { 1: 50, 2: 50, 4: 46, 8: 40, 16: 37 }

/**
 * Dumps `bytes[start, end)`. Words are printed with their most significant byte first on little-endian machines, in memory order on
 * others. A run of lines that equal the previous one is printed as one line of asterisks.
 */
export function hexDump(out: OutputBuffer, bytes: Uint8Array, start: number, end: number, word: WordSize, little: boolean): void {
  const length = end - start
  let held = 0
  for (let offset = 0; offset < length; offset += PER_LINE) {
    out.room(2 * LINE)
    const last = offset + PER_LINE >= length
    if (offset > 0 && !last && sameLine(bytes, start + offset)) {
      held++
      continue
    }
    if (held > 0) endRun(out, bytes, start, offset, held, word)
    held = 0
    line(out, bytes, start + offset, Math.min(end, start + offset + PER_LINE), offset, word, little, false)
  }
}

function sameLine(bytes: Uint8Array, at: number): boolean {
  for (let i = at; i < at + PER_LINE; i++) if (bytes[i] !== bytes[i - PER_LINE]) return false
  return true
}

/** A single repeated line is printed without its hexadecimal part, as in all versions of kdump. */
function endRun(out: OutputBuffer, bytes: Uint8Array, start: number, offset: number, held: number, word: WordSize): void {
  if (held === 1) {
    const before = offset - PER_LINE
    line(out, bytes, start + before, start + offset, before, word, false, true)
    return
  }
  out.bytes[out.pos++] = TAB
  const digits = Math.max(3, offset.toString(16).length)
  for (let i = 0; i < digits; i++) out.bytes[out.pos++] = STAR
  out.bytes[out.pos++] = NEWLINE
}

function line(
  out: OutputBuffer,
  bytes: Uint8Array,
  from: number,
  to: number,
  offset: number,
  word: WordSize,
  little: boolean,
  blank: boolean,
): void {
  const into = out.bytes
  let pos = out.pos
  into[pos++] = TAB
  const label = offset.toString(16).padStart(3, '0').padEnd(5)
  pos = writeAscii(into, pos, label)
  const column = pos
  into.fill(SPACE, pos, pos + WIDTHS[word])
  if (!blank) {
    for (let i = from; i < to; i++) hexByte(into, column + placeOf(i - from, word, little), bytes[i] as number)
  }
  pos = column + WIDTHS[word]
  for (let i = from; i < to; i++) {
    const byte = bytes[i] as number
    into[pos++] = isGraphic(byte) ? byte : DOT
  }
  into[pos++] = NEWLINE
  out.pos = pos
}

/** Column of a byte within the hexadecimal part. */
function placeOf(index: number, word: WordSize, little: boolean): number {
  // Single bytes are printed in two halves, each after a space.
  if (word === 1) return index * 3 + 1 + (index >= 8 ? 1 : 0)
  const gap = word === 2 ? 2 : 3
  const inWord = index % word
  const place = little ? word - 1 - inWord : inWord
  return Math.floor(index / word) * (gap + 2 * word) + gap + 2 * place
}

/** The dump of 2003: words of four bytes in memory order, without omitting lines. */
export function hexDump2003(out: OutputBuffer, bytes: Uint8Array, start: number, end: number): void {
  for (let from = start; from < end; from += PER_LINE) {
    out.room(LINE)
    const into = out.bytes
    const to = Math.min(end, from + PER_LINE)
    let pos = writeAscii(into, out.pos, `\t0x${(from - start).toString(16).padStart(8, '0')} `)
    const column = pos
    into.fill(SPACE, pos, pos + 51)
    for (let i = from; i < to; i++) {
      const index = i - from
      if (index % 4 === 0) writeAscii(into, column + (index / 4) * 12, '  0x')
      hexByte(into, column + Math.floor(index / 4) * 12 + 4 + (index % 4) * 2, bytes[i] as number)
    }
    pos = column + 51
    for (let i = from; i < to; i++) {
      const byte = bytes[i] as number
      into[pos++] = isGraphic(byte) ? byte : DOT
    }
    into[pos++] = NEWLINE
    out.pos = pos
  }
}
