/** The field map of a checkpoint. */
import { noteHeader } from '../../formats/elf/index.js'
import { fieldMap } from '../../schema/base.js'
import type { FieldSpan } from '../format-reader.js'
import type { Checkpoint, CheckpointNote } from './model.js'

interface Piece {
  readonly offset: number
  spans(): Iterable<FieldSpan>
}

/** Every field of every structure, the padding, and the contents of segments, by ascending offset. */
export function* fields(checkpoint: Checkpoint): Generator<FieldSpan, void, undefined> {
  const { source, parts, notes, segments } = checkpoint
  const pieces: Piece[] = []
  for (const { path, offset, layout } of parts) {
    pieces.push({ offset, spans: () => fieldMap(layout.plan, source.read(offset, layout.size), { base: offset, path }) })
  }
  for (const note of notes) pieces.push({ offset: note.offset, spans: () => noteSpans(checkpoint, note) })
  for (const { segment, start, end, permissions, offset, fileSize } of segments) {
    const at = Number(offset)
    const length = Math.min(Number(fileSize), source.size - at)
    const value = `memory 0x${start.toString(16)} to 0x${end.toString(16)}, ${permissions}`
    if (length > 0) pieces.push({ offset: at, spans: () => [{ offset: at, length, path: `programHeaders[${segment}].contents`, value }] })
  }
  const last = parts.at(-1)
  const padding = last ? last.offset + last.layout.size : 0
  const first = segments.map(({ offset }) => Number(offset)).find((offset) => offset > padding)
  if (checkpoint.fileHeader && first !== undefined && first <= source.size) {
    pieces.push({ offset: padding, spans: () => [{ offset: padding, length: first - padding, path: '(padding)', value: '' }] })
  }
  pieces.sort((a, b) => a.offset - b.offset)
  for (const piece of pieces) yield* piece.spans()
}

function* noteSpans({ abi, source }: Checkpoint, note: CheckpointNote): Generator<FieldSpan, void, undefined> {
  const { offset, index, nameSize, owner, descriptorOffset, size, layout, name } = note
  const path = `notes[${index}]`
  const plan = noteHeader.planFor(abi)
  yield* fieldMap(plan, source.read(offset, plan.size), { base: offset, path })
  const nameOffset = offset + plan.size
  if (nameSize > 0) yield { offset: nameOffset, length: nameSize, path: `${path}.owner`, value: JSON.stringify(owner) }
  const gap = descriptorOffset - nameOffset - nameSize
  if (gap > 0) yield { offset: nameOffset + nameSize, length: gap, path: `${path}.(padding)`, value: '' }
  if (layout) yield* fieldMap(layout.plan, source.read(descriptorOffset, size), { base: descriptorOffset, path: `${path}.${name}` })
  else if (size > 0) yield { offset: descriptorOffset, length: size, path: `${path}.descriptor`, value: `${size} bytes` }
}
