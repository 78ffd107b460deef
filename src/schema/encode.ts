/** Values to bytes. Refuses what does not fit, with the field's path; never wraps. */
import { FormatError } from '../errors.js'
import { integerRange } from './integer-range.js'
import type { FloatNode, IntegerNode, ListNode, Node, StructPlan, UnionNode } from './node.js'
import { type Context, type Frame, pathOf, resolveReference } from './path.js'
import { type Residue, TRAILING_BYTES } from './residue.js'
import { decodeText, encodeText, findNul } from './utf8.js'

export interface EncodeOptions {
  /** What a lossless decode kept beside the value; parts that a changed value contradicts are left out. */
  readonly residue?: Residue
  /** Values for `@` references. */
  readonly context?: Context
  /** Path of the structure itself, for errors. */
  readonly path?: string
}

/** Encodes a value of a structure. Throws FormatError OUT_OF_RANGE, BAD_VALUE or INCONSISTENT with the field's path. */
export function encodeStruct(plan: StructPlan, value: unknown, options: EncodeOptions = {}): Uint8Array {
  return new Encoder(plan, options).encode(value)
}

class Encoder {
  #bytes: Uint8Array
  #view: DataView
  #pos = 0
  readonly #little: boolean
  readonly #residue: Residue | undefined
  readonly #context: Context | undefined

  constructor(
    private readonly plan: StructPlan,
    private readonly options: EncodeOptions,
  ) {
    this.#bytes = new Uint8Array(plan.fixed ? plan.size : Math.max(64, plan.size * 2))
    this.#view = new DataView(this.#bytes.buffer)
    this.#little = plan.abi.endian === 'little'
    this.#residue = options.residue
    this.#context = options.context
  }

  encode(value: unknown): Uint8Array {
    this.#struct(this.plan, undefined, this.options.path ?? '', value)
    const extra = this.#residue?.[TRAILING_BYTES]
    if (extra) this.#put(extra)
    return this.#pos === this.#bytes.length ? this.#bytes : this.#bytes.slice(0, this.#pos)
  }

