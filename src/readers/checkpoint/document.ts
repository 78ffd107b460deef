/**
 * The lossless document of a checkpoint: its structures in their order, and in `data` every byte that they do not give. The writer lays
 * the structures out as the kernel does, so no offsets stand in it.
 */

import { descriptorToJson } from '../../formats/core/descriptor-json.js'
import { NOTE_HEADER_SIZE } from '../../formats/elf/headers.js'
import { equalBytes, isZero } from '../../io/bytes.js'
import { SPARSE_BLOCK } from '../../io/sink.js'
import { type Layout, residueToJson, toJson } from '../../schema/base.js'
import type { DocumentOptions } from '../format-reader.js'
import type { Checkpoint, CheckpointNote } from './model.js'

interface Range {
  readonly start: number
  readonly end: number
}

export function checkpointDocument(checkpoint: Checkpoint, options: DocumentOptions): Record<string, unknown> {
  const { source, abi, form, format, parts, notes, noteAlign, vnodeCount } = checkpoint
  const covered: Range[] = []
  const structures = (path: string): Record<string, unknown>[] => {
    const pattern = new RegExp(`^${path}(\\[\\d+\\])?$`)
    return parts.flatMap((part) => {
      if (!pattern.test(part.path)) return []
      covered.push({ start: part.offset, end: part.offset + part.layout.size })
      return [structure(part.layout, source.read(part.offset, part.layout.size))]
    })
  }
  const [header] = structures('header')
  const programHeaders = structures('programHeaders')
  const noteList = notes.map((note) => noteForm(checkpoint, note, options, covered))
  const [vminfo] = structures('vminfo')
  structures('vnodeCount')
  // Without a form they are raw data.
  const vnodes = form ? structures('vnodes') : []
  const [siginfo] = structures('siginfo')
  const [fileHeader] = structures('fileHeader')
  const files = structures('files')
  return {
    format,
    abi: abi.name,
    ...(form && { form: form.name }),
    size: source.size,
    ...(header && { header }),
    ...(programHeaders.length > 0 && { programHeaders }),
    ...(noteAlign !== 4 && { noteAlign }),
    ...(noteList.length > 0 && { notes: noteList }),
    ...(vminfo && { vminfo }),
    ...(vnodeCount !== undefined && { vnodeCount, ...(form && { vnodes }) }),
    ...(siginfo && { siginfo }),
    ...(fileHeader && { fileHeader, files }),
    data: pieces(checkpoint, covered, options),
  }
}

/** The JSON form of a fixed structure; these tell every byte, or keep it as residue. */
function structure(layout: Layout<unknown>, bytes: Uint8Array): Record<string, unknown> {
  const { value, residue } = layout.decodeLossless(bytes)
  const kept = residueToJson(residue)
  return { ...toJson(layout.plan, value), ...(kept && { residue: kept }) }
}

function noteForm({ source }: Checkpoint, note: CheckpointNote, options: DocumentOptions, covered: Range[]): Record<string, unknown> {
  const { owner, type, name, nameSize, offset, descriptorOffset, size, layout } = note
  const nameAt = offset + NOTE_HEADER_SIZE
  const plain = new Uint8Array(descriptorOffset - nameAt)
  for (let i = 0; i < Math.min(owner.length, plain.length); i++) plain[i] = owner.charCodeAt(i)
  covered.push({ start: offset, end: nameAt })
  // A name that is not as a writer makes it is among the data.
  if (equalBytes(source.read(nameAt, plain.length), plain)) covered.push({ start: nameAt, end: descriptorOffset })
  const start = { owner, type, ...(name && { name }), ...(nameSize !== owner.length + 1 && { namesz: nameSize }), size }
  const form = layout && descriptorToJson(layout, source.read(descriptorOffset, size))
  if (form) {
    covered.push({ start: descriptorOffset, end: descriptorOffset + size })
    return { ...start, ...form }
  }
  if (size <= Math.min(options.inlineLimit, CHUNK)) {
    covered.push({ start: descriptorOffset, end: descriptorOffset + size })
    return { ...start, hex: source.read(descriptorOffset, size) }
  }
  return start
}

const CHUNK = 256 * 1024

/** What no structure covers, in the order of the file; blocks of zeros are left out. */
function pieces({ source }: Checkpoint, covered: readonly Range[], options: DocumentOptions): Iterable<Record<string, unknown>> {
  const { reference, inlineLimit } = options
  return {
    *[Symbol.iterator]() {
      for (const { start, end } of uncovered(covered, source.size)) {
        if (reference !== undefined && end - start > Math.max(inlineLimit, SPARSE_BLOCK)) {
          yield { offset: start, from: { file: reference, offset: start, length: end - start } }
          continue
        }
        for (let at = start; at < end; ) {
          const stop = Math.min(end, at + SPARSE_BLOCK - (at % SPARSE_BLOCK))
          let to = stop
          if (!isZero(source.read(at, stop - at))) {
            while (to < end && to - at < CHUNK) {
              const next = Math.min(end, to + SPARSE_BLOCK)
              if (isZero(source.read(to, next - to))) break
              to = next
            }
            yield { offset: at, hex: source.read(at, to - at) }
          }
          at = to
        }
      }
    },
  }
}

function* uncovered(covered: readonly Range[], size: number): Generator<Range, void, undefined> {
  let at = 0
  for (const { start, end } of [...covered].sort((a, b) => a.start - b.start)) {
    if (start > at) yield { start: at, end: Math.min(start, size) }
    at = Math.max(at, end)
  }
  if (at < size) yield { start: at, end: size }
}
