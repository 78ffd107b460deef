/** Note segments of a document: from fields to bytes. */

import { FormatError } from '../../errors.js'
import type { CoreSystem } from '../../formats/core/core-system.js'
import { descriptorFromJson, layoutFor } from '../../formats/core/descriptor-json.js'
import type { NoteDeclaration } from '../../formats/core/note-registry.js'
import { roundUp } from '../../io/bytes.js'
import { fromHex } from '../../io/hex.js'
import type { Content } from '../../io/layered-file.js'
import type { Abi } from '../../schema/base.js'
import type { From, NoteDocument, NoteSegmentDocument } from './document-schema.js'

/** Contents at a place within the segment, in bytes from its start. */
export interface Placed {
  readonly at: number
  readonly content: Content
}

export interface EncodedSegment {
  readonly contents: readonly Placed[]
  /** Bytes from the start of the first note to the padded end of the last. */
  readonly length: number
}

const HEADER = 12
const encoder = new TextEncoder()

/**
 * Encodes the notes of a segment.
 *
 * @param open contents of another file that the document refers to
 * @throws FormatError `BAD_DOCUMENT`, `OUT_OF_RANGE`, `BAD_VALUE` or `INCONSISTENT` with the path in the document
 */
export function encodeNotes(
  { notes, align = 4 }: NoteSegmentDocument,
  system: CoreSystem,
  abi: Abi,
  path: string,
  open: (from: From, path: string) => Content,
): EncodedSegment {
  const contents: Placed[] = []
  let at = 0
  notes.forEach((note, index) => {
    const where = `${path}.notes[${index}]`
    at += note.gap ?? 0
    const { owner, type, declaration } = identify(note, system, abi, where)
    const descriptor = descriptorOf(note, declaration, abi, where, open)
    const name = encoder.encode(`${owner}\0`)
    const nameSize = note.namesz ?? name.length
    const head = new Uint8Array(roundUp(HEADER + nameSize, align))
    const view = new DataView(head.buffer)
    const little = abi.endian === 'little'
    view.setUint32(0, nameSize, little)
    view.setUint32(4, descriptor.length, little)
    view.setUint32(8, type, little)
    head.set(name.subarray(0, Math.min(name.length, nameSize)), HEADER)
    contents.push({ at, content: head }, { at: at + head.length, content: descriptor })
    at += head.length + roundUp(descriptor.length, align)
  })
  return { contents, length: at }
}

interface Identity {
  readonly owner: string
  readonly type: number
  readonly declaration: NoteDeclaration | undefined
}

/** What a note is: by owner and type, or by its name. */
function identify({ owner, type, name }: NoteDocument, system: CoreSystem, abi: Abi, path: string): Identity {
  const named = name !== undefined && Object.hasOwn(system.notes.declarations, name) ? system.notes.declarations[name] : undefined
  const number = type === undefined ? name !== undefined && system.notes.typeOf(name, abi) : Number(type)
  if (typeof number !== 'number' || !Number.isSafeInteger(number) || number > 0xffffffff) {
    const message = type === undefined ? `${name} is no note of ${system.name} on ${abi.name}; give its type` : `${type} is no note type`
    throw new FormatError({ code: 'BAD_DOCUMENT', path: `${path}.${type === undefined ? 'name' : 'type'}`, message: `${path}: ${message}` })
  }
  const whose = owner ?? (typeof named?.owner === 'string' ? named.owner : undefined)
  if (whose === undefined) {
    throw new FormatError({
      code: 'BAD_DOCUMENT',
      path: `${path}.owner`,
      message: `${path}.owner: ${name} does not tell it, give the owner`,
    })
  }
  return { owner: whose, type: number, declaration: system.notes.find(whose, number, abi)?.declaration ?? named }
}

function descriptorOf(
  { fields, residue, size, hex, from }: NoteDocument,
  declaration: NoteDeclaration | undefined,
  abi: Abi,
  path: string,
  open: (from: From, path: string) => Content,
): Content {
  if (from !== undefined) return open(from, `${path}.from`)
  if (hex !== undefined) return typeof hex === 'string' ? fromHex(hex) : hex
  const layout = declaration && layoutFor(declaration, abi, fields, size)
  if (!layout) {
    const message = `${path}.fields: the structure of this note is not known, give its bytes as hex`
    throw new FormatError({ code: 'BAD_DOCUMENT', path: `${path}.fields`, message })
  }
  return descriptorFromJson(layout, { fields, residue }, path)
}
