/** What an ELF dump contains: ranges of physical memory, and the virtual addresses that are mapped to them. */

import type { Diagnostic } from '../../errors.js'
import { partitionPoint } from '../../io/binary-search.js'
import { isZero } from '../../io/bytes.js'
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

/** The physical memory of a dump, in ascending order. */
export async function extentsOf(
  opened: OpenedKernelDump,
  options: ExtentOptions,
  turn: () => Promise<void> | undefined,
): Promise<Extent[]> {
  const list: Extent[] = []
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
    if (options.dropZeros && !extent.zero) for await (const part of splitAtZeros(opened, extent, turn)) list.push(part)
    else list.push(extent)
  }
  return list
}

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
    // Memory that the file does not contain is unknown, not zero.
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

/** Whether a range of addresses overlaps one of the list, which is in ascending order. */
export function overlapsAny(list: readonly MappedRange[], start: bigint, end: bigint): boolean {
  const endOf = ({ virtual, length }: MappedRange): bigint => virtual + BigInt(length)
  const range = list[partitionPoint(list.length, (i) => endOf(list[i] as MappedRange) <= start)]
  return range !== undefined && range.virtual < end
}
