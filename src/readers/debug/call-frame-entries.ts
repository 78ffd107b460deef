/** The entries of `.eh_frame` and `.debug_frame`: CIEs and FDEs. Source: DWARF 5, section 6.4.1; LSB Core, "Exception Frames". */
import { FormatError } from '../../errors.js'
import type { Abi } from '../../schema/base.js'
import { ByteCursor } from './byte-cursor.js'
import { type PointerContext, readEncodedLength, readEncodedPointer, skipEncodedPointer } from './encoded-pointer.js'

/** A section with call frame information. Offsets are bytes from the module's base. */
export interface CallFrameSection {
  readonly kind: 'eh' | 'debug'
  readonly bytes: Uint8Array
  /** Of byte 0; of `.debug_frame`, which is not loaded, 0. */
  readonly offset: number
  /** Link-time address of the module's base. */
  readonly base: bigint
  readonly abi: Abi
}

/** Common information entry: what a group of functions shares. */
export interface CommonEntry {
  readonly codeAlign: number
  readonly dataAlign: number
  /** DWARF number of the column that holds the return address. */
  readonly returnColumn: number
  readonly addressSize: number
  readonly pointerEncoding: number
  readonly hasAugmentationData: boolean
  /** The functions are signal trampolines. */
  readonly signal: boolean
  readonly instructions: Uint8Array
}

/** Frame description entry: the code of one function, or part of it. */
export interface FrameEntry {
  readonly common: CommonEntry
  /** Bytes from the module's base. */
  readonly start: number
  readonly end: number
  readonly instructions: Uint8Array
  /** Of the instructions, from the module's base: `set_loc` operands may be relative to their place. */
  readonly instructionsOffset: number
}

interface Entry {
  /** Offset behind the entry. */
  readonly end: number
  /** Of the id field. */
  readonly idAt: number
  readonly id: number
  readonly isCommon: boolean
  readonly cursor: ByteCursor
}

const contextOf = ({ base, abi, offset }: CallFrameSection): PointerContext => ({
  base,
  bits: abi.bits,
  sectionOffset: offset,
})

/** Reads the entries of one section; CIEs are kept, as many FDEs refer to the same one. */
export class CallFrameEntries {
  readonly #common = new Map<number, CommonEntry>()

  constructor(readonly section: CallFrameSection) {}

  /**
   * The FDE at an offset in the section.
   *
   * @returns undefined for a CIE, a terminator, or an FDE that covers nothing
   * @throws FormatError when the entry is damaged
   */
  frameAt(at: number): FrameEntry | undefined {
    const entry = this.#entryAt(at)
    return entry && !entry.isCommon ? this.#frameOf(entry) : undefined
  }

  /** All FDEs by their place in the section; entries that are damaged are stepped over. */
  *frames(): Generator<FrameEntry, void, undefined> {
    let at = 0
    while (at + 4 <= this.section.bytes.length) {
      let entry: Entry | undefined
      try {
        entry = this.#entryAt(at)
      } catch {
        return
      }
      if (!entry) {
        at += 4
        continue
      }
      at = entry.end
      if (entry.isCommon) continue
      const frame = this.#frameOrNothing(entry)
      if (frame) yield frame
    }
  }

  #frameOrNothing(entry: Entry): FrameEntry | undefined {
    try {
      return this.#frameOf(entry)
    } catch (error) {
      if (error instanceof FormatError) return undefined
      throw error
    }
  }

  #entryAt(at: number): Entry | undefined {
    const { bytes, abi, kind } = this.section
    const head = new ByteCursor(bytes, abi.endian, at)
    const { length, offsetSize } = head.initialLength()
    if (length === 0) return undefined
    const end = head.offset + length
    const cursor = new ByteCursor(bytes, abi.endian, head.offset, end)
    const idAt = cursor.offset
    const wide = kind === 'debug' && offsetSize === 8
    const raw = wide ? cursor.u64() : BigInt(cursor.u32())
    const isCommon = kind === 'eh' ? raw === 0n : raw === (wide ? 0xffffffffffffffffn : 0xffffffffn)
    return { end, idAt, id: Number(raw), isCommon, cursor }
  }

  #frameOf({ idAt, id, cursor }: Entry): FrameEntry | undefined {
    const { kind, abi, base } = this.section
    const common = this.#commonAt(kind === 'eh' ? idAt - id : id)
    const context = contextOf(this.section)
    let start: number | undefined
    let length: number
    if (kind === 'eh') {
      start = readEncodedPointer(cursor, common.pointerEncoding, context)
      length = readEncodedLength(cursor, common.pointerEncoding, abi.bits)
    } else {
      start = Number(cursor.unsigned(common.addressSize) - base)
      length = Number(cursor.unsigned(common.addressSize))
    }
    if (common.hasAugmentationData) cursor.skip(cursor.uleb())
    if (start === undefined || length === 0 || start < 0) return undefined
    const instructionsOffset = this.section.offset + cursor.offset
    return { common, start, end: start + length, instructions: cursor.slice(cursor.end - cursor.offset), instructionsOffset }
  }

  #commonAt(at: number): CommonEntry {
    const known = this.#common.get(at)
    if (known) return known
    const entry = at < 0 ? undefined : this.#entryAt(at)
    if (!entry?.isCommon)
      throw new FormatError({
        code: 'BAD_BOUNDS',
        path: 'CIE_pointer',
        message: `CIE_pointer: expected the offset of a CIE, found 0x${at.toString(16)}`,
      })
    const common = readCommonEntry(entry.cursor, this.section)
    this.#common.set(at, common)
    return common
  }
}

function readCommonEntry(cursor: ByteCursor, section: CallFrameSection): CommonEntry {
  const { abi } = section
  const version = cursor.u8()
  const augmentation = cursor.text()
  if (augmentation === 'eh') cursor.skip(abi.bits / 8)
  let addressSize = abi.bits / 8
  if (version >= 4) {
    addressSize = cursor.u8()
    cursor.skip(1)
  }
  const codeAlign = cursor.uleb()
  const dataAlign = cursor.sleb()
  const returnColumn = version === 1 ? cursor.u8() : cursor.uleb()
  const augmented = readAugmentation(cursor, augmentation, section)
  return { codeAlign, dataAlign, returnColumn, addressSize, ...augmented, instructions: cursor.slice(cursor.end - cursor.offset) }
}

function readAugmentation(
  cursor: ByteCursor,
  augmentation: string,
  section: CallFrameSection,
): Pick<CommonEntry, 'pointerEncoding' | 'hasAugmentationData' | 'signal'> {
  const hasAugmentationData = augmentation.startsWith('z')
  const end = hasAugmentationData ? cursor.uleb() + cursor.offset : undefined
  let pointerEncoding = 0
  let signal = false
  for (const letter of augmentation === 'eh' ? '' : augmentation) {
    if (letter === 'R') pointerEncoding = cursor.u8()
    else if (letter === 'P') skipEncodedPointer(cursor, cursor.u8(), contextOf(section))
    else if (letter === 'L') cursor.skip(1)
    else if (letter === 'S') signal = true
    else if (letter !== 'z' && letter !== 'B' && letter !== 'G') {
      if (end !== undefined) break
      throw new FormatError({
        code: 'BAD_VALUE',
        path: 'augmentation',
        message: `augmentation: expected letters of zRPLSBG, found ${JSON.stringify(augmentation)}`,
      })
    }
  }
  if (end !== undefined) cursor.skip(end - cursor.offset)
  return { pointerEncoding, hasAugmentationData, signal }
}
