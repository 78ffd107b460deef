/** Payloads of records: which structure each is, its value, its JSON. */

import { type Diagnostic, FormatError } from '../../errors.js'
import type { LaidOutDialect } from '../../formats/ktrace/laidout.js'
import { toHex } from '../../io/hex.js'
import { toJson } from '../../schema/json.js'
import type { Layout } from '../../schema/layout.js'
import type { Lossless } from '../../schema/residue.js'
import type { Struct } from '../../schema/struct.js'
import { type Emitter, emitter } from './emit.js'

type Value = Record<string, unknown>

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

export class Payloads {
  readonly #emitters = new Map<Layout<Value>, Emitter | undefined>()

  constructor(
    private readonly file: LaidOutDialect,
    /** Is told of payloads that are too short for their type, or otherwise not what they should be. */
    private readonly report: (diagnostic: Diagnostic) => void,
  ) {}

  /** The structure of a record's payload; undefined when there is none. */
  layoutOf(record: PayloadPlace): Layout<Value> | undefined {
    const type = this.file.types.get(record.type)
    if (!type) return undefined
    const { abi } = this.file
    const struct = type.payload.choose({ abi, length: record.stop - record.payload, bytes: record.bytes, at: record.payload })
    if (struct) return (struct as Struct<Value>).for(abi)
    if (struct === undefined) this.#misfit(record, `a payload of ${record.stop - record.payload} bytes is none of ${type.name}`)
    return undefined
  }

  /** JSON text of the payload; `name` of its system call goes before everything else. */
  json(record: PayloadPlace, name?: string): string {
    const text = this.#text(record)
    if (name === undefined) return text
    return `{"name":"${name}"${text.length > 2 ? ',' : ''}${text.slice(1)}`
  }

  #text(record: PayloadPlace): string {
    const layout = this.layoutOf(record)
    if (!layout) return this.#raw(record)
    return this.#fast(layout)?.(record.view, record.bytes, record.payload, record.stop) ?? this.slowJson(record, layout)
  }

  /** The same text as the fast way gives, by decoding. */
  slowJson(record: PayloadPlace, layout: Layout<Value>): string {
    try {
      const value = layout.interpret(record.bytes, this.#where(record))
      return JSON.stringify(toJson(layout.plan, value))
    } catch (error) {
      this.#fault(record, error)
      return this.#raw(record)
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

  #fast(layout: Layout<Value>): Emitter | undefined {
    let emit = this.#emitters.get(layout)
    if (emit === undefined && !this.#emitters.has(layout)) {
      emit = emitter(layout.plan)
      this.#emitters.set(layout, emit)
    }
    return emit
  }

  #where({ payload, stop, base, index }: PayloadPlace): { offset: number; end: number; base: number; path: string } {
    return { offset: payload, end: stop, base, path: `records[${index}].payload` }
  }

  #raw({ bytes, payload, stop }: PayloadPlace): string {
    return `{"raw":"${toHex(bytes.subarray(payload, stop))}"}`
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
