/** Notes that no program header leads to: found by the names that owners have. */
import type { ByteSource } from '../../io/source.js'
import type { ElfContainer } from '../elf/elf-container.js'
import { type ElfNote, iterateNotes, type NoteSegment } from '../elf/note-iterator.js'
import type { Limits } from '../limits.js'

/** Owners that a core's first note has. */
const OWNERS = ['CORE', 'FreeBSD', 'NetBSD-CORE', 'OpenBSD', 'LINUX']
/** Any owner that may follow. */
const OWNER = /^(?:CORE|LINUX|FreeBSD|NetBSD-CORE(?:@\d+)?|OpenBSD(?:@\d+)?|VMCOREINFO|QEMU|GNU)$/
/** Bytes from the start of the file in which notes are looked for: systems that put them last do so behind all memory. */
const SEARCHED = 256 * 1024 * 1024
const CHUNK = 4 * 1024 * 1024
const HEADER = 12
const LONGEST_NAME = 16

/** The first run of notes; undefined where there is none. */
export function scanNotes({ source, abi }: ElfContainer, limits: Limits): NoteSegment | undefined {
  for (const offset of candidates(source, abi.endian === 'little')) {
    const range = { start: offset, end: source.size, segment: -1 }
    const { notes } = iterateNotes(source, abi, range, 4, limits.notes)
    const run = known(notes)
    if (run.length > 0) return { segment: -1, offset, align: 4, notes: run }
  }
  return undefined
}

/** Notes up to the first that cannot be one: memory follows them, which may look like anything. */
function known(notes: readonly ElfNote[]): ElfNote[] {
  const end = notes.findIndex(({ owner, nameSize, size, available }) => {
    return !OWNER.test(owner) || nameSize !== owner.length + 1 || available < size
  })
  return end < 0 ? [...notes] : notes.slice(0, end)
}

/** Offsets where a note with such an owner may begin, ascending. */
function* candidates(source: ByteSource, little: boolean): Generator<number, void, undefined> {
  const encoder = new TextEncoder()
  const names = OWNERS.map((owner) => encoder.encode(`${owner}\0`))
  const size = Math.min(source.size, SEARCHED)
  for (let start = 0; start < size; start += CHUNK) {
    const bytes = source.read(start, Math.min(CHUNK + HEADER + LONGEST_NAME, source.size - start))
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const end = Math.min(CHUNK, bytes.length - HEADER)
    for (let at = 0; at < end; at += 4) {
      const nameSize = view.getUint32(at, little)
      if (nameSize > LONGEST_NAME) continue
      const named = names.some((name) => name.length === nameSize && name.every((byte, i) => bytes[at + HEADER + i] === byte))
      if (named) yield start + at
    }
  }
}
