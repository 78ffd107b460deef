/** Bytes of a core that no part of a conversion takes: special segments, sections, and what no header describes. */
import type { Core } from '../../families/core.js'
import { sectionType, segmentType } from '../../formats/elf/index.js'
import { isZero } from '../../io/bytes.js'
import type { ByteSource } from '../../io/source.js'
import type { ReportLoss } from '../losses.js'
import { mergeRanges, type Range, subtractRanges } from './edit/remove-ranges.js'

/** What segments of further types hold. Source: the kernel's uapi linux/elf.h. */
const SEGMENTS: Readonly<Record<number, string>> = { 1879048194: 'memory tags (PT_AARCH64_MEMTAG_MTE)' }
const TAKEN = new Set<number>([segmentType.PT_LOAD, segmentType.PT_NOTE, segmentType.PT_NULL])
/** Sections that conversions of illumos cores take. */
const OBJECT_SECTIONS = /^\.(?:SUNW_ctf|debug_.*|symtab|dynsym|strtab|dynstr|shstrtab)$/

/** Bytes between parts that are looked at. */
const MOST_LOOKED_AT = 16 * 1024 * 1024

/** Reports them by name and size. */
export function reportUntakenBytes(core: Core, source: ByteSource, lose: ReportLoss): void {
  const { container, programHeaders, sectionHeaders } = core
  const size = (offset: bigint, length: bigint): number => {
    const room = BigInt(source.size) - offset
    return Number(room <= 0n ? 0n : length < room ? length : room)
  }
  const covered: Range[] = [{ start: 0, end: core.header.e_ehsize ?? 64 }]
  const cover = (offset: bigint, length: bigint): void => {
    const bytes = size(offset, length)
    if (bytes > 0) covered.push({ start: Number(offset), end: Number(offset) + bytes })
  }
  for (const table of [container.programTable, container.sectionTable])
    if (table) covered.push({ start: table.offset, end: table.offset + table.count * table.stride })
  programHeaders.forEach(({ p_type, p_offset, p_filesz }, i) => {
    cover(p_offset, p_filesz)
    const bytes = size(p_offset, p_filesz)
    if (!TAKEN.has(p_type) && bytes > 0)
      lose(`programHeaders[${i}]`, `${bytes} bytes of ${SEGMENTS[p_type] ?? `a segment of type 0x${p_type.toString(16)}`}`)
  })
  const inSegments = mergeRanges(covered)
  for (const { name, index, offset, size: length } of core.sections) {
    const { sh_type = 0 } = sectionHeaders[index] ?? {}
    if (sh_type === sectionType.SHT_NULL || sh_type === sectionType.SHT_NOBITS) continue
    const bytes = size(offset, length)
    const range = { start: Number(offset), end: Number(offset) + bytes }
    cover(offset, length)
    const isNames = index === core.header.e_shstrndx
    if (bytes === 0 || isNames || (core.system.hasObjectSections && OBJECT_SECTIONS.test(name ?? ''))) continue
    const untaken = subtractRanges([range], inSegments).reduce((sum, { start, end }) => sum + end - start, 0)
    if (untaken > 0) lose(`sections[${index}]`, `${untaken} bytes of section ${name ?? index}`)
  }
  // Only of ELF files is it known what headers describe.
  if (!container.headerWhole) return
  let looked = 0
  let rest = 0
  for (const { start, end } of subtractRanges([{ start: 0, end: source.size }], mergeRanges(covered))) {
    if (looked > MOST_LOOKED_AT) break
    looked += end - start
    const bytes = source.read(start, Math.min(end - start, MOST_LOOKED_AT))
    if (!isZero(bytes)) rest += end - start
  }
  if (rest > 0) lose('file', `${rest} bytes that no header describes`)
}
