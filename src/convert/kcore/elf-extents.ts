/** What an ELF dump contains: ranges of physical memory, and the virtual addresses that are mapped to them. */

import type { Diagnostic } from '../../errors.js'
import { partitionPoint } from '../../io/binary-search.js'
import { isZero } from '../../io/bytes.js'
import { plural } from '../../io/text-format.js'
import type { OpenedKernelDump } from '../../readers/kcore/opened-dump.js'
import { joined, type MappedRange } from '../../readers/kcore/translation.js'
import { PAGE_SIZE } from '../../systems/machines/page-sizes.js'

/** A range of physical memory in the new file. */
export interface Extent {
  /** Physical address. */
  readonly start: number
  /** Bytes. */
  readonly size: number
  /** Offset in the input file; undefined where the memory has to be read through the dump, such as compressed pages. */
  readonly from: number | undefined
  readonly zero: boolean
  /** Offset in the new file; set when the file is laid out. */
  offset: number
}

/** A range of virtual addresses and the extent that holds its memory. */
export interface VirtualExtent {
  readonly range: MappedRange
  readonly extent: Extent
}

export interface ExtentOptions {
  /** Omit pages of zeros; they become memory without file contents. */
  readonly dropZeros?: boolean
  /** Only physical addresses from the first up to, but not including, the second. */
  readonly range?: readonly [number, number]
}

const CHUNK = 4 * 1024 * 1024
/** Maximum number of program headers for virtual addresses. */
const MAX_VIRTUAL_RANGES = 1_000_000

/** What can be read of the physical memory of a dump, in ascending order. The rest is omitted, with one diagnostic. */
export async function extentsOf(
  opened: OpenedKernelDump,
  options: ExtentOptions,
  turn: () => Promise<void> | undefined,
  lost: Diagnostic[],
): Promise<Extent[]> {
  const list: Extent[] = []
  const missing = { bytes: 0, ranges: 0 }
  for (const { start, size, offset, zero } of opened.dump.memory.ranges()) {
    const from = Math.max(start, options.range?.[0] ?? start)
    const to = Math.min(start + size, options.range?.[1] ?? start + size)
    if (from >= to) continue
    const extent = {
      start: from,
      size: to - from,
      from: offset === undefined ? undefined : offset + (from - start),
      zero: zero ?? false,
      offset: 0,
    }
    for await (const part of readableParts(opened, extent, turn, missing)) {
      if (options.dropZeros && !part.zero) for await (const run of splitAtZeros(opened, part, turn)) list.push(run)
      else list.push(part)
    }
  }
  if (missing.bytes > 0) {
    const { bytes, ranges } = missing
    const message = `${plural(bytes, 'byte')} of memory in ${plural(ranges, 'range')} cannot be read; omitted`
    lost.push({ code: 'LOST', path: 'memory', message })
  }
  return list
}

/** The parts of an extent that the dump contains. Compressed pages are read to find that out. */
async function* readableParts(
  opened: OpenedKernelDump,
  extent: Extent,
  turn: () => Promise<void> | undefined,
  missing: { bytes: number; ranges: number },
): AsyncGenerator<Extent, void, undefined> {
  const { memory, source } = opened.dump
  const { start, size, from, zero } = extent
  const miss = (bytes: number): void => {
    missing.bytes += bytes
    missing.ranges++
  }
  if (zero) {
    yield extent
    return
  }
  if (from !== undefined) {
    const there = Math.max(0, Math.min(size, source.size - from))
    if (there < size) miss(size - there)
    if (there > 0) yield { ...extent, size: there }
    return
  }
  const end = start + size
  let open: number | undefined
  let lastMissing = -1
  for (let at = start; at < end; ) {
    const { byteLength } = memory.read(at, Math.min(CHUNK, end - at))
    if (byteLength > 0) {
      open ??= at
      at += byteLength
    } else {
      if (open !== undefined) yield { ...extent, start: open, size: at - open }
      open = undefined
      const next = Math.min(end, nextPage(at))
      if (lastMissing === at) missing.bytes += next - at
      else miss(next - at)
      lastMissing = next
      at = next
    }
    const wait = turn()
    if (wait) await wait
  }
  if (open !== undefined) yield { ...extent, start: open, size: end - open }
}

