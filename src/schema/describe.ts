/** A structure as plain facts, for format pages and other programs. */
import type { Abi } from './abi.js'
import type { Node, StructPlan } from './node.js'
import type { Struct } from './struct.js'

export interface FieldDescription {
  readonly name: string
  readonly type: string
  readonly doc?: string
  /** Enumeration or flag names by number. */
  readonly names?: Readonly<Record<string, string>>
}

export interface LayoutDescription {
  readonly abi: string
  readonly size: number
  readonly align: number
  readonly fixed: boolean
  /** Offset of each field; absent behind a part of variable size. */
  readonly offsets: Readonly<Record<string, number>>
}

export interface StructDescription {
  readonly name: string
  readonly doc?: string
  readonly source?: string
  readonly fields: readonly FieldDescription[]
  readonly layouts: readonly LayoutDescription[]
}

/** Describes a structure on the given ABIs. */
export function describeStruct(of: Struct<unknown>, abis: readonly Abi[]): StructDescription {
  const first = abis[0]
  const plan = first && of.planFor(first)
  return {
    name: of.name,
    ...(of.options.doc !== undefined && { doc: of.options.doc }),
    ...(of.options.source !== undefined && { source: of.options.source }),
    fields: Object.entries(of.fields).map(([name, type], index) => {
      const names = plan && namesOf(plan.fields[index]?.node)
      return { name, type: type.spelling, ...(type.note !== undefined && { doc: type.note }), ...(names && { names }) }
    }),
    layouts: abis.map((abi) => describeLayout(of.planFor(abi))),
  }
}

function describeLayout(plan: StructPlan): LayoutDescription {
  const offsets: Record<string, number> = {}
  for (const { name, offset } of plan.fields) if (offset !== undefined) offsets[name] = offset
  return { abi: plan.abi.name, size: plan.size, align: plan.align, fixed: plan.fixed, offsets }
}

function namesOf(node: Node | undefined): Record<string, string> | undefined {
  if (node?.kind !== 'integer' || !node.names) return undefined
  return Object.fromEntries([...node.names].map(([value, name]) => [String(value), name]))
}

/** One leaf of a laid-out structure, with its whole path: what the verified layouts list. */
export interface FlatField {
  readonly path: string
  readonly offset: number
  readonly size: number
}

/** Every field of a plan's fixed part, nested ones by path; arrays count as one field, and so does each of their elements' fields. */
export function flatten(plan: StructPlan, base = 0, prefix = ''): FlatField[] {
  const found: FlatField[] = []
  const visit = (node: Node, offset: number, path: string): void => {
    found.push({ path, offset, size: node.size })
    if (node.kind === 'struct') found.push(...flatten(node.plan, offset, path))
    else if (node.kind === 'array' && node.element.kind !== 'integer') {
      for (let i = 0; i < node.count; i++) visit(node.element, offset + i * node.element.size, `${path}[${i}]`)
    } else if (node.kind === 'union') for (const [arm, inner] of node.arms) visit(inner, offset, `${path}.${arm}`)
  }
  for (const { name, node, offset } of plan.fields) {
    if (offset !== undefined) visit(node, base + offset, prefix === '' ? name : `${prefix}.${name}`)
  }
  return found
}
