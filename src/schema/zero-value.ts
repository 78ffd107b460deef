/** Values of structures with nothing in them: what a writer starts from, so that it need be told only what it knows. */
import type { Abi, Node, ReferenceLookup, Struct, StructPlan } from './base.js'

type Fields = Record<string, unknown>

/** A value that may be filled in field by field. */
export type Mutable<T> = T extends bigint | number | string | Uint8Array
  ? T
  : T extends readonly (infer E)[]
    ? Mutable<E>[]
    : { -readonly [K in keyof T]: Mutable<T[K]> }

/**
 * A value of zeros, empty texts and empty lists. Unions have the arm that `given`, fields of the structure itself, select.
 */
export function zeroValue<T>(struct: Struct<T>, abi: Abi, given: Partial<T> = {}): Mutable<T> {
  return blankStruct(struct.planFor(abi), given as Fields, []) as Mutable<T>
}

/** The same for an existing layout. */
export function zeroValueOfPlan(plan: StructPlan): Fields {
  return blankStruct(plan, {}, [])
}

function blankStruct(plan: StructPlan, given: Fields, around: readonly Fields[]): Fields {
  const value: Fields = {}
  const chain = [value, ...around]
  const lookup: ReferenceLookup = (reference) => chain.find((fields) => Object.hasOwn(fields, reference))?.[reference]
  for (const { name, node } of plan.fields) {
    if (node.kind === 'pad' || node.kind === 'align') continue
    const field = given[name] ?? blankNode(node, lookup, chain)
    if (field !== undefined) value[name] = field
  }
  return value
}

function blankNode(node: Node, lookup: ReferenceLookup, chain: readonly Fields[]): unknown {
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
      return Array.from({ length: node.count }, () => blankNode(node.element, lookup, chain))
    case 'list':
      return []
    case 'struct':
      return blankStruct(node.plan, {}, chain)
    case 'union': {
      const arm = node.select(lookup)
      const plan = arm === undefined ? undefined : node.arms.get(arm)
      if (arm === undefined || !plan) return { raw: new Uint8Array(node.padded ? node.size : 0) }
      return { [arm]: blankNode(plan, lookup, chain) }
    }
    case 'when':
      return node.condition(lookup) ? blankNode(node.inner, lookup, chain) : undefined
    case 'pad':
    case 'align':
      return undefined
  }
}

const encoder = new TextEncoder()

/** The longest beginning of a text whose UTF-8 has no more than `room` bytes. */
export function truncateUtf8(text: string, room: number): string {
  let length = 0
  let clipped = ''
  for (const character of text) {
    const size = encoder.encode(character).length
    if (character === '\0' || length + size > room) break
    length += size
    clipped += character
  }
  return clipped
}
