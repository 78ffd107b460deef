/** `struct(name, fields)`: one declaration with a layout for every ABI. */
import { roundUp } from '../io/bytes.js'
import type { Abi } from './abi.js'
import { Layout } from './layout.js'
import type { Hole, Node, PlannedField, Reference, StructNode, StructPlan } from './node.js'
import { CType, type Infer, type Optional, type Padding } from './types.js'

export type Fields = Readonly<Record<string, CType<unknown>>>

type Valued<F extends Fields> = { [K in keyof F as F[K] extends Padding ? never : F[K] extends Optional<unknown> ? never : K]: Infer<F[K]> }
type Absent<F extends Fields> = { [K in keyof F as F[K] extends Optional<unknown> ? K : never]?: Infer<F[K]> }

/** The value of a structure: its fields by their C names. Padding has no value; conditional fields may be absent. */
export type StructValue<F extends Fields> = Valued<F> & Absent<F>

export interface StructOptions {
  /** What the structure is, in a sentence. */
  readonly doc?: string
  /** The header and system that define it. */
  readonly source?: string
  /** No padding between fields, as `__packed`. */
  readonly packed?: boolean
  /** The field that holds the number of bytes that the whole structure takes. */
  readonly length?: Reference
}

/** A declared structure; also a C type, so structures nest. */
export class Struct<out T> extends CType<T> {
  readonly #layouts = new Map<Abi, Layout<T>>()
  readonly #plans = new Map<Abi, StructPlan>()

  constructor(
    readonly name: string,
    readonly fields: Fields,
    readonly options: StructOptions = {},
  ) {
    super((abi): StructNode => {
      const plan = this.planFor(abi)
      return { kind: 'struct', plan, size: plan.size, align: plan.align, fixed: plan.fixed }
    }, `struct ${name}`)
  }

  /** The plan for an ABI, made once. */
  planFor(abi: Abi): StructPlan {
    let plan = this.#plans.get(abi)
    if (!plan) {
      plan = planStruct(this, abi)
      this.#plans.set(abi, plan)
    }
    return plan
  }

  /** The layout for an ABI: sizes, offsets, decoder and encoder. Made once. */
  for(abi: Abi): Layout<T> {
    let layout = this.#layouts.get(abi)
    if (!layout) {
      layout = new Layout<T>(this.planFor(abi))
      this.#layouts.set(abi, layout)
    }
    return layout
  }
}

/** Declares a structure in C's types, once for all ABIs. */
export function struct<const F extends Fields>(name: string, fields: F, options?: StructOptions): Struct<StructValue<F>> {
  return new Struct<StructValue<F>>(name, fields, options)
}

function planStruct(of: Struct<unknown>, abi: Abi): StructPlan {
  const packed = of.options.packed ?? false
  const fields: PlannedField[] = []
  const holes: Hole[] = []
  let offset = 0
  let align: number = packed ? 1 : abi.structAlign
  let fixed = true
  for (const [name, type] of Object.entries(of.fields)) {
    const node = type.plan(abi)
    if (fixed) {
      const at = packed ? offset : roundUp(offset, node.align)
      if (at > offset) holes.push({ offset, length: at - offset })
      offset = at
    }
    fields.push({ name, node, offset: fixed ? offset : undefined, ...(type.note !== undefined && { doc: type.note }) })
    if (!packed) align = Math.max(align, node.align)
    if (node.fixed && fixed) offset += node.size
    if (!node.fixed) fixed = false
  }
  if (of.options.length !== undefined) fixed = false
  const size = fixed ? roundUp(offset, align) : offset
  if (size > offset) holes.push({ offset, length: size - offset })
  const counts = new Set<string>()
  for (const { node } of fields) collectReferences(node, counts)
  if (of.options.length !== undefined) counts.add(of.options.length)
  return {
    name: of.name,
    abi,
    fields,
    size,
    align,
    fixed,
    holes,
    counts,
    ...(of.options.length !== undefined && { length: of.options.length }),
  }
}

function collectReferences(node: Node, into: Set<string>): void {
  switch (node.kind) {
    case 'sized':
      into.add(node.length)
      break
    case 'list':
      if (node.count !== undefined) into.add(node.count)
      if (node.bytes !== undefined) into.add(node.bytes)
      collectReferences(node.element, into)
      break
    case 'array':
      collectReferences(node.element, into)
      break
    case 'when':
      collectReferences(node.inner, into)
      break
    case 'union':
      for (const arm of node.arms.values()) collectReferences(arm, into)
      break
    case 'struct':
      for (const name of node.plan.counts) into.add(name)
      break
  }
}
