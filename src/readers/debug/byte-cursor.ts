/** Reads numbers one after another from debug data, whose fields have no fixed places. */
import { FormatError } from '../../errors.js'
import type { Abi } from '../../schema/base.js'

const decoder = new TextDecoder()

/**
 * A position in bytes. Every read past the end throws `TRUNCATED`, so damaged data cannot loop.
 *
 * @example new ByteCursor(Uint8Array.of(0xe5, 0x8e, 0x26), 'little').uleb() // 624485
 */
export class ByteCursor {
  readonly #view: DataView
  readonly #little: boolean
  offset: number

  /** @param end offset behind the last byte that may be read */
  constructor(
    readonly bytes: Uint8Array,
    endian: Abi['endian'],
    offset = 0,
    readonly end = bytes.length,
  ) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#little = endian === 'little'
    this.offset = offset
    if (end > bytes.length || offset > end) throw truncated(offset, end - offset, bytes.length)
  }

  get atEnd(): boolean {
    return this.offset >= this.end
  }

  #take(size: number): number {
    const at = this.offset
    if (size < 0 || at + size > this.end) throw truncated(at, size, this.end)
    this.offset = at + size
    return at
  }

  u8(): number {
    return this.#view.getUint8(this.#take(1))
  }
  s8(): number {
    return this.#view.getInt8(this.#take(1))
  }
  u16(): number {
    return this.#view.getUint16(this.#take(2), this.#little)
  }
  s16(): number {
    return this.#view.getInt16(this.#take(2), this.#little)
  }
  u32(): number {
    return this.#view.getUint32(this.#take(4), this.#little)
  }
  s32(): number {
    return this.#view.getInt32(this.#take(4), this.#little)
  }
  u64(): bigint {
    return this.#view.getBigUint64(this.#take(8), this.#little)
  }
  s64(): bigint {
    return this.#view.getBigInt64(this.#take(8), this.#little)
  }
  /** An offset or length of 8 bytes; what no file can reach ends beyond every file. */
  offset64(): number {
    const value = this.u64()
    return value > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : Number(value)
  }

  /** An unsigned number of 1, 2, 3, 4 or 8 bytes. */
  unsigned(size: number): bigint {
    switch (size) {
      case 1:
        return BigInt(this.u8())
      case 2:
        return BigInt(this.u16())
      case 4:
        return BigInt(this.u32())
      case 8:
        return this.u64()
      default:
        throw badSize(this.offset, size)
    }
  }

  /** An unsigned LEB128 below 2^53; larger ones are rounded. */
  uleb(): number {
    let value = 0
    let scale = 1
    for (;;) {
      const byte = this.u8()
      value += (byte & 0x7f) * scale
      if (byte < 0x80) return value
      scale *= 128
    }
  }

  /** A signed LEB128 between -2^53 and 2^53; others are rounded. */
  sleb(): number {
    let value = 0
    let scale = 1
    for (;;) {
      const byte = this.u8()
      value += (byte & 0x7f) * scale
      scale *= 128
      if (byte < 0x80) return byte & 0x40 ? value - scale : value
    }
  }

  /** An unsigned LEB128 of up to 64 bits. */
  ulebWide(): bigint {
    let value = 0n
    for (let shift = 0n; ; shift += 7n) {
      const byte = this.u8()
      if (shift < 70n) value |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) return BigInt.asUintN(64, value)
    }
  }

  /** A signed LEB128 of up to 64 bits. */
  slebWide(): bigint {
    let value = 0n
    for (let shift = 0n; ; shift += 7n) {
      const byte = this.u8()
      if (shift < 70n) value |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) return BigInt.asIntN(64, byte & 0x40 && shift < 63n ? value - (1n << (shift + 7n)) : value)
    }
  }

  skip(size: number): void {
    this.#take(size)
  }

  slice(size: number): Uint8Array {
    const at = this.#take(size)
    return this.bytes.subarray(at, at + size)
  }

  /** The text up to the next NUL, which is skipped. */
  text(): string {
    const nul = this.bytes.indexOf(0, this.offset)
    if (nul < 0 || nul >= this.end) throw truncated(this.offset, this.end - this.offset + 1, this.end)
    const text = decoder.decode(this.bytes.subarray(this.offset, nul))
    this.offset = nul + 1
    return text
  }

  /** The length at the start of a DWARF unit, and the size of offsets in it. */
  initialLength(): { length: number; offsetSize: 4 | 8 } {
    const length = this.u32()
    if (length === 0xffffffff) return { length: this.offset64(), offsetSize: 8 }
    if (length >= 0xfffffff0)
      throw new FormatError({
        code: 'BAD_VALUE',
        offset: this.offset - 4,
        path: 'unit_length',
        message: `unit_length: expected less than 0xfffffff0 or 0xffffffff, found 0x${length.toString(16)}`,
      })
    return { length, offsetSize: 4 }
  }

  /** An offset in another section. */
  sectionOffset(offsetSize: 4 | 8): number {
    return offsetSize === 4 ? this.u32() : this.offset64()
  }
}

const truncated = (offset: number, size: number, end: number): FormatError =>
  new FormatError({
    code: 'TRUNCATED',
    offset,
    message: `debug data ends early: expected ${size} bytes at 0x${offset.toString(16)}, found ${Math.max(0, end - offset)}`,
  })

const badSize = (offset: number, size: number): FormatError =>
  new FormatError({ code: 'BAD_VALUE', offset, message: `expected an integer of 1, 2, 4 or 8 bytes, found ${size}` })
