/**
 * Cores of Xen domains (`xl dump-core`): pages in sections, whose frame numbers stand in another. Source: Xen docs/misc/dump-core-format.
 */
import type { Diagnostics } from '../../errors.js'
import { type ProgramHeader, segmentType } from '../../formats/elf/index.js'
import type { ElfContainer } from '../elf/elf-container.js'
import { sectionsOf } from './sections.js'

/** Frame number of a page that is not there. */
const NO_FRAME = (1n << 64n) - 1n
/** Most pages whose numbers are read: 1 TiB of memory. */
const MOST_PAGES = 256 * 1024 * 1024

/** The container with the pages as segments at their physical addresses; undefined for any other file. */
export function withXenPages(container: ElfContainer, diagnostics: Diagnostics): ElfContainer | undefined {
  if (container.programHeaders.length > 0 || container.sectionHeaders.length === 0) return undefined
  const sections = sectionsOf(container)
  const named = (name: string) => sections.find((section) => section.name === name)
  const pages = named('.xen_pages')
  if (!named('.note.Xen') || !pages) return undefined
  const list = named('.xen_pfn') ?? named('.xen_p2m')
  const pageSize = container.sectionHeaders[pages.index]?.sh_entsize || 4096n
  const entry = list?.name === '.xen_p2m' ? 16 : 8
  const count = Number(pages.size / pageSize)
  if (!list || count > MOST_PAGES || list.size < BigInt(count * entry)) {
    diagnostics.add({
      code: 'INCONSISTENT',
      path: 'sections',
      message: `.xen_pages has ${count} pages, ${list?.name ?? 'no section'} has their frame numbers`,
    })
    return undefined
  }
  return { ...container, programHeaders: segmentsOf(container, Number(list.offset), entry, count, pages.offset, pageSize) }
}

/** Pages that follow each other in the file and in memory are one segment. */
function segmentsOf(
  { source, abi }: ElfContainer,
  list: number,
  entry: number,
  count: number,
  offset: bigint,
  pageSize: bigint,
): ProgramHeader[] {
  const headers: { -readonly [K in keyof ProgramHeader]: ProgramHeader[K] }[] = []
  const bytes = source.read(list, count * entry)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let i = 0; (i + 1) * entry <= bytes.length; i++) {
    const frame = view.getBigUint64(i * entry, abi.endian === 'little')
    if (frame === NO_FRAME) continue
    const at = offset + BigInt(i) * pageSize
    const last = headers.at(-1)
    if (last && last.p_vaddr + last.p_memsz === frame * pageSize && last.p_offset + last.p_filesz === at) {
      last.p_filesz += pageSize
      last.p_memsz += pageSize
    } else
      headers.push({
        p_type: segmentType.PT_LOAD,
        p_offset: at,
        p_vaddr: frame * pageSize,
        p_paddr: frame * pageSize,
        p_filesz: pageSize,
        p_memsz: pageSize,
        p_flags: 6,
        p_align: pageSize,
      })
  }
  return headers
}
