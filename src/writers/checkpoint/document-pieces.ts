/** From the document of a checkpoint to the pieces of its file. */

import { FormatError } from '../../errors.js'
import {
  findRevision,
  type NoteName,
  noteLayout,
  noteType,
  revisions,
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
import { abi as abis, fromJson, type Layout, residueFromJson } from '../../schema/base.js'
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
 * The file that a checked document describes: its structures one behind the other, its data over them.
 *
 * @throws FormatError `BAD_DOCUMENT` with the path of the key that is wrong; `OUT_OF_RANGE`, `BAD_VALUE`, `INCONSISTENT` for a value that does not fit
 */
export function checkpointDocumentToFile(document: CheckpointDocument, open: WriteContext['open']): Layer[] {
  const abi = abis[document.abi]
  const pieces: Layer[] = []
  let at = 0
  const put = (layout: Layout<unknown>, given: Record<string, unknown>, path: string): void => {
    const content = encode(layout, given, path)
    pieces.push({ offset: at, content })
    at += content.length
  }
  if (document.header) put(elfHeader.for(abi), document.header, 'header')
  const phdr = programHeader(abi).for(abi) as Layout<unknown>
  document.programHeaders?.forEach((given, i) => {
    put(phdr, given, `programHeaders[${i}]`)
  })
  const notesAt = at
  for (const [i, note] of (document.notes ?? []).entries()) at = putNote(document, note, `notes[${i}]`, at, pieces)
  const first = document.programHeaders?.[0]
  // What follows stands where the notes are said to end, wherever they do.
  if (first) at = notesAt + Number((fromJson(phdr.plan, withoutResidue(first), 'programHeaders[0]') as { p_filesz: bigint }).p_filesz)
  if (document.vminfo) put(vminfo.for(abi), document.vminfo, 'vminfo')
  const vnodes = document.vnodes ?? []
  if (document.vnodeCount !== undefined || document.vnodes)
    put(vnodeCount.for(abi), { count: document.vnodeCount ?? vnodes.length }, 'vnodeCount')
  if (vnodes.length > 0 || document.siginfo || document.fileHeader || document.files) {
    const form = document.form === undefined ? undefined : findRevision(document.form)
    if (!form || !revisionsFor(abi).includes(form)) {
      const known = revisions.map(({ name }) => name).join(', ')
      const message = `form: ${document.form === undefined ? 'missing' : JSON.stringify(document.form)}; on ${abi.name} there are of ${known}`
      throw new FormatError({ code: 'BAD_DOCUMENT', path: 'form', message })
    }
    vnodes.forEach((given, i) => {
      put(form.vnHdr.for(abi), given, `vnodes[${i}]`)
    })
    if (document.siginfo) put(form.siginfo.for(abi), document.siginfo, 'siginfo')
    if (document.fileHeader) put(form.filehdr.for(abi), document.fileHeader, 'fileHeader')
    document.files?.forEach((given, i) => {
      put(form.fileinfo.for(abi), given, `files[${i}]`)
    })
  }
  const opened = new Map<string, ByteSource>()
  document.data?.forEach(({ offset, hex, from }, i) => {
    if (hex !== undefined) {
      pieces.push({ offset, content: bytesOf(hex) })
      return
    }
    if (!from) return
    let source = opened.get(from.file)
    if (!source) {
      source = open(from.file)
      opened.set(from.file, source)
    }
    const found = source
    const length = from.length ?? Math.max(0, found.size - from.offset)
    if (from.offset + length > found.size) {
      const path = `data[${i}].from`
      const message = `${path}: ${from.file} has ${found.size} bytes, ${from.offset + length} are needed`
      throw new FormatError({ code: 'BAD_DOCUMENT', path, message })
    }
    pieces.push({ offset, content: { length, read: (start, count) => found.read(from.offset + start, count) } })
  })
  return pieces
}

function withoutResidue({ residue: _, ...json }: Record<string, unknown>): Record<string, unknown> {
  return json
}

type NoteDocument = NonNullable<CheckpointDocument['notes']>[number]

/** Adds a note at an offset and gives that of the next. */
function putNote(document: CheckpointDocument, note: NoteDocument, path: string, at: number, pieces: Layer[]): number {
  const abi = abis[document.abi]
  const { owner, type, namesz = owner.length + 1, fields, residue, hex } = note
  const name = (Object.keys(noteType) as NoteName[]).find((each) => noteType[each] === type)
  let content: Uint8Array | undefined
  if (fields) {
    if (!name)
      throw new FormatError({ code: 'BAD_DOCUMENT', path: `${path}.fields`, message: `${path}: no structure has the type ${type}` })
    content = descriptorFromJson(noteLayout(name, abi), { fields, residue }, path)
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
