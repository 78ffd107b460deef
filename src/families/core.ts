/** The reader of ELF cores, for the command line and the conversions; `openCore` is the one for programs. */
import { Diagnostics, FormatError } from '../errors.js'
import { detectSystem, systems } from '../formats/core/registry.js'
import { fileType } from '../formats/elf/index.js'
import { coreDocument } from '../readers/core/document.js'
import { fields } from '../readers/core/field-map.js'
import { notesOf, openCore, sketchOf } from '../readers/core/open.js'
import { report } from '../readers/core/report.js'
import { coreParts } from '../readers/core/report-parts.js'
import { hasElfIdent, readElfContainer, typeOf } from '../readers/elf/elf-container.js'
import type { Detection, FormatReader, OpenedFile } from '../readers/format-reader.js'
import { defaultLimits } from '../readers/limits.js'
import { coreText } from '../render/core/core-text.js'

export type { MissingRange, Module, ProcessImage } from '../readers/core/image/process-image.js'
export { bytesInFile, fileFinder, type Mapping } from '../readers/core/mappings.js'
export { CoreMemory } from '../readers/core/memory.js'
export { CoreNote } from '../readers/core/note.js'
export { type Core, openCore } from '../readers/core/open.js'
export type { Section } from '../readers/core/sections.js'
export type { ElfContainer, Table } from '../readers/elf/elf-container.js'
export type { ElfNote } from '../readers/elf/note-iterator.js'

/** Notes looked at to tell the system. */
const LOOK = 1000

export const reader: FormatReader = {
  formats: systems.map(({ format, title }) => ({ name: format, title, read: true, write: true })),

  detect(source): Detection | undefined {
    const head = source.read(0, 64)
    if (!hasElfIdent(head)) return undefined
    const type = typeOf(head)
    // A program or library has the same magic number; what is cut before its type may be anything.
    if (type !== undefined && type !== fileType.ET_CORE) return undefined
    const diagnostics = new Diagnostics({ limit: 0 })
    const limits = { ...defaultLimits, notes: LOOK }
    try {
      const container = readElfContainer(source, limits, diagnostics)
      const found = detectSystem(sketchOf(container, notesOf(container, limits, diagnostics)))
      return {
        format: found.system.format,
        confidence: type === undefined ? 0.5 : Math.max(found.confidence, 0.9),
        reasons: [type === undefined ? 'an ELF file that is cut in its header' : 'ET_CORE', `machine ${container.abi.name}`, found.reason],
      }
    } catch (error) {
      // The system refused to read; open() says it with more to the point.
      if (error instanceof FormatError) return { format: 'elf-core/linux', confidence: 0.5, reasons: ['ET_CORE'] }
      throw error
    }
  },

  open(source, options = {}): OpenedFile {
    const core = openCore(source, options)
    return {
      format: core.format,
      parts: coreParts,
      diagnostics: core.diagnostics.list,
      report: (readOptions) => report(core, readOptions),
      text: (readOptions) => coreText(core, readOptions),
      fields: () => fields(core),
      memory: core.memory,
      document: (documentOptions) => coreDocument(core, documentOptions),
    }
  },
}

export type { NoteSegment } from '../readers/core/note-segments.js'
export type { ProcessModel, Thread } from '../readers/core/threads.js'
