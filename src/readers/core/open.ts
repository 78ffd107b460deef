/** Opens an ELF core: `openCore(source)` gives its model. */
import { Diagnostics, FormatError } from '../../errors.js'
import type { CoreSummary, CoreSystem } from '../../formats/core/core-system.js'
import { detectSystem, systemOf, systems } from '../../formats/core/registry.js'
import { EI_OSABI, fileType } from '../../formats/elf/index.js'
import type { ByteSource } from '../../io/source.js'
import { type ElfContainer, readElfContainer } from '../elf/elf-container.js'
import type { OpenOptions } from '../format-reader.js'
import { defaultLimits, type Limits } from '../limits.js'
import { checkSegments } from './check-segments.js'
import { type Core, coreFrom } from './model.js'
import { CoreNote } from './note.js'
import { scanNotes } from './note-scan.js'
import { type NoteSegment, readNoteSegments } from './note-segments.js'
import { buildProcess } from './process-from-notes.js'
import { checkUnsaved } from './unsaved-memory.js'

export type { Core } from './model.js'

/**
 * Opens an ELF core of any system.
 *
 * @throws FormatError `UNKNOWN_FORMAT` when it is no ELF file or `options.as` names no ELF core format; with `strict`, for the first
 * thing that is wrong. What can be stepped over is in `diagnostics`.
 */
export function openCore(source: ByteSource, options: OpenOptions = {}): Core {
  const limits = { ...defaultLimits, ...options.limits }
  const diagnostics = new Diagnostics({ limit: limits.diagnostics, ...(options.strict && { strict: true }) })
  const container = readElfContainer(source, limits, diagnostics)
  const { abi, header } = container
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
  const noteSegments = notesOf(container, limits, diagnostics)
  const sketch = sketchOf(container, noteSegments)
  const system = options.as === undefined ? detectSystem(sketch).system : systemNamed(options.as)
  const notes = noteSegments
    .flatMap((segment) => segment.notes)
    .map((raw, index) => new CoreNote(raw, index, source, abi, system, diagnostics))
  checkSegments(container, diagnostics)
  const dumpSignal = checkUnsaved(container, system, diagnostics)
  const found = buildProcess(notes, system, sketch)
  const assembled = dumpSignal ? { ...found, process: { ...found.process, dumpSignal } } : found
  return coreFrom({ format: system.format, system, container, noteSegments, notes, assembled, diagnostics, limits })
}

/** The notes that the program headers lead to or, where they lead to none, those that are found without them. */
export function notesOf(container: ElfContainer, limits: Limits, diagnostics: Diagnostics): readonly NoteSegment[] {
  const told = readNoteSegments(container, limits, diagnostics)
  if (told.some(({ notes }) => notes.length > 0)) return told
  const found = scanNotes(container, limits)
  if (!found) return told
  diagnostics.add({
    code: 'INCONSISTENT',
    offset: found.offset,
    path: 'programHeaders',
    message: `no PT_NOTE segment; found ${found.notes.length} notes at offset ${found.offset} by scanning`,
  })
  return [...told, found]
}

/** What a core looks like from outside, which tells its system. */
export function sketchOf({ abi, source }: ElfContainer, segments: readonly NoteSegment[]): CoreSummary {
  return { abi, osabi: source.read(EI_OSABI, 1)[0] ?? 0, notes: segments.flatMap((segment) => segment.notes) }
}

function systemNamed(format: string): CoreSystem {
  const system = systemOf(format)
  if (!system) {
    const known = systems.map((each) => each.format).join(', ')
    throw new FormatError({ code: 'UNKNOWN_FORMAT', message: `no ELF core format is called ${format}; there are ${known}`, found: format })
  }
  return system
}
