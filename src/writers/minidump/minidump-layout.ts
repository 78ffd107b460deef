/** Lays out a minidump: streams and the data that they refer to, one after the other. */
import * as md from '../../formats/minidump/headers.js'
import { roundUp } from '../../io/bytes.js'
import type { Content, Layer } from '../../io/layered-file.js'
import type { Abi, Struct } from '../../schema/base.js'

/** Number of directory entries reserved after the header. */
const STREAMS = 16

export class MinidumpOutput {
  readonly pieces: Layer[] = []
  readonly #streams: { readonly type: number; readonly location: md.Location }[] = []
  #end: number

  constructor(
    /** Any ABI of the byte order: structures are packed. */
    readonly abi: Abi,
  ) {
    this.#end = this.sizeOf(md.header) + STREAMS * this.sizeOf(md.directory)
  }

  /** Current size in bytes. */
  get end(): number {
    return this.#end
  }

  sizeOf(struct: Struct<unknown>): number {
    return struct.for(this.abi).size
  }

  /** Appends contents. @returns their offset */
  add(content: Content, align: number): md.Location {
    const rva = roundUp(this.#end, align)
    this.pieces.push({ offset: rva, content })
    this.#end = rva + content.length
    return { data_size: content.length, rva }
  }

  /** Appends a MINIDUMP_STRING. @returns its offset */
  string(text: string): number {
    const bytes = new Uint8Array(4 + text.length * 2 + 2)
    const view = new DataView(bytes.buffer)
    const little = this.abi.endian === 'little'
    view.setUint32(0, text.length * 2, little)
    for (let i = 0; i < text.length; i++) view.setUint16(4 + i * 2, text.charCodeAt(i), little)
    return this.add(bytes, 4).rva
  }

  stream(type: number, content: Content): void {
    this.#streams.push({ type, location: this.add(content, 8) })
  }

  /** Adds a stream of one structure. */
  structure<T>(type: number, struct: Struct<T>, value: T): void {
    this.stream(type, struct.for(this.abi).encode(value))
  }

  /** Adds a stream with a header and entries. */
  table<H, T>(type: number, head: Struct<H>, headValue: H, struct: Struct<T>, entries: readonly T[]): void {
    const layout = struct.for(this.abi)
    const start = this.sizeOf(head)
    const bytes = new Uint8Array(start + entries.length * layout.size)
    bytes.set(head.for(this.abi).encode(headValue))
    entries.forEach((entry, i) => {
      bytes.set(layout.encode(entry), start + i * layout.size)
    })
    this.stream(type, bytes)
  }

  /** Adds a stream with the number of entries and the entries. */
  list<T>(type: number, struct: Struct<T>, entries: readonly T[]): void {
    this.table(type, md.count, { number_of_entries: entries.length }, struct, entries)
  }

  /** Encodes header and directory after all streams have been added. */
  finish(flags: bigint): void {
    const size = this.sizeOf(md.header)
    const header = {
      signature: md.SIGNATURE,
      version: md.VERSION,
      stream_count: this.#streams.length,
      stream_directory_rva: size,
      checksum: 0,
      time_date_stamp: 0,
      flags,
    }
    this.pieces.push({ offset: 0, content: md.header.for(this.abi).encode(header) })
    this.#streams.forEach(({ type, location }, i) => {
      const content = md.directory.for(this.abi).encode({ stream_type: type, location })
      this.pieces.push({ offset: size + i * content.length, content })
    })
  }
}
