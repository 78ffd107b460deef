/** Physical memory whose dumped pages a bitmap names; the pages stand in the file one behind another. */
import type { ByteSource } from '../../io/source.js'
import { findLastAtOrBelow, type PhysicalMemory, type PhysicalRange } from './physical-memory.js'

const ones = Uint8Array.from({ length: 256 }, (_, byte) => byte.toString(2).replaceAll('0', '').length)

/** Bits are counted up to every 512th. */
const STEP = 512

/** A set of numbers, one bit each, that can tell how many there are below one. */
export class BitSet {
  readonly #counts: Uint32Array

  /** @param bytes bit n is bit n % 8 of byte n / 8 */
  constructor(readonly bytes: Uint8Array) {
    this.#counts = new Uint32Array(Math.ceil(bytes.byteLength / (STEP / 8)) + 1)
    let sum = 0
    for (let at = 0, step = 0; at < bytes.byteLength; at += STEP / 8) {
      const end = Math.min(at + STEP / 8, bytes.byteLength)
      for (let index = at; index < end; index++) sum += ones[bytes[index] as number] as number
      this.#counts[++step] = sum
    }
  }

  /** How many bits are set. */
  get total(): number {
    return this.#counts.at(-1) ?? 0
  }

  has(bit: number): boolean {
    return ((this.bytes[Math.floor(bit / 8)] ?? 0) & (1 << (bit % 8))) !== 0
  }

  /** How many bits below this one are set. */
  rank(bit: number): number {
    // What a damaged range claims may be far beyond the bitmap, where numbers no longer count by ones.
    if (bit >= this.bytes.byteLength * 8) return this.total
    const step = Math.floor(bit / STEP)
    let sum = this.#counts[step] ?? this.total
    const last = Math.floor(bit / 8)
    for (let index = step * (STEP / 8); index < last; index++) sum += ones[this.bytes[index] ?? 0] as number
    return sum + (ones[(this.bytes[last] ?? 0) & ((1 << (bit % 8)) - 1)] as number)
  }

  /** Runs of set bits from `start` up to `end`, ascending. */
  *runs(start: number, upTo: number): Generator<{ start: number; count: number }, void, undefined> {
    // A range may claim more than the bitmap has.
    const end = Math.min(upTo, this.bytes.byteLength * 8)
    let open = -1
    for (let bit = start; bit < end; bit++) {
      // Whole bytes without a change.
      if (bit % 8 === 0 && bit + 8 <= end) {
        const byte = this.bytes[bit / 8] ?? 0
        if (byte === (open < 0 ? 0 : 0xff)) {
          bit += 7
          continue
        }
      }
      if (this.has(bit)) {
        if (open < 0) open = bit
      } else if (open >= 0) {
        yield { start: open, count: bit - open }
        open = -1
      }
    }
    if (open >= 0) yield { start: open, count: end - open }
  }
}

/** Pages of physical memory that have successive bits: `count` of them, from page number `page` and bit `bit` on. */
export interface BitRange {
  readonly page: number
  readonly bit: number
  readonly count: number
}

export interface BitmapOptions {
  readonly source: ByteSource
  readonly bits: BitSet
  /** Ascending. */
  readonly ranges: readonly BitRange[]
  /** In bytes. */
  readonly pageSize: number
  /** Offset in the file of the first page. */
  readonly offset: number
}

const none = new Uint8Array(0)

export function bitmapMemory({ source, bits, ranges, pageSize, offset }: BitmapOptions): PhysicalMemory {
  return {
    read(address, length) {
      const page = Math.floor(address / pageSize)
      const range = ranges[findLastAtOrBelow(ranges.length, page, (index) => ranges[index]?.page ?? 0)]
      if (!range || page >= range.page + range.count) return none
      const bit = range.bit + (page - range.page)
      if (!bits.has(bit)) return none
      const within = address - page * pageSize
      const last = range.bit + range.count
      let room = pageSize - within
      for (let next = bit + 1; room < length && next < last && bits.has(next); next++) room += pageSize
      return source.read(offset + bits.rank(bit) * pageSize + within, Math.min(length, room))
    },
    *ranges(): Generator<PhysicalRange, void, undefined> {
      for (const range of ranges) {
        for (const { start, count } of bits.runs(range.bit, range.bit + range.count)) {
          const page = range.page + (start - range.bit)
          yield { start: page * pageSize, size: count * pageSize, offset: offset + bits.rank(start) * pageSize }
        }
      }
    },
  }
}
