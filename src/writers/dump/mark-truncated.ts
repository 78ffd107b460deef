/** Marks the segments that a size limit will truncate, as the illumos kernel does. */
import {
  elfHeader,
  PN_XNUM,
  type ProgramHeader,
  programHeader,
  type SectionHeader,
  SHN_LORESERVE,
  sectionHeader,
  sectionType,
  segmentType,
} from '../../formats/elf/index.js'
import { roundUp } from '../../io/bytes.js'
import { type Layer, zeroRun } from '../../io/layered-file.js'
import type { Abi, Layout } from '../../schema/base.js'
import type { FileImage } from '../core/place-pieces.js'
import { bytesAt } from './core-image.js'
import { errorRecord, failedSegmentHeader } from './failed-segments.js'

/**
 * Adds the marks that `dumpCore` writes when the size limit is reached: memory beyond the limit is marked with EFBIG, sections move up to
 * where the last one ended that fitted, and without the section name table all section headers are zeroed. Nothing is marked if the notes do not fit.
 *
 * @param limit bytes
 */
export function markTruncatedSegments({ pieces, size }: FileImage, abi: Abi, limit: bigint): FileImage {
  const header = elfHeader.for(abi)
  if (limit >= BigInt(size) || limit < BigInt(header.size)) return { pieces, size }
  const { e_phoff, e_phnum, e_phentsize, e_shoff, e_shnum, e_shentsize } = header.decode(bytesAt(pieces, 0, header.size))
  const sections = sectionHeader.for(abi)
  const firstSection = e_shoff === 0n ? undefined : sections.decode(bytesAt(pieces, Number(e_shoff), sections.size))
  const { size: programSize } = programHeader(abi).for(abi)
  // Layouts that no kernel writes are not marked.
  if (e_phentsize !== programSize || (e_shoff !== 0n && e_shentsize !== sections.size)) return { pieces, size }
  const count = e_phnum === PN_XNUM && firstSection ? firstSection.sh_info : e_phnum
  return { pieces: [...pieces, ...memoryMarks(), ...sectionMarks()], size }

  function memoryMarks(): Layer[] {
    const layout = programHeader(abi).for(abi) as Layout<ProgramHeader>
    const headers = decodeTable(layout, Number(e_phoff), count)
    if (headers.some((each) => each.p_type === segmentType.PT_NOTE && past(each, limit))) return []
    return headers.flatMap((each, i): Layer[] => {
      if (each.p_type !== segmentType.PT_LOAD || each.p_filesz === 0n || !past(each, limit)) return []
      return [
        { offset: Number(e_phoff) + i * layout.size, content: layout.encode(failedSegmentHeader(each, 'error')) },
        { offset: Number(each.p_offset), content: errorRecord('EFBIG', abi) },
      ]
    })
  }

  function sectionMarks(): Layer[] {
    const number = e_shnum === 0 && firstSection && firstSection.sh_size >= SHN_LORESERVE ? Number(firstSection.sh_size) : e_shnum
    const headers = decodeTable(sections, Number(e_shoff), number)
    if (!headers.some((each) => hasContent(each) && each.sh_offset + each.sh_size > limit)) return []
    const { layers, placed } = packSections(headers, Number(limit), (offset, length) => bytesAt(pieces, offset, length))
    const table = new Uint8Array(headers.length * sections.size)
    for (const [i, each] of (placed ?? []).entries()) table.set(sections.encode(each), i * sections.size)
    return [...layers, { offset: Number(e_shoff), content: placed ? table : zeroRun(table.length) }]
  }

  /** Decodes a table; the stated count is limited by the file size. */
  function decodeTable<T>(layout: Layout<T>, offset: number, claimed: number): T[] {
    const length = Math.min(claimed, Math.max(0, Math.floor((size - offset) / layout.size)))
    const table = bytesAt(pieces, offset, length * layout.size)
    return Array.from({ length }, (_, i) => layout.decode(table, { offset: i * layout.size }))
  }
}

const past = ({ p_offset, p_filesz }: ProgramHeader, limit: bigint): boolean => p_offset + p_filesz > limit

const hasContent = ({ sh_type, sh_size }: SectionHeader): boolean => sh_type !== sectionType.SHT_NULL && sh_size > 0n

/**
 * Places sections below a limit as the kernel writes them: each follows the last one that fitted, and one that does not fit gives its
 * place to the next.
 *
 * @returns `placed` is undefined if the last section, the name table, does not fit: the kernel then writes no section headers
 */
function packSections(
  headers: readonly SectionHeader[],
  limit: number,
  read: (offset: number, length: number) => Uint8Array,
): { layers: Layer[]; placed: SectionHeader[] | undefined } {
  const layers: Layer[] = []
  const placed: SectionHeader[] = []
  let next = Math.min(...headers.filter(hasContent).map(({ sh_offset }) => Number(sh_offset)))
  for (const header of headers) {
    if (!hasContent(header)) {
      placed.push(header)
      continue
    }
    next = roundUp(next, Math.max(1, Number(header.sh_addralign)))
    const from = Number(header.sh_offset)
    const length = Number(header.sh_size)
    const written = Math.max(0, Math.min(length, limit - next))
    if (written > 0 && next !== from) {
      layers.push({ offset: next, content: { length: written, read: (offset, count) => read(from + offset, count) } })
    }
    const fits = written === length
    if (!fits && header === headers.at(-1)) return { layers, placed: undefined }
    placed.push({ ...header, ...(fits ? { sh_offset: BigInt(next) } : { sh_offset: 0n, sh_size: 0n }) })
    if (fits) next += length
  }
  return { layers, placed }
}
