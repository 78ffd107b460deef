/** A trace file, opened: its records one by one, as JSON lines, as a lossless document, as a report. */
import { type Diagnostic, Diagnostics, FormatError } from '../../errors.js'
import type { Namer } from '../../formats/ktrace/dialect.js'
import type { LaidOutDialect } from '../../formats/ktrace/laidout.js'
import type { ByteSource } from '../../io/source.js'
import { type AbiName, findAbi } from '../../schema/abi.js'
import { fieldMap } from '../../schema/fieldmap.js'
import {
  type DocumentOptions,
  defaultLimits,
  type FieldSpan,
  type Limits,
  type OpenedFile,
  type OpenOptions,
  type ReadOptions,
} from '../format.js'
import { chooseDialect, LOOK, type Recognised, recognise } from './detect.js'
import { chunkFeed, type Feed, sourceFeed } from './feed.js'
import { RecordFilter } from './filter.js'
import { LosslessLines } from './lossless.js'
import { Payloads } from './payload.js'
import { recordOf, type TraceRecord } from './record.js'
import { summarise } from './report.js'
import { GAP, MORE, RECORD, RecordWalker } from './stream.js'
import { Commands, Times } from './time.js'
import { makeViews, viewsOf } from './views.js'

export interface TraceOptions extends OpenOptions {
  /** The ABI of the kernel that wrote the file, where it is known: `sparc64`. It is found out otherwise. */
  abi?: string
  /** Name of the layout of headers, where it is known and the format has several: `comm17`. It is found out otherwise. */
  layout?: string
}

/** Makes the text of a trace, which is the business of a renderer. */
export type TextMaker = (
  /** Both walk the trace; of a stream, only one of them can. */
  walks: { walker(): RecordWalker; records(): Iterable<TraceRecord> },
  report: (diagnostic: Diagnostic) => void,
  options: ReadOptions,
) => Iterable<string | Uint8Array>

/** See `openTrace`. */
export function traceOf(source: ByteSource, options: TraceOptions, text: TextMaker): Trace {
  const head = source.read(0, LOOK)
  const recognised = chooseDialect(head, head.length >= source.size, { format: options.as, abi: options.abi, layout: options.layout })
  return new Trace(recognised, () => sourceFeed(source), options, text)
}

/** See `streamTrace`. */
export function streamOf(chunks: Iterable<Uint8Array>, options: TraceOptions, text: TextMaker): Trace {
  const iterator = chunks[Symbol.iterator]()
  const head: Uint8Array[] = []
  let length = 0
  let whole = false
  let looked = 0
  while (length < LOOK && !whole) {
    const next = iterator.next()
    if (next.done) whole = true
    else {
      // A chunk may be overwritten when the next one is taken.
      head.push(next.value.slice())
      length += next.value.length
      // Waiting for more of a slow stream would hold back what is there; a few records are enough to go by.
      if (length < 2 * looked) continue
      looked = length
      if (isRecognised(join(head, length), options)) break
    }
  }
  const joined = join(head, length)
  const recognised = chooseDialect(joined, whole, { format: options.as, abi: options.abi, layout: options.layout })
  let read = false
  return new Trace(
    recognised,
    () => {
      if (read) throw new FormatError({ code: 'IO', message: 'a stream can be read once only' })
      read = true
      return chunkFeed(rest(joined, iterator))
    },
    options,
    text,
  )
}

/** Three or more records that fit well: enough to go by, when only the beginning of a trace is there. */
const SURE = 0.75

function isRecognised(head: Uint8Array, { as, abi, layout }: TraceOptions): boolean {
  const known = abi === undefined ? undefined : findAbi(abi)?.name
  return (recognise(head, false, { format: as, abi: known, layout })?.confidence ?? 0) > SURE
}

function* rest(head: Uint8Array, iterator: Iterator<Uint8Array>): Generator<Uint8Array, void, undefined> {
  if (head.length > 0) yield head
  for (let next = iterator.next(); !next.done; next = iterator.next()) yield next.value
}

