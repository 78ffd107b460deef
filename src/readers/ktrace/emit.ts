/**
 * JSON text straight from bytes: for the structures that fill record streams, of which neither a value nor a JSON tree
 * is made. What it gives is `JSON.stringify(toJson(plan, decoded))`, character by character; it knows no structure by
 * name, and leaves those with parts that it does not know (unions, conditions) to the slow way.
 */
import { toHex } from '../../io/hex.js'
import { flagNames } from '../../schema/json.js'
import type { IntegerNode, ListNode, Names, Node, StructPlan } from '../../schema/node.js'
import { decodeText, findNul } from '../../schema/text.js'

/** The JSON text of the structure at `bytes[at, end)`; undefined when the bytes do not hold it. */
export type Emitter = (view: DataView, bytes: Uint8Array, at: number, end: number) => string | undefined

type Part = (view: DataView, bytes: Uint8Array, at: number, end: number) => string

/** An emitter for a plan; undefined when it has parts that only the slow way knows. */
export function emitter(plan: StructPlan): Emitter | undefined {
  const little = plan.abi.endian === 'little'
  const parts: { before: string; at: number; part: Part }[] = []
  for (const { name, node, offset } of plan.fields) {
    if (node.kind === 'pad') continue
    const part = offset === undefined ? undefined : partOf(node, plan, offset, little)
    if (!part || offset === undefined) return undefined
    parts.push({ before: `${parts.length === 0 ? '{' : ','}${JSON.stringify(name)}:`, at: offset, part })
    // Behind a part of variable size there are no fixed places.
    if (!node.fixed && plan.fields.at(-1)?.name !== name) return undefined
  }
  const { size } = plan
  if (parts.length === 0) return undefined
  return (view, bytes, at, end) => {
    if (end - at < size) return undefined
    let text = ''
    for (let i = 0; i < parts.length; i++) {
      const { before, at: offset, part } = parts[i] as (typeof parts)[number]
      text += before + part(view, bytes, at + offset, end)
    }
    return `${text}}`
  }
}

function partOf(node: Node, plan: StructPlan, offset: number, little: boolean): Part | undefined {
  switch (node.kind) {
    case 'integer':
      // Names of 64 bits are too rare for a way of their own.
      return node.names && node.size === 8 ? undefined : integerPart(node, little)
    case 'chars':
      return (_view, bytes, at) => quote(bytes, at, findNul(bytes, at, at + node.size))
    case 'bytes':
      return (_view, bytes, at) => `"${toHex(bytes.subarray(at, at + node.size))}"`
    case 'rest':
      if (node.text) return (_view, bytes, at, end) => quote(bytes, at, end)
      return (_view, bytes, at, end) => `"${toHex(bytes.subarray(at, end))}"`
    case 'struct': {
      if (!node.plan.fixed) return undefined
      const inner = emitter(node.plan)
      return inner && ((view, bytes, at, end) => inner(view, bytes, at, end) as string)
    }
    case 'array': {
      const element = node.element.fixed ? partOf(node.element, plan, offset, little) : undefined
      const { size } = node.element
      return element && ((view, bytes, at, end) => listed(view, bytes, at, at + node.count * size, end, size, element))
    }
    case 'list':
      return listPart(node, plan, offset, little)
    default:
      return undefined
  }
}

function listPart(node: ListNode, plan: StructPlan, offset: number, little: boolean): Part | undefined {
  const { element } = node
  if (!element.fixed || element.size === 0 || node.until) return undefined
  const part = partOf(element, plan, offset, little)
  if (!part) return undefined
  const reference = node.bytes ?? node.count
  if (reference === undefined) return (view, bytes, at, end) => listed(view, bytes, at, end, end, element.size, part)
  const stated = plan.fields.find(({ name }) => name === reference)
  if (!node.clamp || stated?.node.kind !== 'integer' || stated.node.size > 4 || stated.offset === undefined) return undefined
  const back = offset - stated.offset
  const read = reader(stated.node.size, stated.node.signed, little)
  const unit = node.bytes === undefined ? element.size : 1
  return (view, bytes, at, end) => {
    const length = Math.max(0, Math.min(read(view, at - back) * unit, end - at))
    return listed(view, bytes, at, at + length, end, element.size, part)
  }
}

