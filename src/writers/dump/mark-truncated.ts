/** Marks the segments that a size limit will truncate, as the illumos kernel does. */
import {
  elfHeader,
  PN_XNUM,
  type ProgramHeader,
  programHeader,
  SHN_LORESERVE,
  sectionHeader,
  sectionType,
  segmentType,
} from '../../formats/elf/index.js'
import { type Layer, zeroRun } from '../../io/layered-file.js'
import type { Abi, Layout } from '../../schema/base.js'
import type { FileImage } from '../core/place-pieces.js'
import { bytesAt } from './core-image.js'
import { errorRecord, failedSegmentHeader } from './failed-segments.js'

/**
 * Adds the marks that `dumpCore` writes when the size limit is reached: memory beyond the limit is marked with EFBIG, and without the section
 * name table all section headers are zeroed. Nothing is marked if the notes do not fit.
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
    const cut = headers.some(({ sh_type, sh_offset, sh_size }) => sh_type !== sectionType.SHT_NULL && sh_offset + sh_size > limit)
    return cut ? [{ offset: Number(e_shoff), content: zeroRun(headers.length * sections.size) }] : []
  }

  /** Decodes a table; the stated count is limited by the file size. */
  function decodeTable<T>(layout: Layout<T>, offset: number, claimed: number): T[] {
    const length = Math.min(claimed, Math.max(0, Math.floor((size - offset) / layout.size)))
    const table = bytesAt(pieces, offset, length * layout.size)
    return Array.from({ length }, (_, i) => layout.decode(table, { offset: i * layout.size }))
  }
}

const past = ({ p_offset, p_filesz }: ProgramHeader, limit: bigint): boolean => p_offset + p_filesz > limit
