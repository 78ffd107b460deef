/** Hex dumps of memory and files, annotated with field names. */
import type { ByteSource } from '../io/source.js'
import type { FieldSpan } from '../readers/format-reader.js'
import { dim, fieldColors, type TextStyle, unstyled } from './ansi-color.js'

const ROW = 16
/** Maximum bytes printed for a field or gap; longer ones are shortened to their first rows and the size. */
const SHOWN = 4 * ROW
/** Width of a row's digits: two digits and a space per byte, and an additional space in the middle. */
const DIGITS = ROW * 3

/** One row: `00000040  7f 45 4c 46 ...  |.ELF...|`, digits padded to 16 bytes. */
function row(address: string, bytes: Uint8Array, paint: TextStyle): string {
  let digits = ''
  let characters = ''
  for (let index = 0; index < bytes.byteLength; index++) {
    const byte = bytes[index] as number
    if (index > 0) digits += index === ROW / 2 ? '  ' : ' '
    digits += byte.toString(16).padStart(2, '0')
    characters += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.'
  }
  const padding = ' '.repeat(DIGITS - digits.length)
  return `${address}  ${paint(digits)}${padding}  ${paint(`|${characters}|`)}`
}

/**
 * A hex dump of memory with addresses, 16 bytes per row. Each row ends with a newline.
 *
 * @param address address of the first byte
 */
export function* hexRows(bytes: Uint8Array, address: bigint): Generator<string, void, undefined> {
  const width = address + BigInt(bytes.byteLength) > 0xffff_ffffn ? 16 : 8
  for (let start = 0; start < bytes.byteLength; start += ROW) {
    const at = (address + BigInt(start)).toString(16).padStart(width, '0')
    yield `${row(at, bytes.subarray(start, start + ROW), unstyled)}\n`
  }
}

/**
 * A hex dump of a file, field by field: offset, bytes, characters, and `path = value` in the first row. Bytes between fields
 * are marked `(no field)`. Fields and gaps of more than 64 bytes are shortened, with their size.
 *
 * @param spans fields by ascending offset; overlapping fields are printed too
 * @param options.colour whether adjacent fields get different colors
 */
export function* annotatedHex(
  source: ByteSource,
  spans: Iterable<FieldSpan>,
  options: { colour?: boolean } = {},
): Generator<string, void, undefined> {
  const width = source.size > 0xffff_ffff ? 12 : 8
  let end = 0
  let turn = 0

  function* rows(offset: number, length: number, paint: TextStyle, label: string): Generator<string, void, undefined> {
    const shown = source.read(offset, length > SHOWN ? SHOWN - ROW : length)
    const at = (position: number): string => position.toString(16).padStart(width, '0')
    if (shown.byteLength === 0) yield `${at(offset)}  ${' '.repeat(DIGITS)}  ${''.padEnd(ROW + 2)}  ${label}\n`
    for (let start = 0; start < shown.byteLength; start += ROW) {
      const bytes = shown.subarray(start, start + ROW)
      const text = row(at(offset + start), bytes, paint)
      yield start === 0 ? `${text}${' '.repeat(ROW - bytes.byteLength)}  ${label}\n` : `${text}\n`
    }
    if (length > SHOWN) yield `${' '.repeat(width)}  ... ${length} bytes in total, up to ${at(offset + length)}\n`
  }

  const gap = options.colour ? dim : unstyled
  for (const span of spans) {
    if (span.offset > end) yield* rows(end, span.offset - end, gap, gap('(no field)'))
    const paint = options.colour ? (fieldColors[turn++ % fieldColors.length] ?? unstyled) : unstyled
    yield* rows(span.offset, span.length, paint, paint(span.value === '' ? span.path : `${span.path} = ${span.value}`))
    end = Math.max(end, span.offset + span.length)
  }
  if (end < source.size) yield* rows(end, source.size - end, gap, gap('(no field)'))
}
