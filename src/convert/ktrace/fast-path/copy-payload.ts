/** Converts payloads with the same fields on both sides, and payloads of system call words, without decoding them. */

import type { RecordWalker } from '../../../families/ktrace.js'
import type { DialectLayout } from '../../../formats/ktrace/dialect-layout.js'
import type { Layout, StructPlan } from '../../../schema/base.js'
import type { ListNode, PlannedField } from '../../../schema/node.js'
import { createNumberCopier, createWordCopier, type Move, place, placeOf, type Room } from './copy-integer.js'

type AnyLayout = Layout<Record<string, unknown>>

/** Writes the payload at an index; the buffer has space for {@link roomOf} bytes. Returns its length, {@link SLOW} or {@link LOST}. */
export type PayloadMove = (record: RecordWalker, room: Room, at: number) => number

export const SLOW = -1
/** The record is omitted because the target does not define its system call: this value minus the system call number. */
export const LOST = -2

/** Maximum bytes of a converted payload, if all its words become wider. */
export const roomOf = (length: number): number => 2 * length + 64

/** Copies the payload unchanged. */
export const createPayloadCopier: PayloadMove = ({ bytes, payload, stop }, room, at) => {
  room.bytes.set(bytes.subarray(payload, stop), at)
  return stop - payload
}

/** Copies between structures with the same fields; undefined when the fields differ or are not integers and a remainder. */
export function createFieldsCopier(from: AnyLayout, to: AnyLayout): PayloadMove | undefined {
  const source = from.plan.fields
  const target = to.plan.fields
  if (source.length !== target.length) return undefined
  const moves: { at: number; to: number; move: Move }[] = []
  let rest: { at: number; to: number } | undefined
  for (const [i, field] of source.entries()) {
    const other = target[i] as PlannedField
    if (field.name !== other.name || field.offset === undefined || other.offset === undefined) return undefined
    const one = placeOf(from.plan, field.name)
    const two = placeOf(to.plan, other.name)
    if (one && two) moves.push({ at: one.at, to: two.at, move: moveOf(from.plan, to.plan, field.name) })
    else if (field.node.kind === 'rest' && other.node.kind === 'rest' && i === source.length - 1)
      rest = { at: field.offset, to: other.offset }
    else return undefined
  }
  const { size } = to.plan
  return ({ view, bytes, payload, stop }, room, at) => {
    if (stop - payload < from.size || (!rest && stop - payload !== from.size)) return SLOW
    room.bytes.fill(0, at, at + size)
    for (let i = 0; i < moves.length; i++) {
      const { at: start, to: end, move } = moves[i] as (typeof moves)[number]
      if (!move(view, payload + start, room.view, at + end)) return SLOW
    }
    if (!rest) return size
    room.bytes.set(bytes.subarray(payload + rest.at, stop), at + rest.to)
    return rest.to + stop - payload - rest.at
  }
}

function moveOf(from: StructPlan, to: StructPlan, name: string): Move {
  const [one, two] = [placeOf(from, name), placeOf(to, name)] as [
    NonNullable<ReturnType<typeof placeOf>>,
    NonNullable<ReturnType<typeof placeOf>>,
  ]
  const node = from.fields.find((field) => field.name === name)?.node
  const isWord = node?.kind === 'integer' && node.big
  return (isWord ? createWordCopier(one, two) : undefined) ?? createNumberCopier(one, two)
}

/** Translates a number between systems; for system calls, {@link SLOW} or {@link LOST} when it cannot be translated. */
export type Renumber = (number: number) => number

interface Words {
  readonly code: NonNullable<ReturnType<typeof placeOf>>
  /** The field with the size in bytes or the number of the words. */
  readonly stated: NonNullable<ReturnType<typeof placeOf>>
  readonly isCount: boolean
  readonly list: number
  readonly node: ListNode
}

/** The fields for the system call number, the word count and the words; undefined for any other structure. */
function wordsOf({ plan }: AnyLayout): Words | undefined {
  const [code, stated, list] = plan.fields
  if (plan.fields.length !== 3 || code?.name !== 'ktr_code' || list?.node.kind !== 'list' || list.offset === undefined) return undefined
  const reference = list.node.bytes ?? list.node.count
  const [codeAt, statedAt] = [placeOf(plan, 'ktr_code'), placeOf(plan, stated?.name ?? '')]
  if (reference !== stated?.name || !codeAt || !statedAt) return undefined
  return { code: codeAt, stated: statedAt, isCount: list.node.count !== undefined, list: list.offset, node: list.node }
}

