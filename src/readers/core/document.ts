/**
 * The lossless document of a core. Structures that give their bytes again are named; every byte that they do not cover is in
 * `data`, zeros left out. So the pieces laid over zeros are the file, whatever the file is.
 */

import { descriptorToJson } from '../../formats/core/descriptor-json.js'
import { NOTE_HEADER_SIZE } from '../../formats/elf/headers.js'
import { elfHeader, programHeader, sectionHeader, segmentType } from '../../formats/elf/index.js'
import { equalBytes, isZero, roundUp } from '../../io/bytes.js'
import { SPARSE_BLOCK } from '../../io/sink.js'
import type { ByteSource } from '../../io/source.js'
import { type Layout, residueToJson, toJson } from '../../schema/base.js'
import type { Table } from '../elf/elf-container.js'
import type { DocumentOptions } from '../format-reader.js'
import type { CoreNote } from './note.js'
import type { NoteSegment } from './note-segments.js'
import type { Core } from './open.js'

/** A range of the file in bytes; `end` is exclusive. */
interface Range {
  readonly start: number
  readonly end: number
}

/** A piece of `data`. */
type Piece = Readonly<Record<string, unknown>>

export function coreDocument(core: Core, options: DocumentOptions): Record<string, unknown> {
  const { abi, container } = core
  const { source, programTable, sectionTable } = container
  const covered: Range[] = []
  const patches: Range[] = []
  const header = elfHeader.for(abi)
  if (container.headerWhole) covered.push({ start: 0, end: header.size })
  const cover = ({ offset, stride, size, count }: Table): void => {
    if (stride === size) covered.push({ start: offset, end: offset + count * size })
    else for (let i = 0; i < count; i++) covered.push({ start: offset + i * stride, end: offset + i * stride + size })
  }
  if (programTable) cover(programTable)
  if (sectionTable) cover(sectionTable)
  let next = 0
  const segments = core.noteSegments.flatMap((segment) => {
    const notes = core.notes.slice(next, next + segment.notes.length)
    next += notes.length
    // What no header leads to is among the data.
    return segment.segment < 0 ? [] : noteSegment(core, segment, notes, options, covered, patches)
  })
  // A segment without a whole note has nothing to say, and may claim to be anywhere.
  const noteSegments = segments.filter(({ notes }) => notes.length > 0)
  const programHeaderLayout = programHeader(abi).for(abi) as Layout<unknown>
  return {
    format: core.format,
    abi: abi.name,
    size: source.size,
    ...(container.headerWhole && { header: structure(source, header, 0) }),
    ...(programTable && { programHeaders: structures(source, programHeaderLayout, programTable) }),
    ...(sectionTable && { sectionHeaders: structures(source, sectionHeader.for(abi), sectionTable) }),
    ...(noteSegments.length > 0 && { noteSegments }),
    data: dataPieces(core, covered, patches, options),
  }
}

/** The JSON form of a fixed structure; these tell every byte, or keep it as residue. */
function structure<T>(source: ByteSource, layout: Layout<T>, offset: number): Record<string, unknown> {
  const { value, residue } = layout.decodeLossless(source.read(offset, layout.size))
  const kept = residueToJson(residue)
  return { ...toJson(layout.plan, value), ...(kept && { residue: kept }) }
}

function structures(source: ByteSource, layout: Layout<unknown>, { offset, stride, count }: Table): Iterable<unknown> {
  return {
    *[Symbol.iterator]() {
      for (let i = 0; i < count; i++) yield structure(source, layout, offset + i * stride)
    },
  }
}

/** The notes of a segment, each at its place: behind the one before, or as many bytes further as `gap` says. */
function noteSegment(
  core: Core,
  { segment, offset, align }: NoteSegment,
  own: readonly CoreNote[],
  options: DocumentOptions,
  covered: Range[],
  patches: Range[],
): { readonly notes: readonly unknown[]; readonly [key: string]: unknown } {
  const notes: Record<string, unknown>[] = []
  let expected = offset
  for (const note of own) {
    // What is cut is no note any more; its bytes are among the data.
    if (note.available < note.size) continue
    const gap = note.offset - expected
    notes.push({ ...(gap > 0 && { gap }), ...noteForm(core, note, options) })
    covered.push({ start: note.offset, end: note.descriptorOffset + note.size })
    checkName(core, note, patches)
    expected = note.descriptorOffset + roundUp(note.size, align)
  }
  return { segment, offset, ...(align !== 4 && { align }), notes }
}

function noteForm({ container: { source } }: Core, note: CoreNote, options: DocumentOptions): Record<string, unknown> {
  const { owner, type, name, size, nameSize, abi, struct } = note
  const usual = encoder.encode(owner).length + 1
  const start = { owner, type, ...(name !== undefined && { name }), ...(nameSize !== usual && { namesz: nameSize }), size }
  const form = struct && note.whole ? descriptorToJson(struct.for(abi), note.bytes()) : undefined
  if (form) return { ...start, ...form }
  return { ...start, ...bytesForm(source, note.descriptorOffset, size, options) }
}

