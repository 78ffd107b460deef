/** Copies a core without some of its threads or memory. Everything else is copied byte for byte, including unknown notes and padding. */

import type { Core, Mapping } from '../../../families/core.js'
import { fileLayoutOf } from '../../../formats/core/file-layout.js'
import {
  elfHeader,
  PN_XNUM,
  type ProgramHeader,
  programHeader,
  SHN_LORESERVE,
  sectionHeader,
  sectionType,
} from '../../../formats/elf/index.js'
import { type Layer, zeroRun } from '../../../io/layered-file.js'
import type { ByteSource } from '../../../io/source.js'
import type { Layout } from '../../../schema/base.js'
import { PAGE_SIZE } from '../../../systems/machines/page-sizes.js'
import type { FileImage } from '../../../writers/core/place-pieces.js'
import { type KeptNotes, keptNotes } from './filter-notes.js'
import { mergeRanges, type Range, RangeRemover, subtractRanges } from './remove-ranges.js'

export interface CopyOptions {
  /** IDs of the threads to keep (default: all). */
  readonly threads?: ReadonlySet<number>
  /** Whether to omit the contents of a mapping. The mapping itself stays, as if it had not been dumped. */
  readonly strip?: (mapping: Mapping) => boolean
  /** Indices of the sections that are omitted, with their headers. Without other sections, the section name table is omitted as well. */
  readonly stripSections?: ReadonlySet<number>
}

/** Contents move by multiples of the page size, so that their alignment does not change. */
const LARGEST_PAGE = 16 * 1024 * 1024

/**
 * Lays out the copy.
 *
 * @param source the bytes of the core; they may have been redacted since it was opened
 */
export function copyCore(core: Core, source: ByteSource, { threads, strip, stripSections = new Set() }: CopyOptions): FileImage {
  const stripped = new Set(
    strip ? core.mappings.filter((mapping) => mapping.fileSize > 0n && strip(mapping)).map(({ segment }) => segment) : [],
  )
  const notes = threads ? keptNotes(core, source, threads) : []
  if (stripped.size === 0 && stripSections.size === 0 && notes.length === 0)
    return { pieces: new RangeRemover(source, []).pieces(), size: source.size }
  const page = pageOf(core.programHeaders)
  const left: LeftOut = { segments: stripped, sections: withoutOnlyNames(core, stripSections) }
  const gone = freed(core, source, left, notes)
  const cuts = new RangeRemover(
    source,
    gone.map((range) => cutOf(range, page)).filter(({ start, end }) => end > start),
  )
  const pieces: Layer[] = [...cuts.pieces()]
  const move = (offset: number, content: Layer['content']): void => void pieces.push({ offset: cuts.moved(offset), content })
  // Only whole pages are removed; the rest of the removed contents is zeroed.
  for (const range of gone) move(range.start, zeroRun(cutOf(range, page).start - range.start))
  for (const { offset, content } of notes.flatMap(({ pieces: own }) => own)) move(offset, content)
  patchHeaders(core, source, cuts, left, notes, move)
  return { pieces, size: cuts.size }
}

/** The omitted sections, and the section name table if it would be the only one that stays. */
function withoutOnlyNames({ sectionHeaders, header }: Core, sections: ReadonlySet<number>): ReadonlySet<number> {
  const names = header.e_shstrndx ?? 0
  const onlyNames = sectionHeaders.every(({ sh_type }, index) => sh_type === 0 || index === names || sections.has(index))
  return sections.size > 0 && onlyNames && sectionHeaders[names]?.sh_type === sectionType.SHT_STRTAB
    ? new Set([...sections, names])
    : sections
}

/** Indices of the segments and sections whose contents are removed. */
interface LeftOut {
  readonly segments: ReadonlySet<number>
  readonly sections: ReadonlySet<number>
}

/** File ranges of segment contents. */
function contentsOf(headers: readonly ProgramHeader[], source: ByteSource, wanted: (segment: number) => boolean): Range[] {
  const ranges: Range[] = []
  headers.forEach(({ p_offset, p_filesz }, segment) => {
    const start = Number(p_offset)
    const end = Math.min(Number(p_offset + p_filesz), source.size)
    if (p_filesz > 0n && end > start && wanted(segment)) ranges.push({ start, end })
  })
  return mergeRanges(ranges)
}

/** File ranges of section contents. */
function sectionContents(core: Core, source: ByteSource, wanted: (section: number) => boolean): Range[] {
  return core.sectionHeaders
    .filter(({ sh_type, sh_size }, index) => sh_type !== 0 && sh_size > 0n && wanted(index))
    .map(({ sh_offset, sh_size }) => ({ start: Number(sh_offset), end: Math.min(Number(sh_offset + sh_size), source.size) }))
}

/** File ranges that must stay: headers, and contents of the remaining segments and sections. */
function needed(core: Core, source: ByteSource, { segments, sections }: LeftOut): Range[] {
  const { programTable, sectionTable } = core.container
  const tables = [programTable, sectionTable].flatMap((table) =>
    table ? [{ start: table.offset, end: table.offset + table.count * table.stride }] : [],
  )
  const kept = contentsOf(core.programHeaders, source, (segment) => !segments.has(segment))
  const keptSections = sectionContents(core, source, (section) => !sections.has(section))
  return mergeRanges([{ start: 0, end: 64 }, ...tables, ...keptSections, ...kept])
}

