/** Converts the document of a checkpoint to the layers of its file. */

import { FormatError } from '../../errors.js'
import {
  type CheckpointRevision,
  findRevision,
  type NoteName,
  noteLayout,
  noteType,
  revisionsFor,
  vminfo,
  vnodeCount,
} from '../../formats/checkpoint/dragonfly/index.js'
import { descriptorFromJson } from '../../formats/core/descriptor-json.js'
import { elfHeader, noteHeader, programHeader } from '../../formats/elf/index.js'
import { roundUp } from '../../io/bytes.js'
import { fromHex } from '../../io/hex.js'
import type { Layer } from '../../io/layered-file.js'
import type { ByteSource } from '../../io/source.js'
import { type Abi, abi as abis, fromJson, type Layout, residueFromJson } from '../../schema/base.js'
import type { WriteContext } from '../document-writer.js'
import type { CheckpointDocument } from './document-schema.js'

const HEADER = 12

const bytesOf = (hex: string | Uint8Array): Uint8Array => (typeof hex === 'string' ? fromHex(hex) : hex)

function encode(layout: Layout<unknown>, given: Record<string, unknown>, path: string): Uint8Array {
  const { residue, ...json } = given
  const value = fromJson(layout.plan, json, path)
  const kept = residueFromJson(residue, `${path}.residue`)
  return layout.encode(value, { path, ...(kept && { residue: kept }) })
}

/**
 * The layers of the file that a checked document describes: its structures one after the other, its data over them.
 *
 * @throws FormatError `BAD_DOCUMENT` with the path of the wrong key; `OUT_OF_RANGE`, `BAD_VALUE`, `INCONSISTENT` for a value that does not fit
 */
export function checkpointDocumentToFile(document: CheckpointDocument, open: WriteContext['open']): Layer[] {
  return [...new StructurePlacer(document).layers(), ...dataLayers(document, open)]
}

class StructurePlacer {
  readonly #layers: Layer[] = []
  readonly #abi: Abi
  #at = 0

  constructor(private readonly document: CheckpointDocument) {
    this.#abi = abis[document.abi]
  }

  layers(): readonly Layer[] {
    this.#placeHeaders()
    const { vminfo: memory, vnodes, vnodeCount: count } = this.document
    if (memory) this.#put(vminfo.for(this.#abi), memory, 'vminfo')
    if (count !== undefined || vnodes) this.#put(vnodeCount.for(this.#abi), { count: count ?? vnodes?.length ?? 0 }, 'vnodeCount')
    this.#placeRevisionStructures()
    return this.#layers
  }

  #placeHeaders(): void {
    const { document } = this
    if (document.header) this.#put(elfHeader.for(this.#abi), document.header, 'header')
    const layout = programHeader(this.#abi).for(this.#abi) as Layout<unknown>
    document.programHeaders?.forEach((fields, i) => {
      this.#put(layout, fields, `programHeaders[${i}]`)
    })
    const notesAt = this.#at
    for (const [i, note] of (document.notes ?? []).entries()) this.#at = putNote(document, note, `notes[${i}]`, this.#at, this.#layers)
    const first = document.programHeaders?.[0]
    // The next structure begins where p_filesz says that the notes end.
    if (first)
      this.#at = notesAt + Number((fromJson(layout.plan, withoutResidue(first), 'programHeaders[0]') as { p_filesz: bigint }).p_filesz)
  }

  /** The structures that differ between revisions. */
  #placeRevisionStructures(): void {
    const { vnodes = [], siginfo, fileHeader, files } = this.document
    if (vnodes.length === 0 && !siginfo && !fileHeader && !files) return
    const revision = revisionOf(this.document)
    vnodes.forEach((fields, i) => {
      this.#put(revision.vnHdr.for(this.#abi), fields, `vnodes[${i}]`)
    })
    if (siginfo) this.#put(revision.siginfo.for(this.#abi), siginfo, 'siginfo')
    if (fileHeader) this.#put(revision.filehdr.for(this.#abi), fileHeader, 'fileHeader')
    files?.forEach((fields, i) => {
      this.#put(revision.fileinfo.for(this.#abi), fields, `files[${i}]`)
    })
  }

  #put(layout: Layout<unknown>, fields: Record<string, unknown>, path: string): void {
    const content = encode(layout, fields, path)
    this.#layers.push({ offset: this.#at, content })
    this.#at += content.length
  }
}

function revisionOf({ abi: abiName, form }: CheckpointDocument): CheckpointRevision {
  const abi = abis[abiName]
  const revision = form === undefined ? undefined : findRevision(form)
  if (revision && revisionsFor(abi).includes(revision)) return revision
  const known = revisionsFor(abi).map(({ name }) => name)
  const found = form === undefined ? 'nothing' : JSON.stringify(form)
  const message = `form: expected one of ${known.join(', ')} (${abi.name}), found ${found}`
  throw new FormatError({ code: 'BAD_DOCUMENT', path: 'form', message })
}

/** The raw bytes of the document, which overwrite the structures. */
function dataLayers({ data = [] }: CheckpointDocument, open: WriteContext['open']): Layer[] {
  const opened = new Map<string, ByteSource>()
  const sourceOf = (file: string): ByteSource => {
    const source = opened.get(file) ?? open(file)
    opened.set(file, source)
    return source
  }
  return data.flatMap(({ offset, hex, from }, i): Layer[] => {
    if (hex !== undefined) return [{ offset, content: bytesOf(hex) }]
    if (!from) return []
    const source = sourceOf(from.file)
    const length = from.length ?? Math.max(0, source.size - from.offset)
    if (from.offset + length > source.size) {
      const path = `data[${i}].from`
      const message = `${path}: ${from.file} has ${source.size} bytes, expected at least ${from.offset + length}`
      throw new FormatError({ code: 'BAD_DOCUMENT', path, message })
    }
    return [{ offset, content: { length, read: (start, count) => source.read(from.offset + start, count) } }]
  })
}

function withoutResidue({ residue: _, ...json }: Record<string, unknown>): Record<string, unknown> {
  return json
}

type NoteDocument = NonNullable<CheckpointDocument['notes']>[number]

/** Adds a note at an offset. @returns the offset of the next note */
function putNote(document: CheckpointDocument, note: NoteDocument, path: string, at: number, pieces: Layer[]): number {
  const abi = abis[document.abi]
  const { owner, type, namesz = owner.length + 1, fields, residue, hex } = note
  const name = (Object.keys(noteType) as NoteName[]).find((each) => noteType[each] === type)
  let content: Uint8Array | undefined
  if (fields) {
    if (!name)
      throw new FormatError({ code: 'BAD_DOCUMENT', path: `${path}.fields`, message: `${path}: note type ${type} has no structure` })
    content = descriptorFromJson(noteLayout(name, abi, note.size), { fields, residue }, path)
  } else if (hex !== undefined) content = bytesOf(hex)
  const size = note.size ?? content?.length ?? 0
  const nameOffset = at + HEADER
  const eight = document.noteAlign === 8
  const descriptorOffset = eight ? nameOffset + roundUp(namesz, 8) : roundUp(nameOffset + namesz, 4)
  pieces.push({ offset: at, content: noteHeader.for(abi).encode({ n_namesz: namesz, n_descsz: size, n_type: type }, { path }) })
  const text = Uint8Array.from(owner, (letter) => letter.charCodeAt(0)).subarray(0, descriptorOffset - nameOffset)
  pieces.push({ offset: nameOffset, content: text })
  if (content) pieces.push({ offset: descriptorOffset, content })
  return eight ? descriptorOffset + roundUp(size, 8) : roundUp(descriptorOffset + size, 4)
}
