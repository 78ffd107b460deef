/** Times and command names of records as text. The last ones are kept: records that follow one another share them. */
import { decodeText, findNul } from '../../schema/text.js'
import { quote } from './emit.js'
import type { RecordWalker } from './stream.js'

const LARGEST = Number.MAX_SAFE_INTEGER

/** `1064505173.483507` */
export class Times {
  #seconds = Number.NaN
  #text = ''

  of(record: RecordWalker): string {
    const { seconds, fraction } = record
    if (seconds !== this.#seconds) {
      this.#seconds = seconds
      this.#text = `${Math.abs(seconds) <= LARGEST ? seconds : exact(record, record.header.seconds)}.`
    }
    if (fraction >= 0 && fraction < 1e9) return this.#text + padded(fraction, record.header.digits)
    return this.#text + odd(Math.abs(fraction) <= LARGEST ? BigInt(fraction) : exact(record, record.header.fraction), record.header.digits)
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
  readonly json: string
}

/** Command names as JSON text. */
export class Commands {
  readonly #kept: (Kept | undefined)[] = new Array<Kept | undefined>(PLACES).fill(undefined)

  json(record: RecordWalker): string {
    const { bytes, start, header } = record
    const at = start + header.comm
    const place = record.pid & (PLACES - 1)
    const kept = this.#kept[place]
    if (kept && sameText(kept.bytes, bytes, at, header.commSize)) return kept.json
    const end = findNul(bytes, at, at + header.commSize)
    const json = quote(bytes, at, end)
    this.#kept[place] = { bytes: bytes.slice(at, end), json }
    return json
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
