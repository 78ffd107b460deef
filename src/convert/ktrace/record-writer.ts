/** Writes converted records and reports what is omitted. */
import { FormatError } from '../../errors.js'
import type { TraceRecord } from '../../families/ktrace.js'
import type { DialectLayout } from '../../formats/ktrace/dialect-layout.js'
import { OutputBuffer } from '../../io/output-buffer.js'
import type { ByteSink } from '../../io/sink.js'
import { type PlainRecord, TraceWriter, type TraceWriterOptions } from '../../writers/ktrace/index.js'
import type { ToValue } from '../../writers/ktrace/trace-writer.js'
import type { Losses } from './losses.js'
import type { RecordHeader } from './target-header.js'
import type { OutputRecord, TranslationResult } from './translation-result.js'
import { truncateIntegers } from './truncate-integers.js'
import { wrapRecord } from './wrapped-records.js'

/** Created when the record is written, so that omitted records cost nothing. */
export type LazyRecordHeader = () => RecordHeader

export interface RecordWriterOptions {
  readonly target: TraceWriterOptions
  /** Keep unsupported records as KTR_USER records. */
  readonly keepUnknown: boolean
  /** Source and target are the same system; only the machine differs. */
  readonly direct: boolean
  readonly losses: Losses
}

/** Strings that are separate records in the source and one record in the target. */
interface Pending {
  readonly key: string
  readonly head: LazyRecordHeader
  readonly type: string
  readonly strings: string[]
  readonly record: TraceRecord
}

export class RecordWriter {
  /** Buffer for the sink. */
  readonly out = new OutputBuffer()
  readonly #writer: TraceWriter
  #pending: Pending | undefined

  constructor(
    private readonly sink: Pick<ByteSink, 'write'>,
    private readonly source: DialectLayout,
    private readonly target: DialectLayout,
    private readonly settings: RecordWriterOptions,
  ) {
    this.#writer = new TraceWriter({ write: (bytes) => this.#append(bytes) }, settings.target)
  }

  /** Whether collected strings have to be written before the next record. */
  get gathers(): boolean {
    return this.#pending !== undefined
  }

  /** Writes a record that fits completely. */
  plain(record: PlainRecord): void {
    this.flush()
    this.#writer.write(record)
  }

  end(): void {
    this.flush()
    this.out.flush()
    this.drain()
  }

  /** Writes full buffers to the sink. */
  drain(): void {
    if (this.out.full) for (const piece of this.out.take()) this.sink.write(piece)
  }

  #append(bytes: Uint8Array): void {
    this.out.room(bytes.length)
    this.out.bytes.set(bytes, this.out.pos)
    this.out.pos += bytes.length
    this.drain()
  }

  /** Writes the converted records; omitted parts are reported or wrapped. */
  emit(record: TraceRecord, head: LazyRecordHeader, { drafts, lost }: TranslationResult, body: Uint8Array): void {
    if (lost !== undefined && this.#carries(record, head, body)) return
    if (lost !== undefined) this.settings.losses.add(lost, record.offset)
    for (const draft of drafts) {
      if (this.#gathers(record, head, draft)) continue
      this.write(record, head, draft, body)
    }
  }

  #gathers(record: TraceRecord, head: LazyRecordHeader, { type, payload }: OutputRecord): boolean {
    if (record.type !== 'KTR_EXEC_ARG' && record.type !== 'KTR_EXEC_ENV') return false
    if (this.settings.direct || payload instanceof Uint8Array || !Array.isArray(payload.strings)) return false
    const { pid, tid, time, comm } = head()
    const key = `${type} ${pid} ${tid} ${time} ${comm}`
    if (this.#pending?.key === key) this.#pending.strings.push(...(payload.strings as string[]))
    else {
      this.flush()
      this.#pending = { key, head, type: String(type), strings: [...(payload.strings as string[])], record }
    }
    return true
  }

  /** Writes the collected strings. */
  flush(): void {
    const pending = this.#pending
    if (!pending) return
    this.#pending = undefined
    this.write(pending.record, pending.head, { type: pending.type, payload: { strings: pending.strings } })
  }

  write(record: TraceRecord, head: LazyRecordHeader, { type, payload }: OutputRecord, body?: Uint8Array): void {
    this.flush()
    const plain = { type, ...head(), payload }
    try {
      this.#writer.write(plain)
      return
    } catch (error) {
      if (!(error instanceof FormatError)) throw error
      if (error.code !== 'OUT_OF_RANGE') {
        this.#cannot(record, head, error, body)
        return
      }
    }
    // A number is too large for the words of the target machine.
    let cuts = false
    const cutting: ToValue = (layout, given) =>
      truncateIntegers(layout, given, () => {
        cuts = true
      })
    if (this.settings.keepUnknown && body) {
      // A trial run without output shows whether anything would be lost.
      try {
        new TraceWriter({ write: () => {} }, this.settings.target).write(plain, cutting)
      } catch (error) {
        if (!(error instanceof FormatError)) throw error
        this.#cannot(record, head, error, body)
        return
      }
      if (cuts && this.#carries(record, head, body)) return
    }
    try {
      this.#writer.write(plain, cutting)
    } catch (error) {
      if (!(error instanceof FormatError)) throw error
      this.#cannot(record, head, error, body)
      return
    }
    if (cuts)
      this.settings.losses.add(
        `${nameOf(record)}: the upper halves of numbers do not fit in words of ${this.target.abiName}`,
        record.offset,
      )
  }

  #cannot(record: TraceRecord, head: LazyRecordHeader, { code, path = '' }: FormatError, body: Uint8Array | undefined): void {
    if (body && this.#carries(record, head, body)) return
    const field = path.replace(/^records\[\d+\]\.?/, '')
    this.settings.losses.add(
      `${nameOf(record)}: does not fit in a record of ${this.target.dialect.title} on ${this.target.abiName} (${code}${field ? ` in ${field}` : ''})`,
      record.offset,
    )
  }

  /** Writes the record wrapped in a KTR_USER record, if that is requested and it fits. */
  #carries(record: TraceRecord, head: LazyRecordHeader, body: Uint8Array): boolean {
    if (!this.settings.keepUnknown) return false
    const payload = wrapRecord(this.source, record.type, body)
    if (!payload) return false
    this.flush()
    try {
      this.#writer.write({ type: 'KTR_USER', ...head(), payload })
    } catch (error) {
      if (error instanceof FormatError) return false
      throw error
    }
    return true
  }
}

const nameOf = ({ type, name }: TraceRecord): string => (name === undefined ? String(type) : `${type} ${name}`)
