/** Walks the note segments: where each note is, without looking into descriptors. */

import type { Diagnostics } from '../../errors.js'
import { type ProgramHeader, segmentType } from '../../formats/elf/index.js'
import { roundUp } from '../../io/bytes.js'
import type { ByteSource } from '../../io/source.js'
import type { Abi } from '../../schema/base.js'
import type { Limits } from '../limits.js'
import type { ElfContainer } from './elf-container.js'

/** A note as it stands in the file; offsets in bytes from the start of the file. */
export interface ElfNote {
  readonly owner: string
  readonly type: number
  /** Index of the program header. */
  readonly segment: number
  readonly offset: number
  /** n_namesz. */
  readonly nameSize: number
  readonly descriptorOffset: number
  /** n_descsz. */
  readonly size: number
  /** Bytes of the descriptor that are there: fewer than `size` where file or segment end before. */
  readonly available: number
}

export interface NoteSegment {
  /** Index of the program header; -1 where the notes were found without one. */
  readonly segment: number
  readonly offset: number
  /** What name and descriptor are padded to: 4, or 8. */
  readonly align: number
  readonly notes: readonly ElfNote[]
}

const HEADER = 12
/** Zeros between notes are stepped over, up to this many: some tools shorten notes in place. */
const LONGEST_GAP = 1024 * 1024

interface Problem {
  readonly code: 'TRUNCATED' | 'BAD_BOUNDS' | 'BAD_VALUE'
  readonly offset: number
  readonly message: string
}

interface Walk {
  readonly notes: ElfNote[]
  readonly problem?: Problem
}

/** The notes of all note segments, in the order of the program headers. */
export function readNotes({ source, abi, programHeaders }: ElfContainer, limits: Limits, diagnostics: Diagnostics): NoteSegment[] {
  const segments: NoteSegment[] = []
  const seen = new Set<string>()
  let left = limits.notes
  programHeaders.forEach((header, segment) => {
    if (header.p_type !== segmentType.PT_NOTE || header.p_filesz === 0n) return
    // Two headers of the same range are two views of the same notes.
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
          message: `note of owner ${note.owner}, type ${note.type}: ${note.size} bytes, the limit is ${limits.noteSize}`,
        })
    if (found.problem) diagnostics.add({ ...found.problem, path: `programHeaders[${segment}]` })
    if (left === 0) diagnostics.add({ code: 'LIMIT', path: `programHeaders[${segment}]`, message: `more than ${limits.notes} notes` })
    segments.push({ segment, offset: Number(header.p_offset), align: found.align, notes: found.notes })
  })
  return segments
}

/** p_align says how notes are padded, except where it does not: then the other way is tried, and taken when it fits to the end. */
function readSegment(
  source: ByteSource,
  abi: Abi,
  header: ProgramHeader,
  segment: number,
  limit: number,
): Walk & { readonly align: number } {
  const align = header.p_align === 8n ? 8 : 4
  const range = { start: Number(header.p_offset), end: Number(header.p_offset + header.p_filesz), segment }
  const first = iterateNotes(source, abi, range, align, limit)
  if (!first.problem || first.problem.code === 'TRUNCATED') return { ...first, align }
  const other = align === 8 ? 4 : 8
  const second = iterateNotes(source, abi, range, other, limit)
  return second.problem ? { ...first, align } : { ...second, align: other }
}

/** Where notes are said to be, in bytes of the file. */
export interface NoteRange {
  readonly start: number
  /** May be behind the end of the file. */
  readonly end: number
  /** Index of the program header that says so. */
  readonly segment: number
}

/** The notes of a range, up to the first thing that cannot be one. */
export function iterateNotes(source: ByteSource, abi: Abi, range: NoteRange, align: number, limit: number): Walk {
  const { start, end: claimed, segment } = range
  const end = Math.min(claimed, source.size)
  const little = abi.endian === 'little'
  const notes: ElfNote[] = []
  if (start >= end) {
    const message = `the notes are at bytes ${start} to ${claimed}, the file has ${source.size} bytes`
    return { notes, problem: { code: 'TRUNCATED', offset: source.size, message } }
  }
  /** What runs over the end of the segment is damage, over that of the file a cut. */
  const short = (offset: number, message: string): Problem => ({ code: end < claimed ? 'TRUNCATED' : 'BAD_BOUNDS', offset, message })
  let at = start
  let gap = 0
  while (at < end && notes.length < limit) {
    if (end - at < HEADER) {
      // Up to eight bytes of zeros are the padding of the last note, or behind it.
      const rest = source.read(at, end - at)
      if (end === claimed && rest.every((byte) => byte === 0)) break
      return { notes, problem: short(at, `a note at byte ${at} needs ${HEADER} bytes, ${end - at} are left`) }
    }
    const bytes = source.read(at, HEADER)
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const nameSize = view.getUint32(0, little)
    const size = view.getUint32(4, little)
    const type = view.getUint32(8, little)
    if (nameSize === 0 && size === 0 && type === 0) {
      const zeros = zerosAt(source, at, end)
      at += zeros
      gap += zeros
      if (gap > LONGEST_GAP)
        return { notes, problem: { code: 'BAD_VALUE', offset: at, message: `${gap} bytes of zeros where notes should be` } }
      continue
    }
    gap = 0
    if (nameSize > end - at - HEADER) {
      const message = `a note at byte ${at} claims a name of ${nameSize} bytes, ${end - at - HEADER} are left`
      return { notes, problem: nameSize > LONGEST_NAME ? { code: 'BAD_VALUE', offset: at, message } : short(at, message) }
    }
    if (nameSize > LONGEST_NAME) {
      return { notes, problem: { code: 'BAD_VALUE', offset: at, message: `a note at byte ${at} claims a name of ${nameSize} bytes` } }
    }
    const descriptorOffset = at + roundUp(HEADER + nameSize, align)
    const room = Math.max(0, end - descriptorOffset)
    const available = Math.min(size, room)
    notes.push({
      owner: ownerOf(source.read(at + HEADER, nameSize)),
      type,
      segment,
      offset: at,
      nameSize,
      descriptorOffset,
      size,
      available,
    })
    if (available < size) {
      return { notes, problem: short(descriptorOffset + available, `note claims ${size} bytes, ${available} are left`) }
    }
    at = descriptorOffset + roundUp(size, align)
  }
  if (end < claimed && notes.length < limit)
    return { notes, problem: short(end, `the notes go on to byte ${claimed}, the file has ${end} bytes`) }
  return { notes }
}

/** Bytes of a name: those that are known have up to fifteen, an SPU note's holds a path. */
const LONGEST_NAME = 64 * 1024

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

function ownerOf(name: Uint8Array): string {
  const nul = name.indexOf(0)
  return decoder.decode(nul < 0 ? name : name.subarray(0, nul))
}

/** How many zeros there are from an offset on, in steps of 4: at least one step, which is known to be zero. */
function zerosAt(source: ByteSource, offset: number, end: number): number {
  const bytes = source.read(offset, Math.min(end - offset, 64 * 1024))
  let count = 4
  while (count + 4 <= bytes.length && (bytes[count] || bytes[count + 1] || bytes[count + 2] || bytes[count + 3]) === 0) count += 4
  return count
}
