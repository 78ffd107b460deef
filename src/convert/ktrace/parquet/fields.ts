/** Fields of payloads that have a column of their own, by their C names: read where they stand, whatever the structure. */
import type { Layout } from '../../../schema/base.js'
import { decodeText } from '../../../schema/text.js'

type Value = Record<string, unknown>

/** Where a payload is. */
export interface Place {
  readonly bytes: Uint8Array
  readonly view: DataView
  readonly payload: number
  readonly stop: number
}

type Read<T> = (place: Place) => T | undefined

/** Readers of one structure's fields; those that it does not have give undefined. */
export interface Fields {
  readonly error: Read<number>
  readonly retval: Read<bigint>
  readonly retval1: Read<bigint>
  readonly fd: Read<number>
  readonly direction: Read<string>
  readonly dataLength: Read<number>
  readonly path: Read<string>
  readonly signo: Read<number>
}

const nothing = (): undefined => undefined

export const noFields: Fields = {
  error: nothing,
  retval: nothing,
  retval1: nothing,
  fd: nothing,
  direction: nothing,
  dataLength: nothing,
  path: nothing,
  signo: nothing,
}

export function fieldsOf(layout: Layout<Value>): Fields {
  const isData = layout.plan.fields.some(({ name }) => name === 'ktr_rw')
  const written = number(layout, 'ktr_rw')
  return {
    error: number(layout, 'ktr_error'),
    retval: big(layout, 'ktr_retval'),
    retval1: big(layout, 'ktr_retval_1'),
    fd: number(layout, 'ktr_fd'),
    direction: isData ? (place) => DIRECTIONS[written(place) ?? -1] : nothing,
    dataLength: isData ? restLength(layout) : nothing,
    path: rest(layout, 'path'),
    signo: number(layout, 'signo'),
  }
}

const DIRECTIONS: Readonly<Record<number, string>> = { 0: 'read', 1: 'write' }

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

function number(layout: Layout<Value>, field: string): Read<number> {
  const found = integer(layout, field)
  if (!found || found.size > 4) return nothing
  const { at, size, little } = found
  return ({ view, payload, stop }) => {
    if (payload + at + size > stop) return undefined
    return size === 4 ? view.getInt32(payload + at, little) : size === 2 ? view.getInt16(payload + at, little) : view.getInt8(payload + at)
  }
}

function big(layout: Layout<Value>, field: string): Read<bigint> {
  const found = integer(layout, field)
  if (!found || found.size < 4) return nothing
  const { at, size, little } = found
  return ({ view, payload, stop }) => {
    if (payload + at + size > stop) return undefined
    return size === 8 ? view.getBigInt64(payload + at, little) : BigInt(view.getInt32(payload + at, little))
  }
}

function rest({ plan }: Layout<Value>, field: string): Read<string> {
  const found = plan.fields.find(({ name }) => name === field)
  if (found?.offset === undefined || found.node.kind !== 'rest' || !found.node.text) return nothing
  const { offset } = found
  return ({ bytes, payload, stop }) => decodeText(bytes, Math.min(payload + offset, stop), stop)
}

function restLength({ plan }: Layout<Value>): Read<number> {
  const last = plan.fields.at(-1)
  if (last?.offset === undefined || last.node.kind !== 'rest') return nothing
  const { offset } = last
  return ({ payload, stop }) => Math.max(0, stop - payload - offset)
}
