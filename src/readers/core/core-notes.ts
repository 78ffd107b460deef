/** The notes of an ELF core, and what they show of it before anything is decoded. */
import type { Diagnostics } from '../../errors.js'
import type { CoreSummary } from '../../formats/core/core-system.js'
import { EI_OSABI } from '../../formats/elf/index.js'
import { hasCheckpointTrailer } from '../elf/checkpoint-trailer.js'
import type { ElfContainer } from '../elf/elf-container.js'
import type { Limits } from '../limits.js'
import { scanNotes } from './note-scan.js'
import { type NoteSegment, readNoteSegments } from './note-segments.js'

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
  return {
    abi,
    osabi: source.read(EI_OSABI, 1)[0] ?? 0,
    notes: segments.flatMap((segment) => segment.notes),
    hasCheckpointTrailer: () => hasCheckpointTrailer(source, abi),
  }
}
