/** Opens ELF kernel dumps: Linux vmcores, FreeBSD full dumps, and dumps that exhume converted to ELF. */

import { elfHeader, programHeader } from '../../../formats/elf/headers.js'
import { segmentType } from '../../../formats/elf/index.js'
import { EXHUME_NOTE, EXHUME_OWNER, PT_DUMP_DELTA } from '../../../formats/kcore/elf-dump.js'
import type { ByteSource } from '../../../io/source.js'
import type { Area } from '../../file-parts.js'
import { linuxCpus } from '../cpus/linux-cpus.js'
import { dragonflyCpus, freebsdCpus, netbsdCpus } from '../cpus/saved-context.js'
import { freebsdTables } from '../freebsd/full-dump-tables.js'
import { freebsdPanic, freebsdVersion } from '../freebsd/message-buffer.js'
import type { DumpOptions, KernelDump } from '../kernel-dump.js'
import { linuxFacts } from '../linux/dump-info.js'
import { kernelAbi } from '../linux/vmcoreinfo.js'
import { netbsdMessages, netbsdPanic, netbsdVersion } from '../netbsd/message-buffer.js'
import { rangeMemory } from '../physical-memory.js'
import { chainTranslations } from '../translation.js'
import { type ElfDump, physicalRanges, requireElfDump, segmentTranslation } from './elf-dump.js'

/** The `key=value` lines of a note. */
function noteLines(descriptor: Uint8Array): Map<string, string> {
  const lines = new TextDecoder().decode(descriptor).replaceAll('\0', '').split('\n')
  return new Map(
    lines.filter((line) => line.includes('=')).map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  )
}

export function openElfDump(source: ByteSource, options: DumpOptions): KernelDump {
  const dump = requireElfDump(source, options.diagnostics, options.limits)
  checkEnds(dump, source, options.diagnostics)
  const opened = { dump, base: dumpBase(dump, source, options), kernel: options.kernel }
  if (options.format === 'vmcore/linux') return openLinux(opened)
  return options.format === 'vmcore/elf' ? openConverted(opened) : openFreebsd(opened)
}

interface OpenedElf {
  readonly dump: ElfDump
  /** What all formats have in common. */
  readonly base: KernelDump
  readonly kernel: DumpOptions['kernel']
}

/** Program headers that the document decodes; larger tables stay bytes. */
const DECODED_HEADERS = 1024
/** Segments whose contents the document names. */
const NAMED_SEGMENTS = 4096

function dumpBase(dump: ElfDump, source: ByteSource, { format, diagnostics }: DumpOptions): KernelDump {
  const { abi, segments } = dump
  const layout = programHeader(abi).for(abi)
  const tableOffset = Number(dump.header.e_phoff)
  const decoded = segments.length <= DECODED_HEADERS ? segments : []
  const areas: Area[] = segments.map(({ p_offset, p_filesz, p_type }, index) => ({
    offset: Number(p_offset),
    length: Number(p_filesz),
    path: p_type === segmentType.PT_NOTE ? 'notes' : `segments[${index}]`,
  }))
  return {
    format,
    abi,
    machine: abi.name,
    source,
    // In a Linux dump, memory without file contents was excluded. Where exhume wrote the file, it is zero.
    memory: rangeMemory(source, physicalRanges(dump, format === 'vmcore/elf')),
    notes: dump.notes,
    parts: [
      { offset: 0, path: 'e_hdr', struct: elfHeader, abi },
      ...decoded.map((_, index) => ({
        offset: tableOffset + index * layout.size,
        path: `programHeaders[${index}]`,
        struct: programHeader(abi),
        abi,
      })),
    ],
    areas: areas.filter(({ length, offset }) => length > 0 && offset < source.size).slice(0, NAMED_SEGMENTS),
    diagnostics,
    facts: {
      programHeaders: segments.length,
      notes: dump.notes.map(({ owner, type, descriptor }) => `${owner}/${type}(${descriptor.byteLength})`),
    },
  }
}

function openLinux({ dump, base, kernel }: OpenedElf): KernelDump {
  const vmcoreinfo = dump.notes.find(({ owner }) => owner === 'VMCOREINFO')?.descriptor
  const of = kernelAbi(dump.abi, vmcoreinfo)
  const more = linuxFacts({ abi: of, memory: base.memory, vmcoreinfo, kernel, diagnostics: base.diagnostics })
  // The file's own virtual addresses come first: they need no page tables.
  const translations = [segmentTranslation(dump, base.format === 'vmcore/linux'), more.translation].filter((each) => each !== undefined)
  return {
    ...base,
    abi: of,
    machine: of.name,
    ...more,
    cpus: (kvm) => linuxCpus(kvm, base.notes),
    ...(translations.length > 0 && { translation: chainTranslations(...translations) }),
    facts: { ...base.facts, ...more.facts },
  }
}

function openConverted({ dump, base, kernel }: OpenedElf): KernelDump {
  const note = dump.notes.find(({ owner, type }) => owner === EXHUME_OWNER && type === EXHUME_NOTE)
  const lines = noteLines(note?.descriptor ?? new Uint8Array(0))
  const format = lines.get('FORMAT') ?? 'unknown'
  const converted = { ...base, facts: { ...base.facts, converted: format }, origin: lines }
  if (format.endsWith('/linux')) return openLinux({ dump, base: converted, kernel })
  const translation = segmentTranslation(dump)
  return {
    ...converted,
    ...(translation && { translation }),
    kernel,
    underscores: format.startsWith('kcore/'),
    ...(format.startsWith('kcore/')
      ? { version: netbsdVersion, panic: netbsdPanic, messages: netbsdMessages, cpus: netbsdCpus }
      : { version: freebsdVersion, panic: freebsdPanic, cpus: format.endsWith('/dragonfly') ? dragonflyCpus : freebsdCpus }),
  }
}

function openFreebsd({ dump, base, kernel }: OpenedElf): KernelDump {
  const delta = dump.segments.find(({ p_type }) => p_type === PT_DUMP_DELTA)
  const translation = freebsdTables(dump.abi, base.memory, kernel, delta && { virtual: delta.p_vaddr, physical: Number(delta.p_paddr) })
  return {
    ...base,
    ...(typeof translation === 'string' ? { untranslatedReason: translation } : { translation }),
    kernel,
    version: freebsdVersion,
    panic: freebsdPanic,
    cpus: freebsdCpus,
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
      message: `segment ends at offset ${end}, file has ${source.size} bytes`,
      expected: String(end),
      found: String(source.size),
    })
    // One is enough: in a truncated file all later segments are truncated too.
    return
  }
}
