/** ELF kernel dumps: Linux's vmcore, FreeBSD's full dumps, and what exhume converts other dumps to. */

import { elfHeader, programHeader } from '../../../formats/elf/headers.js'
import { ELFOSABI_STANDALONE, EXHUME_NOTE, EXHUME_OWNER, NO_ADDRESS, PT_DUMP_DELTA } from '../../../formats/kcore/elf-dump.js'
import type { ByteSource } from '../../../io/source.js'
import type { Area } from '../../file-parts.js'
import type { Detection } from '../../format-reader.js'
import { freebsdTables } from '../freebsd/full-dump-tables.js'
import { freebsdPanic, freebsdVersion } from '../freebsd/message-buffer.js'
import type { DumpOptions, KernelDump } from '../kernel-dump.js'
import { linuxFacts } from '../linux/dump-info.js'
import { cachedSource, rangeMemory } from '../physical-memory.js'
import { chainTranslations } from '../translation.js'
import { type ElfDump, loadSegments, physicalRanges, readElfDump, requireElfDump, segmentTranslation } from './elf-dump.js'

/** Program headers that a look at the file reads. */
const LOOK = 4096

const owners = (dump: ElfDump, owner: string): boolean => dump.notes.some((note) => note.owner === owner)

export function detectElfDump(source: ByteSource): Detection | undefined {
  const dump = readElfDump(source, undefined, LOOK)
  if (!dump) return undefined
  if (dump.notes.some(({ owner, type }) => owner === EXHUME_OWNER && type === EXHUME_NOTE))
    return { format: 'vmcore/elf', confidence: 0.97, reasons: ['ELF core file', 'a note of owner exhume'] }
  if (owners(dump, 'VMCOREINFO'))
    return { format: 'vmcore/linux', confidence: 0.97, reasons: ['ELF core file', 'a note of owner VMCOREINFO'] }
  if (owners(dump, 'QEMU'))
    return { format: 'vmcore/linux', confidence: 0.95, reasons: ['ELF core file', 'notes of owner QEMU: the memory of a guest'] }
  const segments = loadSegments(dump)
  const identity =
    segments.length > 0 && segments.every(({ p_paddr, p_vaddr }) => p_paddr === p_vaddr || p_vaddr === NO_ADDRESS[dump.abi.bits])
  if (dump.header.e_ident.ei_osabi === ELFOSABI_STANDALONE && dump.notes.length === 0)
    return { format: 'vmcore/freebsd', confidence: 0.95, reasons: ['ELF core file', 'EI_OSABI is standalone', 'no notes'] }
  if (dump.notes.length === 0 && identity && segments.some(({ p_paddr }) => p_paddr !== 0n))
    return { format: 'vmcore/freebsd', confidence: 0.6, reasons: ['ELF core file without notes', 'segments at their physical addresses'] }
  // The kernel's half of the addresses is no process's.
  if (segments.length > 0 && dump.abi.bits === 64 && segments.every(({ p_vaddr }) => p_vaddr >> 63n === 1n))
    return { format: 'vmcore/linux', confidence: 0.92, reasons: ['ELF core file', 'all segments are at kernel addresses'] }
  return undefined
}

/** Key and value lines of a note. */
export function noteLines(descriptor: Uint8Array): Map<string, string> {
  const lines = new TextDecoder().decode(descriptor).replaceAll('\0', '').split('\n')
  return new Map(
    lines.filter((line) => line.includes('=')).map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  )
}

export function openElfDump(source: ByteSource, { format, kernel, diagnostics }: DumpOptions): KernelDump {
  const dump = requireElfDump(source, diagnostics)
  const { abi: of } = dump
  const cached = cachedSource(source)
  const memory = rangeMemory(cached, physicalRanges(dump))
  checkEnds(dump, source, diagnostics)
  const layout = programHeader(of).for(of)
  const tableOffset = Number(dump.header.e_phoff)
  // The table of a dump with very many ranges stays as it is.
  const shown = dump.segments.length <= 1024 ? dump.segments : []
  const areas: Area[] = dump.segments.map((segment, index) => ({
    offset: Number(segment.p_offset),
    length: Number(segment.p_filesz),
    path: segment.p_type === 4 ? 'notes' : `segments[${index}]`,
  }))
  const base = {
    format,
    abi: of,
    machine: of.name,
    source,
    memory,
    generation: () => cached.generation,
    parts: [
      { offset: 0, path: 'e_hdr', struct: elfHeader, abi: of },
      ...shown.map((_, index) => ({
        offset: tableOffset + index * layout.size,
        path: `programHeaders[${index}]`,
        struct: programHeader(of),
        abi: of,
      })),
    ],
    areas: areas.filter(({ length, offset }) => length > 0 && offset < source.size).slice(0, 4096),
    diagnostics,
  }
  const facts = {
    programHeaders: dump.segments.length,
    notes: dump.notes.map(({ owner, type, descriptor }) => `${owner}/${type}(${descriptor.byteLength})`),
  }
  const segments = segmentTranslation(dump)
  if (format === 'vmcore/linux') {
    const more = linuxFacts({ abi: of, memory, vmcoreinfo: dump.notes.find(({ owner }) => owner === 'VMCOREINFO')?.descriptor, kernel })
    // The file's own virtual addresses come first: they need no page tables.
    const translations = [segments, more.translation].filter((each) => each !== undefined)
    return {
      ...base,
      ...more,
      ...(translations.length > 0 && { translation: chainTranslations(...translations) }),
      facts: { ...facts, ...more.facts },
    }
  }
  if (format === 'vmcore/elf') {
    const note = dump.notes.find(({ owner, type }) => owner === EXHUME_OWNER && type === EXHUME_NOTE)
    const lines = noteLines(note?.descriptor ?? new Uint8Array(0))
    return {
      ...base,
      ...(segments && { translation: segments }),
      kernel,
      underscores: lines.get('FORMAT')?.startsWith('kcore/') ?? false,
      facts: {
        ...facts,
        converted: lines.get('FORMAT') ?? 'unknown',
        ...(lines.has('MIDMAG') && { midmag: lines.get('MIDMAG'), cpu: lines.get('CPU') }),
      },
      version: freebsdVersion,
      panic: freebsdPanic,
    }
  }
  const delta = dump.segments.find(({ p_type }) => p_type === PT_DUMP_DELTA)
  const translation = freebsdTables(of, memory, kernel, delta && { virtual: delta.p_vaddr, physical: Number(delta.p_paddr) })
  return {
    ...base,
    ...(typeof translation === 'string' ? { unknown: translation } : { translation }),
    kernel,
    facts,
    version: freebsdVersion,
    panic: freebsdPanic,
  }
}

function checkEnds(dump: ElfDump, source: ByteSource, diagnostics: DumpOptions['diagnostics']): void {
  for (const [index, { p_offset, p_filesz }] of dump.segments.entries()) {
    const end = Number(p_offset + p_filesz)
    if (end <= source.size) continue
    diagnostics.add({
      code: 'TRUNCATED',
      offset: Number(p_offset),
      path: `programHeaders[${index}].p_filesz`,
      message: `the segment ends at ${end}, the file at ${source.size}`,
      expected: String(end),
      found: String(source.size),
    })
    // One is enough: in a file that is cut all that follow are.
    return
  }
}
