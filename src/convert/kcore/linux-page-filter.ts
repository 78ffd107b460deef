/**
 * Which pages a dump level of makedumpfile leaves out, by the kernel's struct page. Source: makedumpfile(8), and the members that VMCOREINFO
 * exports for it; compared with makedumpfile on dumps of Linux 6.1.
 */
import { FormatError } from '../../errors.js'
import type { Vmcoreinfo } from '../../readers/kcore/linux/vmcoreinfo.js'
import type { OpenedKernelDump } from '../../readers/kcore/opened-dump.js'

/** Bits of a dump level. */
export const dumpLevel = { ZERO: 1, CACHE: 2, PRIVATE_CACHE: 4, USER: 8, FREE: 16 } as const

/** Offsets in struct page, flag bits and sizes. */
interface Layout {
  readonly size: number
  readonly flags: number
  readonly mapping: number
  readonly mapCount: number
  readonly private: number
  readonly compoundOrder: number | undefined
  readonly compoundDtor: number | undefined
  readonly compoundHead: number | undefined
  readonly lru: bigint
  readonly privateFlag: bigint
  readonly swapCache: bigint
  readonly head: bigint
  readonly buddy: number
  readonly hugetlbDtor: number | undefined
}

const missing = (key: string): FormatError =>
  new FormatError({ code: 'LOST', path: 'level', message: `--level: VMCOREINFO has no ${key}, so pages cannot be told apart` })

function layoutOf(info: Vmcoreinfo): Layout {
  const offset = (name: string): number => {
    const value = info.offset(name)
    if (value === undefined) throw missing(`OFFSET(${name})`)
    return value
  }
  const number = (name: string): bigint => {
    const value = info.number(name)
    if (value === undefined) throw missing(`NUMBER(${name})`)
    return value
  }
  const size = info.size('page')
  if (!size) throw missing('SIZE(page)')
  const hugetlb = info.number('HUGETLB_PAGE_DTOR')
  return {
    size,
    flags: offset('page.flags'),
    mapping: offset('page.mapping'),
    mapCount: offset('page._mapcount'),
    private: offset('page.private'),
    compoundOrder: info.offset('page.compound_order'),
    compoundDtor: info.offset('page.compound_dtor'),
    compoundHead: info.offset('page.compound_head'),
    lru: 1n << number('PG_lru'),
    privateFlag: 1n << number('PG_private'),
    // Without this flag a page of swap cache is told by PG_swapbacked too.
    swapCache: (1n << number('PG_swapcache')) | (1n << (info.number('PG_swapbacked') ?? number('PG_swapcache'))),
    head: info.number('PG_head_mask') ?? 0n,
    buddy: Number(number('PAGE_BUDDY_MAPCOUNT_VALUE')),
    hugetlbDtor: hugetlb === undefined ? undefined : Number(hugetlb),
  }
}

/** A set of page frames. */
export class FrameSet {
  readonly #bits: Uint8Array

  constructor(readonly count: number) {
    this.#bits = new Uint8Array(Math.ceil(count / 8))
  }

