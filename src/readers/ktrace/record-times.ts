/** Times and command names of records as text. The last ones are kept: records that follow one another share them. */
import { ascii, copy, writeAscii, writeZeroPadded } from '../../io/ascii-numbers.js'
import { decodeText, findNul } from '../../schema/utf8.js'
import type { RecordWalker } from './record-walker.js'

const LARGEST = Number.MAX_SAFE_INTEGER

/** Bytes of a time at most. */
export const ROOM = 64

/** `1064505173.483507` */
export class Times {
  #bytes: Uint8Array = new Uint8Array(0)

  #seconds = Number.NaN
  #text = ''

  of(record: RecordWalker): string {
    const { seconds, fraction } = record
    if (seconds !== this.#seconds) this.#begin(record, seconds)
    if (fraction >= 0 && fraction < 1e9) return this.#text + padded(fraction, record.header.digits)
    return this.#text + odd(Math.abs(fraction) <= LARGEST ? BigInt(fraction) : exact(record, record.header.fraction), record.header.digits)
  }

  /** Writes the text of `of`, for which {@link ROOM} is enough, and gives the position behind. */
  write(into: Uint8Array, pos: number, record: RecordWalker): number {
    const { seconds, fraction } = record
    const { digits } = record.header
    if (fraction < 0 || fraction >= (digits === 9 ? 1e9 : 1e6)) return writeAscii(into, pos, this.of(record))
    if (seconds !== this.#seconds) this.#begin(record, seconds)
    return writeZeroPadded(into, copy(into, pos, this.#bytes), fraction, digits)
  }

  #begin(record: RecordWalker, seconds: number): void {
    this.#seconds = seconds
    this.#text = `${Math.abs(seconds) <= LARGEST ? seconds : exact(record, record.header.seconds)}.`
    this.#bytes = ascii(this.#text)
  }
}

function exact({ view, start, little }: RecordWalker, offset: number): bigint {
  return view.getBigInt64(start + offset, little)
}

const ZEROS = Array.from({ length: 10 }, (_, length) => '0'.repeat(length))

function padded(value: number, digits: number): string {
  const text = `${value}`
  return text.length < digits ? ZEROS[digits - text.length] + text : text
}

/** What is no fraction prints as C prints it: the sign counts as a digit. */
function odd(value: bigint, digits: number): string {
  return value < 0n ? `-${String(-value).padStart(digits - 1, '0')}` : String(value).padStart(digits, '0')
}

/** Numbers of processes are spread over so many places; two in one place push each other out. */
const PLACES = 256

interface Kept {
  readonly bytes: Uint8Array
  readonly text: string
  readonly json: Uint8Array
}

/** Command names as text and as JSON. */
export class Commands {
  readonly #kept: (Kept | undefined)[] = new Array<Kept | undefined>(PLACES).fill(undefined)

  of(record: RecordWalker): string {
    return this.#keep(record).text
  }

  /** The name in quotes, as UTF-8. */
  json(record: RecordWalker): Uint8Array {
    return this.#keep(record).json
  }

  #keep(record: RecordWalker): Kept {
    const { bytes, start, header } = record
    const at = start + header.comm
    const place = record.pid & (PLACES - 1)
    const known = this.#kept[place]
    if (known && sameText(known.bytes, bytes, at, header.commSize)) return known
    const end = findNul(bytes, at, at + header.commSize)
    const text = decodeText(bytes, at, end)
    const kept = { bytes: bytes.slice(at, end), text, json: new TextEncoder().encode(JSON.stringify(text)) }
    this.#kept[place] = kept
    return kept
  }
}

/** Whether a char array holds exactly this text. */
function sameText(text: Uint8Array, bytes: Uint8Array, at: number, size: number): boolean {
  const { length } = text
  for (let i = 0; i < length; i++) if (text[i] !== bytes[at + i]) return false
  return length === size || bytes[at + length] === 0
}

/** The command name of a record. */
export function commandOf({ bytes, start, header }: RecordWalker): string {
  const at = start + header.comm
  return decodeText(bytes, at, findNul(bytes, at, at + header.commSize))
}
