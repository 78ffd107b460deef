/**
 * Converts a trace to another system, version, word size or byte order. Within a system, numbers do not change; between systems,
 * the numbers of system calls, signals and errors are translated by name.
 */

import type { RecordWalker, Trace, TraceRecord } from '../../families/ktrace.js'
import { type DialectLayout, layoutDialect } from '../../formats/ktrace/dialect-layout.js'
import type { ByteSink } from '../../io/sink.js'
import { Payloads } from '../../readers/ktrace/payload.js'
import { type AbiName, findAbi } from '../../schema/base.js'
import type { TraceWriterOptions } from '../../writers/ktrace/index.js'
import { targetOf } from '../../writers/ktrace/trace-target.js'
import type { Convert } from '../conversion.js'
import { EmulationTracker, emulationName, emulationOf, emulationRecord, isNative } from './emulations.js'
import { FastPath, type Rules } from './fast-path/fast-path.js'
import { Losses } from './losses.js'
import { sameNumbers } from './name-tables.js'
import { type LazyRecordHeader, RecordWriter } from './record-writer.js'
import { convertWithinSystem } from './same-system.js'
import { closestAbi, HeaderTranslator, layoutFor, type RecordHeader } from './target-header.js'
import { traceFor } from './trace-input.js'
import { Translator } from './translate-record.js'
import type { OutputRecord, TranslationResult } from './translation-result.js'
import { unwrapRecord } from './wrapped-records.js'

/** Maximum characters of an emulation name in messages; a damaged name may have any length. */
const LONGEST_NAME = 40

/** `convert TRACE OUT --to ktrace/...`; the ABI is that of `--abi`, or the closest to that of the trace. */
export const toDialect =
  (format: string): Convert =>
  async ({ file, options, turn }, sink) => {
    const trace = traceFor(file, format)
    const abi = typeof options.abi === 'string' ? options.abi : closestAbi(format, trace.file)
    const layout = layoutFor(format, trace.file, findAbi(abi)?.name as AbiName | undefined)
    const conversion = new DialectConversion(trace, sink, {
      target: { format, abi, ...(layout !== undefined && { layout }) },
      keepUnknown: options.keepUnknown === true,
    })
    // Both paths produce the same bytes; tests compare them.
    const quick = options.general !== true
    for (const { walker, record } of trace.steps()) {
      if (!(quick && conversion.passes(walker))) conversion.add(record())
      const wait = walker.index % BETWEEN_TURNS === 0 ? turn() : undefined
      if (wait) await wait
    }
    conversion.end()
    return conversion.losses.diagnostics()
  }

/** Records between two yields to the event loop. */
const BETWEEN_TURNS = 1024

interface Settings {
  readonly target: TraceWriterOptions
  /** Keep unsupported records as KTR_USER records. */
  readonly keepUnknown: boolean
}

class DialectConversion {
  readonly losses = new Losses()
  readonly #source: DialectLayout
  readonly #target: DialectLayout
  readonly #drafts: RecordWriter
  readonly #fast: FastPath
  readonly #translator: Translator
  readonly #heads: HeaderTranslator
  readonly #emulations = new EmulationTracker()
  readonly #headerSizes: ReadonlyMap<string, number>
  /** Source and target are the same system; only the machine differs. */
  readonly #direct: boolean
  #started: boolean

