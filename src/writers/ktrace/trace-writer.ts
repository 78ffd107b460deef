/** Writes a trace from plain data, record by record. */
import { FormatError } from '../../errors.js'
import type { NamedType, RecordHeaderLayout } from '../../formats/ktrace/dialect-layout.js'
import type { ByteSink } from '../../io/sink.js'
import type { Layout } from '../../schema/layout.js'
import { zeroValueOfPlan } from '../../schema/zero-value.js'
import { encodePayload } from './encode-payload.js'
import { headerOf, type Target, targetOf } from './trace-target.js'

type Value = Record<string, unknown>

/** A record to write. Missing values are zero or empty. */
export interface PlainRecord {
  /** `KTR_SYSCALL`, or a number. */
  readonly type: string | number
  readonly pid: number
  /** Thread ID, if the layout has one. */
  readonly tid?: number
  readonly comm?: string
  /** Seconds since 1970 with up to six or nine decimals: `1700000000.123456789`. */
  readonly time?: string
  /** The payload as an object with C field names, as bytes, or as `{ raw }`. */
  readonly payload?: Readonly<Value> | Uint8Array
  /** Other header fields by their C names. */
  readonly header?: Readonly<Value>
  /** Name of the header layout, if it differs from the writer's. */
  readonly layout?: string
  /** Bits of the header's type field in addition to the type: KTR_DROP (0x8000) on FreeBSD. */
  readonly typeFlags?: number
}

/** Converts the input to the value of a structure. */
export type ToValue = (layout: Layout<Value>, given: Value) => Value

const asGiven: ToValue = (_layout, value) => value

export interface TraceWriterOptions {
  /** `ktrace/netbsd-v2` */
  readonly format: string
  /** ABI of the kernel that writes the file: `amd64`, `sparc64`. */
  readonly abi: string
  /** Name of the header layout, if the format has several: `pre-4`. */
  readonly layout?: string
}

/** Writes records to a sink. The caller commits the sink. */
export class TraceWriter {
  readonly #target: Target
  readonly #types = new Map<string, NamedType>()
  #records = 0

  /** @throws FormatError `BAD_DOCUMENT` when format, ABI or layout do not exist */
  constructor(
    private readonly sink: Pick<ByteSink, 'write'>,
    options: TraceWriterOptions,
  ) {
    this.#target = targetOf(options.format, options.abi, options.layout)
    for (const type of this.#target.file.types.values()) this.#types.set(type.name, type)
  }

  /** Records written so far. */
  get records(): number {
    return this.#records
  }

  /**
   * Appends a record. Length, type and version of its header are set automatically.
   *
   * @param toValue converts the payload for each candidate structure
   * @throws FormatError `OUT_OF_RANGE`, `BAD_VALUE` or `INCONSISTENT` with the path of the wrong value; nothing is written in that case
   */
  write(record: PlainRecord, toValue: ToValue = asGiven): void {
    const path = `records[${this.#records}]`
    const header = record.layout === undefined ? this.#target.header : headerOf(this.#target, record.layout, `${path}.layout`)
    const type = typeof record.type === 'string' ? this.#types.get(record.type) : this.#target.file.types.get(record.type)
    const number = type?.type ?? record.type
    if (typeof number === 'string') throw wrong(`${path}.type`, 'a known record type, or a number', number)
    const payload = this.#payload(record.payload, type, toValue, `${path}.payload`)
    const head = this.#header(header, record, number, payload.length, path)
    this.sink.write(head)
    if (payload.length > 0) this.sink.write(payload)
    this.#records++
  }

  #payload(given: PlainRecord['payload'], type: NamedType | undefined, toValue: ToValue, path: string): Uint8Array {
    if (given === undefined) return new Uint8Array(0)
    if (given instanceof Uint8Array) return given
    const keys = Object.keys(given)
    if (keys.length === 1 && given.raw instanceof Uint8Array) return given.raw
    return encodePayload(this.#target.file, type, given, toValue, { path })
  }

  #header(header: RecordHeaderLayout, record: PlainRecord, type: number, length: number, path: string): Uint8Array {
    const { roles, defaults, digits } = header.declared
    const layout = header.layout as Layout<Value>
    const value = zeroValueOfPlan(layout.plan)
    Object.assign(value, defaults, record.header)
    set(value, roles.pid, record.pid)
    set(value, roles.comm, record.comm ?? '')
    if (record.tid !== undefined) {
      if (roles.tid === undefined)
        throw wrong(`${path}.tid`, `no thread ID, which headers of layout ${header.declared.name} cannot store`, record.tid)
      set(value, roles.tid, record.tid)
    }
    if (record.time !== undefined) {
      const { seconds, fraction } = parseTime(record.time, digits, `${path}.time`)
      set(value, roles.seconds, seconds)
      set(value, roles.fraction, fraction)
    }
    set(value, roles.type, type | (header.declared.typeFlags ?? 0) | (record.typeFlags ?? 0))
    set(value, roles.length, BigInt(length))
    return layout.encode(value, { path: `${path}.header` })
  }
}

function set(value: Value, path: string, to: unknown): void {
  const [first, ...rest] = path.split('.') as [string, ...string[]]
  if (rest.length > 0) set(value[first] as Value, rest.join('.'), to)
  else value[first] = to
}

/**
 * Parses a time into seconds and the fraction in units of the layout.
 *
 * @throws FormatError `BAD_VALUE` for an invalid time, or one with more decimals than the layout supports
 */
function parseTime(text: string, digits: 6 | 9, path: string): { seconds: bigint; fraction: bigint } {
  const match = /^(-?\d+)(?:\.(\d+))?$/.exec(text)
  if (!match || (match[2] ?? '').length > digits) throw wrong(path, `seconds with up to ${digits} decimals`, text)
  return { seconds: BigInt(match[1] as string), fraction: BigInt((match[2] ?? '').padEnd(digits, '0')) }
}

function wrong(path: string, expected: string, found: unknown): FormatError {
  return new FormatError({
    code: 'BAD_VALUE',
    path,
    message: `${path}: expected ${expected}, found ${String(found)}`,
    expected,
    found: String(found),
  })
}