function join(parts: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

/** An opened trace. Iterating gives its records; each walk reads the file anew. */
export class Trace implements OpenedFile, Iterable<TraceRecord> {
  readonly format: string
  /** Why it was taken for this format. */
  readonly reasons: readonly string[]
  readonly file: LaidOutDialect
  readonly #feed: () => Feed
  readonly #limits: Limits
  readonly #diagnostics: Diagnostics
  /** What was said already: a file that is walked twice has no more wrong with it than before. */
  readonly #said = new Set<string>()
  readonly #payloads: Payloads
  #layout: string | undefined

  constructor(
    { file, format, layout, reasons }: Recognised,
    feed: () => Feed,
    options: TraceOptions,
    private readonly makeText: TextMaker,
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

  /** ABI of the kernel that wrote the file; of several that cannot be told apart, the one that stands for all. */
  get abi(): AbiName {
    return this.file.abiName
  }

  /** A new walk over the file; see {@link RecordWalker}. */
  walk(): RecordWalker {
    return new RecordWalker(this.file, this.#feed(), {
      recordSize: this.#limits.recordSize,
      report: (diagnostic) => this.#report(diagnostic),
    })
  }

  *[Symbol.iterator](): Generator<TraceRecord, void, undefined> {
    const walker = this.walk()
    const namer = this.#namer({})
    const maker = { payloads: this.#payloads, times: new Times() }
    for (;;) {
      const step = walker.step()
      if (step === RECORD) yield recordOf(walker, maker, namer.see(walker))
      else if (step === MORE && !walker.more()) return
    }
  }

  report(options: ReadOptions = {}): Record<string, unknown> {
    const { abi } = this.file
    const views = viewsOf(options.only)
    if (views.length > 0) {
      const made = makeViews(this)
      return { format: this.format, ...Object.fromEntries(views.map((name) => [name, made[name]])), diagnostics: this.diagnostics }
    }
    const walker = this.walk()
    const filter = new RecordFilter(this.file.dialect, options)
    const report: Record<string, unknown> = {
      format: this.format,
      abi: this.abi,
      bits: abi.bits,
      endian: abi.endian,
      ...summarise(walker, this.#namer(options), filter, this.#limits.tableEntries),
      diagnostics: this.diagnostics,
    }
    const { only } = options
    if (!only) return report
    return Object.fromEntries(Object.entries(report).filter(([key]) => key === 'format' || key === 'diagnostics' || only.includes(key)))
  }

  /** The text of the system's own kdump(1). */
  text(options: ReadOptions = {}): Iterable<string | Uint8Array> {
    const walks = { walker: () => this.walk(), records: () => this }
    return this.makeText(walks, (diagnostic) => this.#report(diagnostic), options)
  }

  *records(options: ReadOptions = {}): Generator<string, void, undefined> {
    const walker = this.walk()
    const filter = new RecordFilter(this.file.dialect, options)
    const namer = this.#namer(options)
    const times = new Times()
    const commands = new Commands()
    const types = new Map<number, string>()
    for (;;) {
      const step = walker.step()
      if (step === RECORD) {
        const name = namer.see(walker)
        if (!filter.accepts(walker, name)) continue
        let type = types.get(walker.type)
        if (type === undefined) {
          type = JSON.stringify(this.file.types.get(walker.type)?.name ?? walker.type)
          if (types.size < 1000) types.set(walker.type, type)
        }
        const { tid } = walker
        const thread = tid === undefined ? '' : `,"tid":${tid}`
        const head = `{"index":${walker.index},"offset":${walker.offset},"type":${type},"pid":${walker.pid}${thread},"comm":`
        yield `${head}${commands.json(walker)},"time":"${times.of(walker)}","payload":${this.#payloads.json(walker, name)}}`
      } else if (step === MORE && !walker.more()) return
    }
  }

  *fields(): Generator<FieldSpan, void, undefined> {
    const walker = this.walk()
    for (;;) {
      const step = walker.step()
      if (step === RECORD) yield* this.#fieldsOf(walker)
      else if (step === GAP) {
        const length = walker.stop - walker.start
        yield { offset: walker.offset, length, path: '(no record)', value: `${length} bytes` }
      } else if (!walker.more()) return
    }
  }

  *#fieldsOf(walker: RecordWalker): Generator<FieldSpan, void, undefined> {
    const { bytes, base, start, payload, stop, index } = walker
    const path = `records[${index}]`
    yield* fieldMap(walker.header.layout.plan, bytes, { offset: start, end: payload, base, path })
    if (payload === stop) return
    const layout = this.#payloads.layoutOf(walker)
    let end = payload
    if (layout) {
      for (const span of fieldMap(layout.plan, bytes, { offset: payload, end: stop, base, path: `${path}.payload` })) {
        yield span
        end = span.offset - base + span.length
      }
    }
    if (end < stop) {
      const length = stop - end
      yield { offset: base + end, length, path: `${path}.payload${layout ? '.(rest)' : ''}`, value: `${length} bytes` }
    }
  }

  document(_options: DocumentOptions): Record<string, unknown> {
    return { ...this.#description(), records: this.#parsedLines() }
  }

  *ndjsonDocument(_options: DocumentOptions): Generator<string, void, undefined> {
    yield JSON.stringify(this.#description())
    yield* this.#lines()
  }

  *#parsedLines(): Generator<unknown, void, undefined> {
    for (const line of this.#lines()) yield JSON.parse(line)
  }

  *#lines(): Generator<string, void, undefined> {
    const walker = this.walk()
    const lines = new LosslessLines(this.#payloads, this.#mainLayout())
    for (;;) {
      const step = walker.step()
      if (step === RECORD) yield lines.record(walker)
      else if (step === GAP) yield lines.gap(walker)
      else if (!walker.more()) return
    }
  }

  /** The first line of a document. */
  #description(): Record<string, unknown> {
    return { format: this.format, abi: this.abi, endian: this.file.abi.endian, layout: this.#mainLayout() }
  }

  /** The header layout of records that do not name their own: the first one's. */
  #mainLayout(): string {
    this.#layout ??= this.file.dialect.layouts.find(({ format }) => format === this.format)?.name ?? ''
    return this.#layout
  }

  #namer(options: ReadOptions): Namer {
    const { emulation } = options
    return this.file.dialect.namer(this.file.abi, typeof emulation === 'string' ? { emulation } : {})
  }

  #report(diagnostic: Diagnostic): void {
    const key = `${diagnostic.code} ${diagnostic.offset} ${diagnostic.path}`
    if (this.#said.has(key)) return
    if (this.#said.size < this.#limits.diagnostics) this.#said.add(key)
    this.#diagnostics.add(diagnostic)
  }
}
