/**
 * The interpreter: walks a plan over bytes. It serves where code may not be made from strings, it is the oracle that
 * compiled decoders are tested against, and with a visitor it names every byte (residue, field map).
 */
import { FormatError } from '../errors.js'
import type { FloatNode, IntegerNode, ListNode, Node, SizedNode, StructPlan, UnionNode } from './node.js'
import { type Context, type Frame, pathOf, resolveReference } from './path.js'
import { decodeText, findNul } from './utf8.js'

/** Is told of every leaf and every byte range without meaning, in file order. */
export interface Visitor {
  leaf(frame: Frame, start: number, end: number, node: Node, value: unknown): void
  hole(frame: Frame | undefined, start: number, end: number): void
  /** A structure begins. */
  struct?(plan: StructPlan): void
  /** A union has this arm; undefined where no arm is selected. */
  arm?(node: UnionNode, arm: string | undefined): void
}

export interface DecodeOptions {
  /** Where in `bytes` to start; 0 without it. */
  readonly offset?: number
  /** Where in `bytes` to end; their length without it. */
  readonly end?: number
  /** Byte offset in the file of `bytes[0]`, for errors. */
  readonly base?: number
  /** Values for `@` references. */
  readonly context?: Context
  /** Path of the structure itself, for errors. */
  readonly path?: string
}

/** Thrown inside to end a partial decode; carries nothing. */
const CUT = Symbol('cut')

export class Decoder {
  readonly #view: DataView
  readonly #bytes: Uint8Array
  #pos: number
  #end: number
  readonly #start: number
  readonly #base: number
  readonly #context: Context | undefined
  readonly #visitor: Visitor | undefined
  #little = true
  /** Whether to give the fields before a cut instead of an error. */
  readonly #partial: boolean

