/**
 * Physical memory as a dump holds it. Physical addresses are numbers: no machine has more than 52 bits of them.
 */
import { partitionPoint } from '../../io/binary-search.js'
import { type ByteSource, readInto } from '../../io/source.js'

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

/** Which of two ranges counts where they overlap: the one that stands first in the list, or last. */
export type Precedence = 'first' | 'last'

/**
 * Ranges in ascending order without overlap.
 *
 * @param precedence which range of the list counts where several hold an address
 */
export function withoutOverlap(ranges: readonly PhysicalRange[], precedence: Precedence): PhysicalRange[] {
  const wins = (a: Ranked, b: Ranked): boolean => (precedence === 'first' ? a.rank < b.rank : a.rank > b.rank)
  const sorted = ranges
    .map((range, rank): Ranked => ({ range, rank, end: range.start + range.size }))
    .filter(({ range }) => range.size > 0)
    .sort((a, b) => a.range.start - b.range.start)
  const result: PhysicalRange[] = []
  const open = new PriorityQueue(wins)
  let at = 0
  let before: Ranked | undefined
  for (let next = 0; next < sorted.length || open.top; ) {
    const top = open.top
    if (!top) at = (sorted[next] as Ranked).range.start
    else if (top.end <= at) {
      open.pop()
      continue
    }
    while (next < sorted.length && (sorted[next] as Ranked).range.start <= at) open.push(sorted[next++] as Ranked)
    const best = open.top as Ranked
    if (best.end <= at) continue
    const to = Math.min(best.end, sorted[next]?.range.start ?? Number.POSITIVE_INFINITY)
    append(result, best.range, at, to, best === before)
    before = best
    at = to
  }
  return result
}

interface Ranked {
  readonly range: PhysicalRange
  readonly rank: number
  readonly end: number
}

/** Adds a part of a range; where the range itself goes on behind a part of it, the two stay one. */
function append(result: PhysicalRange[], { start, offset, zero }: PhysicalRange, from: number, to: number, goesOn: boolean): void {
  const last = result.at(-1)
  if (goesOn && last) {
    result[result.length - 1] = { ...last, size: last.size + (to - from) }
    return
  }
  result.push({
    start: from,
    size: to - from,
    ...(offset !== undefined && { offset: offset + (from - start) }),
    ...(zero && { zero }),
  })
}

/** A binary heap; the best element is on top. */
class PriorityQueue {
  readonly #heap: Ranked[] = []

  constructor(private readonly better: (a: Ranked, b: Ranked) => boolean) {}

  get top(): Ranked | undefined {
    return this.#heap[0]
  }

  push(item: Ranked): void {
    const heap = this.#heap
    heap.push(item)
    for (let i = heap.length - 1; i > 0; ) {
      const parent = (i - 1) >> 1
      if (!this.#swapIfBetter(i, parent)) break
      i = parent
    }
  }

  pop(): void {
    const heap = this.#heap
    const last = heap.pop()
    if (!last || heap.length === 0) return
    heap[0] = last
    for (let i = 0; ; ) {
      const left = 2 * i + 1
      const right = left + 1
      const child = right < heap.length && this.better(heap[right] as Ranked, heap[left] as Ranked) ? right : left
      if (child >= heap.length || !this.#swapIfBetter(child, i)) break
      i = child
    }
  }

  #swapIfBetter(child: number, parent: number): boolean {
    const heap = this.#heap
    const [c, p] = [heap[child] as Ranked, heap[parent] as Ranked]
    if (!this.better(c, p)) return false
    heap[child] = p
    heap[parent] = c
    return true
  }
}

/** The index of the last element that is not above `value`; -1 when all are. `list` ascends. */
export function findLastAtOrBelow(count: number, value: number, at: (index: number) => number): number {
  return partitionPoint(count, (index) => at(index) <= value) - 1
}

const zeros = new Uint8Array(64 * 1024)

/**
 * Memory whose ranges stand in the file as they are, or are zero. Other ranges without `offset` are left out.
 *
 * @param precedence which range of the list counts where they overlap
 */
export function rangeMemory(source: ByteSource, given: readonly PhysicalRange[], precedence: Precedence = 'first'): PhysicalMemory {
  const list = withoutOverlap(given, precedence).filter(({ offset, zero }) => offset !== undefined || zero)
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

/** Bytes of a slot of the cache. */
const SLOT = 4096
/** Reads longer than this go past the cache. */
const LONGEST_CACHED = 64 * 1024

/** Memory of caches where nothing else is asked for, in bytes. */
const DEFAULT_CACHE = 64 * 1024 * 1024

/**
 * A source with a cache of 4 KiB slots, so that scattered small reads need not ask the system each time. Slots are reused in turn,
 * recently used ones last (clock). Reads are copies.
 *
 * @param bytes of memory for the cache
 */
export function cachedSource(source: ByteSource, bytes = DEFAULT_CACHE): ByteSource {
  const slots = Math.max(16, Math.min(Math.floor(bytes / SLOT), Math.ceil(source.size / SLOT)))
  const slab = new Uint8Array(slots * SLOT)
  const slotOf = new Map<number, number>()
  const blockIn = new Float64Array(slots).fill(-1)
  const used = new Uint8Array(slots)
  let hand = 0

  function freeSlot(): number {
    for (;;) {
      const slot = hand
      hand = hand + 1 === slots ? 0 : hand + 1
      if (used[slot] === 0) return slot
      used[slot] = 0
    }
  }

  /** The slot that holds a block; bytes past the end of the source are never asked for. */
  function load(block: number): number {
    const found = slotOf.get(block)
    if (found !== undefined) {
      used[found] = 1
      return found
    }
    const slot = freeSlot()
    const old = blockIn[slot] as number
    if (old >= 0) slotOf.delete(old)
    blockIn[slot] = -1
    readInto(source, block * SLOT, slab.subarray(slot * SLOT, slot * SLOT + Math.min(SLOT, source.size - block * SLOT)))
    blockIn[slot] = block
    used[slot] = 1
    slotOf.set(block, slot)
    return slot
  }

  return {
    size: source.size,
    ...(source.name !== undefined && { name: source.name }),
    read(offset, length) {
      if (length > LONGEST_CACHED || !(offset >= 0) || !(length >= 0)) return source.read(offset, length)
      const end = Math.min(offset + length, source.size)
      if (offset >= end) return none
      const first = Math.floor(offset / SLOT)
      const within = offset - first * SLOT
      if (within + (end - offset) <= SLOT) {
        const at = load(first) * SLOT + within
        return slab.slice(at, at + (end - offset))
      }
      const target = new Uint8Array(end - offset)
      for (let at = offset; at < end; ) {
        const block = Math.floor(at / SLOT)
        const start = at - block * SLOT
        const count = Math.min(SLOT - start, end - at)
        const from = load(block) * SLOT + start
        target.set(slab.subarray(from, from + count), at - offset)
        at += count
      }
      return target
    },
  }
}
