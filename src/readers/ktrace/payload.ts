/** Payloads of records: which structure each is, its value, its JSON. */

import { type Diagnostic, FormatError } from '../../errors.js'
import type { DialectLayout } from '../../formats/ktrace/dialect-layout.js'
import { ascii, copy } from '../../io/ascii-numbers.js'
import type { OutputBuffer } from '../../io/output-buffer.js'
import { toJson } from '../../schema/json.js'
import type { Layout } from '../../schema/layout.js'
import type { StructPlan } from '../../schema/node.js'
import type { Lossless } from '../../schema/residue.js'
import type { Struct } from '../../schema/struct.js'
import { createJsonEmitter, hexText, type JsonEmitter } from './json-emitter.js'
import { text } from './json-string.js'

type Value = Record<string, unknown>

const RAW = ascii('"raw":')
const BRACE = ascii('{')
const END = 0x7d

/** Where a payload is. A walker is one. */
export interface PayloadPlace {
  readonly bytes: Uint8Array
  readonly view: DataView
  /** Byte offset in the file of `bytes[0]`. */
  readonly base: number
  /** Number of the record. */
  readonly index: number
  readonly type: number
  /** The payload is `bytes[payload, stop)`. */
  readonly payload: number
  readonly stop: number
}

/** A payload's value, or its bytes where it is of no structure. */
export type PayloadValue = Value | { readonly raw: Uint8Array }

/** Whether a structure is of fixed size, or of fields of fixed size and bytes or text behind them: then any bytes are a value of it. */
function endsInBytes({ fields, fixed, length }: StructPlan): boolean {
  if (fixed) return true
  return length === undefined && fields.every(({ node }, i) => node.fixed || (node.kind === 'rest' && i === fields.length - 1))
}

export class Payloads {
  readonly #emitters = new Map<Layout<Value>, JsonEmitter | undefined>()
  /** By type: the last structure, and the length that it is for; -1 for any. */
  readonly #layouts = new Array<{ layout: Layout<Value>; length: number } | undefined>(256).fill(undefined)
  /** Names of calls come from tables, so there are not many. */
  readonly #openings = new Map<string, Uint8Array>()

  constructor(
    private readonly file: DialectLayout,
    /** Is told of payloads that are too short for their type, or otherwise not what they should be. */
    private readonly report: (diagnostic: Diagnostic) => void,
  ) {}

