/**
 * Registers straight from the bytes of a set: of the thousands of threads of a core, decoding whole structures first would take
 * several times as long. Gives what decoding and then looking the fields up gives.
 */
import type { Abi, Node, StructPlan } from '../../schema/base.js'
import type { Registers } from './facts.js'
import { pathsOf, type Step, wideNumber } from './registers.js'
import type { RegisterSet } from './registerset.js'

/** Where a register is. */
interface Place {
  readonly name: string
  readonly offset: number
  readonly size: number
  readonly signed: boolean
}

/** By set, and by the structure that it is looked for in; null where a register is in no fixed place. */
const places = new WeakMap<RegisterSet, WeakMap<StructPlan, readonly Place[] | null>>()

/**
 * The registers of a set in the bytes of a structure of fixed size, all of which must be there.
 *
 * @returns undefined when one of them is in no fixed place
 */
export function registersIn(set: RegisterSet, plan: StructPlan, bytes: Uint8Array, abi: Abi): Registers | undefined {
  let byPlan = places.get(set)
  if (!byPlan) {
    byPlan = new WeakMap()
    places.set(set, byPlan)
  }
  let found = byPlan.get(plan)
  if (found === undefined) {
    found = placesOf(set, plan)
    byPlan.set(plan, found)
  }
  if (found === null) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const little = abi.endian === 'little'
  const registers: Record<string, bigint> = {}
  for (const place of found) registers[place.name] = valueAt(view, place, little)
  return set.derived ? Object.assign(registers, set.derived(registers)) : registers
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
