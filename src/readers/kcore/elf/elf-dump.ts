/** Headers and notes of an ELF kernel dump. */

import { Diagnostics, FormatError } from '../../../errors.js'
import { fileType, PN_XNUM, segmentType } from '../../../formats/elf/constants.js'
import { elfHeader, elfIdent, hasElfMagic, type ProgramHeader, programHeader, sectionHeader } from '../../../formats/elf/headers.js'
import { selectAbi } from '../../../formats/elf/machine-abi.js'
import { NO_ADDRESS } from '../../../formats/kcore/elf-dump.js'
import { fileOffset } from '../../../io/file-offset.js'
import type { ByteSource } from '../../../io/source.js'
import { type Abi, abi, type Infer } from '../../../schema/base.js'
import { defaultLimits } from '../../limits.js'
import { type DumpNote, readDumpNotes } from '../dump-notes.js'
import { findLastAtOrBelow, type PhysicalRange } from '../physical-memory.js'
import { insidePage, type Mapping, type Translation } from '../translation.js'

export interface ElfDump {
  readonly abi: Abi
  readonly header: Infer<typeof elfHeader>
  readonly segments: readonly ProgramHeader[]
  readonly notes: readonly DumpNote[]
}

/** Reads headers and notes; undefined when it is no ELF core file. Damage is recorded. */
export function readElfDump(source: ByteSource, diagnostics = new Diagnostics(), limits = defaultLimits): ElfDump | undefined {
  const head = source.read(0, 64)
  if (!hasElfMagic(head) || head.byteLength < 52) return undefined
  const ident = elfIdent.for(abi.amd64).decode(head)
  const facts = { class: ident.ei_class, data: ident.ei_data, flags: 0, machine: 0 }
  const first = selectAbi(facts)
  if (head.byteLength < elfHeader.for(first).size) return undefined
  const plain = elfHeader.for(first).decode(head)
  if (plain.e_type !== fileType.ET_CORE) return undefined
  const of = selectAbi({ ...facts, machine: plain.e_machine, flags: plain.e_flags })
  const header = elfHeader.for(of).decode(head)
  const segments = readSegments(source, of, header, limits.tableEntries, diagnostics)
  const notes = segments
    .filter(({ p_type, p_filesz }) => p_type === segmentType.PT_NOTE && p_filesz <= limits.dumpNotes)
    .flatMap(({ p_offset, p_filesz }) => readDumpNotes(source.read(fileOffset(p_offset, source.size), Number(p_filesz)), of))
  return { abi: of, header, segments, notes }
}

function readSegments(
  source: ByteSource,
  of: Abi,
  header: Infer<typeof elfHeader>,
  most: number,
  diagnostics: Diagnostics,
): ProgramHeader[] {
  const layout = programHeader(of).for(of)
  const start = fileOffset(header.e_phoff, source.size)
  let count = header.e_phnum
  if (count === PN_XNUM) {
    const section = sectionHeader.for(of)
    const bytes = source.read(fileOffset(header.e_shoff, source.size), section.size)
    if (bytes.byteLength === section.size) count = section.decode(bytes).sh_info
  }
  const room = Math.floor(Math.max(0, source.size - start) / layout.size)
  if (count > room)
    diagnostics.add({
      code: 'TRUNCATED',
      offset: start,
      path: 'e_phnum',
      message: `${count} program headers are announced, ${room} are there`,
    })
  const list: ProgramHeader[] = []
  const bytes = source.read(start, Math.min(count, room, most) * layout.size)
  for (let at = 0; at + layout.size <= bytes.byteLength; at += layout.size) list.push(layout.decode(bytes, { offset: at }) as ProgramHeader)
  return list
}

/** Where a segment that has no physical address is put: above all that a machine can have, at its offset in the file. */
const NOWHERE = 2 ** 52

export const loadSegments = ({ segments }: ElfDump): ProgramHeader[] => segments.filter(({ p_type }) => p_type === segmentType.PT_LOAD)

/** The physical start of a segment. */
function physicalOf({ p_paddr, p_offset }: ProgramHeader, of: Abi): number {
  return p_paddr === NO_ADDRESS[of.bits] ? NOWHERE + Number(p_offset) : Number(p_paddr)
}

/**
 * The ranges of physical memory.
 *
 * @param fillsZeros whether the memory of a segment that has no file contents is zero; else the dump does not contain it
 */
export function physicalRanges(dump: ElfDump, fillsZeros: boolean): PhysicalRange[] {
  const ranges: PhysicalRange[] = []
  for (const segment of loadSegments(dump)) {
    const start = physicalOf(segment, dump.abi)
    const size = Number(segment.p_filesz)
    ranges.push({ start, size, offset: Number(segment.p_offset) })
    const more = Number(segment.p_memsz) - size
    if (more > 0 && fillsZeros) ranges.push({ start: start + size, size: more, zero: true })
  }
  // Contents come before zeros that another segment has at the same place.
  return [...ranges.filter(({ zero }) => !zero), ...ranges.filter(({ zero }) => zero)]
}

/**
 * Virtual addresses as the segments have them.
 *
 * @param omitsIdentical whether a segment with the same virtual and physical address has no virtual one: QEMU writes them so
 */
export function segmentTranslation(dump: ElfDump, omitsIdentical = false): Translation | undefined {
  const none = NO_ADDRESS[dump.abi.bits]
  const list = loadSegments(dump)
    .filter(({ p_vaddr, p_paddr, p_memsz }) => p_vaddr !== none && p_memsz > 0n && !(omitsIdentical && p_vaddr === p_paddr))
    .map((segment) => ({ virtual: segment.p_vaddr, end: segment.p_vaddr + segment.p_memsz, physical: physicalOf(segment, dump.abi) }))
    .sort((a, b) => (a.virtual < b.virtual ? -1 : a.virtual > b.virtual ? 1 : 0))
  if (list.length === 0) return undefined
  const starts = Float64Array.from(list, ({ virtual }) => Number(virtual))
  return {
    pageShift: 12,
    splits: insidePage(list.flatMap(({ virtual, end }) => [virtual, end])),
    translate(address): Mapping | undefined {
      // Numbers are not exact up there: the right one may be a neighbour of the one that is found.
      let index = Math.min(list.length - 1, findLastAtOrBelow(starts.length, Number(address), (each) => starts[each] ?? 0) + 1)
      for (; index >= 0; index--) {
        const range = list[index]
        if (!range || range.virtual > address) continue
        if (address < range.end) return { physical: range.physical + Number(address - range.virtual), length: Number(range.end - address) }
        return undefined
      }
      return undefined
    },
    *mapped() {
      for (const { virtual, end, physical } of list) yield { virtual, physical, length: Number(end - virtual) }
      return false
    },
  }
}

/** @throws FormatError `UNKNOWN_FORMAT` */
export function requireElfDump(source: ByteSource, diagnostics: Diagnostics, limits = defaultLimits): ElfDump {
  const dump = readElfDump(source, diagnostics, limits)
  if (!dump) throw new FormatError({ code: 'UNKNOWN_FORMAT', offset: 0, message: 'this is no ELF core file' })
  return dump
}
