/**
 * The record loop: every reader and renderer of traces walks a file with it, in constant memory.
 *
 * Nothing in a trace file marks a record, so one wrong length loses all that follows. What a length says is therefore
 * doubted where it can be:
 * - A record that is cut by the end of the file is one `TRUNCATED` diagnostic; the records before it are whole.
 * - A length that is negative, above the limit, or large with no record behind it, and a header that is of no known type
 *   and does not look like one either, is damage: one diagnostic with its offset, and the loop looks for the next place
 *   from which records follow one another. What it skips is reported as a gap, so nothing of a file is ever lost.
 */

import type { Diagnostic } from '../../errors.js'
import type { RecordView } from '../../formats/ktrace/dialect.js'
import type { DialectLayout, RecordHeaderLayout } from '../../formats/ktrace/dialect-layout.js'
import type { ChunkSource } from './chunk-source.js'
import { lengthOf, plausible, typeOf, wide } from './record-header.js'

/** What a step of the loop found. */
export const MORE = 0
/** The walker stands on a record. */
export const RECORD = 1
/** Bytes `[start, stop)` are of no record: damage, or the cut end of the file. */
export const GAP = 2

export interface WalkerOptions {
  /** Longest payload that is believed, in bytes. */
  readonly recordSize: number
  /** False ends the walk at the first damage, instead of looking for the next record. */
  readonly search?: boolean
  /** Is told of damage. May throw to end the walk. */
  readonly report: (diagnostic: Diagnostic) => void
  /** Where the walk begins, in a part of a file: offset and number of its first record. */
  readonly from?: { readonly offset: number; readonly index: number }
}

/** Bytes of a gap that are given at once. */
const GAP_PIECE = 64 * 1024

/**
 * Walks a trace: `step()` until it says MORE, then `more()`, until that is false. The positions are valid until `more()`.
 */
export class RecordWalker implements RecordView {
  bytes: Uint8Array = new Uint8Array(0)
  view: DataView = new DataView(this.bytes.buffer)
  /** Byte offset in the file of `bytes[0]`. */
  base = 0
  /** Number of the record, counted from 0. */
  index = -1
  type = 0
  pid = 0
  start = 0
  payload = 0
  stop = 0
  header: RecordHeaderLayout
  readonly little: boolean

  readonly #headers: readonly RecordHeaderLayout[]
  readonly #smallest: number
  readonly #longest: number
  readonly #known: Uint8Array
  #pos = 0
  #final = false
  #need = 1
  /** While records are looked for: the next index to try; -1 otherwise. */
  #search = -1
  #damage: Diagnostic | undefined

  constructor(
    readonly file: DialectLayout,
    private readonly feed: ChunkSource,
    private readonly options: WalkerOptions,
  ) {
    this.little = file.little
    this.#headers = file.headers
    this.header = file.headers[0] as RecordHeaderLayout
    this.#smallest = file.smallest
    this.#longest = file.dialect.longest
    this.#known = file.known
    if (options.from) {
      this.base = options.from.offset
      this.index = options.from.index - 1
    }
  }

  /** Byte offset of the record (or gap) in the file. */
  get offset(): number {
    return this.base + this.start
  }

