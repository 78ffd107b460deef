/**
 * Registers straight from the bytes of a set: of the thousands of threads of a core, decoding whole structures first would take
 * several times as long. Gives what decoding and then looking the fields up gives.
 */
import type { Abi, Node, StructPlan } from '../../schema/base.js'
import type { Registers } from './process-info.js'
import { pathsOf, type Step, wideNumber } from './register-names.js'
import type { RegisterSet } from './register-set.js'

/** Where a register is. */
interface Place {
  readonly name: string
  readonly offset: number
  readonly size: number
  readonly signed: boolean
}

interface Placed {
  readonly places: readonly Place[]
  /** All of the registers, zero: what is made as a copy of it costs a fraction of what is made register by register. */
  readonly zeros: Registers
}

/** By set, and by the structure that it is looked for in; null where a register is in no fixed place. */
const known = new WeakMap<RegisterSet, WeakMap<StructPlan, Placed | null>>()

/**
 * The registers of a set in the bytes of a structure of fixed size, all of which must be there.
 *
 * @returns undefined when one of them is in no fixed place
 */
export function registersIn(set: RegisterSet, plan: StructPlan, bytes: Uint8Array, abi: Abi): Registers | undefined {
  let byPlan = known.get(set)
  if (!byPlan) {
    byPlan = new WeakMap()
    known.set(set, byPlan)
  }
  let found = byPlan.get(plan)
  if (found === undefined) {
    const places = placesOf(set, plan)
    found = places && { places, zeros: Object.fromEntries(places.map(({ name }) => [name, 0n])) }
    byPlan.set(plan, found)
  }
  if (found === null) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const little = abi.endian === 'little'
  const registers: Record<string, bigint> = { ...found.zeros }
  for (const place of found.places) {
    // Most have never been used.
    if (!isZero(view, place)) registers[place.name] = valueAt(view, place, little)
  }
  return set.toGdb ? Object.assign(registers, set.toGdb(registers)) : registers
}

function placesOf({ names }: RegisterSet, plan: StructPlan): readonly Place[] | null {
  const found: Place[] = []
  for (const [name, steps] of pathsOf(names)) {
    const place = placeOf(plan, steps)
    // A field that the structure does not have is left out, as it is when it is looked up.
    if (place === undefined) continue
    if (place === null) return null
    found.push({ name, ...place })
  }
  return found
}

type PlannedField = StructPlan['fields'][number]

function placeOf(plan: StructPlan, steps: readonly Step[]): Omit<Place, 'name'> | null | undefined {
  let offset = 0
  let node: Node = { kind: 'struct', plan, size: plan.size, align: plan.align, fixed: plan.fixed }
  for (const step of steps) {
    if (typeof step === 'number') {
      if (node.kind !== 'array') return null
      if (step >= node.count) return undefined
      offset += step * node.element.size
      node = node.element
    } else {
      if (node.kind !== 'struct') return null
      const field: PlannedField | undefined = node.plan.fields.find((each) => each.name === step)
      if (!field) return undefined
      if (field.offset === undefined) return null
      offset += field.offset
      node = field.node
    }
  }
  if (node.kind === 'integer') return { offset, size: node.size, signed: node.signed }
  return node.kind === 'bytes' ? { offset, size: node.size, signed: false } : null
}

function isZero(view: DataView, { offset, size }: Place): boolean {
  let at = offset
  const end = offset + size
  for (; at + 4 <= end; at += 4) if (view.getUint32(at) !== 0) return false
  for (; at < end; at++) if (view.getUint8(at) !== 0) return false
  return true
}

function valueAt(view: DataView, { offset, size, signed }: Place, little: boolean): bigint {
  switch (size) {
    case 8:
      return signed ? view.getBigInt64(offset, little) : view.getBigUint64(offset, little)
    case 4:
      return BigInt(signed ? view.getInt32(offset, little) : view.getUint32(offset, little))
    case 2:
      return BigInt(signed ? view.getInt16(offset, little) : view.getUint16(offset, little))
    case 1:
      return BigInt(signed ? view.getInt8(offset) : view.getUint8(offset))
    default:
      return wideNumber(view, offset, size, little)
  }
}
