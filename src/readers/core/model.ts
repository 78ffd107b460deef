/** The model of a core, put together from what a reader found: that of ELF cores, and those of other formats with the same things in them. */
import type { Diagnostics } from '../../errors.js'
import type { CoreSystem } from '../../formats/core/core-system.js'
import type { AuxEntry, MappedFile, OpenFile, ProcessInfo } from '../../formats/core/process-info.js'
import type { ElfHeader, ProgramHeader, SectionHeader } from '../../formats/elf/index.js'
import type { ByteSource } from '../../io/source.js'
import type { Abi } from '../../schema/base.js'
import type { ElfContainer } from '../elf/elf-container.js'
import type { Limits } from '../limits.js'
import type { StackTracer } from './frames.js'
import { type KnownImageInfo, ProcessImage } from './image/process-image.js'
import { type Mapping, mappingsOf } from './mappings.js'
import { CoreMemory } from './memory.js'
import type { CoreNote } from './note.js'
import type { NoteSegment } from './note-segments.js'
import { type Section, sectionsOf } from './sections.js'
import type { ProcessModel, Thread } from './threads.js'

/** A core file that was opened. Contents of memory are read on demand. */
export interface Core {
  /** `elf-core/linux`. */
  readonly format: string
  /** For people: `Linux ELF core file`. */
  readonly title: string
  readonly system: CoreSystem
  readonly abi: Abi
  readonly bits: 32 | 64
  readonly endian: 'little' | 'big'
  /** Of a header that is cut, the fields that the file holds; none of a file that is not ELF. */
  readonly header: Partial<ElfHeader>
  /** Of a file that is not ELF, as if it were. */
  readonly programHeaders: readonly ProgramHeader[]
  readonly sectionHeaders: readonly SectionHeader[]
  /** What illumos adds of the objects that were mapped: symbol tables, CTF. */
  readonly sections: readonly Section[]
  readonly noteSegments: readonly NoteSegment[]
  readonly notes: readonly CoreNote[]
  readonly process: ProcessInfo
  readonly threads: readonly Thread[]
  /** In the order of the program headers, which need not be that of addresses. */
  readonly mappings: readonly Mapping[]
  readonly auxv: readonly AuxEntry[]
  readonly files: readonly MappedFile[]
  /** Files that the process had open, where the core tells them. */
  readonly descriptors: readonly OpenFile[]
  readonly memory: CoreMemory
  /** What memory tells beyond the notes: arguments, environment, modules with their build IDs, and what of it is missing. */
  readonly image: ProcessImage
  readonly diagnostics: Diagnostics
  readonly container: ElfContainer
  readonly limits: Limits
  /** Makes backtraces for reports; absent until it is loaded. */
  tracer?: StackTracer
}

export interface CoreParts {
  readonly format: string
  readonly title?: string
  readonly system: CoreSystem
  readonly container: ElfContainer
  readonly noteSegments?: readonly NoteSegment[]
  readonly notes?: readonly CoreNote[]
  readonly assembled: ProcessModel
  /** What the file itself tells of what would be looked for in memory. */
  readonly told?: KnownImageInfo
  readonly diagnostics: Diagnostics
  readonly limits: Limits
}

export function coreFrom({ format, title, system, container, noteSegments, notes, assembled, told, diagnostics, limits }: CoreParts): Core {
  const { abi, source, header, programHeaders, sectionHeaders } = container
  let sections: readonly Section[] | undefined
  const mappings = mappingsOf(programHeaders, assembled.files)
  const memory = new CoreMemory(source, programHeaders, system)
  const image = new ProcessImage({
    ...assembled,
    memory,
    abi,
    system,
    limits,
    fileSize: source.size,
    programHeaders,
    mappings,
    ...(told && { told }),
  })
  return {
    format,
    title: title ?? system.title,
    system,
    abi,
    bits: abi.bits,
    endian: abi.endian,
    header,
    programHeaders,
    sectionHeaders,
    get sections() {
      sections ??= sectionsOf(container)
      return sections
    },
    noteSegments: noteSegments ?? [],
    notes: notes ?? [],
    ...assembled,
    mappings,
    memory,
    image,
    diagnostics,
    container,
    limits,
  }
}

/** The container of a file that is not ELF: segments of memory, as ELF has them. */
export const containerOf = (source: ByteSource, abi: Abi, programHeaders: readonly ProgramHeader[]): ElfContainer => ({
  source,
  abi,
  header: {},
  headerWhole: false,
  programHeaders,
  programTable: undefined,
  sectionHeaders: [],
  sectionTable: undefined,
})
