/** Removes ranges of bytes from a file; the bytes after them move towards the start. */
import { partitionPoint } from '../../../io/binary-search.js'
import { type ByteRun, type Layer, sourceRun } from '../../../io/layered-file.js'
import type { ByteSource } from '../../../io/source.js'

/** A range in bytes; `end` is exclusive. */
export interface Range {
  readonly start: number
  readonly end: number
}

/** Sorts ranges and merges those that touch or overlap. */
export function mergeRanges(ranges: readonly Range[]): Range[] {
  const list: { start: number; end: number }[] = []
  for (const { start, end } of [...ranges].sort((a, b) => a.start - b.start)) {
    if (end <= start) continue
    const last = list.at(-1)
    if (last && start <= last.end) last.end = Math.max(last.end, end)
    else list.push({ start, end })
  }
  return list
}

/** The parts of `ranges` that `others` do not cover. Both are sorted and disjoint. */
export function subtractRanges(ranges: readonly Range[], others: readonly Range[]): Range[] {
  const left: Range[] = []
  let next = 0
  for (const { start, end } of ranges) {
    let at = start
    while (next < others.length && (others[next] as Range).end <= start) next++
    for (let i = next; i < others.length && (others[i] as Range).start < end; i++) {
      const other = others[i] as Range
      if (other.start > at) left.push({ start: at, end: other.start })
      at = Math.max(at, other.end)
    }
    if (at < end) left.push({ start: at, end })
  }
  return left
}

/** Maps offsets of a file to offsets after ranges have been removed. */
export class RangeRemover {
  readonly #cuts: readonly Range[]
  /** Bytes removed before each cut. */
  readonly #before: readonly number[]
  readonly #removed: number

  /** @param cuts sorted and disjoint */
  constructor(
    private readonly source: ByteSource,
    cuts: readonly Range[],
  ) {
    this.#cuts = cuts
    const before: number[] = []
    let removed = 0
    for (const { start, end } of cuts) {
      before.push(removed)
      removed += end - start
    }
    this.#before = before
    this.#removed = removed
  }

  get size(): number {
    return this.source.size - this.#removed
  }

  /** The new offset of a byte; for a removed byte, that of the next remaining byte. Offsets after the end of the file move with it. */
  moved(offset: number): number {
    const last = partitionPoint(this.#cuts.length, (i) => (this.#cuts[i] as Range).start <= offset) - 1
    const cut = this.#cuts[last]
    if (!cut) return offset
    const before = this.#before[last] as number
    return offset < cut.end ? cut.start - before : offset - before - (cut.end - cut.start)
  }

  /** The remaining bytes of the file. */
  pieces(): Layer[] {
    const kept = subtractRanges([{ start: 0, end: this.source.size }], this.#cuts)
    return kept.map(({ start, end }) => ({ offset: this.moved(start), content: sourceRange(this.source, start, end) }))
  }
}

/** A range of a source. */
export const sourceRange = (source: ByteSource, start: number, end: number): ByteRun => sourceRun(source, start, end - start)
