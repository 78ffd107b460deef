/**
 * The record loop: all readers and renderers of traces use it, in constant memory.
 *
 * Records have no magic number, so one wrong length makes all that follows unreadable. Lengths are therefore verified where possible:
 * - A record that the end of the file truncates is one `TRUNCATED` diagnostic; the records before it are complete.
 * - A negative length, a length above the limit, a long record that no record follows, and an implausible header of unknown type are
 *   damage: one diagnostic with its offset, and a search for the next offset from which records follow each other. The bytes in
 *   between are reported as a gap, so no byte of a file is lost.
 */

import type { Diagnostic } from '../../errors.js'
import type { RecordView } from '../../formats/ktrace/dialect.js'
import type { DialectLayout, RecordHeaderLayout } from '../../formats/ktrace/dialect-layout.js'
import type { ChunkSource } from './chunk-source.js'
import { lengthOf, typeOf, wide } from './record-header.js'
import { RecordRecognizer } from './resynchronize.js'

/** The walker needs `more()` bytes. */
export const MORE = 0
/** The walker is at a record. */
export const RECORD = 1
/** Bytes `[start, stop)` belong to no record: damage, or the truncated end of the file. */
export const GAP = 2

export interface WalkerOptions {
  /** Longest payload that is accepted, in bytes. */
  readonly recordSize: number
  /** False ends the walk at the first damage, instead of searching for the next record. */
  readonly search?: boolean
  /** Receives damage. May throw to end the walk. */
  readonly report: (diagnostic: Diagnostic) => void
  /** Start of the walk in a part of a file: offset and number of its first record. */
  readonly from?: { readonly offset: number; readonly index: number }
}

/** Largest piece of a gap that is reported at once, in bytes. */
const GAP_PIECE = 64 * 1024

/** Walks a trace: call `step()` until it returns MORE, then `more()`, until that returns false. Positions are valid until `more()`. */
export class RecordWalker implements RecordView {
  bytes: Uint8Array = new Uint8Array(0)
  view: DataView = new DataView(this.bytes.buffer)
  /** Byte offset in the file of `bytes[0]`. */
  base = 0
  /** Number of the record, from 0. */
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
  readonly #records: RecordRecognizer
  #pos = 0
  #final = false
  #need = 1
  /** During a search for records: the next index to try; -1 otherwise. */
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
    this.#records = new RecordRecognizer(this, file, options.recordSize)
    if (options.from) {
      this.base = options.from.offset
      this.index = options.from.index - 1
    }
  }

  /** Byte offset of the record (or gap) in the file. */
  get offset(): number {
    return this.base + this.start
  }

  /** Goes to the next record or gap in the bytes read so far. Returns RECORD, GAP or MORE. */
  step(): number {
    if (this.#search >= 0) return this.#find()
    const at = this.#pos
    const left = this.bytes.length - at
    if (left < this.#smallest) return this.#short(left, this.#smallest)
    const choice = this.file.choose(this.view, at)
    if (choice < 0) return this.#lost(at, 'BAD_VALUE', 'unknown header layout', 'header')
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
    if (type === 0 && length === 0 && this.#records.isBlank(at, header)) {
      return this.#lost(at, 'BAD_VALUE', 'zeros instead of a record', header.declared.roles.type)
    }
    if (!this.#records.isKnown(type) && !this.#records.isPlausible(at, header)) {
      return this.#lost(at, 'BAD_VALUE', `unknown record type ${type} and implausible header`, header.declared.roles.type)
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

  /** Reads more bytes. False at the end of the trace. */
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

  /** Thread ID of the record; undefined where its header has none. */
  get tid(): number | undefined {
    const { tid, tidSize } = this.header
    if (tid < 0) return undefined
    return tidSize === 4 ? this.view.getInt32(this.start + tid, this.little) : wide(this.view, this.start + tid, this.little)
  }

  /** Seconds of the record's time; exact up to 2 ** 53. */
  get seconds(): number {
    const at = this.start + this.header.seconds
    return this.header.secondsSize === 4 ? this.view.getInt32(at, this.little) : wide(this.view, at, this.little)
  }

  /** Fraction of the record's time in micro- or nanoseconds, depending on `header.digits`. */
  get fraction(): number {
    const at = this.start + this.header.fraction
    return this.header.fractionSize === 4 ? this.view.getInt32(at, this.little) : wide(this.view, at, this.little)
  }

  /** Handles fewer bytes than a header. */
  #short(left: number, size: number): number {
    if (!this.#final) {
      this.#need = size
      return MORE
    }
    if (left === 0) return MORE
    return this.#cut(`record ${this.index + 1}: header is truncated`, size, left)
  }

  /** Handles a record that ends after the bytes read so far, or that is unusually long. RECORD when it is accepted. */
  #long(at: number, header: RecordHeaderLayout, type: number, length: number, stop: number): number {
    const doubted = length > this.#longest || !this.#records.isKnown(type) || !this.#records.isPlausible(at, header)
    const wanted = doubted ? stop + this.file.largest : stop
    if (wanted > this.bytes.length && !this.#final) {
      this.#need = wanted - at
      return MORE
    }
    const available = this.bytes.length
    if (stop > available) {
      if (doubted) return this.#bogus(at, header, length)
      const left = available - at - header.size
      return this.#cut(`record ${this.index + 1} is truncated`, length, left, header.declared.roles.length)
    }
    // The end of the file confirms a length as well as a following record does.
    if (doubted && stop !== available && !this.#records.isRecord(stop)) return this.#bogus(at, header, length)
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
      message: `${what}: expected ${expected} bytes, ${left} remain`,
      expected: `${expected} bytes`,
      found: `${left} bytes`,
    })
    return GAP
  }

  #bogus(at: number, header: RecordHeaderLayout, length: number): number {
    const { roles } = header.declared
    const limit = length > this.options.recordSize && length <= this.#longest && this.#records.isRecordHeader(at)
    return this.#lost(
      at,
      limit ? 'LIMIT' : 'BAD_VALUE',
      limit ? `payload has ${length} bytes, the limit is ${this.options.recordSize}` : `invalid length ${length}`,
      roles.length,
    )
  }

  /** Starts the search for the next record after damage at an index. */
  #lost(at: number, code: Diagnostic['code'], what: string, field: string): number {
    this.#damage = { code, offset: this.base + at, path: `records[${this.index + 1}].${field}`, message: what }
    this.#search = this.options.search === false ? this.bytes.length : at + 1
    return this.#find()
  }

  #find(): number {
    const result = this.#records.search(this.#search, this.#final)
    if (result.kind === 'more') {
      this.#search = result.at
      this.#need = result.needed - this.#pos
      return result.at - this.#pos >= GAP_PIECE ? this.#gap(result.at) : MORE
    }
    if (result.kind === 'record') {
      this.#report(`; skipped ${this.base + result.at - (this.#damage?.offset ?? 0)} bytes to the next record`)
      this.#search = -1
      return this.#gap(result.at)
    }
    this.#report('; no record follows')
    const { length } = this.bytes
    this.#search = length === this.#pos ? -1 : length
    return length > this.#pos ? this.#gap(length) : MORE
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

  /** Whether a plausible header of a known type is at an index, whatever length it states. */
  isRecordHeader(at: number): boolean {
    return this.#records.isRecordHeader(at)
  }

  /** Whether process, command and time of the current record are plausible. */
  isPlausible(): boolean {
    return this.#records.isPlausible(this.start, this.header)
  }
}
