/** A trace file, opened: its records one by one, as JSON lines, as a lossless document, as a report. */
import { type Diagnostic, Diagnostics } from '../../errors.js'
import type { NamerOptions, SyscallNamer } from '../../formats/ktrace/dialect.js'
import type { DialectLayout } from '../../formats/ktrace/dialect-layout.js'
import type { TraceSystemName } from '../../formats/ktrace/payload-types.js'
import { jsonText } from '../../io/json-text.js'
import { OutputBuffer } from '../../io/output-buffer.js'
import type { AbiName } from '../../schema/abi.js'
import type { DocumentOptions, FieldSpan, OpenedFile, OpenOptions, ReadOptions } from '../format-reader.js'
import { defaultLimits, type Limits } from '../limits.js'
import type { CallMaker, TraceCall } from './call-model.js'
import type { ChunkSource } from './chunk-source.js'
import { DataLimit, dataLimitOf } from './data-limit.js'
import type { DetectedDialect } from './detect.js'
import { LosslessLines } from './document-lines.js'
import { traceFields } from './field-map.js'
import { RecordFilter } from './filter.js'
import { createOptionError, namerOptions } from './option-values.js'
import { Payloads } from './payload.js'
import { recordOf, strictRecordOf, type TraceRecord } from './record.js'
import { linesOf, RecordLines } from './record-lines.js'
import type { RecordOptions } from './record-options.js'
import { Times } from './record-times.js'
import { MORE, RECORD, RecordWalker } from './record-walker.js'
import { summarise } from './report.js'
import type { PartSize } from './split-points.js'
import { rangesOf, type TraceRange } from './trace-ranges.js'
import type { TypedRecord } from './typed-record.js'
import { viewNames, viewsOf } from './view-model.js'
import { makeViews } from './views.js'

export interface TraceOptions extends OpenOptions {
  /** The ABI of the kernel that wrote the file, where it is known: `sparc64`. It is found out otherwise. */
  abi?: string
  /** Name of the layout of headers, where it is known and the format has several: `comm17`. It is found out otherwise. */
  layout?: string
}

/** Parts of a report that are known without a walk. */
const DESCRIBED: readonly string[] = ['format', 'abi', 'bits', 'endian', 'diagnostics']

/** Makes the text of a trace, which is the business of a renderer. */
export type TextMaker = (
  /** Walks the trace; a stream can be walked only once. */
  walk: () => RecordWalker,
  report: (diagnostic: Diagnostic) => void,
  options: ReadOptions,
) => Iterable<string | Uint8Array>

/** What renderers make of a trace. */
export interface TraceRenderings {
  readonly text: TextMaker
  readonly calls: CallMaker
}

/** A walk that stands on a record. */
export interface TraceStep {
  readonly walker: RecordWalker
  readonly record: () => TraceRecord
}

/** A trace that is known to be of a system. */
export type TraceOf<S extends TraceSystemName> = Trace<S>

/** An opened trace. Iterating gives its records; each walk reads the file anew. */
export class Trace<S extends TraceSystemName = TraceSystemName> implements OpenedFile, Iterable<TraceRecord> {
  readonly format: string
  /** Why it was taken for this format. */
  readonly reasons: readonly string[]
  readonly file: DialectLayout
  readonly #feed: (reuse: boolean) => ChunkSource
  readonly #limits: Limits
  readonly #diagnostics: Diagnostics
  /** What was said already: a file that is walked twice has no more wrong with it than before. */
  readonly #said = new Set<string>()
  readonly #payloads: Payloads
  #layout: string | undefined

  constructor(
    { file, format, layout, reasons }: Pick<DetectedDialect, 'file' | 'format' | 'layout' | 'reasons'>,
    feed: (reuse: boolean) => ChunkSource,
    private readonly options: TraceOptions,
    private readonly renderings: TraceRenderings,
  ) {
    this.format = format
    this.file = file
    this.reasons = reasons
    this.#layout = layout
    this.#feed = feed
    this.#limits = { ...defaultLimits, ...options.limits }
    this.#diagnostics = new Diagnostics({ strict: options.strict ?? false, limit: this.#limits.diagnostics })
    this.#payloads = new Payloads(file, (diagnostic) => this.#report(diagnostic))
  }

  get diagnostics(): readonly Diagnostic[] {
    return this.#diagnostics.list
  }

  /** A trace of other bytes that is read in the same way: of this one with changed records. */
  withBytes(feed: (reuse: boolean) => ChunkSource): Trace {
    const { file, format, reasons } = this
    return new Trace({ file, format, layout: this.mainLayout, reasons: [...reasons] }, feed, this.options, this.renderings)
  }

  /** ABI of the kernel that wrote the file; of several that cannot be told apart, the one that stands for all. */
  get abi(): AbiName {
    return this.file.abiName
  }

