/** Finds the next record after damage: the first offset with a plausible header whose payload another record follows. */
import type { DialectLayout, RecordHeaderLayout } from '../../formats/ktrace/dialect-layout.js'
import { isBlank, lengthOf, plausible, typeOf } from './record-header.js'

/** The bytes at hand. */
export interface ByteWindow {
  readonly bytes: Uint8Array
  readonly view: DataView
}

/** Result of a search; `at` is an index in the window. */
export type SearchResult =
  /** A record begins at `at`. */
  | { readonly kind: 'record'; readonly at: number }
  /** No record before `at`; the decision needs the bytes up to `needed`. */
  | { readonly kind: 'more'; readonly at: number; readonly needed: number }
  /** The file ends without another record. */
  | { readonly kind: 'none' }

/** Decides whether bytes are a record header. */
export class RecordRecognizer {
  readonly #headers: readonly RecordHeaderLayout[]
  readonly #smallest: number
  readonly #known: Uint8Array

  constructor(
    private readonly window: ByteWindow,
    private readonly file: DialectLayout,
    /** Longest payload that is accepted, in bytes. */
    private readonly recordSize: number,
  ) {
    this.#headers = file.headers
    this.#smallest = file.smallest
    this.#known = file.known
  }

  isKnown(type: number): boolean {
    return type < 256 ? this.#known[type] === 1 : this.file.types.has(type)
  }

  isPlausible(at: number, header: RecordHeaderLayout): boolean {
    return plausible(this.window.view, this.window.bytes, at, header, this.file.little)
  }

  /** Whether there is nothing but zeros where a header should be. */
  isBlank(at: number, header: RecordHeaderLayout): boolean {
    return isBlank(this.window.bytes, at, header)
  }

  /** Whether a plausible header of a known type is at an index, whatever length it states. */
  isRecordHeader(at: number): boolean {
    const header = this.#headerAt(at)
    return header !== undefined && this.#isTyped(at, header)
  }

  /** Whether a record can begin at an index. The end of the file may truncate its header, so fewer bytes are accepted. */
  isRecord(at: number): boolean {
    return this.window.bytes.length - at < this.#smallest || this.#endOf(at) >= 0
  }

  /**
   * Searches for a record that another record or the end of the file follows.
   *
   * @param final whether no bytes follow the window
   */
  search(from: number, final: boolean): SearchResult {
    const { length } = this.window.bytes
    let at = from
    for (; at + this.#smallest <= length; at++) {
      const stop = this.#endOf(at)
      if (stop < 0) continue
      const needed = stop + this.file.largest
      if (needed > length && !final) return { kind: 'more', at, needed }
      if (stop === length || this.isRecord(stop)) return { kind: 'record', at }
    }
    return final ? { kind: 'none' } : { kind: 'more', at, needed: length + 1 }
  }

  #headerAt(at: number): RecordHeaderLayout | undefined {
    if (at + this.#smallest > this.window.bytes.length) return undefined
    const choice = this.file.choose(this.window.view, at)
    const header = choice < 0 ? undefined : this.#headers[choice]
    return header && at + header.size <= this.window.bytes.length ? header : undefined
  }

  #isTyped(at: number, header: RecordHeaderLayout): boolean {
    return this.isKnown(typeOf(this.window.view, at, header, this.file.little)) && this.isPlausible(at, header)
  }

  /** End of the record at an index if its header is certain; -1 otherwise. */
  #endOf(at: number): number {
    const header = this.#headerAt(at)
    if (!header) return -1
    const length = lengthOf(this.window.view, at, header, this.file.little)
    if (length < 0 || length > this.file.dialect.longest || length > this.recordSize || !this.#isTyped(at, header)) return -1
    return at + header.size + length
  }
}
