/**
 * JSON text straight from bytes to bytes: for the structures that fill record streams, of which neither a value nor a JSON
 * tree nor a string is made. What it writes is `JSON.stringify(toJson(plan, decoded))`, character by character; it knows no
 * structure by name, and leaves those with parts that it does not know (unions, conditions) to the slow way.
 */
import { copy, hexBytes } from '../../io/ascii-numbers.js'
import type { ListNode, Node, StructPlan } from '../../schema/node.js'
import { findNul } from '../../schema/utf8.js'
import { integerPart, mostOf, type Part, reader } from './json-integers.js'
import { ESCAPED, quote } from './json-string.js'

/** Writes the JSON text of structures of a plan. */
export interface JsonEmitter {
  /** Bytes of the fixed part: fewer do not hold the structure. */
  readonly size: number
  /** Bytes of text of a structure of so many bytes, at most; what it begins with not counted. */
  room(length: number): number
  /** All but the opening brace, behind which there may be other fields and a comma already. */
  readonly write: Part
}

interface Field {
  /** `,"ktr_fd":` */
  readonly before: Uint8Array
  readonly at: number
  readonly part: Part
}

const OPEN = 0x5b
const CLOSE = 0x5d
const COMMA = 0x2c
const QUOTE = 0x22
const BRACE = 0x7b
const END = 0x7d

/** An emitter for a plan; undefined when it has parts that only the slow way knows. */
export function createJsonEmitter(plan: StructPlan): JsonEmitter | undefined {
  const little = plan.abi.endian === 'little'
  const fields: Field[] = []
  let most = 1
  let perByte = 0
  for (const { name, node, offset } of plan.fields) {
    if (node.kind === 'pad') continue
    const part = offset === undefined ? undefined : partOf(node, plan, offset, little)
    if (!part || offset === undefined) return undefined
    // Behind a part of variable size there are no fixed places.
    if (!node.fixed && plan.fields.at(-1)?.name !== name) return undefined
    const before = new TextEncoder().encode(`${fields.length === 0 ? '' : ','}${JSON.stringify(name)}:`)
    most += before.length + roomFor(node)
    if (!node.fixed) perByte = perByteOf(node)
    fields.push({ before, at: offset, part })
  }
  if (fields.length === 0) return undefined
  const write: Part = (into, start, view, bytes, at, end) => {
    let pos = start
    for (let i = 0; i < fields.length; i++) {
      const { before, at: offset, part } = fields[i] as Field
      pos = part(into, copy(into, pos, before), view, bytes, at + offset, end)
    }
    into[pos] = END
    return pos + 1
  }
  return { size: plan.size, room: (length) => most + perByte * length, write }
}

/** Bytes of text of the part of a node that is always there, at most. */
function roomFor(node: Node): number {
  switch (node.kind) {
    case 'integer':
      return mostOf(node)
    case 'chars':
      return ESCAPED * node.size + 2
    case 'bytes':
      return 2 * node.size + 2
    case 'array':
      return node.count * (roomFor(node.element) + 1) + 2
    case 'struct':
      return (createJsonEmitter(node.plan)?.room(0) ?? 0) + 1
    default:
      return 2
  }
}

/** Bytes of text for each byte of a part of variable size, at most. */
function perByteOf(node: Node): number {
  if (node.kind === 'list') return Math.ceil((roomFor(node.element) + 1) / node.element.size)
  return node.kind === 'rest' && !node.text ? 2 : ESCAPED
}

function partOf(node: Node, plan: StructPlan, offset: number, little: boolean): Part | undefined {
  switch (node.kind) {
    case 'integer':
      // Names of 64 bits are too rare for a way of their own.
      return node.names && node.size === 8 ? undefined : integerPart(node, little)
    case 'chars':
      return (into, pos, _view, bytes, at) => quote(into, pos, bytes, at, findNul(bytes, at, at + node.size))
    case 'bytes':
      return (into, pos, _view, bytes, at) => hexText(into, pos, bytes, at, at + node.size)
    case 'rest':
      return node.text
        ? (into, pos, _view, bytes, at, end) => quote(into, pos, bytes, at, end)
        : (into, pos, _view, bytes, at, end) => hexText(into, pos, bytes, at, end)
    case 'struct': {
      const inner = node.plan.fixed ? createJsonEmitter(node.plan) : undefined
      return (
        inner &&
        ((into, pos, view, bytes, at, end) => {
          into[pos] = BRACE
          return inner.write(into, pos + 1, view, bytes, at, end)
        })
      )
    }
    case 'array': {
      const part = node.element.fixed ? partOf(node.element, plan, offset, little) : undefined
      const { count, element } = node
      return part && listed(element.size, part, (_view, at) => at + count * element.size)
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
  if (reference === undefined) return listed(element.size, part, (_view, _at, end) => end)
  const stated = plan.fields.find(({ name }) => name === reference)
  if (!node.clamp || stated?.node.kind !== 'integer' || stated.node.size > 4 || stated.offset === undefined) return undefined
  const back = offset - stated.offset
  const read = reader(stated.node.size, stated.node.signed, little)
  const unit = node.bytes === undefined ? element.size : 1
  return listed(element.size, part, (view, at, end) => at + Math.max(0, Math.min(read(view, at - back) * unit, end - at)))
}

/** The whole elements up to where `stopOf` says. */
function listed(size: number, part: Part, stopOf: (view: DataView, at: number, end: number) => number): Part {
  return (into, start, view, bytes, at, end) => {
    const stop = stopOf(view, at, end)
    let pos = start
    into[pos++] = OPEN
    for (let next = at; next + size <= stop; next += size) {
      if (next > at) into[pos++] = COMMA
      pos = part(into, pos, view, bytes, next, end)
    }
    into[pos] = CLOSE
    return pos + 1
  }
}

/** Bytes as hex digits in quotes. */
export function hexText(into: Uint8Array, start: number, bytes: Uint8Array, from: number, to: number): number {
  into[start] = QUOTE
  const pos = hexBytes(into, start + 1, bytes, from, to)
  into[pos] = QUOTE
  return pos + 1
}
