/** A file cut into its structures and what is between them: for the lossless document and for the annotated hex view. */
import type { ByteSource } from '../io/source.js'
import { type Abi, fieldMap, residueToJson, type Struct, toJson } from '../schema/base.js'
import type { DocumentOptions, FieldSpan } from './format-reader.js'

/** A declared structure that stands in the file. */
export interface Part {
  /** Bytes from the start of the file. */
  readonly offset: number
  /** What it is called in reports and documents: `cpu_kcore_hdr`, `memsegs[1]`. */
  readonly path: string
  readonly struct: Struct<unknown>
  readonly abi: Abi
}

/** A range of the file that is no structure but has a name. */
export interface Area {
  /** Bytes from the start of the file. */
  readonly offset: number
  readonly length: number
  readonly path: string
}

/** A file of structures and areas. */
export interface PartedFile {
  readonly source: ByteSource
  /** That of structures by default. */
  readonly abi: Abi
  /** In any order. */
  readonly parts: readonly Part[]
  readonly areas: readonly Area[]
  /** The name by which documents call a structure; undefined for one that stays bytes. */
  idOf(struct: Struct<unknown>): string | undefined
}

interface Piece {
  readonly offset: number
  readonly length: number
  readonly path: string
  readonly part?: Part
}

/** Structures and areas in the order of the file, without overlap and without holes: a structure comes before an area around it. */
function pieces({ source, parts, areas: unsorted }: PartedFile): Piece[] {
  const list: Piece[] = []
  const fixed = parts
    .map((part) => ({ offset: part.offset, length: part.struct.for(part.abi).size, path: part.path, part }))
    .filter(({ offset, length }) => offset >= 0 && offset + length <= source.size)
    .sort((a, b) => a.offset - b.offset)
  const areas = [...unsorted].sort((a, b) => a.offset - b.offset)
  let at = 0
  /** Areas before this one have ended. */
  let first = 0
  const upTo = (end: number): void => {
    while (at < end) {
      while (first < areas.length && endOf(areas[first] as Area) <= at) first++
      let here = first
      while (here < areas.length && endOf(areas[here] as Area) <= at) here++
      const area = areas[here]
      const inside = area !== undefined && area.offset <= at
      const stop = area === undefined ? end : Math.min(end, inside ? endOf(area) : area.offset)
      list.push({ offset: at, length: stop - at, path: inside ? area.path : 'padding' })
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

const endOf = ({ offset, length }: Area): number => offset + length

/** Bytes of a range that go into a document at once. */
const CHUNK = 1024 * 1024

/** The parts of a lossless document, in the order of the file. */
export function* documentParts(file: PartedFile, options: DocumentOptions): Generator<Record<string, unknown>, void, undefined> {
  for (const piece of pieces(file)) {
    const decoded = piece.part && structurePart(file, piece, piece.part)
    if (decoded) yield decoded
    else yield* rawParts(file.source, piece, options)
  }
}

/** A structure decoded, where encoding it again gives the same bytes. */
function structurePart(file: PartedFile, piece: Piece, { struct, abi }: Part): Record<string, unknown> | undefined {
  const id = file.idOf(struct)
  if (id === undefined) return undefined
  const layout = struct.for(abi)
  const bytes = file.source.read(piece.offset, piece.length)
  if (bytes.byteLength < piece.length) return undefined
  const { value, residue } = layout.decodeLossless(bytes)
  const again = layout.encode(value, residue ? { residue } : {})
  if (again.length !== bytes.length || again.some((byte, index) => byte !== bytes[index])) return undefined
  return {
    path: piece.path,
    struct: id,
    ...(abi.name !== file.abi.name && { abi: abi.name }),
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
export function* partFields(file: PartedFile): Generator<FieldSpan, void, undefined> {
  for (const piece of pieces(file)) {
    if (piece.part) {
      const bytes = file.source.read(piece.offset, piece.length)
      yield* fieldMap(piece.part.struct.for(piece.part.abi).plan, bytes, { base: piece.offset, path: piece.path })
    } else yield { offset: piece.offset, length: piece.length, path: piece.path, value: '' }
  }
}
