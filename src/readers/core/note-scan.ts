/** Finds notes without a program header by their owner names. */

import { NOTE_HEADER_SIZE } from '../../formats/elf/headers.js'
import { isNoteOwner, noteOwner } from '../../formats/elf/note-owners.js'
import type { ByteSource } from '../../io/source.js'
import type { ElfContainer } from '../elf/elf-container.js'
import { type ElfNote, listNotes } from '../elf/note-iterator.js'
import type { Limits } from '../limits.js'
import type { NoteSegment } from './note-segments.js'

/** Owners that a core's first note has. */
const OWNERS = [noteOwner.CORE, noteOwner.FREEBSD, noteOwner.NETBSD, noteOwner.OPENBSD, noteOwner.LINUX]
const CHUNK = 4 * 1024 * 1024
const LONGEST_NAME = 16

/** The first run of notes; undefined where there is none. */
export function scanNotes({ source, abi }: ElfContainer, limits: Limits): NoteSegment | undefined {
  for (const offset of candidates(source, abi.endian === 'little', limits.noteSearch)) {
    const range = { start: offset, end: source.size, segment: -1 }
    const { notes } = listNotes(source, abi, range, { padding: 4, limit: limits.notes })
    const run = known(notes)
    if (run.length > 0) return { segment: -1, offset, align: 4, notes: run }
  }
  return undefined
}

/** Notes up to the first that cannot be one: memory follows them, which may look like anything. */
function known(notes: readonly ElfNote[]): ElfNote[] {
  const end = notes.findIndex(({ owner, nameSize, size, available }) => {
    return !isNoteOwner(owner) || nameSize !== owner.length + 1 || available < size
  })
  return end < 0 ? [...notes] : notes.slice(0, end)
}

/** Offsets where a note with such an owner may begin, ascending. */
function* candidates(source: ByteSource, little: boolean, searched: number): Generator<number, void, undefined> {
  const encoder = new TextEncoder()
  const names = OWNERS.map((owner) => encoder.encode(`${owner}\0`))
  const size = Math.min(source.size, searched)
  for (let start = 0; start < size; start += CHUNK) {
    const bytes = source.read(start, Math.min(CHUNK + NOTE_HEADER_SIZE + LONGEST_NAME, source.size - start))
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const end = Math.min(CHUNK, bytes.length - NOTE_HEADER_SIZE)
    for (let at = 0; at < end; at += 4) {
      const nameSize = view.getUint32(at, little)
      if (nameSize > LONGEST_NAME) continue
      const named = names.some((name) => name.length === nameSize && name.every((byte, i) => bytes[at + NOTE_HEADER_SIZE + i] === byte))
      if (named) yield start + at
    }
  }
}
