/** Physical memory of a kdump-compressed file: bitmap, page descriptors and compressed pages. */

import { type Diagnostic, FormatError } from '../../../errors.js'
import { pageDesc } from '../../../formats/kcore/linux/diskdump.js'
import type { ByteSource } from '../../../io/source.js'
import { BitSet } from '../page-bitmap.js'
import type { PhysicalMemory, PhysicalRange } from '../physical-memory.js'
import { decompressPage } from './decompress-page.js'
import { type KdumpFacts, splitRange } from './kdump-headers.js'
import type { PageFailures } from './page-failures.js'

/** Decompressed pages in the cache. */
const CACHED_PAGES = 1024
const none = new Uint8Array(0)

export class KdumpMemory implements PhysicalMemory {
  readonly #size: number
  readonly bits: BitSet
  /** Page frames of this file, the end exclusive. */
  readonly first: number
  readonly last: number
  /** Pages in the bitmap before the first one of this part of a split dump. */
  readonly #before: number
  /** Bitmap of the memory that the machine had; empty in a file with one bitmap. */
  readonly #ram: Uint8Array
  readonly #zeros: Uint8Array
  readonly #cache = new Map<number, Uint8Array>()
  readonly #failures: PageFailures

  constructor(
    private readonly source: ByteSource,
    private readonly facts: KdumpFacts,
    failures: PageFailures,
  ) {
    this.#failures = failures
    const { header, bitmapOffset, bitmapSize, frames } = facts
    this.#size = header.block_size
    this.bits = new BitSet(source.read(bitmapOffset, bitmapSize))
    const split = splitRange(facts)
    this.first = split?.first ?? 0
    this.last = split?.end ?? frames
    this.#before = this.bits.rank(this.first)
    this.#ram = bitmapOffset >= bitmapSize ? source.read(bitmapOffset - bitmapSize, bitmapSize) : none
    this.#zeros = new Uint8Array(this.#size)
  }

  read(address: number, length: number): Uint8Array {
    const frame = Math.floor(address / this.#size)
    const within = address - frame * this.#size
    return this.#page(frame).subarray(within, within + length)
  }

  *ranges(): Generator<PhysicalRange, void, undefined> {
    const size = this.#size
    const end = Math.min(this.last, this.facts.frames)
    const excluded = this.#excludedZeros()?.runs(this.first, end)
    let zero = excluded?.next()
    for (const { start, count } of this.bits.runs(this.first, end)) {
      for (; zero && !zero.done && zero.value.start < start; zero = excluded?.next())
        yield { start: zero.value.start * size, size: zero.value.count * size, zero: true }
      yield { start: start * size, size: count * size }
    }
    for (; zero && !zero.done; zero = excluded?.next()) yield { start: zero.value.start * size, size: zero.value.count * size, zero: true }
  }

  /** Reads every page, so that the diagnostics are complete. */
  *verify(): Generator<void, void, undefined> {
    for (const { start, size, zero } of this.ranges())
      for (let at = start; !zero && at < start + size; at += this.#size) {
        this.#page(at / this.#size)
        yield
      }
  }

  #page(frame: number): Uint8Array {
    let found = this.#cache.get(frame)
    if (!found) {
      found = this.#load(frame)
      if (this.#cache.size >= CACHED_PAGES) {
        const oldest = this.#cache.keys().next()
        if (!oldest.done) this.#cache.delete(oldest.value)
      }
      this.#cache.set(frame, found)
    }
    return found
  }

  #load(frame: number): Uint8Array {
    if (frame < this.first || frame >= this.last) return none
    if (!this.bits.has(frame)) return this.#isExcludedZero(frame) ? this.#zeros : none
    const layout = pageDesc.for(this.facts.of)
    const at = this.facts.descriptors + (this.bits.rank(frame) - this.#before) * layout.size
    const bytes = this.source.read(at, layout.size)
    if (bytes.byteLength < layout.size) return this.#truncated(at, frame)
    const { offset, size: length, flags } = layout.decode(bytes)
    // A descriptor that was never written: the dump is incomplete.
    if (offset === 0n)
      return this.#fail({ code: 'TRUNCATED', offset: at, path: 'page_desc', message: 'its descriptor was never written' }, frame)
    const data = length <= 2 * this.#size ? this.source.read(Number(offset), length) : none
    if (data.byteLength < length || length === 0) return this.#truncated(at, frame)
    try {
      return decompressPage(data, flags, this.#size)
    } catch (error) {
      if (!(error instanceof FormatError)) throw error
      return this.#fail({ ...error.toDiagnostic(), offset: Number(offset) }, frame)
    }
  }

  /** The pages of zeros that dump level 1 left out. */
  #excludedZeros(): BitSet | undefined {
    if (this.facts.sub.dump_level !== 1) return undefined
    return new BitSet(this.#ram.map((byte, index) => byte & ~(this.bits.bytes[index] ?? 0)))
  }

  /** Dump level 1 excludes pages of zeros only: a page in the machine's memory but not in the dump is zero. */
  #isExcludedZero(frame: number): boolean {
    return this.facts.sub.dump_level === 1 && ((this.#ram[Math.floor(frame / 8)] ?? 0) & (1 << (frame % 8))) !== 0
  }

  #truncated(offset: number, frame: number): Uint8Array {
    return this.#fail({ code: 'TRUNCATED', offset, path: 'page_desc', message: 'it is truncated' }, frame)
  }

  #fail(diagnostic: Diagnostic, frame: number): Uint8Array {
    this.#failures.add(diagnostic, frame * this.#size)
    return none
  }
}