  constructor(bytes: Uint8Array, options: DecodeOptions, visitor?: Visitor, partial = false) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#pos = this.#start = options.offset ?? 0
    this.#end = Math.min(options.end ?? bytes.length, bytes.length)
    this.#base = options.base ?? 0
    this.#context = options.context
    this.#visitor = visitor
    this.#partial = partial
  }

  /** Bytes that the decoded structure took. */
  get consumed(): number {
    return this.#pos - this.#start
  }

  /** Decodes the structure at the current position. In a partial decode, what is there before the cut. */
  decode(plan: StructPlan, path = ''): Record<string, unknown> {
    this.#little = plan.abi.endian === 'little'
    const into: Record<string, unknown> = {}
    try {
      this.#struct(plan, undefined, path, into)
    } catch (error) {
      if (error !== CUT) throw error
    }
    return into
  }

  #struct(plan: StructPlan, parent: Frame | undefined, key: string | number, into: Record<string, unknown>): void {
    const start = this.#pos
    const outerEnd = this.#end
    const frame: Frame = { parent, key, fields: into }
    this.#visitor?.struct?.(plan)
    for (const field of plan.fields) {
      if (field.offset !== undefined) {
        const at = start + field.offset
        if (at > this.#pos) this.#hole(frame, at)
      }
      const { node, name } = field
      if (node.kind === 'pad') this.#hole(frame, this.#pos + node.size)
      else if (node.kind === 'align') {
        const over = (this.#pos - this.#start) % node.to
        if (over > 0) this.#hole(frame, this.#pos + node.to - over)
      } else if (node.kind === 'struct') {
        const inner: Record<string, unknown> = {}
        into[name] = inner
        this.#struct(node.plan, frame, name, inner)
      } else {
        const value = this.#value(node, frame, name)
        if (value !== undefined) into[name] = value
      }
      if (name === plan.length) this.#bound(frame, name, start, outerEnd, into[name])
    }
    if (plan.length !== undefined) {
      if (this.#pos < this.#end) this.#hole(frame, this.#end)
      this.#end = outerEnd
    } else if (plan.fixed && this.#pos < start + plan.size) this.#hole(frame, start + plan.size)
  }

  /** The structure's own length is known now: nothing in it reaches past that. */
  #bound(frame: Frame, name: string, start: number, outerEnd: number, value: unknown): void {
    const length = Number(value)
    if (!Number.isSafeInteger(length) || start + length < this.#pos) {
      throw this.#error('BAD_BOUNDS', { parent: frame, key: name, fields: undefined }, `says ${length} bytes, its own fields take more`)
    }
    if (start + length > outerEnd) {
      if (this.#partial) this.#end = outerEnd
      else this.#short({ parent: frame, key: name, fields: undefined }, length, outerEnd - start)
    } else this.#end = start + length
  }

  #value(node: Node, parent: Frame, key: string | number): unknown {
    switch (node.kind) {
      case 'integer':
        return this.#leaf(node, parent, key, this.#pos, this.#integer(node, parent, key))
      case 'float':
        return this.#leaf(node, parent, key, this.#pos, this.#float(node, parent, key))
      case 'chars':
        return this.#leaf(node, parent, key, this.#pos, this.#chars(node.size, parent, key))
      case 'bytes':
        this.#need(node.size, parent, key)
        return this.#raw(this.#pos + node.size, false, node, parent, key)
      case 'rest':
        return this.#raw(this.#end, node.text, node, parent, key)
      case 'sized': {
        const length = this.#count(node, node.length, parent, key)
        this.#need(length, parent, key)
        return this.#raw(this.#pos + length, node.text, node, parent, key)
      }
      case 'cstring':
        return this.#leaf(node, parent, key, this.#pos, this.#cstring(parent, key))
      case 'array': {
        // The size is checked before memory is allocated.
        if (node.fixed) this.#need(node.size, parent, key)
        const frame: Frame = { parent, key, fields: undefined }
        const values: unknown[] = []
        for (let i = 0; i < node.count; i++) values.push(this.#value(node.element, frame, i))
        return values
      }
      case 'list':
        return this.#list(node, parent, key)
      case 'struct': {
        const into: Record<string, unknown> = {}
        this.#struct(node.plan, parent, key, into)
        return into
      }
      case 'union':
        return this.#union(node, parent, key)
      case 'when':
        return node.condition((reference) => resolveReference(parent, this.#context, reference))
          ? this.#value(node.inner, parent, key)
          : undefined
      case 'pad':
      case 'align':
        return undefined
    }
  }

  /** Reports a value that ends at the current position to the visitor. */
  #leaf<T>(node: Node, parent: Frame, key: string | number, start: number, value: T): T {
    this.#visitor?.leaf({ parent, key, fields: undefined }, start, this.#pos, node, value)
    return value
  }

  #float(node: FloatNode, parent: Frame, key: string | number): number {
    this.#need(node.size, parent, key)
    const at = this.#pos
    this.#pos += node.size
    return node.size === 4 ? this.#view.getFloat32(at, this.#little) : this.#view.getFloat64(at, this.#little)
  }

  #chars(size: number, parent: Frame, key: string | number): string {
    this.#need(size, parent, key)
    const start = this.#pos
    this.#pos += size
    return decodeText(this.#bytes, start, findNul(this.#bytes, start, this.#pos))
  }

  #cstring(parent: Frame, key: string | number): string {
    const start = this.#pos
    const nul = findNul(this.#bytes, start, this.#end)
    if (nul === this.#end) this.#short({ parent, key, fields: undefined }, nul - start + 1, nul - start)
    this.#pos = nul + 1
    return decodeText(this.#bytes, start, nul)
  }

  #union(node: UnionNode, parent: Frame, key: string | number): Record<string, unknown> {
    const start = this.#pos
    const arm = node.select((reference) => resolveReference(parent, this.#context, reference))
    const plan = arm === undefined ? undefined : node.arms.get(arm)
    this.#visitor?.arm?.(node, plan && arm)
    const frame: Frame = { parent, key, fields: undefined }
    const size = node.padded ? node.size : undefined
    if (size !== undefined) this.#need(size, parent, key)
    if (arm === undefined || !plan) return { raw: this.#raw(size === undefined ? this.#end : start + size, false, node, frame, 'raw') }
    const value = { [arm]: this.#value(plan, frame, arm) }
    if (size !== undefined && this.#pos < start + size) this.#hole(frame, start + size)
    return value
  }

  #integer(node: IntegerNode, parent: Frame, key: string | number): number | bigint {
    this.#need(node.size, parent, key)
    const at = this.#pos
    this.#pos = at + node.size
    const view = this.#view
    const little = this.#little
    let value: number
    switch (node.size) {
      case 8:
        return node.signed ? view.getBigInt64(at, little) : view.getBigUint64(at, little)
      case 4:
        value = node.signed ? view.getInt32(at, little) : view.getUint32(at, little)
        break
      case 2:
        value = node.signed ? view.getInt16(at, little) : view.getUint16(at, little)
        break
      case 1:
        value = node.signed ? view.getInt8(at) : view.getUint8(at)
    }
    return node.big ? BigInt(value) : value
  }

  #list(node: ListNode, parent: Frame, key: string | number): unknown[] {
    const { element } = node
    const frame: Frame = { parent, key, fields: undefined }
    const values: unknown[] = []
    if (node.bytes !== undefined) {
      let length = Number(resolveReference(parent, this.#context, node.bytes))
      const left = this.#end - this.#pos
      if (node.clamp) length = Math.max(0, Math.min(length, left))
      if (!(length >= 0)) throw this.#error('BAD_VALUE', frame, `${node.bytes} says ${length} bytes`)
      this.#need(length, parent, key)
      const outer = this.#end
      this.#end = this.#pos + length
      // A part of an element at the end belongs to what follows.
      while (this.#end - this.#pos >= Math.max(1, element.size)) values.push(this.#value(element, frame, values.length))
      this.#end = outer
      return values
    }
    if (node.count !== undefined) {
      let count = this.#count(node, node.count, parent, key)
      if (element.fixed && element.size > 0) {
        const room = Math.floor((this.#end - this.#pos) / element.size)
        if (node.clamp || this.#partial) count = Math.min(count, room)
        else this.#need(count * element.size, parent, key)
      }
      for (let i = 0; i < count; i++) {
        if (node.clamp && this.#pos >= this.#end) break
        if (element.size === 0 && this.#pos >= this.#end) this.#short(frame, count, i)
        values.push(this.#value(element, frame, i))
      }
      return values
    }
    while (this.#end - this.#pos >= Math.max(1, element.size) && !this.#isEnd(element)) {
      const value = this.#value(element, frame, values.length)
      values.push(value)
      if (node.until?.(value)) break
    }
    return values
  }

  /** Whether an element that begins with its own length has length 0: zeros fill the space after the last element. */
  #isEnd(element: Node): boolean {
    if (element.kind !== 'struct' || element.plan.length === undefined) return false
    const [first] = element.plan.fields
    if (first?.name !== element.plan.length || first.node.kind !== 'integer') return false
    for (let i = 0; i < first.node.size; i++) if (this.#bytes[this.#pos + i] !== 0) return false
    return true
  }

  #count(node: ListNode | SizedNode, reference: string, parent: Frame, key: string | number): number {
    const value = resolveReference(parent, this.#context, reference)
    const count = Number(value)
    if (value === undefined || !(count >= 0)) {
      if (node.kind === 'list' && node.clamp) return 0
      throw this.#error('BAD_VALUE', { parent, key, fields: undefined }, `${reference} says ${String(value)}`)
    }
    return count
  }

  #raw(end: number, text: boolean, node: Node, parent: Frame, key: string | number): Uint8Array | string {
    const start = this.#pos
    this.#pos = end
    const value = text ? decodeText(this.#bytes, start, end) : this.#bytes.slice(start, end)
    this.#visitor?.leaf({ parent, key, fields: undefined }, start, end, node, value)
    return value
  }

  #hole(frame: Frame | undefined, end: number): void {
    if (end > this.#end) this.#short(frame, end - this.#pos, this.#end - this.#pos)
    this.#visitor?.hole(frame, this.#pos, end)
    this.#pos = end
  }

  #need(length: number, parent: Frame, key: string | number): void {
    if (this.#end - this.#pos < length) this.#short({ parent, key, fields: undefined }, length, this.#end - this.#pos)
  }

  #short(frame: Frame | undefined, needed: number, left: number): never {
    if (this.#partial) throw CUT
    throw this.#error('TRUNCATED', frame, `needs ${needed} bytes, ${left} are left`, `${needed} bytes`, `${left} bytes`)
  }

  #error(code: FormatError['code'], frame: Frame | undefined, what: string, expected?: string, found?: string): FormatError {
    const path = pathOf(frame)
    const offset = this.#base + this.#pos
    return new FormatError({
      code,
      offset,
      path,
      message: `${path} at 0x${offset.toString(16)}: ${what}`,
      ...(expected !== undefined && { expected }),
      ...(found !== undefined && { found }),
    })
  }
}
