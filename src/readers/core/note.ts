/** One note: where it is, what it is called, and its descriptor, decoded on demand. */

import { type Diagnostics, FormatError } from '../../errors.js'
import type { CoreSystem } from '../../formats/core/core-system.js'
import { type Descriptor, type FoundNote, structOf, type TypedNote } from '../../formats/core/note-registry.js'
import type { ByteSource } from '../../io/source.js'
import { type Abi, type Json, type Layout, type Struct, toJson } from '../../schema/base.js'
import type { ElfNote } from '../elf/note-iterator.js'
import { defaultLimits } from '../limits.js'

interface Decoded {
  readonly value: unknown
  readonly whole: boolean
}

const WHOLE: Decoded = { value: undefined, whole: true }

export class CoreNote implements ElfNote {
  readonly owner: string
  readonly type: number
  readonly segment: number
  readonly offset: number
  readonly nameSize: number
  readonly descriptorOffset: number
  readonly size: number
  readonly available: number
  /** What the note is on this system and machine; undefined when that is not known. */
  readonly found: FoundNote | undefined
  #decoded: Decoded | undefined | null = null
  /** Whether what is wrong with it has been said. */
  #said = false

  constructor(
    raw: ElfNote,
    /** Among all notes of the file, from 0. */
    readonly index: number,
    private readonly source: ByteSource,
    readonly abi: Abi,
    system: CoreSystem,
    private readonly diagnostics: Diagnostics,
  ) {
    this.owner = raw.owner
    this.type = raw.type
    this.segment = raw.segment
    this.offset = raw.offset
    this.nameSize = raw.nameSize
    this.descriptorOffset = raw.descriptorOffset
    this.size = raw.size
    this.available = raw.available
    this.found = system.notes.find(raw.owner, raw.type, abi)
  }

  /** `NT_PRSTATUS`. */
  get name(): string | undefined {
    return this.found?.name
  }

  /** What the descriptor holds; undefined when that is not known. */
  get struct(): Struct<unknown> | undefined {
    return this.found && structOf(this.found.declaration, this.abi, this.size)
  }

  /** The descriptor's bytes, those of them that the file has. */
  bytes(): Uint8Array {
    return this.source.read(this.descriptorOffset, this.available)
  }

  /** The structure's value. Of a descriptor that is cut or too short, the fields that it holds; undefined when it cannot be decoded. */
  get value(): unknown {
    const decoded = this.#decode()
    return decoded && this.#forgets ? this.#again()?.value : decoded?.value
  }

  /**
   * The descriptor as a value of a structure that the caller names, with that structure's type. What follows the structure is ignored.
   *
   * @param of a structure, or what a note of a system holds, from `exhume/formats/<system>`
   * @throws FormatError `TRUNCATED`, `BAD_VALUE` or `BAD_BOUNDS` when the descriptor does not hold the whole structure; `BAD_VALUE` also when
   * no structure is known for this machine and size
   * @example
   * const { pr_pid } = note.as(prstatus)
   */
  as<T>(of: Descriptor<T> | TypedNote<T>): T {
    const descriptor = 'descriptor' in of ? of.descriptor : of
    const struct = 'choose' in descriptor ? descriptor.choose(this.abi, this.size) : descriptor
    if (!struct)
      throw new FormatError({
        code: 'BAD_VALUE',
        offset: this.descriptorOffset,
        path: `notes[${this.index}]`,
        message: `no structure is known for a descriptor of ${this.size} bytes on ${this.abi.name}`,
      })
    return struct.for(this.abi).decode(this.bytes(), { base: this.descriptorOffset, path: `notes[${this.index}]` })
  }

  /** Whether the descriptor could be decoded, in part at least. */
  get decoded(): boolean {
    return this.#decode() !== undefined
  }

  /** Whether the value has every field of the structure. */
  get whole(): boolean {
    return this.#decode()?.whole ?? false
  }

  /** The value as JSON; undefined when there is none. */
  get fields(): { [key: string]: Json } | undefined {
    const { struct, value } = this
    return struct && value !== undefined ? toJson(struct.planFor(this.abi), value) : undefined
  }

  /** What is told of a thread is decoded again on demand: of many threads, it would take much memory. */
  get #forgets(): boolean {
    const scope = this.found?.declaration.scope
    return scope !== undefined && scope !== 'process'
  }

  /** Any bytes of the right number are a value of a structure of fixed size. */
  get #cannotFail(): boolean {
    const plan = this.struct?.planFor(this.abi)
    return plan?.fixed === true && plan.size === this.size && this.available === this.size
  }

  #again(): Decoded | undefined {
    const { struct } = this
    return struct && this.size <= defaultLimits.decodedNote ? this.#decodeAs(struct.for(this.abi)) : undefined
  }

  #decode(): Decoded | undefined {
    if (this.#decoded === null) {
      const { struct } = this
      const decoded = this.#forgets && this.#cannotFail ? WHOLE : this.#again()
      this.#checkSurplus(struct)
      this.#decoded = decoded && this.#forgets ? { value: undefined, whole: decoded.whole } : decoded
      this.#said = true
      if (struct && this.size > defaultLimits.decodedNote) {
        const message = `a descriptor of ${this.size} bytes is not decoded, the limit is ${defaultLimits.decodedNote}`
        this.diagnostics.add({ code: 'LIMIT', offset: this.offset, path: `notes[${this.index}]`, message })
      }
    }
    return this.#decoded
  }

  /** Bytes behind a structure of fixed size. Padding to a multiple of 8 does not count. */
  #checkSurplus(struct: Struct<unknown> | undefined): void {
    const plan = struct?.planFor(this.abi)
    if (plan?.fixed !== true || this.size < plan.size + 8 || this.available < this.size) return
    this.diagnostics.add({
      code: 'INCONSISTENT',
      offset: this.descriptorOffset + plan.size,
      path: `notes[${this.index}]`,
      message: `${this.name} has ${this.size} bytes, ${plan.size} are decoded`,
      expected: `${plan.size} bytes`,
      found: `${this.size} bytes`,
    })
  }

  #decodeAs(layout: Layout<unknown>): Decoded | undefined {
    const options = { base: this.descriptorOffset, path: `notes[${this.index}]` }
    const bytes = this.bytes()
    try {
      // A cut has been reported where it is.
      if (this.available === this.size) return { value: layout.decode(bytes, options), whole: true }
    } catch (error) {
      if (!(error instanceof FormatError)) throw error
      if (!this.#said) this.diagnostics.add(error.toDiagnostic())
    }
    try {
      return { value: layout.decodePartial(bytes, options), whole: false }
    } catch (error) {
      if (!(error instanceof FormatError)) throw error
      return undefined
    }
  }
}
