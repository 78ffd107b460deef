/** The notes that the program headers of a core point to. */
import type { Diagnostics } from '../../errors.js'
import { NOTE_HEADER_SIZE, type ProgramHeader, segmentType } from '../../formats/elf/index.js'
import type { ByteSource } from '../../io/source.js'
import type { Abi } from '../../schema/base.js'
import type { ElfContainer } from '../elf/elf-container.js'
import { type ElfNote, listNotes, type NoteProblem, nextNoteOffset } from '../elf/note-iterator.js'
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
    const skipped = skippedZeros(found)
    if (skipped)
      diagnostics.add({
        code: 'INCONSISTENT',
        offset: skipped.offset,
        path: `programHeaders[${segment}]`,
        message: `${skipped.bytes} bytes skipped between notes: zeros, where a note should begin`,
      })
    if (found.odd !== undefined)
      diagnostics.add({
        code: 'INCONSISTENT',
        offset: Number(header.p_offset),
        path: `programHeaders[${segment}].p_align`,
        message: found.odd,
      })
    if (found.problem) diagnostics.add({ ...found.problem, path: `programHeaders[${segment}]` })
    if (left === 0) diagnostics.add({ code: 'LIMIT', path: `programHeaders[${segment}]`, message: `more than ${limits.notes} notes` })
    segments.push({ segment, offset: Number(header.p_offset), align: found.align, notes: found.notes })
  })
  return segments
}

interface SegmentNotes {
  readonly notes: readonly ElfNote[]
  readonly problem: NoteProblem | undefined
  readonly align: number
  /** Why the padding is not that of p_align. */
  readonly odd?: string
}

/** Reads notes with the padding of p_align; where that fails or gives notes without an owner, with the other one if all notes fit. */
function readSegment(source: ByteSource, abi: Abi, header: ProgramHeader, segment: number, limit: number): SegmentNotes {
  const align = header.p_align === 8n ? 8 : 4
  const range = { start: Number(header.p_offset), end: Number(header.p_offset + header.p_filesz), segment }
  const first = listNotes(source, abi, range, { padding: align, limit })
  const strange = first.notes.some(({ owner }) => !isOwner(owner))
  if ((!first.problem || first.problem.code === 'TRUNCATED') && !strange) return { ...first, align }
  const other = align === 8 ? 4 : 8
  const second = listNotes(source, abi, range, { padding: other, limit })
  if (second.problem || second.notes.some(({ owner }) => !isOwner(owner))) return { ...first, align }
  const odd = align === 8 ? `notes are padded to ${other} bytes, p_align is ${header.p_align}` : undefined
  return { ...second, align: other, ...(odd !== undefined && { odd }) }
}

/** Owners are printable. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: bytes, not text
const isOwner = (owner: string): boolean => owner !== '' && !/[\x00-\x1f\x7f\ufffd]/.test(owner)

/** Zeros between notes, which were skipped: some tools shorten notes in place. */
function skippedZeros({ notes, align }: SegmentNotes): { readonly offset: number; readonly bytes: number } | undefined {
  let bytes = 0
  let offset = 0
  notes.forEach((note, i) => {
    const next = notes[i + 1]
    const gap = next ? next.offset - nextNoteOffset(note, align === 8 ? 8 : 4) : 0
    // One header of zeros is an empty note, which kernels write for registers that a thread does not have.
    if (gap <= NOTE_HEADER_SIZE) return
    if (bytes === 0) offset = (next as ElfNote).offset - gap
    bytes += gap
  })
  return bytes > 0 ? { offset, bytes } : undefined
}
