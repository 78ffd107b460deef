/** Records as lines of a lossless document: every field, and beside it the bytes that the fields do not tell. */

import type { LaidOutHeader } from '../../formats/ktrace/laidout.js'
import { toHex } from '../../io/hex.js'
import { residueToJson, toJson } from '../../schema/json.js'
import type { Layout } from '../../schema/layout.js'
import { isUtf8, isZero } from '../../schema/text.js'
import { type Emitter, emitter } from './emit.js'
import type { Payloads } from './payload.js'
import type { RecordWalker } from './stream.js'

type Value = Record<string, unknown>

/** Makes the lines of a document. */
export class LosslessLines {
  readonly #emitters = new Map<LaidOutHeader, Emitter>()

  constructor(
    private readonly payloads: Payloads,
    /** The layout that the document names; records of others name theirs. */
    private readonly layout: string,
  ) {}

  /** `{"header":{...},"payload":{...},"residue":{...}}` */
  record(record: RecordWalker): string {
    const { header } = record
    const { name } = header.declared
    const own = name === this.layout ? '' : `"layout":${JSON.stringify(name)},`
    const head = this.#header(record)
    const body = this.#payload(record)
    const residue = [...(head.residue ? [`"header":${head.residue}`] : []), ...(body.residue ? [`"payload":${body.residue}`] : [])]
    return `{${own}"header":${head.json},"payload":${body.json}${residue.length > 0 ? `,"residue":{${residue.join(',')}}` : ''}}`
  }

  /** `{"gap":"..."}`: bytes that are of no record. */
  gap({ bytes, start, stop }: RecordWalker): string {
    return `{"gap":"${toHex(bytes.subarray(start, stop))}"}`
  }

  #header(record: RecordWalker): { json: string; residue?: string } {
    const { header, view, bytes, start } = record
    const json = this.#emitterOf(header)(view, bytes, start, start + header.size) as string
    let residue = ''
    for (const { key, offset, length } of header.holes) {
      if (!isZero(bytes, start + offset, start + offset + length))
        residue += `${residue === '' ? '' : ','}"${key}":"${toHex(bytes.subarray(start + offset, start + offset + length))}"`
    }
    const comm = start + header.comm
    if (!isClean(bytes, comm, comm + header.commSize)) {
      const name = header.declared.roles.comm
      residue += `${residue === '' ? '' : ','}"${name}":"${toHex(bytes.subarray(comm, comm + header.commSize))}"`
    }
    return residue === '' ? { json } : { json, residue: `{${residue}}` }
  }

  #emitterOf(header: LaidOutHeader): Emitter {
    let emit = this.#emitters.get(header)
    if (!emit) {
      const layout = header.layout as Layout<Value>
      const slow: Emitter = (_view, bytes, offset, end) => JSON.stringify(toJson(layout.plan, layout.interpret(bytes, { offset, end })))
      emit = emitter(layout.plan) ?? slow
      this.#emitters.set(header, emit)
    }
    return emit
  }

  #payload(record: RecordWalker): { json: string; residue?: string } {
    const layout = this.payloads.layoutOf(record)
    if (!layout || isWhole(layout, record)) return { json: this.payloads.json(record) }
    const lossless = this.payloads.lossless(record)
    if (!lossless) return { json: this.payloads.json(record) }
    const { decoded } = lossless
    const json = JSON.stringify(toJson(layout.plan, decoded.value))
    return decoded.residue ? { json, residue: JSON.stringify(residueToJson(decoded.residue)) } : { json }
  }
}

/** Whether a char array holds printable ASCII and nothing behind its NUL. */
function isClean(bytes: Uint8Array, start: number, end: number): boolean {
  let i = start
  while (i < end && bytes[i] !== 0) i++
  return isZero(bytes, i, end) && isUtf8(bytes, start, i)
}

/**
 * Whether the fields of a payload tell all its bytes, where that is seen at a glance: nothing in the holes, and a last part
 * that takes what is left.
 */
function isWhole({ plan }: Layout<Value>, { view, bytes, payload, stop, little }: RecordWalker): boolean {
  const last = plan.fields.at(-1)
  const left = stop - payload - plan.size
  if (!last || left < 0 || plan.fields.some(({ node }) => node.kind !== 'integer' && node !== last.node)) return false
  if (plan.holes.some(({ offset, length }) => !isZero(bytes, payload + offset, payload + offset + length))) return false
  const { node } = last
  switch (node.kind) {
    case 'integer':
      return left === 0
    case 'rest':
      return !node.text || isUtf8(bytes, stop - left, stop)
    case 'list': {
      if (!node.element.fixed || node.element.kind !== 'integer' || left % node.element.size !== 0) return false
      const reference = node.bytes ?? node.count
      if (reference === undefined) return !node.until
      const stated = plan.fields.find(({ name }) => name === reference)
      if (stated?.node.kind !== 'integer' || stated.offset === undefined) return false
      const at = payload + stated.offset
      const { size } = stated.node
      if (size !== 4 && size !== 2) return false
      const number = size === 4 ? view.getInt32(at, little) : view.getInt16(at, little)
      return number * (node.bytes === undefined ? node.element.size : 1) === left
    }
    default:
      return false
  }
}