  /** The structure of a record's payload; undefined when there is none. */
  layoutOf(record: PayloadPlace): Layout<Value> | undefined {
    const { type } = record
    const known = this.#layouts[type]
    const length = record.stop - record.payload
    // Most records are of few types, and of those the structure, or the length, is always the same.
    if (known && (known.length < 0 || known.length === length)) return known.layout
    const named = this.file.types.get(type)
    if (!named) return undefined
    const { abi } = this.file
    const struct = named.payload.choose({ abi, length, bytes: record.bytes, at: record.payload })
    if (struct) {
      const layout = (struct as Struct<Value>).for(abi)
      const { by } = named.payload
      if (by && type < this.#layouts.length) this.#layouts[type] = { layout, length: by === 'type' ? -1 : length }
      return layout
    }
    if (struct === undefined) this.#misfit(record, `a payload of ${length} bytes is none of ${named.name}`)
    return undefined
  }

  /** Appends the JSON text of the payload; `name` of its system call goes before everything else. */
  write(out: OutputBuffer, record: PayloadPlace, name?: string): void {
    const layout = this.layoutOf(record)
    const opening = name === undefined ? BRACE : this.#opening(name)
    const { view, bytes, payload, stop } = record
    const emit = layout && this.#fast(layout)
    if (emit && stop - payload >= emit.size) {
      out.room(opening.length + emit.room(stop - payload))
      out.pos = emit.write(out.bytes, copy(out.bytes, out.pos, opening), view, bytes, payload, stop)
    } else if (layout) this.#slow(out, record, layout, opening)
    else this.#raw(out, record, opening)
  }

  /** The same as the fast way writes, by decoding. */
  #slow(out: OutputBuffer, record: PayloadPlace, layout: Layout<Value>, opening: Uint8Array): void {
    let json: string
    try {
      json = JSON.stringify(toJson(layout.plan, layout.interpret(record.bytes, this.#where(record))))
    } catch (error) {
      this.#fault(record, error)
      this.#raw(out, record, opening)
      return
    }
    out.room(opening.length)
    out.pos = copy(out.bytes, out.pos, opening)
    // Without fields there is no comma.
    if (json === '{}' && opening.length > 1) out.pos--
    text(out, json.slice(1))
  }

  #raw(out: OutputBuffer, { bytes, payload, stop }: PayloadPlace, opening: Uint8Array): void {
    out.room(opening.length + RAW.length + 2 * (stop - payload) + 3)
    const { bytes: into } = out
    out.pos = hexText(into, copy(into, copy(into, out.pos, opening), RAW), bytes, payload, stop)
    into[out.pos++] = END
  }

  /** `{"name":"read",` */
  #opening(name: string): Uint8Array {
    let bytes = this.#openings.get(name)
    if (!bytes) {
      bytes = new TextEncoder().encode(`{"name":${JSON.stringify(name)},`)
      this.#openings.set(name, bytes)
    }
    return bytes
  }

  /** Whether a payload is one of its record's type. */
  isOfType(record: PayloadPlace): boolean {
    const layout = this.layoutOf(record)
    const length = record.stop - record.payload
    if (!layout) return this.#mayBeBytes(record, length)
    if (endsInBytes(layout.plan)) return length >= layout.size
    return this.lossless(record) !== undefined
  }

  /** Whether no structure is in order for the payload: that of a record without one. */
  #mayBeBytes({ type, bytes, payload }: PayloadPlace, length: number): boolean {
    const { abi } = this.file
    return this.file.types.get(type)?.payload.choose({ abi, length, bytes, at: payload }) === null
  }

  /** Reports a payload that is of no structure of its type, for readers that do not decode all of it. */
  verify(record: PayloadPlace): void {
    const layout = this.layoutOf(record)
    const emit = layout && this.#fast(layout)
    if (!layout || (emit && record.stop - record.payload >= emit.size)) return
    try {
      layout.interpret(record.bytes, this.#where(record))
    } catch (error) {
      this.#fault(record, error)
    }
  }

  value(record: PayloadPlace): PayloadValue {
    const layout = this.layoutOf(record)
    if (layout) {
      try {
        return layout.decode(record.bytes, this.#where(record))
      } catch (error) {
        this.#fault(record, error)
      }
    }
    return { raw: record.bytes.slice(record.payload, record.stop) }
  }

  /** The value with what it does not tell; undefined when the payload is of no structure. */
  lossless(record: PayloadPlace): { layout: Layout<Value>; decoded: Lossless<Value> } | undefined {
    const layout = this.layoutOf(record)
    if (!layout) return undefined
    try {
      return { layout, decoded: layout.decodeLossless(record.bytes, this.#where(record)) }
    } catch (error) {
      this.#fault(record, error)
      return undefined
    }
  }

  #fast(layout: Layout<Value>): JsonEmitter | undefined {
    let emit = this.#emitters.get(layout)
    if (emit === undefined && !this.#emitters.has(layout)) {
      emit = createJsonEmitter(layout.plan)
      this.#emitters.set(layout, emit)
    }
    return emit
  }

  #where({ payload, stop, base, index }: PayloadPlace): { offset: number; end: number; base: number; path: string } {
    return { offset: payload, end: stop, base, path: `records[${index}].payload` }
  }

  #fault(record: PayloadPlace, error: unknown): void {
    if (!(error instanceof FormatError)) throw error
    const { path = '', ...rest } = error.toDiagnostic()
    const whole = `records[${record.index}].payload`
    this.report({ ...rest, path: path.startsWith(whole) ? path : `${whole}.${path}` })
  }

  #misfit({ base, payload, index }: PayloadPlace, message: string): void {
    this.report({ code: 'BAD_VALUE', offset: base + payload, path: `records[${index}].payload`, message })
  }
}