/** The whole elements of `bytes[at, stop)`. */
function listed(view: DataView, bytes: Uint8Array, at: number, stop: number, end: number, size: number, part: Part): string {
  let text = '['
  for (let next = at; next + size <= stop; next += size) text += (next === at ? '' : ',') + part(view, bytes, next, end)
  return `${text}]`
}

function integerPart(node: IntegerNode, little: boolean): Part {
  if (node.names) return named(node, little)
  const { size, signed } = node
  if (node.hex) {
    if (size === 8) return (view, _bytes, at) => hex64(view, at, little)
    if (size === 4) return (view, _bytes, at) => `"0x${view.getUint32(at, little).toString(16)}"`
    if (size === 2) return (view, _bytes, at) => `"0x${view.getUint16(at, little).toString(16)}"`
    return (_view, bytes, at) => `"0x${(bytes[at] as number).toString(16)}"`
  }
  if (size === 8) return signed ? (view, _bytes, at) => signed64(view, at, little) : (view, _bytes, at) => unsigned64(view, at, little)
  const read = reader(size, signed, little)
  return (view, _bytes, at) => `${read(view, at)}`
}

/** An enumeration or flag word: few numbers occur, so their texts are kept. */
function named(node: IntegerNode, little: boolean): Part {
  const texts = new Map<number, string>()
  const names = node.names as Names
  const read = reader(node.size, node.signed, little)
  const textOf = (value: number): string => {
    const name = node.flags ? flagNames(names, BigInt(value)) : names.get(BigInt(value))
    if (name !== undefined) return JSON.stringify(name)
    if (!node.hex) return String(value)
    return `"0x${(node.size === 4 ? value >>> 0 : value & (node.size === 2 ? 0xffff : 0xff)).toString(16)}"`
  }
  return (view, _bytes, at) => {
    const value = read(view, at)
    let text = texts.get(value)
    if (text === undefined) {
      text = textOf(value)
      if (texts.size < 256) texts.set(value, text)
    }
    return text
  }
}

function reader(size: number, signed: boolean, little: boolean): (view: DataView, at: number) => number {
  if (size === 1) return signed ? (view, at) => view.getInt8(at) : (view, at) => view.getUint8(at)
  if (size === 2) return signed ? (view, at) => view.getInt16(at, little) : (view, at) => view.getUint16(at, little)
  if (size === 4) return signed ? (view, at) => view.getInt32(at, little) : (view, at) => view.getUint32(at, little)
  return (view, at) => Number(signed ? view.getBigInt64(at, little) : view.getBigUint64(at, little))
}

const zeros = Array.from({ length: 9 }, (_, length) => '0'.repeat(length))

/** `"0x7f7fff001000"` */
export function hex64(view: DataView, at: number, little: boolean): string {
  const high = view.getUint32(little ? at + 4 : at, little)
  const low = view.getUint32(little ? at : at + 4, little)
  if (high === 0) return `"0x${low.toString(16)}"`
  const digits = low.toString(16)
  return `"0x${high.toString(16)}${zeros[8 - digits.length]}${digits}"`
}

const LARGEST_HIGH = 0x1fffff

function signed64(view: DataView, at: number, little: boolean): string {
  const high = view.getInt32(little ? at + 4 : at, little)
  const low = view.getUint32(little ? at : at + 4, little)
  if (high === 0) return `${low}`
  if (high >= -LARGEST_HIGH && high <= LARGEST_HIGH) return `${high * 0x100000000 + low}`
  return whole(view.getBigInt64(at, little))
}

function unsigned64(view: DataView, at: number, little: boolean): string {
  const high = view.getUint32(little ? at + 4 : at, little)
  const low = view.getUint32(little ? at : at + 4, little)
  if (high <= LARGEST_HIGH) return `${high * 0x100000000 + low}`
  return whole(view.getBigUint64(at, little))
}

/** A JSON number when it is a safe integer, else decimal text in quotes. */
function whole(value: bigint): string {
  return Number.isSafeInteger(Number(value)) ? `${value}` : `"${value}"`
}

/** The text of bytes as a JSON string. */
export function quote(bytes: Uint8Array, start: number, end: number): string {
  if (end - start <= 96) {
    let text = '"'
    let i = start
    for (; i < end; i++) {
      const byte = bytes[i] as number
      if (byte < 0x20 || byte >= 0x7f || byte === 0x22 || byte === 0x5c) break
      text += CHARACTERS[byte]
    }
    if (i === end) return `${text}"`
  }
  return JSON.stringify(decodeText(bytes, start, end))
}

const CHARACTERS = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code))