  /** Goes to the next record or gap of the bytes at hand. */
  step(): number {
    if (this.#search >= 0) return this.#find()
    const at = this.#pos
    const left = this.bytes.length - at
    if (left < this.#smallest) return this.#short(left, this.#smallest)
    const choice = this.file.choose(this.view, at)
    if (choice < 0) return this.#lost(at, 'BAD_VALUE', 'no header layout that is known', 'header')
    const header = this.#headers[choice] as RecordHeaderLayout
    if (left < header.size) return this.#short(left, header.size)
    this.header = header
    const length = lengthOf(this.view, at, header, this.little)
    if (length < 0 || length > this.options.recordSize) return this.#bogus(at, header, length)
    const stop = at + header.size + length
    const type = typeOf(this.view, at, header, this.little)
    if (stop > this.bytes.length || length > this.#longest) {
      const step = this.#long(at, header, type, length, stop)
      if (step !== RECORD) return step
    }
    if (!this.#isKnown(type) && !this.#plausible(at, header)) {
      return this.#lost(at, 'BAD_VALUE', `type ${type} is none, and the header looks like none`, header.declared.roles.type)
    }
    this.index++
    this.type = type
    this.pid = this.view.getInt32(at + header.pid, this.little)
    this.start = at
    this.payload = at + header.size
    this.stop = stop
    this.#pos = stop
    return RECORD
  }

  /** Reads on. False when there is nothing any more. */
  more(): boolean {
    if (this.#final) return false
    const kept = this.bytes.subarray(this.#pos)
    const { bytes, last } = this.feed.read(this.base + this.#pos, Math.max(this.#need, kept.length + 1), kept)
    this.base += this.#pos
    if (this.#search >= 0) this.#search -= this.#pos
    this.#pos = 0
    this.bytes = bytes
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#final = last
    return true
  }

  /** Thread of the record; undefined where its header has none. */
  get tid(): number | undefined {
    const { tid, tidSize } = this.header
    if (tid < 0) return undefined
    return tidSize === 4 ? this.view.getInt32(this.start + tid, this.little) : wide(this.view, this.start + tid, this.little)
  }

  /** Seconds of the record's time; exact up to 2 to the 53rd. */
  get seconds(): number {
    const at = this.start + this.header.seconds
    return this.header.secondsSize === 4 ? this.view.getInt32(at, this.little) : wide(this.view, at, this.little)
  }

  /** Micro- or nanoseconds of the record's time, as `header.digits` says. */
  get fraction(): number {
    const at = this.start + this.header.fraction
    return this.header.fractionSize === 4 ? this.view.getInt32(at, this.little) : wide(this.view, at, this.little)
  }

  #isKnown(type: number): boolean {
    return type < 256 ? this.#known[type] === 1 : this.file.types.has(type)
  }

  /** Fewer bytes than a header are left. */
  #short(left: number, size: number): number {
    if (!this.#final) {
      this.#need = size
      return MORE
    }
    if (left === 0) return MORE
    return this.#cut(`the file ends within the header of record ${this.index + 1}`, size, left)
  }

  /** A record goes beyond the bytes at hand, or is longer than any should be. RECORD when it is believed. */
  #long(at: number, header: RecordHeaderLayout, type: number, length: number, stop: number): number {
    const doubted = length > this.#longest || !this.#isKnown(type) || !this.#plausible(at, header)
    const wanted = doubted ? stop + this.file.largest : stop
    if (wanted > this.bytes.length && !this.#final) {
      this.#need = wanted - at
      return MORE
    }
    const available = this.bytes.length
    if (stop > available) {
      if (doubted) return this.#bogus(at, header, length)
      const left = available - at - header.size
      return this.#cut(`the file ends within record ${this.index + 1}`, length, left, header.declared.roles.length)
    }
    // The end of the file is as good as a record behind it.
    if (doubted && stop !== available && !this.#isRecord(stop)) return this.#bogus(at, header, length)
    return RECORD
  }

  #cut(what: string, expected: number, left: number, path?: string): number {
    this.start = this.#pos
    this.stop = this.bytes.length
    this.#pos = this.stop
    this.options.report({
      code: 'TRUNCATED',
      offset: this.offset,
      ...(path !== undefined && { path: `records[${this.index + 1}].${path}` }),
      message: `${what}: ${expected} bytes are announced, ${left} are left`,
      expected: `${expected} bytes`,
      found: `${left} bytes`,
    })
    return GAP
  }

  #bogus(at: number, header: RecordHeaderLayout, length: number): number {
    const { roles } = header.declared
    const limit = length > this.options.recordSize && length <= this.#longest && this.isRecordHeader(at)
    return this.#lost(
      at,
      limit ? 'LIMIT' : 'BAD_VALUE',
      limit ? `${length} bytes are above the limit of ${this.options.recordSize}` : `bogus length ${length}`,
      roles.length,
    )
  }

  /** The record at an index is none: from here on the next one is looked for. */
  #lost(at: number, code: Diagnostic['code'], what: string, field: string): number {
    this.#damage = { code, offset: this.base + at, path: `records[${this.index + 1}].${field}`, message: what }
    this.#search = this.options.search === false ? this.bytes.length : at + 1
    return this.#find()
  }

  /** Looks for a header with another record, or the end of the file, right behind its payload. */
  #find(): number {
    const { length } = this.bytes
    let at = this.#search
    for (; at + this.#smallest <= length; at++) {
      const stop = this.#recordAt(at)
      if (stop < 0) continue
      if (stop + this.file.largest > length && !this.#final) {
        this.#search = at
        this.#need = stop + this.file.largest - this.#pos
        return at - this.#pos >= GAP_PIECE ? this.#gap(at) : MORE
      }
      if (stop !== length && !this.#isRecord(stop)) continue
      this.#report(`, ${this.base + at - (this.#damage?.offset ?? 0)} bytes skipped up to the next record`)
      this.#search = -1
      return this.#gap(at)
    }
    if (!this.#final) {
      this.#search = at
      this.#need = length - this.#pos + 1
      return at - this.#pos >= GAP_PIECE ? this.#gap(at) : MORE
    }
    this.#report(', and no record follows')
    this.#search = length === this.#pos ? -1 : length
    if (length > this.#pos) return this.#gap(length)
    return MORE
  }

  #report(more: string): void {
    const damage = this.#damage
    this.#damage = undefined
    if (damage) this.options.report({ ...damage, message: damage.message + more })
  }

  #gap(end: number): number {
    this.start = this.#pos
    this.stop = end
    this.#pos = end
    return GAP
  }

  /** End of the record at an index when its header is one beyond doubt; -1 otherwise. */
  #recordAt(at: number): number {
    const choice = this.file.choose(this.view, at)
    if (choice < 0) return -1
    const header = this.#headers[choice] as RecordHeaderLayout
    if (at + header.size > this.bytes.length) return -1
    const length = lengthOf(this.view, at, header, this.little)
    if (
      length < 0 ||
      length > this.#longest ||
      length > this.options.recordSize ||
      !this.#isKnown(typeOf(this.view, at, header, this.little)) ||
      !this.#plausible(at, header)
    )
      return -1
    return at + header.size + length
  }

  /** Whether a header of a known type that looks like one stands at an index, whatever its length. */
  isRecordHeader(at: number): boolean {
    if (at + this.#smallest > this.bytes.length) return false
    const choice = this.file.choose(this.view, at)
    if (choice < 0) return false
    const header = this.#headers[choice] as RecordHeaderLayout
    if (at + header.size > this.bytes.length) return false
    return this.#isKnown(typeOf(this.view, at, header, this.little)) && this.#plausible(at, header)
  }

  /** Whether process, command and time of the record that the walker stands on look like such. */
  isPlausible(): boolean {
    return this.#plausible(this.start, this.header)
  }

  #isRecord(at: number): boolean {
    // A header that is cut by the end of the file cannot be told from anything else; it is one often enough.
    if (this.bytes.length - at < this.#smallest) return true
    return this.#recordAt(at) >= 0
  }

  #plausible(at: number, header: RecordHeaderLayout): boolean {
    return plausible(this.view, this.bytes, at, header, this.little)
  }
}
