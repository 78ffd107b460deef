/** fast-check arbitraries of a structure: values that encode, and bytes that decode. Loads fast-check. */

import fc from 'fast-check'
import { integerRange } from './integer-range.js'
import type { Layout } from './layout.js'
import type { IntegerNode, Node, StructPlan } from './node.js'
import { type Context, type Frame, resolveReference } from './path.js'

export interface ArbitraryOptions {
  /** Values for `@` references. */
  readonly context?: Context
  /** Most elements of a list, and most bytes or characters of a variable part; 8 without it. */
  readonly maxLength?: number
}

/** Values of a layout that its encoder takes: counts agree with what they count, unions have the arm their fields select. */
export function arbitrary<T>(layout: Layout<T>, options: ArbitraryOptions = {}): fc.Arbitrary<T> {
  return fc.gen().map((draw) => new Generator(draw, options).struct(layout.plan, undefined, '') as T)
}

/**
 * Byte strings of exactly `length` bytes: zeros, ones, ASCII and noise mixed, since noise alone would hardly ever
 * show text, small counts or clean padding.
 */
export function arbitraryBytes(length: number): fc.Arbitrary<Uint8Array> {
  return fc.tuple(fc.integer(), fc.constantFrom('noise', 'sparse', 'ascii', 'zero', 'ones')).map(([seed, manner]) => {
    const bytes = new Uint8Array(length)
    if (manner === 'zero') return bytes
    if (manner === 'ones') return bytes.fill(0xff)
    let state = seed | 1
    for (let i = 0; i < length; i++) {
      // xorshift32: cheap, and the seed is what a failing run prints
      state ^= state << 13
      state ^= state >>> 17
      state ^= state << 5
      const byte = (state >>> 8) & 0xff
      bytes[i] = manner === 'noise' ? byte : manner === 'ascii' ? 0x20 + (byte % 0x5f) : (state & 7) === 0 ? byte : 0
    }
    return bytes
  })
}

type Draw = fc.GeneratorValue

class Generator {
  readonly #max: number

  constructor(
    private readonly draw: Draw,
    private readonly options: ArbitraryOptions,
  ) {
    this.#max = options.maxLength ?? 8
  }

