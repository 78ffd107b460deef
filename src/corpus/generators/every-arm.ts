/** Values of a structure that together have every arm of its unions, as far as a number of draws finds them. */
import type { Layout, Node, StructPlan } from '../../schema/base.js'
import type { Draw } from '../draw.js'

/** Draws for the arms of one structure. */
const MOST_DRAWS = 64

export function valuesOfEachArm<T>(draw: Draw, layout: Layout<T>): T[] {
  const first = draw.value(layout)
  const wanted = countArms(layout.plan)
  if (wanted === 0) return [first]
  const seen = new Set(armsOf(layout.plan, first))
  const values = [first]
  for (let left = MOST_DRAWS; left > 0 && seen.size < wanted; left--) {
    const value = draw.value(layout)
    const fresh = armsOf(layout.plan, value).filter((arm) => !seen.has(arm))
    if (fresh.length === 0) continue
    for (const arm of fresh) seen.add(arm)
    values.push(value)
  }
  return values
}

/** Arms of all unions in a structure. */
function countArms(plan: StructPlan): number {
  let count = 0
  for (const { node } of plan.fields) count += countArmsOf(node)
  return count
}

function countArmsOf(node: Node): number {
  switch (node.kind) {
    case 'struct':
      return countArms(node.plan)
    case 'array':
    case 'list':
      return countArmsOf(node.element)
    case 'when':
      return countArmsOf(node.inner)
    case 'union':
      return [...node.arms.values()].reduce((sum, arm) => sum + 1 + countArmsOf(arm), 0)
    default:
      return 0
  }
}

/** The arms that a value has, as `path.arm`. */
function armsOf(plan: StructPlan, value: unknown, path = ''): string[] {
  return plan.fields.flatMap(({ name, node }) => armsAt(node, (value as Record<string, unknown>)[name], `${path}.${name}`))
}

function armsAt(node: Node, value: unknown, path: string): string[] {
  if (value === undefined) return []
  switch (node.kind) {
    case 'struct':
      return armsOf(node.plan, value, path)
    case 'array':
    case 'list':
      return (value as unknown[]).flatMap((element) => armsAt(node.element, element, path))
    case 'when':
      return armsAt(node.inner, value, path)
    case 'union':
      return Object.entries(value as object).flatMap(([arm, inner]) => {
        const plan = node.arms.get(arm)
        return plan ? [`${path}.${arm}`, ...armsAt(plan, inner, `${path}.${arm}`)] : []
      })
    default:
      return []
  }
}
