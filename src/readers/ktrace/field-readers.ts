/** Single fields of payloads by their C names, read where they stand: for those who want one field of very many records. */
import type { Layout } from '../../schema/layout.js'
import { decodeText } from '../../schema/utf8.js'

type Value = Record<string, unknown>

/** Where a payload is: `bytes[payload, stop)`. A walker is one. */
export interface FieldLocation {
  readonly bytes: Uint8Array
  readonly view: DataView
  readonly payload: number
  readonly stop: number
}

/** Reads a field; undefined where the payload ends before it. */
export type ReadField<T> = (place: FieldLocation) => T | undefined

interface Integer {
  readonly at: number
  readonly size: number
  readonly little: boolean
}

function integer({ plan }: Layout<Value>, field: string): Integer | undefined {
  const found = plan.fields.find(({ name }) => name === field)
  if (found?.offset === undefined || found.node.kind !== 'integer') return undefined
  return { at: found.offset, size: found.node.size, little: plan.abi.endian === 'little' }
}

/** An integer of up to 32 bits; undefined where the structure has no such field. */
export function numberField(layout: Layout<Value>, field: string): ReadField<number> | undefined {
  const found = integer(layout, field)
  if (!found || found.size > 4) return undefined
  const { at, size, little } = found
  return ({ view, payload, stop }) => {
    if (payload + at + size > stop) return undefined
    return size === 4 ? view.getInt32(payload + at, little) : size === 2 ? view.getInt16(payload + at, little) : view.getInt8(payload + at)
  }
}

/** An integer of 32 or 64 bits, with its sign; undefined where the structure has no such field. */
export function bigField(layout: Layout<Value>, field: string): ReadField<bigint> | undefined {
  const found = integer(layout, field)
  if (!found || found.size < 4) return undefined
  const { at, size, little } = found
  return ({ view, payload, stop }) => {
    if (payload + at + size > stop) return undefined
    return size === 8 ? view.getBigInt64(payload + at, little) : BigInt(view.getInt32(payload + at, little))
  }
}

/** The text that a payload ends in; undefined where the structure has no such field. */
export function textField({ plan }: Layout<Value>, field: string): ReadField<string> | undefined {
  const found = plan.fields.find(({ name }) => name === field)
  if (found?.offset === undefined || found.node.kind !== 'rest' || !found.node.text) return undefined
  const { offset } = found
  return ({ bytes, payload, stop }) => decodeText(bytes, Math.min(payload + offset, stop), stop)
}

/** How many bytes of data, or of text, a payload ends in; undefined where its structure does not end in such. */
export function restLength({ plan }: Layout<Value>): ReadField<number> | undefined {
  const last = plan.fields.at(-1)
  if (last?.offset === undefined || last.node.kind !== 'rest') return undefined
  const { offset } = last
  return ({ payload, stop }) => Math.max(0, stop - payload - offset)
}
