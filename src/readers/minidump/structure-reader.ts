/** A minidump under way: reads structures, and remembers where they stand for the document and the annotated hex view. */
import type { Diagnostics } from '../../errors.js'
import type { Location } from '../../formats/minidump/headers.js'
import type { ByteSource } from '../../io/source.js'
import type { Abi, Struct } from '../../schema/base.js'
import type { Area, Part } from '../file-parts.js'
import type { Limits } from '../limits.js'

const utf16 = { little: 'utf-16le', big: 'utf-16be' } as const

export class MinidumpFile {
  readonly parts: Part[] = []
  readonly areas: Area[] = []
  /** Strings that were read already: modules may share them. */
  readonly #strings = new Map<number, string | undefined>()

  constructor(
    readonly source: ByteSource,
    /** Any of the file's byte order: no structure differs otherwise. */
    readonly abi: Abi,
    readonly diagnostics: Diagnostics,
    readonly limits: Limits,
  ) {}

  /** The structure at an offset; undefined, and said, where the file ends before. */
  take<T>(struct: Struct<T>, offset: number, path: string): T | undefined {
    const layout = struct.for(this.abi)
    const bytes = this.source.read(Math.min(offset, this.source.size), layout.size)
    if (bytes.length < layout.size) {
      this.diagnostics.add({
        code: 'TRUNCATED',
        offset: this.source.size,
        path,
        message: `${path} at ${offset} needs ${layout.size} bytes, the file has ${this.source.size}`,
        expected: `${layout.size} bytes`,
        found: `${bytes.length} bytes`,
      })
      return undefined
    }
    this.parts.push({ offset, path, struct, abi: this.abi })
    return layout.decode(bytes)
  }

  /**
   * Entries of one size, one behind the other: those that the file has.
   *
   * @param room bytes of the stream that they are in, from `offset` on
   */
  takeAll<T>(struct: Struct<T>, offset: number, count: number, room: number, path: string): T[] {
    const { size } = struct.for(this.abi)
    let most = count
    if (count > this.limits.tableEntries) {
      most = this.limits.tableEntries
      this.diagnostics.add({ code: 'LIMIT', path, message: `${path}: ${count} entries, the limit is ${most}`, found: String(count) })
    }
    if (most * size > room) {
      most = Math.floor(room / size)
      this.diagnostics.add({
        code: 'BAD_BOUNDS',
        offset,
        path,
        message: `${path}: ${count} entries of ${size} bytes do not fit in the ${room} bytes of their stream`,
        expected: `at most ${most}`,
        found: String(count),
      })
    }
    const entries: T[] = []
    for (let i = 0; i < most; i++) {
      const entry = this.take(struct, offset + i * size, `${path}[${i}]`)
      if (entry === undefined) break
      entries.push(entry)
    }
    return entries
  }

  /** The bytes of a location, up to the end of the file; what it names is remembered by `path`. */
  bytes({ rva, data_size }: Location, path: string): Uint8Array {
    const bytes = this.source.read(Math.min(rva, this.source.size), Math.min(data_size, this.limits.noteSize))
    if (bytes.length > 0) this.areas.push({ offset: rva, length: bytes.length, path })
    if (rva + data_size > this.source.size)
      this.diagnostics.add({
        code: 'TRUNCATED',
        offset: this.source.size,
        path,
        message: `${path}: ${data_size} bytes at ${rva} reach past the end of the file of ${this.source.size}`,
        expected: `${data_size} bytes`,
        found: `${bytes.length} bytes`,
      })
    return bytes
  }

  /** A MINIDUMP_STRING: its length in bytes, and UTF-16 of the file's byte order. Undefined where there is none. */
  string(rva: number, path: string): string | undefined {
    if (rva === 0) return undefined
    if (this.#strings.has(rva)) return this.#strings.get(rva)
    const head = this.source.read(Math.min(rva, this.source.size), 4)
    const length = head.length < 4 ? 0 : new DataView(head.buffer, head.byteOffset).getUint32(0, this.abi.endian === 'little')
    const short = head.length < 4 || rva + 4 + length > this.source.size
    if (short || length > this.limits.stringLength) {
      const message = `${path}: a text of ${length} bytes at ${rva}, the file has ${this.source.size}, the limit is ${this.limits.stringLength}`
      this.diagnostics.add({ code: short ? 'TRUNCATED' : 'LIMIT', offset: rva, path, message })
      this.#strings.set(rva, undefined)
      return undefined
    }
    this.areas.push({ offset: rva, length: 4 + length, path })
    const text = new TextDecoder(utf16[this.abi.endian]).decode(this.source.read(rva + 4, length))
    this.#strings.set(rva, text)
    return text
  }
}
