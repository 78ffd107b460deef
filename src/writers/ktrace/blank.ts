/** The value of a structure with nothing in it: what a writer starts from, so that it need be told only what it knows. */
import type { Node, StructPlan } from '../../schema/node.js'

/** Zeros, empty texts, empty lists. */
export function blank(plan: StructPlan): Record<string, unknown> {
  const value: Record<string, unknown> = {}
  for (const { name, node } of plan.fields) {
    if (node.kind !== 'pad' && node.kind !== 'align' && node.kind !== 'when') value[name] = blankOf(node)
  }
  return value
}

function blankOf(node: Node): unknown {
  switch (node.kind) {
    case 'integer':
      return node.big ? 0n : 0
    case 'float':
      return 0
    case 'chars':
    case 'cstring':
      return ''
    case 'bytes':
      return new Uint8Array(node.size)
    case 'rest':
    case 'sized':
      return node.text ? '' : new Uint8Array(0)
    case 'array':
      return Array.from({ length: node.count }, () => blankOf(node.element))
    case 'struct':
      return blank(node.plan)
    case 'union':
      return { raw: new Uint8Array(node.padded ? node.size : 0) }
    default:
      return []
  }
}
