/** Converts a structure's value to another structure with fields of the same names. */
import type { StructPlan } from '../../schema/base.js'
import type { IntegerNode, Node } from '../../schema/node.js'
import { zeroValueOfPlan } from '../../schema/zero-value.js'

type Value = Record<string, unknown>

/** Reserved fields. */
const SAYS_NOTHING = /pad|spare|unused|_ext$/

/**
 * Copies the fields that both structures have; the others are zero.
 *
 * @param lose called with the names of fields that the other structure does not have, or that are too small there
 */
export function sameFields(plan: StructPlan, value: Value, lose: (field: string) => void): Value {
  const made = zeroValueOfPlan(plan)
  const nodes = new Map(plan.fields.map(({ name, node }) => [name, node]))
  for (const [name, field] of Object.entries(value)) {
    if (SAYS_NOTHING.test(name)) continue
    const node = nodes.get(name)
    const moved = node === undefined ? undefined : nodeValue(node, field, lose)
    if (moved !== undefined) made[name] = moved
    else if (!isNothing(field)) lose(name)
  }
  return made
}

function nodeValue(node: Node, value: unknown, lose: (field: string) => void): unknown {
  switch (node.kind) {
    case 'integer':
      return integerValue(node, value)
    case 'struct':
      return isValue(value) ? sameFields(node.plan, value, lose) : undefined
    case 'array':
      if (!Array.isArray(value) || value.length !== node.count) return undefined
      return value.map((each) => nodeValue(node.element, each, lose))
    default:
      return value
  }
}

/** Undefined when the value does not fit. */
function integerValue({ size, signed, big }: Pick<IntegerNode, 'size' | 'signed' | 'big'>, value: unknown): number | bigint | undefined {
  if (typeof value !== 'bigint' && typeof value !== 'number') return undefined
  const given = BigInt(value)
  const kept = signed ? BigInt.asIntN(8 * size, given) : BigInt.asUintN(8 * size, given)
  if (kept !== given) return undefined
  return big ? given : Number(given)
}

const isValue = (value: unknown): value is Value => typeof value === 'object' && value !== null && !Array.isArray(value)

function isNothing(value: unknown): boolean {
  if (typeof value === 'number' || typeof value === 'bigint') return Number(value) === 0
  if (value instanceof Uint8Array || Array.isArray(value)) return [...value].every(isNothing)
  return isValue(value) ? Object.values(value).every(isNothing) : value === undefined || value === ''
}
