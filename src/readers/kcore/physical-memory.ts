/**
 * Physical memory as a dump holds it. Physical addresses are numbers: no machine has more than 52 bits of them.
 */
import { partitionPoint } from '../../io/binary-search.js'
import { type ByteSource, readInto } from '../../io/source.js'
import { type PageCacheOptions, pageCache } from './page-cache.js'

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
  /** As read(), into memory of the caller; returns the bytes that were there. Absent where it would gain nothing. */
  readInto?(address: number, target: Uint8Array): number
  /** Reads all pages, so that the diagnostics are complete; yields after each. Absent where reading finds nothing wrong. */
  verify?(): Generator<void, void, undefined>
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
 * Memory whose ranges stand in the file as they are, or are zero. Other ranges without `offset` are left out. Where ranges overlap,
 * the first of the list counts.
 */
export function rangeMemory(source: ByteSource, given: readonly PhysicalRange[], options: PageCacheOptions = {}): PhysicalMemory {
  const list = withoutOverlap(given, 'first').filter(({ offset, zero }) => offset !== undefined || zero)
  return new RangeMemory(pageCache(source, { phase: phaseOf(list), ...options }), list)
}

/** Where pages of memory begin in the file, modulo a page: most of them, where ranges differ. */
function phaseOf(list: readonly PhysicalRange[]): number {
  let largest: PhysicalRange | undefined
  for (const range of list) if (range.offset !== undefined && range.size > (largest?.size ?? 0)) largest = range
  if (largest?.offset === undefined) return 0
  return (((largest.offset - largest.start) % PAGE) + PAGE) % PAGE
}

const PAGE = 4096

class RangeMemory implements PhysicalMemory {
  #last: PhysicalRange | undefined

  constructor(
    private readonly source: ByteSource,
    private readonly list: readonly PhysicalRange[],
  ) {}

  #find(address: number): PhysicalRange | undefined {
    const last = this.#last
    if (last && address >= last.start && address < last.start + last.size) return last
    const found = this.list[findLastAtOrBelow(this.list.length, address, (index) => this.list[index]?.start ?? 0)]
    if (!found || address >= found.start + found.size) return undefined
    this.#last = found
    return found
  }

  read(address: number, length: number): Uint8Array {
    const range = this.#find(address)
    if (!range) return none
    const within = address - range.start
    const count = Math.min(length, range.size - within)
    return range.offset === undefined ? zeros.subarray(0, count) : this.source.read(range.offset + within, count)
  }

  readInto(address: number, target: Uint8Array): number {
    const range = this.#find(address)
    if (!range) return 0
    const within = address - range.start
    const rest = range.size - within
    const part = target.byteLength > rest ? target.subarray(0, rest) : target
    if (range.offset === undefined) {
      part.fill(0)
      return part.byteLength
    }
    return readInto(this.source, range.offset + within, part)
  }

  ranges(): readonly PhysicalRange[] {
    return this.list
  }
}
