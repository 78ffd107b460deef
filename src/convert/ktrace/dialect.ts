/**
 * A trace of one system as that of another, of another version, word size or byte order. Within a system numbers stay as they
 * are; between systems, those of calls, signals and errors are translated by name.
 */
import { FormatError } from '../../errors.js'
import { type LaidOutDialect, layOut } from '../../formats/ktrace/laidout.js'
import type { ByteSink } from '../../io/sink.js'
import type { Trace, TraceRecord } from '../../readers/ktrace/index.js'
import { Payloads } from '../../readers/ktrace/payload.js'
import type { AbiName } from '../../schema/base.js'
import { TraceWriter } from '../../writers/ktrace/index.js'
import { targetOf } from '../../writers/ktrace/target.js'
import type { ToValue } from '../../writers/ktrace/trace.js'
import type { Convert } from '../format.js'
import { carried, carry } from './carry.js'
import { EmulationsOf, emulationOf, emulationRecord } from './emulations.js'
import { cutToFit } from './fit.js'
import { Losses } from './losses.js'
import { sameNumbers } from './names.js'
import { adapt } from './same.js'
import { type Head, Heads, likeAbi } from './target.js'
import { traceFor } from './trace.js'
import { type Draft, type Translated, Translator } from './translate.js'

/** `convert TRACE OUT --to ktrace/...`; the machine is `--abi` or one like that of the trace. */
export const toDialect =
  (format: string): Convert =>
  async ({ file, options, turn }, sink) => {
    const trace = traceFor(file, format)
    const abi = typeof options.abi === 'string' ? options.abi : likeAbi(format, trace.file)
    const conversion = new DialectConversion(trace, sink, { format, abi, keepUnknown: options.keepUnknown === true })
    for (const record of trace) {
      conversion.add(record)
      const wait = turn()
      if (wait) await wait
    }
    conversion.end()
    return conversion.losses.diagnostics()
  }

interface Settings {
  readonly format: string
  readonly abi: string
  /** Carry what has no place in records of a program. */
  readonly keepUnknown: boolean
}

/** Strings that are one record each in the trace and one record in the target. */
interface Pending {
  readonly key: string
  readonly head: Head
  readonly type: string
  readonly strings: string[]
  readonly record: TraceRecord
}

class DialectConversion {
  readonly losses = new Losses()
  readonly #source: LaidOutDialect
  readonly #target: LaidOutDialect
  readonly #writer: TraceWriter
  readonly #translator: Translator
  readonly #heads: Heads
  readonly #emulations = new EmulationsOf()
  readonly #headerSizes: ReadonlyMap<string, number>
  /** Records are the same but for their machine. */
  readonly #direct: boolean
  readonly #keepUnknown: boolean
  readonly #format: string
  #started: boolean
  #pending: Pending | undefined

