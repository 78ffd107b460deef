/** Writes traces from their lossless documents, byte for byte. */
import { z } from 'zod'
import { type Diagnostic, FormatError } from '../../errors.js'
import type { NamedType, RecordHeaderLayout } from '../../formats/ktrace/dialect-layout.js'
import { fromHex } from '../../io/hex.js'
import { parseJson } from '../../io/json-parse.js'
import type { ByteSink } from '../../io/sink.js'
import { fromJson, residueFromJson, toJson } from '../../schema/json.js'
import type { Layout } from '../../schema/layout.js'
import type { Residue } from '../../schema/residue.js'
import type { Struct } from '../../schema/struct.js'
import { zeroValueOfPlan } from '../../schema/zero-value.js'
import type { DocumentWriter } from '../document-writer.js'
import { encodePayload } from './encode-payload.js'
import { createJsonEncoder, type GrowableBuffer, type JsonEncoder } from './json-encoder.js'
import { headerOf, type Target, targetOf } from './trace-target.js'

type Value = Record<string, unknown>

/** The first line of an NDJSON document, or a complete JSON document with its records. */
export const traceDocument = z.strictObject({
  format: z.string().describe('for example ktrace/netbsd-v2'),
  abi: z.string().describe('ABI of the kernel that wrote the file'),
  endian: z.enum(['little', 'big']).optional().describe('byte order, which follows from the ABI'),
  layout: z.string().optional().describe('header layout of records that do not name their own'),
  records: z.array(z.unknown()).optional().describe('the records; in NDJSON one line for each'),
})

export const writer: DocumentWriter = {
  async write(document, lines, sink, { turn }): Promise<readonly Diagnostic[]> {
    const parsed = traceDocument.safeParse(document)
    if (!parsed.success) throw documentError(parsed.error)
    const { format, abi, layout, records = [] } = parsed.data
    const target = targetOf(format, abi, layout)
    const lineWriter = new LineWriter(target, sink)
    for (const record of records) {
      lineWriter.write(record)
      const wait = turn()
      if (wait) await wait
    }
    let line = 2
    for (const text of lines) {
      lineWriter.write(parseJson(text, line), line)
      line++
      const wait = turn()
      if (wait) await wait
    }
    return []
  },
}

function documentError(error: z.ZodError): FormatError {
  const [first] = error.issues
  const path = first?.path.map(String).join('.') ?? ''
  return new FormatError(
    { code: 'BAD_DOCUMENT', path, message: `${path === '' ? 'the document' : path}: ${first?.message}` },
    { cause: error },
  )
}

/** Writes the records of a document, one JSON value each. */
class LineWriter {
  #index = 0
  readonly #blanks = new Map<RecordHeaderLayout, Value>()
  readonly #intakes = new Map<Layout<unknown>, JsonEncoder | undefined>()
  readonly #room: GrowableBuffer = roomOf(4096)

  constructor(
    private readonly target: Target,
    private readonly sink: ByteSink,
  ) {}

  /** @param line line number of the record in NDJSON */
  write(json: unknown, line?: number): void {
    const path = `records[${this.#index}]`
    try {
      if (!this.#fast(json)) this.#write(json, path)
    } catch (error) {
      if (!(error instanceof FormatError)) throw error
      const where = line === undefined ? '' : `line ${line}: `
      const code = error.code === 'OUT_OF_RANGE' ? error.code : 'BAD_DOCUMENT'
      throw new FormatError({ ...error.toDiagnostic(), code, message: `${where}${error.message}` }, { cause: error })
    }
    this.#index++
  }

  /** Writes a valid record through the fast path; false if it requires the general path. */
  #fast(json: unknown): boolean {
    if (!isObject(json) || !isObject(json.header) || !isObject(json.payload)) return false
    const { residue } = json
    if (Object.keys(json).length !== (residue === undefined ? 2 : 3)) return false
    const { header: target, file } = this.target
    const { roles } = target.declared
    const room = this.#room
    const end = this.#intakeOf(target.layout)?.(json.header, room, 0) ?? -1
    if (end >= 0 && residue !== undefined && !keepResidue(residue, target, room)) return false
    const type = end < 0 ? undefined : file.types.get(typeOf(room.view, target, file.little))
    for (const candidate of type?.payload.candidates ?? []) {
      const take = this.#intakeOf((candidate as Struct<Value>).for(file.abi))
      // Only the general path can find out whether it is this structure.
      if (!take) return false
      const stop = take(json.payload, room, end)
      if (stop < 0 || json.header[roles.length] !== stop - end) continue
      this.sink.write(room.bytes.subarray(0, stop))
      return true
    }
    return false
  }

