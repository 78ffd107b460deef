/**
 * Physical memory as a dump holds it. Physical addresses are numbers: no machine has more than 52 bits of them.
 */
import { partitionPoint } from '../../io/binary-search.js'
import type { ByteSource } from '../../io/source.js'

/** A range of physical memory that the dump holds. */
export interface PhysicalRange {
  /** Physical address. */
  readonly start: number
  /** Bytes. */
  readonly size: number
  /** Where its first byte is in the file; absent where it is packed, or zero. */
  readonly offset?: number
  /** All of it is zero, and not in the file. */
  readonly zero?: boolean
}

export interface PhysicalMemory {
  /**
   * The bytes at a physical address: fewer where the range that holds it ends (ask again there), none where the dump does not hold it.
   * Never throws for what is not there.
   */
  read(address: number, length: number): Uint8Array
  /** All ranges, ascending and without overlap. */
  ranges(): Iterable<PhysicalRange>
}

const none = new Uint8Array(0)

/** Ranges in ascending order without overlap; where two hold the same address, the one that comes first in the list counts. */
export function withoutOverlap(ranges: readonly PhysicalRange[]): PhysicalRange[] {
  const sorted = ranges
    .map((range, index) => ({ range, index }))
    .filter(({ range }) => range.size > 0)
    .sort((a, b) => a.range.start - b.range.start || a.index - b.index)
  const result: PhysicalRange[] = []
  let end = 0
  for (const { range } of sorted) {
    const from = Math.max(range.start, end)
    const to = range.start + range.size
    if (from >= to) continue
    const { zero, offset } = range
    result.push({
      start: from,
      size: to - from,
      ...(offset !== undefined && { offset: offset + (from - range.start) }),
      ...(zero && { zero }),
    })
    end = to
  }
  return result
}

/** The index of the last element that is not above `value`; -1 when all are. `list` ascends. */
export function findLastAtOrBelow(count: number, value: number, at: (index: number) => number): number {
  return partitionPoint(count, (index) => at(index) <= value) - 1
}

const zeros = new Uint8Array(64 * 1024)

/** Memory whose ranges stand in the file as they are, or are zero. Other ranges without `offset` are left out. */
export function rangeMemory(source: ByteSource, given: readonly PhysicalRange[]): PhysicalMemory {
  const list = withoutOverlap(given).filter(({ offset, zero }) => offset !== undefined || zero)
  let last: PhysicalRange | undefined
  function find(address: number): PhysicalRange | undefined {
    if (last && address >= last.start && address < last.start + last.size) return last
    const found = list[findLastAtOrBelow(list.length, address, (index) => list[index]?.start ?? 0)]
    if (!found || address >= found.start + found.size) return undefined
    last = found
    return found
  }
  return {
    read(address, length) {
      const range = find(address)
      if (!range) return none
      const within = address - range.start
      if (range.zero) return zeros.subarray(0, Math.min(length, range.size - within))
      return source.read((range.offset ?? 0) + within, Math.min(length, range.size - within))
    },
    ranges: () => list,
  }
}

/** What a cache of blocks over a source tells of itself. */
export interface CachedSource extends ByteSource {
  /** Grows when a block is dropped: views that were kept from before hold on to memory that the cache no longer counts. */
  readonly generation: number
}

const BLOCK = 64 * 1024

/**
 * A source that keeps blocks of 64 KiB, so that scattered small reads need not ask the system each time.
 *
 * @param bytes of memory for it, 64 MiB where not said
 */
export function cachedSource(source: ByteSource, bytes = 64 * 1024 * 1024): CachedSource {
  const most = Math.max(4, Math.floor(bytes / BLOCK))
  const blocks = new Map<number, Uint8Array>()
  let generation = 0
  let lastIndex = -1
  let lastBlock: Uint8Array = none
  function block(index: number): Uint8Array {
    if (index === lastIndex) return lastBlock
    let found = blocks.get(index)
    if (!found) {
      found = source.read(index * BLOCK, BLOCK)
      if (blocks.size >= most) {
        const oldest = blocks.keys().next()
        if (!oldest.done) blocks.delete(oldest.value)
        generation++
      }
      blocks.set(index, found)
    }
    lastIndex = index
    lastBlock = found
    return found
  }
  return {
    size: source.size,
    ...(source.name !== undefined && { name: source.name }),
    get generation() {
      return generation
    },
    read(offset, length) {
      if (length > BLOCK || !(offset >= 0) || !(length >= 0)) return source.read(offset, length)
      if (offset >= source.size) return none
      const index = Math.floor(offset / BLOCK)
      const start = offset - index * BLOCK
      const head = block(index)
      if (start + length <= BLOCK) return head.subarray(start, start + length)
      return source.read(offset, length)
    },
  }
}
