/** The notes that the program headers of a core point to. */
import type { Diagnostics } from '../../errors.js'
import { type ProgramHeader, segmentType } from '../../formats/elf/index.js'
import type { ByteSource } from '../../io/source.js'
import type { Abi } from '../../schema/base.js'
import type { ElfContainer } from '../elf/elf-container.js'
import { type ElfNote, listNotes, type NoteProblem } from '../elf/note-iterator.js'
import type { Limits } from '../limits.js'

export interface NoteSegment {
  /** Index of the program header; -1 where the notes were found without one. */
  readonly segment: number
  readonly offset: number
  /** What name and descriptor are padded to: 4, or 8. */
  readonly align: number
  readonly notes: readonly ElfNote[]
}

/** The notes of all note segments, in the order of the program headers. */
export function readNoteSegments({ source, abi, programHeaders }: ElfContainer, limits: Limits, diagnostics: Diagnostics): NoteSegment[] {
  const segments: NoteSegment[] = []
  const seen = new Set<string>()
  let left = limits.notes
  programHeaders.forEach((header, segment) => {
    if (header.p_type !== segmentType.PT_NOTE || header.p_filesz === 0n) return
    // Two headers of the same range describe the same notes.
    const range = `${header.p_offset}+${header.p_filesz}`
    if (seen.has(range)) return
    seen.add(range)
    const found = readSegment(source, abi, header, segment, left)
    left -= found.notes.length
    for (const note of found.notes)
      if (note.size > limits.noteSize)
        diagnostics.add({
          code: 'LIMIT',
          offset: note.offset,
          path: `programHeaders[${segment}]`,
          message: `note of owner ${note.owner}, type ${note.type}: n_descsz is ${note.size}, the limit is ${limits.noteSize}`,
        })
    if (found.problem) diagnostics.add({ ...found.problem, path: `programHeaders[${segment}]` })
    if (left === 0) diagnostics.add({ code: 'LIMIT', path: `programHeaders[${segment}]`, message: `more than ${limits.notes} notes` })
    segments.push({ segment, offset: Number(header.p_offset), align: found.align, notes: found.notes })
  })
  return segments
}

/** Reads notes with the padding of p_align; where that fails, with the other one if it fits to the end. */
function readSegment(
  source: ByteSource,
  abi: Abi,
  header: ProgramHeader,
  segment: number,
  limit: number,
): { readonly notes: readonly ElfNote[]; readonly problem: NoteProblem | undefined; readonly align: number } {
  const align = header.p_align === 8n ? 8 : 4
  const range = { start: Number(header.p_offset), end: Number(header.p_offset + header.p_filesz), segment }
  const first = listNotes(source, abi, range, { padding: align, limit })
  if (!first.problem || first.problem.code === 'TRUNCATED') return { ...first, align }
  const other = align === 8 ? 4 : 8
  const second = listNotes(source, abi, range, { padding: other, limit })
  return second.problem ? { ...first, align } : { ...second, align: other }
}