/** The name as a writer makes it: what differs from it is written over it. */
function checkName({ container: { source } }: Core, { offset, owner, nameSize, descriptorOffset }: CoreNote, patches: Range[]): void {
  const start = offset + NOTE_HEADER_SIZE
  const found = source.read(start, descriptorOffset - start)
  if (!equalBytes(found, nameBytes(owner, nameSize, descriptorOffset - start))) patches.push({ start, end: start + found.length })
}

const encoder = new TextEncoder()

/** An owner in its field, padded with zeros to `length`. */
function nameBytes(owner: string, nameSize: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  bytes.set(encoder.encode(owner).subarray(0, Math.min(nameSize, length)))
  return bytes
}

/** Bytes of the file: inline, or where they are in the file that the document was made of. */
function bytesForm(
  source: ByteSource,
  offset: number,
  length: number,
  { reference, inlineLimit }: DocumentOptions,
): Record<string, unknown> {
  if (reference === undefined || length <= inlineLimit) return { hex: source.read(offset, length) }
  return { from: { file: reference, offset, length } }
}

/** Bytes looked at in one read, and of one inline piece. */
const CHUNK = 256 * 1024

/** The bytes that nothing else tells, in the order of the file, and then those that are written over what something else tells. */
function dataPieces(core: Core, covered: readonly Range[], patches: readonly Range[], options: DocumentOptions): Iterable<Piece> {
  const { source } = core.container
  const cuts = segmentCuts(core)
  return {
    *[Symbol.iterator]() {
      let next = 0
      for (const { start, end } of uncovered(covered, source.size)) {
        for (let at = start; at < end; ) {
          while (next < cuts.length && (cuts[next] as Cut).at <= at) next++
          const cut = cuts[next]
          const stop = cut ? Math.min(end, cut.at) : end
          const segment = cuts[next - 1]?.segment
          yield* piecesOf(source, { start: at, end: stop }, segment === undefined ? {} : { segment }, options)
          at = stop
        }
      }
      for (const { start, end } of patches) yield { offset: start, hex: source.read(start, end - start) }
    },
  }
}

function* piecesOf(source: ByteSource, { start, end }: Range, more: Piece, options: DocumentOptions): Generator<Piece, void, undefined> {
  const { reference, inlineLimit } = options
  if (reference !== undefined && end - start > Math.max(inlineLimit, SPARSE_BLOCK)) {
    yield { offset: start, ...more, from: { file: reference, offset: start, length: end - start } }
    return
  }
  for (const range of filled(source, start, end)) {
    if (reference !== undefined && range.end - range.start > inlineLimit) {
      yield { offset: range.start, ...more, from: { file: reference, offset: range.start, length: range.end - range.start } }
    } else yield { offset: range.start, ...more, hex: source.read(range.start, range.end - range.start) }
  }
}

/** The parts of a range that are not long runs of zeros, none longer than a chunk. */
function* filled(source: ByteSource, start: number, end: number): Generator<Range, void, undefined> {
  for (let at = start; at < end; at += CHUNK) {
    const bytes = source.read(at, Math.min(CHUNK, end - at))
    if (isZero(bytes)) continue
    let from = 0
    while (from < bytes.length) {
      while (from < bytes.length && bytes[from] === 0) from++
      if (from === bytes.length) break
      let to = from
      let zeros = 0
      let i = from
      for (; i < bytes.length && zeros < SPARSE_BLOCK; i++) {
        if (bytes[i] === 0) zeros++
        else {
          zeros = 0
          to = i + 1
        }
      }
      yield { start: at + from, end: at + to }
      from = i
    }
  }
}

interface Cut {
  readonly at: number
  /** Segment that the bytes behind belong to; undefined where they belong to none. */
  readonly segment: number | undefined
}

/** Where in the file the memory of one segment ends and that of another begins. */
function segmentCuts({ programHeaders, container: { source } }: Core): Cut[] {
  const starts = programHeaders
    .map(({ p_type, p_offset, p_filesz }, segment) => ({ p_type, segment, start: Number(p_offset), end: Number(p_offset + p_filesz) }))
    .filter(
      ({ p_type, start, end }) => p_type !== segmentType.PT_NOTE && p_type !== segmentType.PT_NULL && end > start && start < source.size,
    )
    .sort((a, b) => a.start - b.start)
  const cuts: Cut[] = []
  let end = 0
  for (const { segment, start, end: stop } of starts) {
    if (stop <= end) continue
    const at = Math.max(start, end)
    // The end of the one before is a cut unless this one begins there.
    if (cuts.at(-1)?.at === at) cuts.pop()
    cuts.push({ at, segment }, { at: stop, segment: undefined })
    end = stop
  }
  return cuts
}

/** The ranges of a file that no range of a list covers. */
function* uncovered(covered: readonly Range[], size: number): Generator<Range, void, undefined> {
  let at = 0
  for (const { start, end } of [...covered].sort((a, b) => a.start - b.start)) {
    if (start > at) yield { start: at, end: Math.min(start, size) }
    at = Math.max(at, end)
  }
  if (at < size) yield { start: at, end: size }
}
