/** Opens an ELF core of a system that the caller selects. It loads no system itself. */
import { Diagnostics } from '../../errors.js'
import type { CoreSummary, CoreSystem } from '../../formats/core/core-system.js'
import { fileType } from '../../formats/elf/index.js'
import type { ByteSource } from '../../io/source.js'
import { readElfContainer } from '../elf/elf-container.js'
import type { OpenOptions } from '../format-reader.js'
import { defaultLimits } from '../limits.js'
import { checkSegments } from './check-segments.js'
import { notesOf, sketchOf } from './core-notes.js'
import { type Core, coreFrom } from './model.js'
import { CoreNote } from './note.js'
import { buildProcess } from './process-from-notes.js'
import { checkUnsaved } from './unsaved-memory.js'

/** Selects the system of a core whose notes were read. */
export type ChooseSystem = (summary: CoreSummary) => CoreSystem

/**
 * Opens an ELF core whose system `choose` selects.
 *
 * @throws FormatError `UNKNOWN_FORMAT` when it is not an ELF file; with `strict`, the first error
 */
export function openCoreWith(source: ByteSource, choose: ChooseSystem, options: OpenOptions = {}): Core {
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
  const system = choose(sketch)
  const notes = noteSegments
    .flatMap((segment) => segment.notes)
    .map((raw, index) => new CoreNote(raw, index, source, abi, system, diagnostics))
  checkSegments(container, diagnostics)
  const dumpSignal = checkUnsaved(container, system, diagnostics)
  const found = buildProcess(notes, system, sketch)
  const assembled = dumpSignal ? { ...found, process: { ...found.process, dumpSignal } } : found
  return coreFrom({ format: system.format, system, container, noteSegments, notes, assembled, diagnostics, limits })
}