  has(frame: number): boolean {
    return ((this.#bits[Math.floor(frame / 8)] ?? 0) & (1 << (frame % 8))) !== 0
  }

  add(first: number, count: number): void {
    for (let frame = first; frame < Math.min(first + count, this.count); frame++) {
      const at = Math.floor(frame / 8)
      this.#bits[at] = (this.#bits[at] as number) | (1 << (frame % 8))
    }
  }
}

/** Largest order of a free or compound page. */
const LARGEST_ORDER = 30
/** Structures that are read at once. */
const BATCH = 1024

/**
 * The page frames that a level leaves out, zero pages aside.
 *
 * @throws FormatError `LOST` where VMCOREINFO does not tell the members, or the kernel has no sections of memory
 */
export async function filteredFrames(
  opened: OpenedKernelDump,
  info: Vmcoreinfo,
  level: number,
  frames: number,
  turn: () => Promise<void> | undefined,
): Promise<FrameSet> {
  const set = new FrameSet(frames)
  if ((level & ~dumpLevel.ZERO) === 0) return set
  const layout = layoutOf(info)
  const { kvm } = opened
  for (const { first, count, map } of sections(opened, info, frames)) {
    for (let at = 0; at < count; ) {
      // One more: the order of a compound page is in the structure behind its head.
      const wanted = Math.min(BATCH, count - at)
      const bytes = kvm.read(map + BigInt((first + at) * layout.size), (wanted + 1) * layout.size)
      const there = Math.min(wanted, Math.floor(bytes.byteLength / layout.size))
      at += there === 0 ? 1 : addPages(set, layout, bytes, first + at, there, level, kvm.abi)
      const wait = turn()
      if (wait) await wait
    }
  }
  return set
}

interface Section {
  readonly first: number
  readonly count: number
  /** Where the structure of page frame 0 would be. */
  readonly map: bigint
}

const HAS_MAP = 2n

/** The sections of memory that have structures of pages (SPARSEMEM_EXTREME). */
function* sections({ kvm }: OpenedKernelDump, info: Vmcoreinfo, frames: number): Generator<Section, void, undefined> {
  const table = info.symbol('mem_section')
  const bits = info.number('SECTION_SIZE_BITS')
  const size = info.size('mem_section')
  const roots = Number(info.values.get('LENGTH(mem_section)') ?? 0)
  if (table === undefined || bits === undefined || !size || roots === 0) throw missing('SYMBOL(mem_section), its SIZE or its LENGTH')
  const pageSize = info.pageSize ?? 4096
  const perRoot = Math.floor(pageSize / size)
  const perSection = 2 ** Number(bits) / pageSize
  const member = BigInt(info.offset('mem_section.section_mem_map') ?? 0)
  for (let index = 0; index * perSection < frames && Math.floor(index / perRoot) < roots; index++) {
    const pointer = table + BigInt(Math.floor(index / perRoot) * kvm.abi.pointer)
    if (kvm.read(pointer, kvm.abi.pointer).byteLength < kvm.abi.pointer) continue
    const root = kvm.readWord(pointer)
    const at = root + BigInt((index % perRoot) * size) + member
    if (root === 0n || kvm.read(at, kvm.abi.pointer).byteLength < kvm.abi.pointer) continue
    const value = kvm.readWord(at)
    if ((value & HAS_MAP) === 0n) continue
    yield { first: index * perSection, count: Math.min(perSection, frames - index * perSection), map: value & ~0x3fn }
  }
}

/** Adds what is left out of some pages; returns the pages that were dealt with, which may be more: large pages are one. */
function addPages(
  set: FrameSet,
  layout: Layout,
  bytes: Uint8Array,
  first: number,
  count: number,
  level: number,
  { endian, pointer }: { endian: string; pointer: number },
): number {
  const little = endian === 'little'
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const word = (at: number): bigint => (pointer === 8 ? view.getBigUint64(at, little) : BigInt(view.getUint32(at, little)))
  let index = 0
  while (index < count) {
    const at = index * layout.size
    const frame = first + index
    const flags = word(at + layout.flags)
    const mapCount = view.getInt32(at + layout.mapCount, little)
    if (mapCount === layout.buddy) {
      const order = Number(word(at + layout.private))
      const pages = order <= LARGEST_ORDER ? 2 ** order : 1
      if ((level & dumpLevel.FREE) !== 0) set.add(frame, pages)
      index += (level & dumpLevel.FREE) !== 0 ? pages : 1
      continue
    }
    // Tail pages go with their head.
    const isTail = layout.compoundHead !== undefined && (word(at + layout.compoundHead) & 1n) === 1n
    if (isTail) {
      index++
      continue
    }
    const compound = compoundOf(layout, view, at, frame, flags)
    if (isLeftOut(layout, flags, word(at + layout.mapping), compound.dtor, level)) set.add(frame, compound.pages)
    index += compound.pages
  }
  return index
}

/** Pages of a compound page, and the number of its destructor; one page for others. */
function compoundOf(layout: Layout, view: DataView, at: number, frame: number, flags: bigint): { pages: number; dtor: number } {
  const next = at + layout.size
  const isHead = layout.head !== 0n && (flags & layout.head) !== 0n
  if (!isHead || layout.compoundOrder === undefined || next + layout.size > view.byteLength) return { pages: 1, dtor: 0 }
  const order = view.getUint8(next + layout.compoundOrder)
  if (order > LARGEST_ORDER || frame % 2 ** order !== 0) return { pages: 1, dtor: 0 }
  return { pages: 2 ** order, dtor: layout.compoundDtor === undefined ? 0 : view.getUint8(next + layout.compoundDtor) }
}

function isLeftOut(layout: Layout, flags: bigint, mapping: bigint, dtor: number, level: number): boolean {
  const isAnonymous = (mapping & 1n) === 1n
  const isCache = (flags & layout.lru) !== 0n || (flags & layout.swapCache) === layout.swapCache
  if (isCache && !isAnonymous) {
    const isPrivate = (flags & layout.privateFlag) !== 0n
    if ((level & dumpLevel.PRIVATE_CACHE) !== 0 || (!isPrivate && (level & dumpLevel.CACHE) !== 0)) return true
  }
  return (level & dumpLevel.USER) !== 0 && (isAnonymous || (layout.hugetlbDtor !== undefined && dtor === layout.hugetlbDtor))
}
