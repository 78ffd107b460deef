/** The layout of a structure on one ABI, with its decoder, encoder and other products. */
import type { Abi } from './abi.js'
import { type Compiled, compile } from './compile.js'
import { type DecodeOptions, Decoder } from './decode.js'
import { type EncodeOptions, encodeStruct } from './encode.js'
import type { StructPlan } from './node.js'
import { decodeLossless, type Lossless } from './residue.js'

/** Decodes by interpretation until a layout has been used this often: compiling costs as much as many decodes. */
const WARM = 64

export class Layout<out T> {
  #uses = 0
  #compiled: Compiled | undefined | null = null

  constructor(readonly plan: StructPlan) {
    const offsets: Record<string, number> = {}
    for (const field of plan.fields) if (field.offset !== undefined && field.node.kind !== 'pad') offsets[field.name] = field.offset
    this.offsets = offsets as typeof this.offsets
  }

  /** Byte offset of every field of the fixed part: what record loops read by. */
  readonly offsets: { readonly [K in keyof T & string]: number }

  get name(): string {
    return this.plan.name
  }
  get abi(): Abi {
    return this.plan.abi
  }
  /** Bytes: C's sizeof, or of the fixed part where the structure has a variable tail. */
  get size(): number {
    return this.plan.size
  }
  get align(): number {
    return this.plan.align
  }
  /** Whether every value takes `size` bytes. */
  get fixed(): boolean {
    return this.plan.fixed
  }

  /**
   * Decodes the structure at `options.offset` of `bytes`; what follows it is ignored.
   * Throws FormatError TRUNCATED, BAD_VALUE or BAD_BOUNDS with the byte offset and the field's path.
   */
  decode(bytes: Uint8Array, options: DecodeOptions = {}): T {
    if (this.#uses < WARM) this.#uses++
    else {
      const compiled = this.compiled
      if (compiled) {
        const { offset = 0, end } = options
        const part = offset === 0 && end === undefined ? bytes : bytes.subarray(offset, end)
        try {
          return compiled(part, options.context) as T
        } catch {
          // The interpreter finds out what is wrong, and says it well.
        }
      }
    }
    return this.interpret(bytes, options)
  }

  /** The same as {@link decode}, without compiled code. */
  interpret(bytes: Uint8Array, options: DecodeOptions = {}): T {
    return new Decoder(bytes, options).decode(this.plan, options.path) as T
  }

  /** The decoder that binary-parser compiled; undefined where this structure or environment does not support it. */
  get compiled(): Compiled | undefined {
    if (this.#compiled === null) this.#compiled = compile(this.plan)
    return this.#compiled
  }

  /** Decodes what is there of a structure that was cut: the fields before the cut. */
  decodePartial(bytes: Uint8Array, options: DecodeOptions = {}): Partial<T> {
    return new Decoder(bytes, options, undefined, true).decode(this.plan, options.path) as Partial<T>
  }

  /** Decodes all of `bytes`, keeping what the value does not tell; `encode(value, { residue })` gives the same bytes. */
  decodeLossless(bytes: Uint8Array, options: DecodeOptions = {}): Lossless<T> {
    return decodeLossless(this.plan, bytes, options) as Lossless<T>
  }

  /** Encodes a value. Throws FormatError OUT_OF_RANGE, BAD_VALUE or INCONSISTENT with the field's path. */
  encode(value: T, options?: EncodeOptions): Uint8Array {
    return encodeStruct(this.plan, value, options)
  }
}
