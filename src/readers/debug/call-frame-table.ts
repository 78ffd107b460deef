/** Finds the FDE of a program counter: by the table of `.eh_frame_hdr`, or by an index made of the whole section. */
import { FormatError } from '../../errors.js'
import { POINTER_OMIT } from '../../formats/debug/call-frame-opcodes.js'
import { partitionPoint } from '../../io/binary-search.js'
import type { Abi } from '../../schema/base.js'
import { ByteCursor } from './byte-cursor.js'
import { CallFrameEntries, type CallFrameSection, type FrameEntry } from './call-frame-entries.js'
import { readEncodedPointer } from './encoded-pointer.js'

/** The sorted table of `.eh_frame_hdr`: pairs of 32-bit offsets from the header. */
export interface FrameSearchTable {
  readonly bytes: Uint8Array
  /** Of the header, from the module's base. */
  readonly offset: number
  /** Of the first pair in `bytes`. */
  readonly pairsAt: number
  readonly count: number
}

/** Encoding of tables that are searched: relative to the header, signed, 4 bytes. */
const DATAREL_SDATA4 = 0x3b
const PAIR = 8

export interface FrameHeader {
  /** Of `.eh_frame`, from the module's base. */
  readonly frameOffset: number
  readonly table?: FrameSearchTable
}

/**
 * The contents of `.eh_frame_hdr`.
 *
 * @param offset of the header from the module's base
 * @throws FormatError when it is cut or its version is not 1
 */
export function readFrameHeader(bytes: Uint8Array, offset: number, base: bigint, abi: Abi): FrameHeader {
  const cursor = new ByteCursor(bytes, abi.endian)
  const version = cursor.u8()
  if (version !== 1)
    throw new FormatError({
      code: 'BAD_VALUE',
      path: '.eh_frame_hdr.version',
      message: `.eh_frame_hdr.version: expected 1, found ${version}`,
    })
  const [frameEncoding, countEncoding, tableEncoding] = [cursor.u8(), cursor.u8(), cursor.u8()]
  const context = { base, bits: abi.bits, sectionOffset: offset, dataOffset: offset }
  const frameOffset = readEncodedPointer(cursor, frameEncoding, context)
  if (frameOffset === undefined)
    throw new FormatError({
      code: 'BAD_VALUE',
      path: '.eh_frame_hdr.eh_frame_ptr',
      message: '.eh_frame_hdr.eh_frame_ptr: expected the address of .eh_frame, found none',
    })
  // Only fixed-size pairs can be searched; the count must not be trusted beyond what is there.
  if (countEncoding === POINTER_OMIT || tableEncoding !== DATAREL_SDATA4 || (countEncoding & 0x0f) !== 3) return { frameOffset }
  const stated = cursor.u32()
  const count = Math.min(stated, Math.floor((bytes.length - cursor.offset) / PAIR))
  return { frameOffset, ...(count > 0 && { table: { bytes, offset, pairsAt: cursor.offset, count } }) }
}

export class CallFrameTable {
  readonly #entries: CallFrameEntries
  #sorted: readonly FrameEntry[] | undefined

  constructor(
    section: CallFrameSection,
    private readonly search?: FrameSearchTable,
  ) {
    this.#entries = new CallFrameEntries(section)
  }

  /**
   * The FDE that covers an offset from the module's base.
   *
   * @throws FormatError when the entry is damaged
   */
  find(offset: number): FrameEntry | undefined {
    const found = this.search ? this.#findByTable(this.search, offset) : this.#findByIndex(offset)
    return found && offset >= found.start && offset < found.end ? found : undefined
  }

  #findByTable({ bytes, offset, pairsAt, count }: FrameSearchTable, wanted: number): FrameEntry | undefined {
    const { abi, offset: sectionOffset } = this.#entries.section
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const little = abi.endian === 'little'
    const startOf = (i: number): number => offset + view.getInt32(pairsAt + i * PAIR, little)
    const index = partitionPoint(count, (i) => startOf(i) <= wanted) - 1
    if (index < 0) return undefined
    const at = offset + view.getInt32(pairsAt + index * PAIR + 4, little) - sectionOffset
    return at < 0 || at >= this.#entries.section.bytes.length ? undefined : this.#entries.frameAt(at)
  }

  #findByIndex(wanted: number): FrameEntry | undefined {
    this.#sorted ??= [...this.#entries.frames()].sort((a, b) => a.start - b.start)
    const sorted = this.#sorted
    return sorted[partitionPoint(sorted.length, (i) => (sorted[i] as FrameEntry).start <= wanted) - 1]
  }
}