/** The start of the next page of 4 KiB. */
export const nextPage = (address: number): number => (Math.floor(address / PAGE_SIZE) + 1) * PAGE_SIZE

/** Splits an extent into runs of zero pages and runs of other pages. */
async function* splitAtZeros(
  opened: OpenedKernelDump,
  extent: Extent,
  turn: () => Promise<void> | undefined,
): AsyncGenerator<Extent, void, undefined> {
  let open: { start: number; zero: boolean } | undefined
  const part = (from: number, to: number, zero: boolean): Extent => ({
    start: from,
    size: to - from,
    from: extent.from === undefined ? undefined : extent.from + (from - extent.start),
    zero,
    offset: 0,
  })
  const end = extent.start + extent.size
  for (let at = extent.start; at < end; ) {
    const bytes = opened.dump.memory.read(at, Math.min(CHUNK, end - at))
    const length = bytes.byteLength || end - at
    for (let within = 0; within < length; within += PAGE_SIZE) {
      const zero = bytes.byteLength > 0 && isZero(bytes, within, Math.min(within + PAGE_SIZE, bytes.byteLength))
      if (open && open.zero !== zero) {
        yield part(open.start, at + within, open.zero)
        open = undefined
      }
      open ??= { start: at + within, zero }
    }
    at += length
    const wait = turn()
    if (wait) await wait
  }
  if (open) yield part(open.start, end, open.zero)
}

/** The mapped virtual ranges, limited to the extents. Adds a diagnostic when they cannot all be listed. */
export function virtualExtents(opened: OpenedKernelDump, extents: readonly Extent[], lost: Diagnostic[]): VirtualExtent[] {
  const { translation, abi } = opened.dump
  const lose = (code: 'LOST' | 'LIMIT', message: string): void => void lost.push({ code, path: 'translation', message })
  if (!translation?.mapped) {
    const why = translation ? 'the mapped addresses cannot be listed' : (opened.dump.untranslatedReason ?? 'address translation is unknown')
    lose('LOST', `the file contains physical addresses only: ${why}`)
    return []
  }
  const found: VirtualExtent[] = []
  const ranges = joined(translation.mapped())
  for (let step = ranges.next(); ; step = ranges.next()) {
    if (step.done) {
      if (step.value) lose('LIMIT', 'more page tables than the limit; some virtual addresses are omitted')
      return found
    }
    for (const each of intersections(step.value, extents, abi.bits)) {
      if (found.length >= MAX_VIRTUAL_RANGES) {
        lose('LIMIT', `more than ${MAX_VIRTUAL_RANGES} ranges of virtual addresses; the rest are omitted`)
        return found
      }
      found.push(each)
    }
  }
}

/** The parts of a mapped range that are in the extents. */
function* intersections(
  { virtual, physical, length }: MappedRange,
  extents: readonly Extent[],
  bits: number,
): Generator<VirtualExtent, void, undefined> {
  let index = firstEndingAfter(extents, physical)
  for (let extent = extents[index]; extent && extent.start < physical + length; extent = extents[++index]) {
    const from = Math.max(physical, extent.start)
    const to = Math.min(physical + length, extent.start + extent.size)
    if (from >= to) continue
    const range = { virtual: BigInt.asUintN(bits, virtual + BigInt(from - physical)), physical: from, length: to - from }
    yield { extent, range }
  }
}

/** Index of the first extent that ends after an address. */
function firstEndingAfter(extents: readonly Extent[], address: number): number {
  const endOf = ({ start, size }: Extent): number => start + size
  return partitionPoint(extents.length, (i) => endOf(extents[i] as Extent) <= address)
}