/** System call entry. */
export function createCallCopier(from: AnyLayout, to: AnyLayout, renumber: Renumber): PayloadMove | undefined {
  const [one, two] = [wordsOf(from), wordsOf(to)]
  if (one?.node.element.kind !== 'integer' || two?.node.element.kind !== 'integer') return undefined
  const word = one.node.element.size
  const width = two.node.element.size
  const move = createWordCopier(place(one.node.element, 0, from.plan), place(two.node.element, 0, to.plan))
  if (!move) return undefined
  const readCode = reading(one.code)
  const readStated = reading(one.stated)
  const writeCode = writing(two.code)
  const writeStated = writing(two.stated)
  return (record, room, at) => {
    const { view, payload, stop } = record
    const length = stop - payload - one.list
    if (length < 0) return SLOW
    const code = renumber(readCode(view, payload + one.code.at))
    if (code < 0) return code
    const stated = readStated(view, payload + one.stated.at)
    if ((one.isCount ? stated * word : stated) !== length || length % word !== 0) return SLOW
    const count = length / word
    room.bytes.fill(0, at, at + two.list)
    if (!writeCode(room.view, at + two.code.at, code)) return SLOW
    if (!writeStated(room.view, at + two.stated.at, two.isCount ? count : count * width)) return SLOW
    let next = at + two.list
    for (let start = payload + one.list; start < stop; start += word) {
      if (!move(view, start, room.view, next)) return SLOW
      next += width
    }
    return next - at
  }
}

/** System call return. If the target cannot store a second return value, it must be zero. */
export function createReturnCopier(
  from: AnyLayout,
  candidates: readonly AnyLayout[],
  renumber: Renumber,
  renumberError: Renumber,
  failed: number,
): PayloadMove | undefined {
  const [code, error] = [placeOf(from.plan, 'ktr_code'), placeOf(from.plan, 'ktr_error')]
  const value = placeOf(from.plan, 'ktr_retval')
  const second = placeOf(from.plan, 'ktr_retval_1')
  if (!code || !error || !from.fixed) return undefined
  const known = ['ktr_code', 'ktr_eosys', 'ktr_error', 'ktr_retval', 'ktr_retval_1']
  if (from.plan.fields.some(({ name }) => !known.includes(name))) return undefined
  const valued = target(candidates, value, second, true)
  const valueless = target(candidates, value, second, false) ?? valued
  if (!valued || !valueless) return undefined
  const readCode = reading(code)
  const readError = reading(error)
  return ({ view, payload, stop }, room, at) => {
    if (stop - payload !== from.size) return SLOW
    const number = renumber(readCode(view, payload + code.at))
    if (number < 0) return number
    const errno = readError(view, payload + error.at)
    const theirs = errno === 0 ? 0 : renumberError(errno)
    if (theirs === failed) return SLOW
    const to = errno === 0 ? valued : valueless
    const { size } = to
    room.bytes.fill(0, at, at + size)
    if (!to.writeCode(room.view, at + to.code, number) || !to.writeError(room.view, at + to.error, theirs)) return SLOW
    if (value && to.value && !to.value(view, payload + value.at, room.view, at + to.valueAt)) return SLOW
    if (second && to.second) to.second(view, payload + second.at, room.view, at + to.secondAt)
    else if (second && errno === 0 && !isNothing(view, payload + second.at, second.size)) return SLOW
    return size
  }
}

interface ReturnTarget {
  readonly size: number
  readonly code: number
  readonly error: number
  readonly writeCode: Write
  readonly writeError: Write
  readonly value: Move | undefined
  readonly valueAt: number
  readonly second: Move | undefined
  readonly secondAt: number
}

type PlaceOf = ReturnType<typeof placeOf>

function target(candidates: readonly AnyLayout[], value: PlaceOf, second: PlaceOf, valued: boolean): ReturnTarget | undefined {
  const layout = candidates.find(({ plan, fixed }) => fixed && plan.fields.some(({ name }) => name === 'ktr_retval') === valued)
  if (!layout) return undefined
  const { plan } = layout
  const [code, error, first, other] = ['ktr_code', 'ktr_error', 'ktr_retval', 'ktr_retval_1'].map((name) => placeOf(plan, name))
  if (!code || !error) return undefined
  return {
    size: layout.size,
    code: code.at,
    error: error.at,
    writeCode: writing(code),
    writeError: writing(error),
    value: value && first && createWordCopier(value, first),
    valueAt: first?.at ?? 0,
    second: second && other && second.size <= other.size ? createWordCopier(second, other) : undefined,
    secondAt: other?.at ?? 0,
  }
}

function isNothing(view: DataView, at: number, size: number): boolean {
  for (let i = 0; i < size; i++) if (view.getUint8(at + i) !== 0) return false
  return true
}

type Read = (view: DataView, at: number) => number
type Write = (view: DataView, at: number, value: number) => boolean

/** Reads small integers: system call numbers, errors and word counts. */
function reading({ size, little, signed }: NonNullable<PlaceOf>): Read {
  if (size === 2) return signed ? (view, at) => view.getInt16(at, little) : (view, at) => view.getUint16(at, little)
  return size === 4 ? (view, at) => view.getInt32(at, little) : () => Number.NaN
}

function writing({ size, little }: NonNullable<PlaceOf>): Write {
  if (size === 2) {
    return (view, at, value) => {
      if (value !== (value << 16) >> 16) return false
      view.setInt16(at, value, little)
      return true
    }
  }
  return (view, at, value) => {
    if (size !== 4 || value !== (value | 0)) return false
    view.setInt32(at, value, little)
    return true
  }
}

/** The structures that a record type may have in a dialect. */
export function layoutsOf({ types, abi }: DialectLayout, name: string): { number: number; layouts: AnyLayout[] } | undefined {
  const type = [...types.values()].find((each) => each.name === name)
  return type && { number: type.type, layouts: type.payload.candidates.map((struct) => struct.for(abi) as AnyLayout) }
}
