/**
 * A core as one of the same system: the same bytes, without threads or memory that are left out. What stays is copied, not made
 * anew: notes that nobody knows, padding and whatever else a structure does not tell.
 */
import { type ProgramHeader, programHeader, sectionHeader } from '../../../formats/elf/index.js'
import type { ByteSource } from '../../../io/source.js'
import type { Core, Mapping } from '../../../readers/core/index.js'
import type { Layout } from '../../../schema/base.js'
import type { LaidOut } from '../../../writers/core/layout.js'
import { type Positioned, zeros } from '../../../writers/core/paint.js'
import { Cuts, joined, type Range, without } from './cuts.js'
import { type KeptNotes, keptNotes } from './keepnotes.js'

export interface CopyOptions {
  /** Ids of the threads that stay; all without it. */
  readonly threads?: ReadonlySet<number>
  /** Whether the contents of a mapping are left out. The mapping itself stays, as one that was not dumped. */
  readonly strip?: (mapping: Mapping) => boolean
}

/** Contents move by whole pages, so that they stay as aligned as they were. */
const PAGE = 4096
const LARGEST_PAGE = 16 * 1024 * 1024

/**
 * Lays out the copy.
 *
 * @param source the bytes of the core, which may have been changed since it was opened
 */
export function copyCore(core: Core, source: ByteSource, { threads, strip }: CopyOptions): LaidOut {
  const stripped = new Set(
    strip ? core.mappings.filter((mapping) => mapping.fileSize > 0n && strip(mapping)).map(({ segment }) => segment) : [],
  )
  const notes = threads ? keptNotes(core, source, threads) : []
  if (stripped.size === 0 && notes.length === 0) return { pieces: new Cuts(source, []).pieces(), size: source.size }
  const page = pageOf(core.programHeaders)
  const gone = freed(core, source, stripped, notes)
  const cuts = new Cuts(
    source,
    gone.map((range) => cutOf(range, page)).filter(({ start, end }) => end > start),
  )
  const pieces: Positioned[] = [...cuts.pieces()]
  const move = (offset: number, content: Positioned['content']): void => void pieces.push({ offset: cuts.moved(offset), content })
  // What is left of contents that are taken out by whole pages only must not stay.
  for (const range of gone) move(range.start, zeros(cutOf(range, page).start - range.start))
  for (const { offset, content } of notes.flatMap(({ pieces: own }) => own)) move(offset, content)
  patchHeaders(core, source, cuts, stripped, notes, move)
  return { pieces, size: cuts.size }
}

/** Where the contents of segments are in the file. */
function contentsOf(headers: readonly ProgramHeader[], source: ByteSource, wanted: (segment: number) => boolean): Range[] {
  const ranges: Range[] = []
  headers.forEach(({ p_offset, p_filesz }, segment) => {
    const start = Number(p_offset)
    const end = Math.min(Number(p_offset + p_filesz), source.size)
    if (p_filesz > 0n && end > start && wanted(segment)) ranges.push({ start, end })
  })
  return joined(ranges)
}

/** What everything else needs: headers, the contents of segments that stay, sections. */
function needed(core: Core, source: ByteSource, stripped: ReadonlySet<number>): Range[] {
  const { programTable, sectionTable } = core.container
  const tables = [programTable, sectionTable].flatMap((table) =>
    table ? [{ start: table.offset, end: table.offset + table.count * table.stride }] : [],
  )
  const sections = core.sectionHeaders
    .filter(({ sh_type, sh_size }) => sh_type !== 0 && sh_size > 0n)
    .map(({ sh_offset, sh_size }) => ({ start: Number(sh_offset), end: Math.min(Number(sh_offset + sh_size), source.size) }))
  const kept = contentsOf(core.programHeaders, source, (segment) => !stripped.has(segment))
  return joined([{ start: 0, end: 64 }, ...tables, ...sections, ...kept])
}

const removable = (core: Core, source: ByteSource, stripped: ReadonlySet<number>): Range[] =>
  without(
    contentsOf(core.programHeaders, source, (segment) => stripped.has(segment)),
    needed(core, source, stripped),
  )

/** What is not needed any more. */
const freed = (core: Core, source: ByteSource, stripped: ReadonlySet<number>, notes: readonly KeptNotes[]): Range[] =>
  joined([...removable(core, source, stripped), ...notes.map(({ end, before }) => ({ start: end, end: before }))])

/** The largest alignment of a segment, a page at least. */
function pageOf(headers: readonly ProgramHeader[]): number {
  return headers.reduce((page, { p_align }) => {
    const align = Number(p_align)
    return align > page && align <= LARGEST_PAGE && Number.isInteger(Math.log2(align)) ? align : page
  }, PAGE)
}

/** The whole pages at the end of a range, which are cut; what is before them is made zeros. */
const cutOf = ({ start, end }: Range, page: number): Range => ({ start: end - Math.floor((end - start) / page) * page, end })

/** Offsets and sizes in the headers, in their own bytes: what else is in those stays. */
function patchHeaders(
  core: Core,
  source: ByteSource,
  cuts: Cuts,
  stripped: ReadonlySet<number>,
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
  const { programTable, sectionTable } = container
  if (programTable) {
    const layout = programHeader(abi).for(abi) as Layout<ProgramHeader>
    core.programHeaders.forEach((header, segment) => {
      const at = programTable.offset + segment * programTable.stride
      const bytes = source.read(at, layout.size).slice()
      if (bytes.length < layout.size) return
      const gone = stripped.has(segment)
      // Contents that were left out when the core was written are at 0 on illumos.
      const offset = gone && core.system.name === 'illumos' ? 0 : cuts.moved(Number(header.p_offset))
      const size = gone ? 0 : (sizes.get(segment) ?? Number(header.p_filesz))
      if (offset === Number(header.p_offset) && size === Number(header.p_filesz)) return
      word(bytes, layout.offsets.p_offset, offset)
      word(bytes, layout.offsets.p_filesz, size)
      put(at, bytes)
    })
  }
  if (!sectionTable) return
  const layout = sectionHeader.for(abi)
  core.sectionHeaders.forEach(({ sh_type, sh_offset }, index) => {
    if (sh_type === 0) return
    const at = sectionTable.offset + index * sectionTable.stride
    const bytes = source.read(at, layout.size).slice()
    word(bytes, layout.offsets.sh_offset, cuts.moved(Number(sh_offset)))
    put(at, bytes)
  })
  const moved = cuts.moved(sectionTable.offset)
  if (moved === sectionTable.offset) return
  // e_shoff, behind e_ident, e_type, e_machine, e_version, e_entry and e_phoff.
  const at = abi.bits === 64 ? 40 : 32
  const bytes = new Uint8Array(abi.bits === 64 ? 8 : 4)
  word(bytes, 0, moved)
  put(at, bytes)
}
