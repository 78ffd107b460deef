/** Memory of a minidump as segments of a core: regions where they are known, cut where the file has only parts of them. */
import { type ProgramHeader, segmentType } from '../../formats/elf/index.js'
import { flagsOf } from '../../formats/elf/segment-permissions.js'
import type { MemoryRange, Region } from './stream-lists.js'

/** A run of addresses of which the file has all bytes. */
interface Held {
  readonly start: bigint
  readonly end: bigint
  readonly offset: number
}

/** Ranges by ascending address without overlap; of two with the same memory, the one that comes first in the list counts. */
function apart(ranges: readonly MemoryRange[]): Held[] {
  const order = ranges
    .map(({ start, size, offset }, rank) => ({ start, end: start + BigInt(size), offset, rank }))
    .sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : a.rank - b.rank))
  const held: Held[] = []
  let end = 0n
  for (const range of order) {
    if (range.end <= end) continue
    const start = range.start < end ? end : range.start
    held.push({ start, end: range.end, offset: range.offset + Number(start - range.start) })
    end = range.end
  }
  return held
}

const segment = (start: bigint, end: bigint, permissions: string, offset: number | undefined): ProgramHeader => ({
  p_type: segmentType.PT_LOAD,
  p_offset: BigInt(offset ?? 0),
  p_vaddr: start,
  p_paddr: 0n,
  p_filesz: offset === undefined ? 0n : end - start,
  p_memsz: end - start,
  p_flags: flagsOf(permissions),
  p_align: 0n,
})

const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b)

/** By ascending address. Memory in no known region is taken for data. */
export function segmentsOf(ranges: readonly MemoryRange[], regions: readonly Region[]): ProgramHeader[] {
  const held = apart(ranges)
  const known = [...regions].sort((a, b) => (a.start < b.start ? -1 : 1))
  const segments: ProgramHeader[] = []
  let next = 0
  /** The held runs before an address. */
  const loose = (limit: bigint): void => {
    for (let run = held[next]; run && run.start < limit; run = held[next]) {
      const end = smaller(run.end, limit)
      segments.push(segment(run.start, end, 'rw-', run.offset))
      if (end === run.end) next++
      else held[next] = { start: end, end: run.end, offset: run.offset + Number(end - run.start) }
    }
  }
  let at = 0n
  for (const { start: from, end, permissions } of known) {
    const start = from < at ? at : from
    if (start >= end) continue
    loose(start)
    at = start
    while (at < end) {
      const run = held[next]
      if (!run || run.start >= end) {
        segments.push(segment(at, end, permissions, undefined))
        at = end
      } else if (run.start > at) {
        segments.push(segment(at, run.start, permissions, undefined))
        at = run.start
      } else {
        const stop = smaller(run.end, end)
        segments.push(segment(at, stop, permissions, run.offset))
        if (stop === run.end) next++
        else held[next] = { start: stop, end: run.end, offset: run.offset + Number(stop - run.start) }
        at = stop
      }
    }
  }
  loose(1n << 64n)
  return segments
}
