/** Opens an ELF core: `openCore(source)` gives its model. */
import { Diagnostics, FormatError } from '../../errors.js'
import type { AuxEntry, MappedFile, ProcessFacts } from '../../formats/core/facts.js'
import type { CoreSketch, System } from '../../formats/core/system.js'
import { recognise, systemOf, systems } from '../../formats/core/systems.js'
import type { ElfHeader, ProgramHeader, SectionHeader } from '../../formats/elf/index.js'
import { fileType } from '../../formats/elf/index.js'
import type { ByteSource } from '../../io/source.js'
import type { Abi } from '../../schema/base.js'
import { defaultLimits, type Limits, type OpenOptions } from '../format.js'
import { assemble, type Thread } from './assemble.js'
import { type Container, checkSegments, EI_OSABI, readContainer } from './container.js'
import { type Mapping, mappingsOf } from './mappings.js'
import { CoreMemory } from './memory.js'
import { CoreNote } from './note.js'
import { type NoteSegment, readNotes } from './notewalk.js'

/** A core file that was opened. Contents of memory are read when they are asked for. */
export interface Core {
  /** `elf-core/linux`. */
  readonly format: string
  readonly system: System
  readonly abi: Abi
  readonly bits: 32 | 64
  readonly endian: 'little' | 'big'
  /** Of a header that is cut, the fields that the file holds. */
  readonly header: Partial<ElfHeader>
  readonly programHeaders: readonly ProgramHeader[]
  readonly sectionHeaders: readonly SectionHeader[]
  readonly noteSegments: readonly NoteSegment[]
  readonly notes: readonly CoreNote[]
  readonly process: ProcessFacts
  readonly threads: readonly Thread[]
  /** In the order of the program headers, which need not be that of addresses. */
  readonly mappings: readonly Mapping[]
  readonly auxv: readonly AuxEntry[]
  readonly files: readonly MappedFile[]
  readonly memory: CoreMemory
  readonly diagnostics: Diagnostics
  readonly container: Container
  readonly limits: Limits
}

/**
 * Opens an ELF core of any system.
 *
 * @throws FormatError `UNKNOWN_FORMAT` when it is no ELF file or `options.as` names no ELF core format; with `strict`, for the first
 * thing that is wrong. What can be stepped over is in `diagnostics`.
 */
export function openCore(source: ByteSource, options: OpenOptions = {}): Core {
  const limits = { ...defaultLimits, ...options.limits }
  const diagnostics = new Diagnostics({ limit: limits.diagnostics, ...(options.strict && { strict: true }) })
  const container = readContainer(source, limits, diagnostics)
  const { abi, header, programHeaders, sectionHeaders } = container
  if (header.e_type !== undefined && header.e_type !== fileType.ET_CORE) {
    diagnostics.add({
      code: 'BAD_VALUE',
      path: 'header.e_type',
      offset: 16,
      message: `header.e_type is ${header.e_type}, a core has ${fileType.ET_CORE}`,
      expected: String(fileType.ET_CORE),
      found: String(header.e_type),
    })
  }
  const noteSegments = readNotes(container, limits, diagnostics)
  const sketch = sketchOf(container, noteSegments)
  const system = options.as === undefined ? recognise(sketch).system : systemNamed(options.as)
  const notes = noteSegments
    .flatMap((segment) => segment.notes)
    .map((raw, index) => new CoreNote(raw, index, source, abi, system, diagnostics))
  checkSegments(container, diagnostics)
  const assembled = assemble(notes, system, sketch)
  return {
    format: system.format,
    system,
    abi,
    bits: abi.bits,
    endian: abi.endian,
    header,
    programHeaders,
    sectionHeaders,
    noteSegments,
    notes,
    ...assembled,
    mappings: mappingsOf(programHeaders, assembled.files),
    memory: new CoreMemory(source, programHeaders, system),
    diagnostics,
    container,
    limits,
  }
}

/** What a core looks like from outside, which tells its system. */
export function sketchOf({ abi, source }: Container, segments: readonly NoteSegment[]): CoreSketch {
  return { abi, osabi: source.read(EI_OSABI, 1)[0] ?? 0, notes: segments.flatMap((segment) => segment.notes) }
}

function systemNamed(format: string): System {
  const system = systemOf(format)
  if (!system) {
    const known = systems.map((each) => each.format).join(', ')
    throw new FormatError({ code: 'UNKNOWN_FORMAT', message: `no ELF core format is called ${format}; there are ${known}`, found: format })
  }
  return system
}
