/**
 * Encodes JSON values directly to bytes, for the structures and values that are frequent in record streams. Everything else
 * (other kinds of values, numbers that do not fit, unknown fields) is left to the general path, which reports errors.
 */
import type { IntegerNode, Node, StructPlan } from '../../schema/node.js'

type Value = Readonly<Record<string, unknown>>

/** The output buffer. */
export interface GrowableBuffer {
  bytes: Uint8Array
  view: DataView
}

/** Writes a structure's JSON value at an index. @returns the index after it, or -1 if the value requires the general path */
export type JsonEncoder = (json: Value, room: GrowableBuffer, at: number) => number

type Part = (value: unknown, room: GrowableBuffer, at: number) => number

const SLOW = -1

/** Creates the encoder of a plan; undefined if the plan requires the general path. */
export function createJsonEncoder(plan: StructPlan): JsonEncoder | undefined {
  const little = plan.abi.endian === 'little'
  const fields: { name: string; at: number; part: Part }[] = []
  const last = plan.fields.at(-1)?.name
  for (const { name, node, offset } of plan.fields) {
    const part = offset === undefined || (!node.fixed && name !== last) ? undefined : partOf(node, little)
    if (!part || offset === undefined) return undefined
    fields.push({ name, at: offset, part })
  }
  const { size, fixed } = plan
  return (json, room, at) => {
    // An unknown or a missing field.
    if (Object.keys(json).length !== fields.length || !reserve(room, at + size)) return SLOW
    room.bytes.fill(0, at, at + size)
    let end = at + size
    for (let i = 0; i < fields.length; i++) {
      const { name, at: offset, part } = fields[i] as (typeof fields)[number]
      end = part(json[name], room, at + offset)
      if (end < 0) return SLOW
    }
    return fixed ? at + size : end
  }
}

/** Maximum size of the buffer for one record, in bytes. */
const LARGEST = 64 * 1024 * 1024

/** Grows the buffer; false if it would become too large. */
function reserve(room: GrowableBuffer, length: number): boolean {
  if (length <= room.bytes.length) return true
  if (length > LARGEST) return false
  const larger = new Uint8Array(Math.max(length, 2 * room.bytes.length))
  larger.set(room.bytes)
  room.bytes = larger
  room.view = new DataView(larger.buffer)
  return true
}

function partOf(node: Node, little: boolean): Part | undefined {
  switch (node.kind) {
    case 'integer':
      return integerPart(node, little)
    case 'chars':
      return (value, room, at) => (text(value, room, at, node.size) < 0 ? SLOW : at + node.size)
    case 'struct': {
      const inner = node.plan.fixed ? createJsonEncoder(node.plan) : undefined
      return inner && ((value, room, at) => (isObject(value) ? inner(value, room, at) : SLOW))
    }
    case 'rest':
      return node.text ? (value, room, at) => text(value, room, at, Number.POSITIVE_INFINITY) : hexBytes
    case 'list': {
      // The general path checks stated sizes.
      const stated = node.count !== undefined || node.bytes !== undefined
      if (node.until || !node.element.fixed || (stated && !node.clamp)) return undefined
      const element = partOf(node.element, little)
      return element && listPart(element, node.element.size)
    }
    default:
      return undefined
  }
}

function listPart(element: Part, size: number): Part {
  return (value, room, at) => {
    if (!Array.isArray(value) || !reserve(room, at + value.length * size)) return SLOW
    let end = at
    for (const item of value) {
      end = element(item, room, end)
      if (end < 0) return SLOW
    }
    return end
  }
}

function isObject(value: unknown): value is Value {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Writes ASCII text without NUL; other text requires the general path. */
function text(value: unknown, room: GrowableBuffer, at: number, size: number): number {
  if (typeof value !== 'string' || value.length > size || !reserve(room, at + value.length)) return SLOW
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i)
    if (code === 0 || code >= 0x80) return SLOW
    room.bytes[at + i] = code
  }
  return at + value.length
}

const DIGITS = new Int8Array(128).fill(-1)
for (let digit = 0; digit < 16; digit++) {
  DIGITS[digit.toString(16).charCodeAt(0)] = digit
  DIGITS[digit.toString(16).toUpperCase().charCodeAt(0)] = digit
}

function hexBytes(value: unknown, room: GrowableBuffer, at: number): number {
  if (typeof value !== 'string' || value.length % 2 !== 0 || !reserve(room, at + value.length / 2)) return SLOW
  const { bytes } = room
  for (let i = 0; i < value.length; i += 2) {
    const high = DIGITS[value.charCodeAt(i)] ?? -1
    const low = DIGITS[value.charCodeAt(i + 1)] ?? -1
    if (high < 0 || low < 0) return SLOW
    bytes[at + i / 2] = high * 16 + low
  }
  return at + value.length / 2
}

function integerPart({ size, signed, names, flags }: IntegerNode, little: boolean): Part {
  const byName = flags ? undefined : names && new Map([...names].map(([value, name]) => [name, Number(value)]))
  const bits = 2 ** (8 * size)
  const low = signed ? -bits / 2 : 0
  const high = signed ? bits / 2 - 1 : bits - 1
  return (value, { view }, at) => {
    let number: number
    if (typeof value === 'number') number = value
    else if (typeof value === 'string') {
      const named = byName?.get(value)
      if (named !== undefined) number = named
      else if (size === 8) return wideHex(value, view, at, signed, little)
      else number = hexNumber(value)
    } else return SLOW
    if (!Number.isSafeInteger(number) || number < low || number > high) return SLOW
    if (size === 4) view.setInt32(at, number, little)
    else if (size === 8) {
      const upper = Math.floor(number / 0x100000000)
      view.setInt32(little ? at + 4 : at, upper, little)
      view.setInt32(little ? at : at + 4, number - upper * 0x100000000, little)
    } else if (size === 2) view.setInt16(at, number, little)
    else view.setInt8(at, number)
    return at + size
  }
}

/** Parses a 64-bit `0x...`. */
function wideHex(value: string, view: DataView, at: number, signed: boolean, little: boolean): number {
  const digits = value.length - 2
  if (digits < 1 || digits > 16 || signed || !value.startsWith('0x')) return SLOW
  const low = hexPart(value, Math.max(2, value.length - 8), value.length)
  const high = digits > 8 ? hexPart(value, 2, value.length - 8) : 0
  if (low < 0 || high < 0) return SLOW
  view.setUint32(little ? at + 4 : at, high, little)
  view.setUint32(little ? at : at + 4, low, little)
  return at + 8
}

/** Parses up to eight hexadecimal digits; NaN for anything else. */
function hexNumber(value: string): number {
  if (!value.startsWith('0x') || value.length < 3 || value.length > 10) return Number.NaN
  const number = hexPart(value, 2, value.length)
  return number < 0 ? Number.NaN : number
}

function hexPart(text: string, start: number, end: number): number {
  let number = 0
  for (let i = start; i < end; i++) {
    const digit = DIGITS[text.charCodeAt(i)] ?? -1
    if (digit < 0) return -1
    number = number * 16 + digit
  }
  return number
}