  /** A new walk over the file; see {@link RecordWalker}. What is wrong goes to `diagnostics`, or to whom it is given. */
  walk(report?: (diagnostic: Diagnostic) => void): RecordWalker {
    return this.#walker(this.#feed(false), report)
  }

  /** A walk of which no bytes are looked at after `more()`: those that follow take their place. */
  #pass(): RecordWalker {
    return this.#walker(this.#feed(true))
  }

  #walker(feed: ChunkSource, report = (diagnostic: Diagnostic) => this.#report(diagnostic)): RecordWalker {
    return new RecordWalker(this.file, feed, { recordSize: this.#limits.recordSize, report })
  }

  /** The trace in ranges that can be read apart. Who reads one hands its diagnostics to {@link add}, in order. */
  ranges(size: PartSize, options: NamerOptions = {}): Generator<TraceRange, void, undefined> {
    return rangesOf(this.file, (report) => this.walk(report), size, options)
  }

  /** Takes what somebody else found wrong with the file. */
  add(diagnostics: readonly Diagnostic[]): void {
    for (const diagnostic of diagnostics) this.#report(diagnostic)
  }

  *[Symbol.iterator](): Generator<TraceRecord, void, undefined> {
    for (const { record } of this.steps()) yield record()
  }

  /** Each record where the walk stands on it. A value is made of it only when it is asked for, before the next step. */
  *steps(): Generator<TraceStep, void, undefined> {
    const walker = this.walk()
    const namer = this.#namer({})
    const maker = { payloads: this.#payloads, times: new Times() }
    let name: string | undefined
    const found: TraceStep = { walker, record: () => recordOf(walker, maker, name, namer.error) }
    for (;;) {
      const step = walker.step()
      if (step === RECORD) {
        name = namer.see(walker)
        yield found
      } else if (step === MORE && !walker.more()) return
    }
  }

  readonly parts = [...viewNames, ...SUMMARY_PARTS]
  /** `calls` of the text are lines, those of the JSON report are counts. */
  readonly jsonOnlyParts = SUMMARY_PARTS.filter((name) => name !== 'calls')

  report(options: ReadOptions = {}): Record<string, unknown> {
    const { abi } = this.file
    const views = viewsOf(options.only)
    if (views.length > 0) {
      const made = makeViews(this.#pass(), options, (diagnostic) => this.#report(diagnostic))
      return { format: this.format, ...Object.fromEntries(views.map((name) => [name, made[name]])), diagnostics: this.diagnostics }
    }
    // By itself the part is the calls; among others it is how often each was made.
    if (options.only?.join() === 'calls') {
      const calls = { [Symbol.iterator]: () => this.calls(options) }
      return { format: this.format, calls, diagnostics: this.diagnostics }
    }
    const walker = this.#pass()
    const filter = new RecordFilter(this.file, options)
    const parts = options.only?.filter((name) => !DESCRIBED.includes(name))
    const report: Record<string, unknown> = {
      format: this.format,
      abi: this.abi,
      bits: abi.bits,
      endian: abi.endian,
      ...summarise(walker, this.#namer(options), filter, this.#limits.tableEntries, parts),
      diagnostics: this.diagnostics,
    }
    const { only } = options
    if (!only) return report
    return Object.fromEntries(Object.entries(report).filter(([key]) => key === 'format' || key === 'diagnostics' || only.includes(key)))
  }

  /** The text of the system's own kdump(1). */
  text(options: ReadOptions = {}): Iterable<string | Uint8Array> {
    return this.renderings.text(
      () => this.#pass(),
      (diagnostic) => this.#report(diagnostic),
      options,
    )
  }

  /**
   * The system calls, each when it returns; those that do not return come last.
   *
   * @param options select calls, as those of `read --only calls`
   */
  *calls(options: ReadOptions = {}): Generator<TraceCall, void, undefined> {
    for (const call of this.#calls(options)) if (call) yield call
  }

  #calls(options: ReadOptions): Iterable<TraceCall | undefined> {
    return this.renderings.calls(this.#pass(), (diagnostic) => this.#report(diagnostic), { ...options, only: ['calls'] })
  }

  /**
   * Its records, one by one: `record.type` says what `record.payload` is.
   *
   * @param options which records: by process, thread, type, time, system call
   * @throws FormatError `BAD_VALUE` for an option that makes no sense
   * @example
   * for (const record of trace.records()) if (record.type === 'KTR_NAMEI') console.log(record.payload.path)
   */
  *records(options: RecordOptions = {}): Generator<TypedRecord<S>, void, undefined> {
    const filter = new RecordFilter(this.file, { ...options })
    const walker = this.walk()
    const namer = this.#namer({ ...options })
    const maker = { payloads: this.#payloads, times: new Times() }
    for (;;) {
      const step = walker.step()
      if (step === RECORD) {
        const name = namer.see(walker)
        const { error } = namer
        if (filter.accepts(walker, name, error === undefined ? undefined : error > 0))
          yield strictRecordOf(walker, maker, name, error) as TypedRecord<S>
      } else if (step === MORE && !walker.more()) return
    }
  }

  /** Whether the trace is of a system; then its records have the payloads of that system. */
  isOf<X extends S>(system: X): this is Trace<X> {
    return this.file.system.name === system
  }

  recordLines(options: ReadOptions = {}): Iterable<string> {
    return linesOf(this.ndjson('records', options))
  }

  /** The lines of `records` or `ndjsonDocument` as UTF-8. */
  *ndjson(form: 'records' | 'document', options: ReadOptions = {}): Generator<Uint8Array, void, undefined> {
    if (form === 'records' && options.only) {
      yield* this.#callLines(options)
      return
    }
    const out = new OutputBuffer()
    const add = form === 'records' ? this.#recordAdder(out, options) : this.#documentAdder(out)
    if (form === 'document') yield this.documentHead()
    const walker = this.#pass()
    do {
      while (fill(walker, out, add)) yield* out.take()
      // Of a trace that is followed, everything is shown before more is waited for.
      out.flush()
      yield* out.take()
    } while (walker.more())
  }

  *#callLines(options: ReadOptions): Generator<Uint8Array, void, undefined> {
    if (options.only?.join() !== 'calls') throw createOptionError('only', 'calls: other parts are not lines', options.only)
    const encoder = new TextEncoder()
    let text = ''
    for (const call of this.#calls(options)) {
      if (call) text += `${jsonText(call)}\n`
      if (text.length > PIECE || (!call && text !== '')) {
        yield encoder.encode(text)
        text = ''
      }
    }
    yield encoder.encode(text)
  }

  /** The first line of a document. */
  documentHead(): Uint8Array {
    return new TextEncoder().encode(`${JSON.stringify(this.#description())}\n`)
  }

  #recordAdder(out: OutputBuffer, options: ReadOptions): Add {
    const filter = new RecordFilter(this.file, options)
    const namer = this.#namer(options)
    const limit = dataLimitOf(options)
    const lines = new RecordLines(out, this.#payloads, limit === undefined ? undefined : new DataLimit(this.file, limit))
    return (walker, step) => {
      if (step !== RECORD) return
      const name = namer.see(walker)
      const { error } = namer
      if (filter.accepts(walker, name, error === undefined ? undefined : error > 0)) lines.record(walker, name, error)
    }
  }

  #documentAdder(out: OutputBuffer): Add {
    const lines = new LosslessLines(out, this.#payloads, this.mainLayout)
    return (walker, step) => {
      if (step === RECORD) lines.record(walker)
      else lines.gap(walker)
    }
  }

  fields(): Iterable<FieldSpan> {
    return traceFields(this.walk(), this.#payloads)
  }

  document(_options: DocumentOptions): Record<string, unknown> {
    return { ...this.#description(), records: this.#parsedLines() }
  }

  ndjsonDocument(_options: DocumentOptions): Iterable<string> {
    return linesOf(this.ndjson('document'))
  }

  *#parsedLines(): Generator<unknown, void, undefined> {
    const lines = linesOf(this.ndjson('document'))
    // The first one is the rest of the document.
    lines.next()
    for (const line of lines) yield JSON.parse(line)
  }

  /** The first line of a document. */
  #description(): Record<string, unknown> {
    return { format: this.format, abi: this.abi, endian: this.file.abi.endian, layout: this.mainLayout }
  }

  /** The header layout of records that do not name their own: the first one's. */
  get mainLayout(): string {
    this.#layout ??= this.file.dialect.layouts.find(({ format }) => format === this.format)?.name ?? ''
    return this.#layout
  }

  #namer(options: ReadOptions): SyscallNamer {
    const { dialect, abi } = this.file
    return dialect.createSyscallNamer(abi, namerOptions(dialect, options))
  }

  #report(diagnostic: Diagnostic): void {
    const key = `${diagnostic.code} ${diagnostic.offset} ${diagnostic.path}`
    if (this.#said.has(key)) return
    if (this.#said.size < this.#limits.diagnostics) this.#said.add(key)
    this.#diagnostics.add(diagnostic)
  }
}

/** Parts of the JSON report that count what the trace holds. The text has them in the view `summary`. */
const SUMMARY_PARTS = ['records', 'types', 'calls', 'failures', 'firstTime', 'lastTime', 'processes']

/** Characters of the text of calls that are handed on at once. */
const PIECE = 64 * 1024

/** Appends what a step of a walk found. */
type Add = (walker: RecordWalker, step: number) => void

/** Goes on until something is ready, true, or until there is nothing more at hand, false. A loop of its own, as it is the hot one. */
function fill(walker: RecordWalker, out: OutputBuffer, add: Add): boolean {
  for (let step = walker.step(); step !== MORE; step = walker.step()) {
    add(walker, step)
    if (out.full) return true
  }
  return false
}