  #intakeOf(layout: Layout<unknown>): JsonEncoder | undefined {
    let found = this.#intakes.get(layout)
    if (found === undefined && !this.#intakes.has(layout)) {
      found = createJsonEncoder(layout.plan)
      this.#intakes.set(layout, found)
    }
    return found
  }

  #write(json: unknown, path: string): void {
    if (!isObject(json)) throw bad(path, 'expected an object')
    if ('gap' in json) {
      only(json, ['gap'], path)
      this.sink.write(bytesOf(json.gap, `${path}.gap`))
      return
    }
    only(json, ['layout', 'header', 'payload', 'residue'], path)
    const { layout, header, payload, residue = {} } = json
    if (layout !== undefined && typeof layout !== 'string') throw bad(`${path}.layout`, 'expected a string')
    if (!isObject(header)) throw bad(`${path}.header`, 'expected a header')
    if (!isObject(residue)) throw bad(`${path}.residue`, 'expected an object')
    only(residue, ['header', 'payload'], `${path}.residue`)
    const laidOut = layout === undefined ? this.target.header : headerOf(this.target, layout, `${path}.layout`)
    const head = this.#headerValue(laidOut, header, `${path}.header`)
    const { roles } = laidOut.declared
    const type = this.target.file.types.get((Number(head[roles.type]) & laidOut.typeMask) >>> 0)
    const stated = roles.length in header ? Number(head[roles.length]) : undefined
    const bytes = this.#payload(payload, type, `${path}.payload`, residueFromJson(residue.payload, `${path}.residue.payload`), stated)
    if (stated !== undefined && stated !== bytes.length) {
      throw bad(`${path}.header.${roles.length}`, `states ${stated} bytes, the payload has ${bytes.length}`)
    }
    head[roles.length] = BigInt(bytes.length)
    const kept = residueFromJson(residue.header, `${path}.residue.header`)
    const headBytes = (laidOut.layout as Layout<Value>).encode(head, { path: `${path}.header`, ...(kept && { residue: kept }) })
    this.sink.write(headBytes)
    if (bytes.length > 0) this.sink.write(bytes)
  }

  #payload(json: unknown, type: NamedType | undefined, path: string, residue: Residue | undefined, length: number | undefined): Uint8Array {
    if (json === undefined) return new Uint8Array(0)
    if (!isObject(json)) throw bad(path, 'expected an object')
    const keys = Object.keys(json)
    if (keys.length === 1 && keys[0] === 'raw') return bytesOf(json.raw, `${path}.raw`)
    return encodePayload(this.target.file, type, json, ({ plan }, given) => fromJson(plan, given, path), {
      path,
      ...(residue && { residue }),
      ...(length !== undefined && { length }),
    })
  }

  /** Missing fields are zero. */
  #headerValue(header: RecordHeaderLayout, json: Value, path: string): Value {
    const { plan } = header.layout
    let empty = this.#blanks.get(header)
    if (!empty) {
      empty = toJson(plan, { ...zeroValueOfPlan(plan), ...header.declared.defaults })
      this.#blanks.set(header, empty)
    }
    return fromJson(plan, { ...empty, ...json }, path)
  }
}

function roomOf(length: number): GrowableBuffer {
  const bytes = new Uint8Array(length)
  return { bytes, view: new DataView(bytes.buffer) }
}

/**
 * Restores the residue of a header after its command name and between its fields, as the encoder would; false if the encoder would not.
 */
function keepResidue(residue: unknown, header: RecordHeaderLayout, { bytes }: GrowableBuffer): boolean {
  if (!isObject(residue) || !isObject(residue.header) || Object.keys(residue).length !== 1) return false
  const { comm, commSize, declared, holes } = header
  for (const [key, digits] of Object.entries(residue.header)) {
    const kept = typeof digits === 'string' && /^(?:[0-9a-f]{2})*$/.test(digits) ? fromHex(digits) : undefined
    if (!kept) return false
    if (key === declared.roles.comm) {
      if (kept.length !== commSize || !saysSame(kept, bytes, comm)) return false
      bytes.set(kept, comm)
    } else {
      const hole = holes.find((one) => one.key === key)
      if (hole?.length !== kept.length) return false
      bytes.set(kept, hole.offset)
    }
  }
  return true
}

/** Whether the stored bytes begin with the current text and its NUL. */
function saysSame(kept: Uint8Array, bytes: Uint8Array, at: number): boolean {
  for (let i = 0; i < kept.length; i++) {
    if (kept[i] !== bytes[at + i]) return false
    if (kept[i] === 0) return true
  }
  return true
}

function typeOf(view: DataView, { type, typeSize, typeMask }: RecordHeaderLayout, little: boolean): number {
  const raw = typeSize === 2 ? view.getUint16(type, little) : view.getUint32(type, little)
  return (raw & typeMask) >>> 0
}

function isObject(json: unknown): json is Value {
  return typeof json === 'object' && json !== null && !Array.isArray(json)
}

function only(json: Value, keys: readonly string[], path: string): void {
  for (const key of Object.keys(json)) if (!keys.includes(key)) throw bad(`${path}.${key}`, `unknown key; expected ${keys.join(', ')}`)
}

function bytesOf(json: unknown, path: string): Uint8Array {
  if (typeof json !== 'string') throw bad(path, 'expected hexadecimal text')
  try {
    return fromHex(json)
  } catch (error) {
    throw bad(path, error instanceof Error ? error.message : 'expected hexadecimal text')
  }
}

function bad(path: string, what: string): FormatError {
  return new FormatError({ code: 'BAD_DOCUMENT', path, message: `${path}: ${what}` })
}
