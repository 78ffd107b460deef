/** Truncates integers to the word size of the target machine. */
import type { Layout, Node } from '../../schema/base.js'

type Value = Record<string, unknown>

/** The value with every integer truncated to its field. Removing sign extension bits is not a loss. */
export function truncateIntegers(layout: Layout<Value>, given: Value, cut: () => void): Value {
  return fitStruct(layout.plan.fields, given, cut)
}

function fitStruct(fields: Layout<Value>['plan']['fields'], given: Value, cut: () => void): Value {
  const value = { ...given }
  for (const { name, node } of fields) if (Object.hasOwn(value, name)) value[name] = fitNode(node, value[name], cut)
  return value
}

function fitNode(node: Node, value: unknown, cut: () => void): unknown {
  switch (node.kind) {
    case 'integer':
      return fitInteger(node.size, node.signed, value, cut)
    case 'struct':
      return typeof value === 'object' && value !== null ? fitStruct(node.plan.fields, value as Value, cut) : value
    case 'array':
    case 'list':
      return Array.isArray(value) ? value.map((each) => fitNode(node.element, each, cut)) : value
    default:
      return value
  }
}

function fitInteger(size: number, signed: boolean, value: unknown, cut: () => void): unknown {
  if (typeof value !== 'bigint' && !(typeof value === 'number' && Number.isInteger(value))) return value
  const bits = 8 * size
  const given = BigInt(value)
  const kept = signed ? BigInt.asIntN(bits, given) : BigInt.asUintN(bits, given)
  if (kept === given) return value
  if (!isExtended(given, bits)) cut()
  return typeof value === 'bigint' ? kept : Number(kept)
}

/** Whether the removed bits are zero or a sign extension. */
function isExtended(value: bigint, bits: number): boolean {
  const wide = BigInt.asIntN(64, value)
  return wide >= -(1n << BigInt(bits - 1)) && wide < 1n << BigInt(bits)
}
