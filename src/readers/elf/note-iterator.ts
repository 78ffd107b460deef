/** The ELF note iterator of cores, checkpoints, kernel dumps and mapped objects: finds notes, does not decode descriptors. */
import type { DiagnosticCode } from '../../errors.js'
import { NOTE_HEADER_SIZE } from '../../formats/elf/index.js'
import { roundUp } from '../../io/bytes.js'
import type { ByteSource } from '../../io/source.js'
import type { Abi } from '../../schema/base.js'
import { defaultLimits } from '../limits.js'

/** A note in the file; offsets in bytes from the start of the file. */
export interface ElfNote {
  readonly owner: string
  readonly type: number
  /** Index of the program header; -1 for notes that were found without one. */
  readonly segment: number
  readonly offset: number
  /** n_namesz. */
  readonly nameSize: number
  readonly descriptorOffset: number
  /** n_descsz. */
  readonly size: number
  /** Bytes of the descriptor in the file; fewer than `size` where the file or the segment ends first. */
  readonly available: number
}

/**
 * How notes are padded.
 *
 * - 4, 8: the descriptor and the next note begin at a multiple of this, counted from the start of the note (System V gABI).
 * - `'each-8'`: name and descriptor are each padded to 8 bytes, the header of 12 bytes is not counted (DragonFly x86_64 before 2011).
 */
export type NotePadding = 4 | 8 | 'each-8'

/** Offset of the descriptor of a note at `offset`. */
export const descriptorOffsetOf = (offset: number, nameSize: number, padding: NotePadding): number =>
  padding === 'each-8' ? offset + NOTE_HEADER_SIZE + roundUp(nameSize, 8) : offset + roundUp(NOTE_HEADER_SIZE + nameSize, padding)

/** Offset of the note that follows. */
export const nextNoteOffset = ({ descriptorOffset, size }: Pick<ElfNote, 'descriptorOffset' | 'size'>, padding: NotePadding): number =>
  descriptorOffset + roundUp(size, padding === 'each-8' ? 8 : padding)

/** The range of the file that should contain notes. */
export interface NoteRange {
  readonly start: number
  /** May be after the end of the file. */
  readonly end: number
  /** Index of the program header, -1 without one. */
  readonly segment: number
}

export interface NoteOptions {
  readonly padding: NotePadding
  /** Most notes to return. */
  readonly limit?: number
  /** Longest run of zeros between notes that is skipped: some tools shorten notes in place. 0: a header of zeros is a note. */
  readonly gap?: number
}

/** Why the iteration ended before the end of the range. */
export interface NoteProblem {
  readonly code: Extract<DiagnosticCode, 'TRUNCATED' | 'BAD_BOUNDS' | 'BAD_VALUE'>
  readonly offset: number
  readonly message: string
}

/**
 * Iterates over the notes of a range. A note whose descriptor is truncated is the last one.
 *
 * @returns what ended the iteration; undefined at the end of the range or at the limit
 */
export function* iterateNotes(
  source: ByteSource,
  abi: Abi,
  { start, end: claimed, segment }: NoteRange,
  { padding, limit = defaultLimits.notes, gap = defaultLimits.noteGap }: NoteOptions,
): Generator<ElfNote, NoteProblem | undefined, undefined> {
  const end = Math.min(claimed, source.size)
  if (start >= end) {
    const message = `notes are at offsets ${start} to ${claimed}, file has ${source.size} bytes`
    return { code: 'TRUNCATED', offset: source.size, message }
  }
  /** Running past the end of the file is truncation, running past the end of the segment is damage. */
  const short = (offset: number, message: string): NoteProblem => ({ code: end < claimed ? 'TRUNCATED' : 'BAD_BOUNDS', offset, message })
  let at = start
  let zeros = 0
  let count = 0
  for (; at < end && count < limit; count++) {
    if (end - at < NOTE_HEADER_SIZE) {
      // Up to eight zero bytes are padding of the last note.
      const rest = source.read(at, end - at)
      if (end === claimed && rest.every((byte) => byte === 0)) return undefined
      return short(at, `note at offset ${at}: header needs ${NOTE_HEADER_SIZE} bytes, ${end - at} remain`)
    }
    const { nameSize, size, type } = readHeader(source, at, abi)
    if (gap > 0 && nameSize === 0 && size === 0 && type === 0) {
      const skipped = zerosAt(source, at, end)
      at += skipped
      zeros += skipped
      count--
      if (zeros > gap) return { code: 'BAD_VALUE', offset: at, message: `${zeros} zero bytes inside the note segment` }
      continue
    }
    zeros = 0
    const nameProblem = checkName(at, nameSize, end - at - NOTE_HEADER_SIZE, short)
    if (nameProblem) return nameProblem
    const owner = decodeOwner(source.read(at + NOTE_HEADER_SIZE, nameSize))
    const descriptorOffset = descriptorOffsetOf(at, nameSize, padding)
    const available = Math.min(size, Math.max(0, end - descriptorOffset))
    const note = { owner, type, segment, offset: at, nameSize, descriptorOffset, size, available }
    yield note
    if (available < size) {
      return short(descriptorOffset + available, `note at offset ${at}: n_descsz is ${size}, ${available} bytes remain`)
    }
    at = nextNoteOffset(note, padding)
  }
  return end < claimed && count < limit ? short(end, `note segment ends at offset ${claimed}, file has ${end} bytes`) : undefined
}

/** The notes of a range in a list, with the problem that ended it. */
export function listNotes(
  source: ByteSource,
  abi: Abi,
  range: NoteRange,
  options: NoteOptions,
): { readonly notes: ElfNote[]; readonly problem: NoteProblem | undefined } {
  const notes: ElfNote[] = []
  const iterator = iterateNotes(source, abi, range, options)
  for (;;) {
    const step = iterator.next()
    if (step.done) return { notes, problem: step.value }
    notes.push(step.value)
  }
}

/** The fields of `Elf_Nhdr`, read directly: a core may have thousands of notes. */
function readHeader(source: ByteSource, at: number, abi: Abi): { nameSize: number; size: number; type: number } {
  const bytes = source.read(at, NOTE_HEADER_SIZE)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const little = abi.endian === 'little'
  return { nameSize: view.getUint32(0, little), size: view.getUint32(4, little), type: view.getUint32(8, little) }
}

function checkName(
  at: number,
  nameSize: number,
  left: number,
  short: (offset: number, message: string) => NoteProblem,
): NoteProblem | undefined {
  const longest = defaultLimits.noteName
  if (nameSize > left) {
    const message = `note at offset ${at}: n_namesz is ${nameSize}, ${left} bytes remain`
    return nameSize > longest ? { code: 'BAD_VALUE', offset: at, message } : short(at, message)
  }
  if (nameSize <= longest) return undefined
  return { code: 'BAD_VALUE', offset: at, message: `note at offset ${at}: n_namesz is ${nameSize}, the limit is ${longest}` }
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

function decodeOwner(name: Uint8Array): string {
  const nul = name.indexOf(0)
  return decoder.decode(nul < 0 ? name : name.subarray(0, nul))
}

/** Number of zero bytes at an offset, in steps of 4; the first 4 are known to be zero. */
function zerosAt(source: ByteSource, offset: number, end: number): number {
  const bytes = source.read(offset, Math.min(end - offset, 64 * 1024))
  let count = 4
  while (count + 4 <= bytes.length && (bytes[count] || bytes[count + 1] || bytes[count + 2] || bytes[count + 3]) === 0) count += 4
  return count
}
