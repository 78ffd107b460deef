/** ELF kernel dumps: Linux's vmcore, FreeBSD's full dumps, and what exhume converts other dumps to. */

import { elfHeader, programHeader } from '../../../formats/elf/headers.js'
import { EXHUME_NOTE, EXHUME_OWNER, PT_DUMP_DELTA } from '../../../formats/kcore/elf-dump.js'
import type { ByteSource } from '../../../io/source.js'
import type { Area } from '../../file-parts.js'
import { freebsdTables } from '../freebsd/full-dump-tables.js'
import { freebsdPanic, freebsdVersion } from '../freebsd/message-buffer.js'
import type { DumpOptions, KernelDump } from '../kernel-dump.js'
import { linuxFacts } from '../linux/dump-info.js'
import { cachedSource, rangeMemory } from '../physical-memory.js'
import { chainTranslations } from '../translation.js'
import { type ElfDump, physicalRanges, requireElfDump, segmentTranslation } from './elf-dump.js'

/** Key and value lines of a note. */
export function noteLines(descriptor: Uint8Array): Map<string, string> {
  const lines = new TextDecoder().decode(descriptor).replaceAll('\0', '').split('\n')
  return new Map(
    lines.filter((line) => line.includes('=')).map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  )
}

export function openElfDump(source: ByteSource, { format, kernel, diagnostics, limits }: DumpOptions): KernelDump {
  const dump = requireElfDump(source, diagnostics, limits)
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
    ...(typeof translation === 'string' ? { untranslatedReason: translation } : { translation }),
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
