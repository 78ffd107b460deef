/** A dump cut into its structures and what is between them: for the lossless document and for the annotated hex view. */
import { idOf } from '../../formats/kcore/ids.js'
import type { ByteSource } from '../../io/source.js'
import { fieldMap, residueToJson, toJson } from '../../schema/base.js'
import type { DocumentOptions, FieldSpan } from '../format.js'
import type { Dump } from './dump.js'
import type { Part } from './machine.js'

interface Piece {
  readonly offset: number
  readonly length: number
  readonly path: string
  readonly part?: Part
}

/** Structures and areas in the order of the file, without overlap and without holes: a structure comes before an area around it. */
function pieces(dump: Dump): Piece[] {
  const { source } = dump
  const list: Piece[] = []
  const fixed = [...dump.parts]
    .map((part) => ({ offset: part.offset, length: part.struct.for(part.abi).size, path: part.path, part }))
    .filter(({ offset, length }) => offset >= 0 && offset + length <= source.size)
    .sort((a, b) => a.offset - b.offset)
  const areas = [...dump.areas].sort((a, b) => a.offset - b.offset)
  let at = 0
  const upTo = (end: number): void => {
    while (at < end) {
      const area = areas.find(({ offset, length }) => offset <= at && at < offset + length)
      const next = area
        ? area.offset + area.length
        : Math.min(end, ...areas.filter(({ offset }) => offset > at).map(({ offset }) => offset))
      const stop = Math.min(end, next)
      list.push({ offset: at, length: stop - at, path: area?.path ?? 'padding' })
      at = stop
    }
  }
  for (const piece of fixed) {
    if (piece.offset < at) continue
    upTo(piece.offset)
    list.push(piece)
    at = piece.offset + piece.length
  }
  upTo(source.size)
  return list
}

/** Bytes of a range that go into a document at once. */
const CHUNK = 1024 * 1024

/** The parts of a lossless document, in the order of the file. */
export function* documentParts(dump: Dump, options: DocumentOptions): Generator<Record<string, unknown>, void, undefined> {
  for (const piece of pieces(dump)) {
    const decoded = piece.part && structurePart(dump, piece, piece.part)
    if (decoded) yield decoded
    else yield* rawParts(dump.source, piece, options)
  }
}

/** A structure decoded, where encoding it again gives the same bytes. */
function structurePart(dump: Dump, piece: Piece, { struct, abi }: Part): Record<string, unknown> | undefined {
  const id = idOf(struct)
  if (id === undefined) return undefined
  const layout = struct.for(abi)
  const bytes = dump.source.read(piece.offset, piece.length)
  if (bytes.byteLength < piece.length) return undefined
  const { value, residue } = layout.decodeLossless(bytes)
  const again = layout.encode(value, residue ? { residue } : {})
  if (again.length !== bytes.length || again.some((byte, index) => byte !== bytes[index])) return undefined
  return {
    path: piece.path,
    struct: id,
    ...(abi.name !== dump.abi.name && { abi: abi.name }),
    value: toJson(layout.plan, value),
    residue: residueToJson(residue),
  }
}

function* rawParts(source: ByteSource, { offset, length, path }: Piece, options: DocumentOptions) {
  const { reference, inlineLimit } = options
  if (reference !== undefined && length > inlineLimit) {
    yield { path, file: reference, offset, length }
    return
  }
  for (let at = offset; at < offset + length; at += CHUNK) {
    const bytes = source.read(at, Math.min(CHUNK, offset + length - at))
    if (bytes.byteLength === 0) return
    if (bytes.byteLength > 16 && bytes.every((byte) => byte === 0)) yield { path, zeros: bytes.byteLength }
    else yield { path, hex: bytes }
  }
}

/** Every field, with its bytes in the file. */
export function* dumpFields(dump: Dump): Generator<FieldSpan, void, undefined> {
  for (const piece of pieces(dump)) {
    if (piece.part) {
      const bytes = dump.source.read(piece.offset, piece.length)
      yield* fieldMap(piece.part.struct.for(piece.part.abi).plan, bytes, { base: piece.offset, path: piece.path })
    } else yield { offset: piece.offset, length: piece.length, path: piece.path, value: '' }
  }
}