  constructor(trace: Trace, sink: Pick<ByteSink, 'write'>, { target, keepUnknown }: Settings) {
    const { file, header } = targetOf(target.format, target.abi, target.layout)
    this.#source = trace.file
    this.#target = file
    this.#translator = new Translator(trace.file, file)
    this.#heads = new HeaderTranslator(header, trace.file, file, (what, { offset }) =>
      this.losses.add(`${what}: cannot be stored in a trace of ${file.dialect.title}`, offset),
    )
    this.#headerSizes = new Map(trace.file.headers.map(({ declared, size }) => [declared.name, size]))
    this.#direct = sameNumbers(trace.file, file) && trace.file.dialect.records === file.dialect.records
    this.#fast = new FastPath(trace.file, file, header, this.#rules(keepUnknown), (what, offset) => this.losses.add(what, offset))
    this.#drafts = new RecordWriter(sink, trace.file, file, { target, keepUnknown, direct: this.#direct, losses: this.losses })
    this.#started = ![...file.types.values()].some(({ name }) => name === 'KTR_START')
  }

  #rules(keepUnknown: boolean): Rules {
    const lostCall = (name: string): string => this.#translator.lostCall(name)
    return { ...this.#translator.numbers, direct: this.#direct, drops: !keepUnknown, lostCall }
  }

  add(record: TraceRecord): void {
    if (record.type === 'KTR_START') {
      this.#mark(record)
      return
    }
    let made: RecordHeader | undefined
    const head: LazyRecordHeader = () => {
      made ??= this.#heads.of(record)
      return made
    }
    if (!this.#started) this.#start(head())
    const body = record.bytes.subarray(this.#headerSizes.get(record.layout) ?? 0)
    const kept = record.type === 'KTR_USER' ? unwrapRecord(body) : undefined
    if (kept && kept.system === this.#target.system.name) {
      const restored = this.#restored(kept)
      if (restored) {
        // A wrapped record of the target system becomes a normal record again.
        if (kept.type !== 'KTR_EMUL') this.#attach(record, head)
        this.#drafts.emit(record, head, restored, body)
        return
      }
    }
    this.#drafts.emit(record, head, this.#direct ? this.#same(record, body) : this.#other(record, head, body), body)
  }

  /** Writes a common record through the fast path; false when it requires {@link add}. */
  passes(walker: RecordWalker): boolean {
    if (!this.#started || this.#drafts.gathers) return false
    if (!this.#direct) {
      const { pid } = walker
      if (!this.#emulations.has(pid) || !isNative(this.#emulations.of(pid))) return false
    }
    if (!this.#fast.write(walker, this.#drafts.out)) return false
    this.#drafts.drain()
    return true
  }

  end(): void {
    this.#drafts.end()
  }

  /** The magic record at the start, which is repeated when tracing is resumed. */
  #mark(record: TraceRecord): void {
    if (![...this.#target.types.values()].some(({ name }) => name === 'KTR_START')) return
    this.#started = true
    this.#drafts.plain({ type: 'KTR_START', ...this.#heads.of(record) })
  }

  #start({ time }: RecordHeader): void {
    this.#started = true
    this.#drafts.plain({ type: 'KTR_START', pid: -1, tid: -1, ...(time !== undefined && { time }) })
  }

  #same(record: TraceRecord, body: Uint8Array): TranslationResult {
    return convertWithinSystem(record.type, record.payload as Record<string, unknown>, body, this.#source, this.#target)
  }

  #other(record: TraceRecord, head: LazyRecordHeader, body: Uint8Array): TranslationResult {
    const emulation = emulationOf(record, this.#source)
    const { pid } = record
    if (emulation !== undefined) {
      this.#emulations.see(pid, emulation)
      const becomesNative = this.#translator.nativeByName(emulation)
      const made = emulationRecord(becomesNative ? 'native' : emulation, this.#target)
      if (made && !becomesNative) return { drafts: [made] }
      // A target without emulation records runs all processes natively.
      return {
        drafts: made ? [made] : [],
        ...(emulation !== 'native' && {
          lost: `emulation ${emulationName(record, emulation).slice(0, LONGEST_NAME)}: calls are converted as native calls of ${this.#target.dialect.title}`,
        }),
      }
    }
    this.#attach(record, head)
    return this.#translator.translate(record, this.#emulations.of(pid), body)
  }

  /** NetBSD states the emulation of a process before its first record. */
  #attach(record: TraceRecord, head: LazyRecordHeader): void {
    if (this.#direct || this.#emulations.has(record.pid)) return
    this.#emulations.see(record.pid, 'native')
    if (this.#target.system.name === 'netbsd') this.#drafts.write(record, head, emulationRecord('native', this.#target) as OutputRecord)
  }

  /** An unwrapped record, for the target's machine. */
  #restored({ layout, abi, type, body }: NonNullable<ReturnType<typeof unwrapRecord>>): TranslationResult | undefined {
    const { system } = this.#target
    const dialect = system.dialects.find(({ layouts }) => layouts[0]?.name === layout)
    if (!dialect || dialect.records !== this.#target.dialect.records) return undefined
    const file = layoutDialect(system, dialect, abi as AbiName)
    const number = [...file.types.values()].find(({ name }) => name === type)?.type ?? type
    if (typeof number !== 'number' || !sameNumbers(file, this.#target)) return undefined
    const view = new DataView(body.buffer, body.byteOffset, body.length)
    const payload = new Payloads(file, () => {}).value({
      bytes: body,
      view,
      base: 0,
      index: 0,
      type: number,
      payload: 0,
      stop: body.length,
    })
    return convertWithinSystem(type, payload as Record<string, unknown>, body, file, this.#target)
  }
}