  #struct(plan: StructPlan, parent: Frame | undefined, key: string | number, value: unknown): void {
    const fields = this.#object(value, parent, key)
    const frame: Frame = { parent, key, fields }
    const start = this.#pos
    for (const field of plan.fields) {
      if (field.offset !== undefined) this.#hole(start + field.offset)
      const { node, name } = field
      if (node.kind === 'pad') this.#hole(this.#pos + node.size)
      else if (node.kind === 'align') {
        const over = this.#pos % node.to
        if (over > 0) this.#hole(this.#pos + node.to - over)
      } else this.#value(node, frame, name, fields[name])
    }
    if (plan.length !== undefined) {
      const length = Number(fields[plan.length])
      if (this.#pos - start > length) {
        throw this.#error(
          'INCONSISTENT',
          { parent: frame, key: plan.length, fields },
          `says ${length} bytes, the structure takes ${this.#pos - start}`,
        )
      }
      this.#hole(start + length)
    } else if (plan.fixed) this.#hole(start + plan.size)
  }

  #value(node: Node, parent: Frame, key: string | number, value: unknown): void {
    switch (node.kind) {
      case 'integer':
        this.#integer(node, parent, key, value)
        break
      case 'float':
        this.#float(node, parent, key, value)
        break
      case 'chars':
        this.#chars(node.size, parent, key, value)
        break
      case 'cstring':
        this.#cstring(parent, key, value)
        break
      case 'rest':
        this.#put(node.text ? this.#text(parent, key, value, undefined, false) : this.#raw(parent, key, value))
        break
      case 'sized': {
        const bytes = node.text ? this.#text(parent, key, value, undefined, false) : this.#raw(parent, key, value)
        this.#agree(node.length, bytes.length, parent, key)
        this.#put(bytes)
        break
      }
      case 'bytes':
        this.#put(this.#raw(parent, key, value, node.size))
        break
      case 'array': {
        const values = this.#array(parent, key, value)
        if (values.length !== node.count) throw this.#bad(parent, key, `${node.count} elements`, `${values.length} elements`)
        const frame: Frame = { parent, key, fields: undefined }
        for (let i = 0; i < values.length; i++) this.#value(node.element, frame, i, values[i])
        break
      }
      case 'list':
        this.#list(node, parent, key, value)
        break
      case 'struct':
        this.#struct(node.plan, parent, key, value)
        break
      case 'union':
        this.#union(node, parent, key, value)
        break
      case 'when': {
        const present = node.condition((reference) => resolveReference(parent, this.#context, reference))
        if (present !== (value !== undefined)) throw this.#bad(parent, key, present ? 'a value' : 'no value', value)
        if (present) this.#value(node.inner, parent, key, value)
        break
      }
      case 'pad':
      case 'align':
        break
    }
  }

  #float(node: FloatNode, parent: Frame, key: string | number, value: unknown): void {
    if (typeof value !== 'number') throw this.#bad(parent, key, 'a number', value)
    const kept = this.#kept(parent, key)
    if (kept && kept.length === node.size && Number.isNaN(value)) {
      this.#put(kept)
      return
    }
    this.#room(node.size)
    if (node.size === 4) this.#view.setFloat32(this.#pos, value, this.#little)
    else this.#view.setFloat64(this.#pos, value, this.#little)
    this.#pos += node.size
  }

  #chars(size: number, parent: Frame, key: string | number, value: unknown): void {
    const bytes = this.#text(parent, key, value, size, true)
    const end = this.#pos + size
    this.#put(bytes)
    this.#zero(end)
  }

  #cstring(parent: Frame, key: string | number, value: unknown): void {
    const bytes = this.#text(parent, key, value, undefined, true)
    this.#put(bytes)
    // A residue is the field's own bytes, with the NUL.
    if (bytes[bytes.length - 1] !== 0) this.#zero(this.#pos + 1)
  }

  #union(node: UnionNode, parent: Frame, key: string | number, value: unknown): void {
    const given = Object.entries(this.#object(value, parent, key)).filter(([, arm]) => arm !== undefined)
    const wanted = node.select((reference) => resolveReference(parent, this.#context, reference))
    const arm = wanted !== undefined && node.arms.has(wanted) ? wanted : 'raw'
    const [name, inner] = given[0] ?? []
    if (given.length !== 1 || name !== arm) {
      throw this.#bad(parent, key, `the arm ${arm}`, given.map(([name]) => name).join(', ') || 'none')
    }
    const start = this.#pos
    const frame: Frame = { parent, key, fields: undefined }
    const plan = node.arms.get(arm)
    if (!plan) {
      this.#put(this.#raw(frame, 'raw', inner, node.padded ? node.size : undefined))
      return
    }
    this.#value(plan, frame, arm, inner)
    if (node.padded) this.#hole(start + node.size)
  }

  #integer(node: IntegerNode, parent: Frame, key: string | number, value: unknown): void {
    // Either kind of number is taken: a value written by hand should not fail for its suffix.
    if (typeof value !== 'bigint' && !(typeof value === 'number' && Number.isSafeInteger(value))) {
      throw this.#bad(parent, key, 'an integer', value)
    }
    const { low, high, least, greatest } = integerRange(node.size, node.signed)
    if (typeof value === 'number' ? value < least || value > greatest : value < low || value > high) {
      const path = pathOf({ parent, key, fields: undefined })
      throw new FormatError({
        code: 'OUT_OF_RANGE',
        path,
        message: `${path}: ${value} does not fit, it holds ${low} to ${high}`,
        expected: `${low} to ${high}`,
        found: String(value),
      })
    }
    this.#room(node.size)
    const at = this.#pos
    const view = this.#view
    switch (node.size) {
      case 8:
        if (node.signed) view.setBigInt64(at, BigInt(value), this.#little)
        else view.setBigUint64(at, BigInt(value), this.#little)
        break
      case 4:
        view.setUint32(at, Number(value), this.#little)
        break
      case 2:
        view.setUint16(at, Number(value), this.#little)
        break
      case 1:
        view.setUint8(at, Number(value))
    }
    this.#pos = at + node.size
  }

  #list(node: ListNode, parent: Frame, key: string | number, value: unknown): void {
    const values = this.#array(parent, key, value)
    const start = this.#pos
    const frame: Frame = { parent, key, fields: undefined }
    for (let i = 0; i < values.length; i++) {
      this.#value(node.element, frame, i, values[i])
      if (node.until?.(values[i]) && i < values.length - 1) {
        throw this.#bad(frame, i + 1, 'nothing after the element that ends the list', `${values.length - 1 - i} more`)
      }
    }
    if (node.count !== undefined && !node.clamp) this.#agree(node.count, values.length, parent, key)
    // Up to one element less a byte may stand between the last whole element and the stated size.
    if (node.bytes !== undefined && !node.clamp) this.#agree(node.bytes, this.#pos - start, parent, key, node.element.size - 1)
  }

  /** Checks a count or size in another field against the value. */
  #agree(reference: string, actual: number, parent: Frame, key: string | number, slack = 0): void {
    const stated = resolveReference(parent, this.#context, reference)
    const number = Number(stated)
    if (stated === undefined || number < actual || number > actual + slack) {
      throw this.#error('INCONSISTENT', { parent, key, fields: undefined }, `${reference} says ${String(stated)}, there are ${actual}`)
    }
  }

  /** Bytes of a text: those kept from decoding when they still say the same, else its UTF-8. */
  #text(parent: Frame, key: string | number, value: unknown, room: number | undefined, terminated: boolean): Uint8Array {
    if (typeof value !== 'string') throw this.#bad(parent, key, 'text', value)
    const kept = this.#kept(parent, key)
    if (kept && (room === undefined || kept.length === room)) {
      const end = terminated ? findNul(kept, 0, kept.length) : kept.length
      if (decodeText(kept, 0, end) === value) return kept
    }
    const bytes = encodeText(value)
    if (!bytes) throw this.#bad(parent, key, 'text without lone surrogates', JSON.stringify(value))
    if (terminated && bytes.includes(0)) throw this.#bad(parent, key, 'text without a NUL', JSON.stringify(value))
    if (room !== undefined && bytes.length > room) {
      const path = pathOf({ parent, key, fields: undefined })
      const message = `${path}: ${bytes.length} bytes of text, it holds ${room}`
      throw new FormatError({ code: 'OUT_OF_RANGE', path, message, expected: `at most ${room} bytes`, found: `${bytes.length} bytes` })
    }
    return bytes
  }

  #raw(parent: Frame, key: string | number, value: unknown, size?: number): Uint8Array {
    if (!(value instanceof Uint8Array)) throw this.#bad(parent, key, 'bytes', value)
    if (size !== undefined && value.length !== size) throw this.#bad(parent, key, `${size} bytes`, `${value.length} bytes`)
    return value
  }

  #array(parent: Frame, key: string | number, value: unknown): readonly unknown[] {
    if (!Array.isArray(value)) throw this.#bad(parent, key, 'an array', value)
    return value
  }

  #object(value: unknown, parent: Frame | undefined, key: string | number): Record<string, unknown> {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw this.#bad(parent, key, 'an object', value)
    return value as Record<string, unknown>
  }

  #kept(parent: Frame, key: string | number): Uint8Array | undefined {
    if (!this.#residue) return undefined
    // A residue counts paths from the structure, errors from where it belongs to.
    const { path = '' } = this.options
    const whole = pathOf({ parent, key, fields: undefined })
    return this.#residue[path === '' ? whole : whole.slice(path.length + 1)]
  }

  /** Padding up to `end`: zeros, or what was kept. */
  #hole(end: number): void {
    if (end <= this.#pos) return
    const kept = this.#residue?.[`pad@${this.#pos}`]
    if (kept && kept.length === end - this.#pos) this.#put(kept)
    else this.#zero(end)
  }

  #zero(end: number): void {
    this.#room(end - this.#pos)
    // Room is zero when it is made and nothing is ever taken back.
    this.#pos = Math.max(this.#pos, end)
  }

  #put(bytes: Uint8Array): void {
    this.#room(bytes.length)
    this.#bytes.set(bytes, this.#pos)
    this.#pos += bytes.length
  }

  #room(length: number): void {
    const needed = this.#pos + length
    if (needed <= this.#bytes.length) return
    const larger = new Uint8Array(Math.max(needed, this.#bytes.length * 2))
    larger.set(this.#bytes)
    this.#bytes = larger
    this.#view = new DataView(larger.buffer)
  }

  #bad(parent: Frame | undefined, key: string | number, expected: string, found: unknown): FormatError {
    const path = pathOf({ parent, key, fields: undefined })
    const shown =
      found instanceof Uint8Array ? `${found.length} bytes` : typeof found === 'object' && found !== null ? 'an object' : String(found)
    return new FormatError({ code: 'BAD_VALUE', path, message: `${path}: expected ${expected}, found ${shown}`, expected, found: shown })
  }

  #error(code: FormatError['code'], frame: Frame, what: string): FormatError {
    const path = pathOf(frame)
    return new FormatError({ code, path, message: `${path}: ${what}` })
  }
}