  struct(plan: StructPlan, parent: Frame | undefined, key: string | number): Record<string, unknown> {
    const fields: Record<string, unknown> = {}
    const frame: Frame = { parent, key, fields }
    for (const { name, node } of plan.fields) {
      if (node.kind === 'pad' || node.kind === 'align') continue
      // What others count by must stay small and must be true of them.
      const value = plan.counts.has(name) ? this.#count(plan, node) : this.#value(node, frame, name)
      if (value !== undefined) fields[name] = value
    }
    if (plan.length !== undefined) {
      const length = plan.size + MAX_TAIL + this.draw(fc.nat, { max: this.#max })
      fields[plan.length] = typeof fields[plan.length] === 'bigint' ? BigInt(length) : length
    }
    return fields
  }

  /** A count; a size in bytes is a multiple of 8 so that it holds whole elements of any integer. */
  #count(plan: StructPlan, node: Node): number | bigint {
    const count = this.draw(fc.nat, { max: this.#max }) * (usedAsBytes(plan) ? 8 : 1)
    return node.kind === 'integer' && node.big ? BigInt(count) : count
  }

  #value(node: Node, parent: Frame, key: string | number): unknown {
    const frame: Frame = { parent, key, fields: undefined }
    switch (node.kind) {
      case 'integer':
        return this.draw(integer(node))
      case 'float':
        return node.size === 8 ? this.draw(fc.double, { noNaN: false }) : this.draw(fc.float, { noNaN: false })
      case 'chars':
        return this.#text(node.size, true)
      case 'cstring':
        return this.#text(this.#max, true)
      case 'bytes':
        return this.draw(arbitraryBytes, node.size)
      case 'rest':
        return node.text ? this.#text(this.#max, false) : this.draw(fc.uint8Array, { maxLength: this.#max })
      case 'sized': {
        const length = this.#stated(node.length, parent)
        return node.text ? 'x'.repeat(length) : this.draw(arbitraryBytes, length)
      }
      case 'array':
        // One draw for all of them: each draw keeps a state of the random numbers, to shrink from.
        if (node.element.kind === 'integer') return this.draw(integers(node.element, node.count))
        return Array.from({ length: node.count }, (_, i) => this.#value(node.element, frame, i))
      case 'list': {
        let length = this.draw(fc.nat, { max: this.#max })
        if (node.count !== undefined) length = this.#stated(node.count, parent)
        else if (node.bytes !== undefined) length = Math.floor(this.#stated(node.bytes, parent) / Math.max(1, node.element.size))
        const values: unknown[] = []
        for (let i = 0; i < length; i++) {
          const value = this.#value(node.element, frame, i)
          values.push(value)
          if (node.until?.(value)) return values
        }
        // A list that ends with an element of its kind must have one: what follows would be taken for more elements.
        if (node.until) {
          const last = zero(node.element)
          if (node.until(last)) values.push(last)
        }
        return values
      }
      case 'struct':
        return this.struct(node.plan, parent, key)
      case 'union': {
        const arm = node.select((reference) => resolveReference(parent, this.options.context, reference))
        const plan = arm === undefined ? undefined : node.arms.get(arm)
        if (arm !== undefined && plan) return { [arm]: this.#value(plan, frame, arm) }
        return { raw: this.draw(arbitraryBytes, node.padded ? node.size : this.draw(fc.nat, { max: this.#max })) }
      }
      case 'when':
        return node.condition((reference) => resolveReference(parent, this.options.context, reference))
          ? this.#value(node.inner, parent, key)
          : undefined
      case 'pad':
      case 'align':
        return undefined
    }
  }

  #stated(reference: string, parent: Frame): number {
    return Number(resolveReference(parent, this.options.context, reference) ?? 0)
  }

  /** Text of at most `room` bytes of UTF-8. */
  #text(room: number, terminated: boolean): string {
    let text = ''
    let left = room
    const drawn = this.draw(fc.string, { unit: 'binary', maxLength: Math.min(room, 24) })
    for (const character of drawn) {
      const length = encoder.encode(character).length
      if (terminated && character === '\0') continue
      if (length > left) break
      left -= length
      text += character
    }
    return text
  }
}

/** The value of all zero bytes, of the kinds of element that lists are ended with. */
function zero(node: Node): unknown {
  switch (node.kind) {
    case 'integer':
      return node.big ? 0n : 0
    case 'struct':
      return Object.fromEntries(node.plan.fields.map((field) => [field.name, zero(field.node)]))
    case 'chars':
    case 'cstring':
      return ''
    case 'bytes':
      return new Uint8Array(node.size)
    default:
      return undefined
  }
}

/** Room that a record's variable parts may take when the record states its own length. */
const MAX_TAIL = 512

type Builder = () => fc.Arbitrary<number | bigint>
type ArrayBuilder = () => fc.Arbitrary<(number | bigint)[]>

/** `fc.gen` caches arbitraries by builder and arguments; one builder per node needs no arguments. */
const builders = new WeakMap<IntegerNode, Builder>()
const arrayBuilders = new WeakMap<IntegerNode, Map<number, ArrayBuilder>>()

function integer(node: IntegerNode): Builder {
  let builder = builders.get(node)
  if (!builder) {
    const made = integerArbitrary(node)
    builder = () => made
    builders.set(node, builder)
  }
  return builder
}

function integers(node: IntegerNode, count: number): ArrayBuilder {
  const known = arrayBuilders.get(node) ?? new Map<number, ArrayBuilder>()
  arrayBuilders.set(node, known)
  let builder = known.get(count)
  if (!builder) {
    const made = fc.array(integer(node)(), { minLength: count, maxLength: count })
    builder = () => made
    known.set(count, builder)
  }
  return builder
}

function integerArbitrary({ size, signed, big, names }: IntegerNode): fc.Arbitrary<number | bigint> {
  const { low: min, high: max, least, greatest } = integerRange(size, signed)
  const any = big ? fc.bigInt({ min, max }) : fc.integer({ min: least, max: greatest })
  const known = [...(names?.keys() ?? [])].filter((value) => value >= min && value <= max)
  if (known.length === 0) return any
  // Selectors and enumerations mostly hold small or known numbers; noise alone would leave most arms untried.
  return fc.oneof(any, fc.constantFrom(...known.map((value) => (big ? value : Number(value)))))
}

const encoder = new TextEncoder()

function usedAsBytes(plan: StructPlan): boolean {
  return plan.fields.some(
    ({ node }) => (node.kind === 'list' && node.bytes !== undefined) || (node.kind === 'struct' && usedAsBytes(node.plan)),
  )
}
