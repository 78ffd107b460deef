/** Opens an ELF core of a system that the caller selects. It loads no system itself. */
import { Diagnostics } from '../../errors.js'
import type { CoreSummary, CoreSystem } from '../../formats/core/core-system.js'
import { isUnknownSystem } from '../../formats/core/detect-system.js'
import { fileType } from '../../formats/elf/index.js'
import type { ByteSource } from '../../io/source.js'
import { readElfContainer } from '../elf/elf-container.js'
import type { OpenOptions } from '../format-reader.js'
import { defaultLimits } from '../limits.js'
import { abiByNotes } from './abi-by-notes.js'
import { checkSegments } from './check-segments.js'
import { notesOf, sketchOf } from './core-notes.js'
import { type Core, coreFrom } from './model.js'
import { CoreNote } from './note.js'
import { buildProcess } from './process-from-notes.js'
import type { ProcessModel } from './threads.js'
import { checkUnsaved } from './unsaved-memory.js'
import { withXenPages } from './xen-pages.js'

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
  const read = readElfContainer(source, limits, diagnostics)
  const { header } = read
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
  const noteSegments = notesOf(read, limits, diagnostics)
  const summary = sketchOf(read, noteSegments)
  const system = choose(summary)
  const abi = abiByNotes(
    read.abi,
    noteSegments.flatMap((segment) => segment.notes),
    system,
  )
  const xen = withXenPages(read, diagnostics)
  const container = { ...(xen ?? read), abi }
  const sketch = { ...summary, abi }
  const notes = noteSegments
    .flatMap((segment) => segment.notes)
    .map((raw, index) => new CoreNote(raw, index, source, abi, system, diagnostics))
  checkSegments(container, diagnostics)
  const dumpSignal = checkUnsaved(container, system, diagnostics)
  const found = withPid(buildProcess(notes, system, sketch), system, diagnostics)
  const assembled = dumpSignal ? { ...found, process: { ...found.process, dumpSignal } } : found
  const title = xen ? 'Xen domain core' : isUnknownSystem(summary) ? 'ELF core file of an unknown system' : undefined
  return coreFrom({
    format: system.format,
    ...(title !== undefined && { title }),
    system,
    container,
    noteSegments,
    notes,
    assembled,
    diagnostics,
    limits,
  })
}

/** A process whose note says 0, as valgrind writes it, has the ID of its first thread. */
function withPid(model: ProcessModel, { name }: CoreSystem, diagnostics: Diagnostics): ProcessModel {
  const tid = model.threads[0]?.tid
  if (name !== 'linux' || model.process.pid !== 0 || !tid) return model
  // A note without a name says nothing at all.
  if (!model.process.name) return model
  const message = `NT_PRPSINFO says process 0, NT_PRSTATUS says thread ${tid}; the process is taken to be ${tid}`
  diagnostics.add({ code: 'INCONSISTENT', path: 'process.pid', message, expected: String(tid), found: '0' })
  return { ...model, process: { ...model.process, pid: tid } }
}