const removable = (core: Core, source: ByteSource, left: LeftOut): Range[] =>
  subtractRanges(
    mergeRanges([
      ...contentsOf(core.programHeaders, source, (segment) => left.segments.has(segment)),
      ...sectionContents(core, source, (section) => left.sections.has(section)),
    ]),
    needed(core, source, left),
  )

/** File ranges that can be removed. */
const freed = (core: Core, source: ByteSource, left: LeftOut, notes: readonly KeptNotes[]): Range[] =>
  mergeRanges([...removable(core, source, left), ...notes.map(({ end, before }) => ({ start: end, end: before }))])

/** The largest alignment of a segment, at least one page. */
function pageOf(headers: readonly ProgramHeader[]): number {
  return headers.reduce((page, { p_align }) => {
    const align = Number(p_align)
    return align > page && align <= LARGEST_PAGE && Number.isInteger(Math.log2(align)) ? align : page
  }, PAGE_SIZE)
}

/** Splits a range: whole pages at its end are removed, the bytes before them are zeroed. */
const cutOf = ({ start, end }: Range, page: number): Range => ({ start: end - Math.floor((end - start) / page) * page, end })

/** Updates offsets and sizes in place; all other header bytes stay. */
function patchHeaders(
  core: Core,
  source: ByteSource,
  cuts: RangeRemover,
  left: LeftOut,
  notes: readonly KeptNotes[],
  put: (offset: number, content: Uint8Array) => void,
): void {
  const { abi, container } = core
  const little = abi.endian === 'little'
  const word = (bytes: Uint8Array, at: number, value: number): void => {
    const view = new DataView(bytes.buffer, bytes.byteOffset)
    if (abi.bits === 64) view.setBigUint64(at, BigInt(value), little)
    else view.setUint32(at, value, little)
  }
  const sizes = new Map(notes.map(({ segment, size }) => [segment, size]))
  const { programTable } = container
  const { emptyAtZero } = fileLayoutOf(core.system.name)
  if (programTable) {
    const layout = programHeader(abi).for(abi) as Layout<ProgramHeader>
    core.programHeaders.forEach((header, segment) => {
      const at = programTable.offset + segment * programTable.stride
      const bytes = source.read(at, layout.size).slice()
      if (bytes.length < layout.size) return
      const gone = left.segments.has(segment)
      const offset = gone && emptyAtZero ? 0 : cuts.moved(Number(header.p_offset))
      const size = gone ? 0 : (sizes.get(segment) ?? Number(header.p_filesz))
      if (offset === Number(header.p_offset) && size === Number(header.p_filesz)) return
      word(bytes, layout.offsets.p_offset, offset)
      word(bytes, layout.offsets.p_filesz, size)
      put(at, bytes)
    })
  }
  patchSections(core, source, cuts, left, word, put)
}

/** Updates the section headers. Those of omitted sections are taken out; the room behind the others is zeroed. */
function patchSections(
  { abi, container, sectionHeaders, header }: Core,
  source: ByteSource,
  cuts: RangeRemover,
  { sections }: LeftOut,
  word: (bytes: Uint8Array, at: number, value: number) => void,
  put: (offset: number, content: Uint8Array) => void,
): void {
  const { sectionTable } = container
  if (!sectionTable) return
  const layout = sectionHeader.for(abi)
  const { e_shnum = 0, e_shstrndx = 0, e_phnum = 0 } = header
  const kept = sectionHeaders.flatMap((_, index) => (sections.has(index) ? [] : [index]))
  // Numbers that do not fit into the ELF header are in section 0: the headers stay then, with size 0.
  const compacts = sections.size > 0 && e_shnum === sectionHeaders.length && e_shnum < SHN_LORESERVE && e_phnum !== PN_XNUM
  const places = new Map((compacts ? kept : sectionHeaders.map((_, index) => index)).map((index, place) => [index, place]))
  sectionHeaders.forEach(({ sh_type, sh_offset, sh_link }, index) => {
    const place = places.get(index)
    const at = (slot: number): number => sectionTable.offset + slot * sectionTable.stride
    if (place === undefined) return
    if (sh_type === 0 && place === index) return
    const bytes = source.read(at(index), layout.size).slice()
    const gone = sections.has(index)
    word(bytes, layout.offsets.sh_offset, gone ? 0 : cuts.moved(Number(sh_offset)))
    if (gone) word(bytes, layout.offsets.sh_size, 0)
    if (compacts) new DataView(bytes.buffer).setUint32(layout.offsets.sh_link, places.get(sh_link) ?? 0, abi.endian === 'little')
    put(at(place), bytes)
  })
  if (compacts) {
    const count = kept.length > 1 ? kept.length : 0
    put(
      sectionTable.offset + kept.length * sectionTable.stride,
      new Uint8Array((sectionHeaders.length - kept.length) * sectionTable.stride),
    )
    const { e_shoff, e_shentsize, e_shnum: countAt, e_shstrndx: namesAt } = elfHeader.for(abi).offsets
    const half = (offset: number, value: number): void => {
      const bytes = new Uint8Array(2)
      new DataView(bytes.buffer).setUint16(0, value, abi.endian === 'little')
      put(offset, bytes)
    }
    half(countAt, count)
    half(namesAt, places.get(e_shstrndx) ?? 0)
    if (count === 0) {
      half(e_shentsize, 0)
      put(e_shoff, new Uint8Array(abi.bits / 8))
      return
    }
  }
  const moved = cuts.moved(sectionTable.offset)
  if (moved === sectionTable.offset) return
  const bytes = new Uint8Array(abi.bits / 8)
  word(bytes, 0, moved)
  put(elfHeader.for(abi).offsets.e_shoff, bytes)
}