  constructor(trace: Trace, sink: Pick<ByteSink, 'write'>, { format, abi, keepUnknown }: Settings) {
    const { file, header } = targetOf(format, abi)
    this.#source = trace.file
    this.#target = file
    this.#writer = new TraceWriter(sink, { format, abi })
    this.#translator = new Translator(trace.file, file)
    this.#heads = new Heads(header, trace.file, file, (what, { offset }) =>
      this.losses.add(`${what}: ${file.dialect.title} has no room for it`, offset),
    )
    this.#headerSizes = new Map(trace.file.headers.map(({ declared, size }) => [declared.name, size]))
    this.#direct = sameNumbers(trace.file, file) && trace.file.dialect.records === file.dialect.records
    this.#keepUnknown = keepUnknown
    this.#format = format
    this.#started = ![...file.types.values()].some(({ name }) => name === 'KTR_START')
  }

  add(record: TraceRecord): void {
    if (record.type === 'KTR_START') {
      this.#mark(record)
      return
    }
    const head = this.#heads.of(record)
    if (!this.#started) this.#start(head)
    const body = record.bytes.subarray(this.#headerSizes.get(record.layout) ?? 0)
    const kept = record.type === 'KTR_USER' ? carried(body) : undefined
    if (kept && kept.system === this.#target.system.name) {
      const restored = this.#restored(kept)
      if (restored) {
        // It is a record of the target's own system again.
        if (kept.type !== 'KTR_EMUL') this.#attach(record, head)
        this.#emit(record, head, restored, body)
        return
      }
    }
    this.#emit(record, head, this.#direct ? this.#same(record, body) : this.#other(record, head, body), body)
  }

  end(): void {
    this.#flush()
  }

  /** The mark at the beginning, which may come again when a trace was taken up again. */
  #mark(record: TraceRecord): void {
    if (![...this.#target.types.values()].some(({ name }) => name === 'KTR_START')) return
    this.#flush()
    this.#started = true
    this.#writer.write({ type: 'KTR_START', ...this.#heads.of(record) })
  }

  #start({ time }: Head): void {
    this.#started = true
    this.#writer.write({ type: 'KTR_START', pid: -1, tid: -1, ...(time !== undefined && { time }) })
  }

  #same(record: TraceRecord, body: Uint8Array): Translated {
    return adapt(record.type, record.payload as Record<string, unknown>, body, this.#source, this.#target)
  }

  #other(record: TraceRecord, head: Head, body: Uint8Array): Translated {
    const emulation = emulationOf(record, this.#source)
    const { pid } = record
    if (emulation !== undefined) {
      this.#emulations.see(pid, emulation)
      const made = emulationRecord(emulation, this.#target)
      if (made) return { drafts: [made] }
      // Where there are no emulations, every process is what it has to be.
      return { drafts: [], ...(emulation !== 'native' && { lost: `the emulation ${emulation}: ${this.#target.dialect.title} has none` }) }
    }
    this.#attach(record, head)
    return this.#translator.translate(record, this.#emulations.of(pid), body)
  }

  /** NetBSD says first whose calls a process makes. */
  #attach(record: TraceRecord, head: Head): void {
    if (this.#direct || this.#emulations.has(record.pid)) return
    this.#emulations.see(record.pid, 'native')
    if (this.#target.system.name === 'netbsd') this.#write(record, head, emulationRecord('native', this.#target) as Draft)
  }

  /** A record that was carried, for the target's machine. */
  #restored({ layout, abi, type, body }: NonNullable<ReturnType<typeof carried>>): Translated | undefined {
    const { system } = this.#target
    const dialect = system.dialects.find(({ layouts }) => layouts[0]?.name === layout)
    if (!dialect || dialect.records !== this.#target.dialect.records) return undefined
    const file = layOut(system, dialect, abi as AbiName)
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
    return adapt(type, payload as Record<string, unknown>, body, file, this.#target)
  }

  #emit(record: TraceRecord, head: Head, { drafts, lost }: Translated, body: Uint8Array): void {
    if (lost !== undefined && this.#carries(record, head, body)) return
    if (lost !== undefined) this.losses.add(lost, record.offset)
    for (const draft of drafts) {
      if (this.#gathers(record, head, draft)) continue
      this.#write(record, head, draft, body)
    }
  }

  #gathers(record: TraceRecord, head: Head, { type, payload }: Draft): boolean {
    if (record.type !== 'KTR_EXEC_ARG' && record.type !== 'KTR_EXEC_ENV') return false
    if (this.#direct || payload instanceof Uint8Array || !Array.isArray(payload.strings)) return false
    const key = `${type} ${head.pid} ${head.tid} ${head.time} ${head.comm}`
    if (this.#pending?.key === key) this.#pending.strings.push(...(payload.strings as string[]))
    else {
      this.#flush()
      this.#pending = { key, head, type: String(type), strings: [...(payload.strings as string[])], record }
    }
    return true
  }

  #flush(): void {
    const pending = this.#pending
    if (!pending) return
    this.#pending = undefined
    this.#write(pending.record, pending.head, { type: pending.type, payload: { strings: pending.strings } })
  }

  #write(record: TraceRecord, head: Head, { type, payload }: Draft, body?: Uint8Array): void {
    this.#flush()
    const plain = { type, ...head, payload }
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
    // Some number is too large for the words of the machine.
    let cuts = false
    const cutting: ToValue = (layout, given) =>
      cutToFit(layout, given, () => {
        cuts = true
      })
    if (this.#keepUnknown && body) {
      // Whether anything is lost is known when it was tried; a trial goes nowhere.
      try {
        new TraceWriter({ write: () => {} }, { format: this.#format, abi: this.#target.abiName }).write(plain, cutting)
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
      this.losses.add(
        `${nameOf(record)}: the upper halves of numbers, for which words of ${this.#target.abiName} have no room`,
        record.offset,
      )
  }

  #cannot(record: TraceRecord, head: Head, { code, path = '' }: FormatError, body: Uint8Array | undefined): void {
    if (body && this.#carries(record, head, body)) return
    const field = path.replace(/^records\[\d+\]\.?/, '')
    this.losses.add(
      `${nameOf(record)}: ${this.#target.dialect.title} on ${this.#target.abiName} cannot hold it (${code} in ${field || 'it'})`,
      record.offset,
    )
  }

  /** Writes it as a record of a program, where that is wanted and there is room. */
  #carries(record: TraceRecord, head: Head, body: Uint8Array): boolean {
    if (!this.#keepUnknown) return false
    const payload = carry(this.#source, record.type, body)
    if (!payload) return false
    this.#flush()
    try {
      this.#writer.write({ type: 'KTR_USER', ...head, payload })
    } catch (error) {
      if (error instanceof FormatError) return false
      throw error
    }
    return true
  }
}

const nameOf = ({ type, name }: TraceRecord): string => (name === undefined ? String(type) : `${type} ${name}`)
