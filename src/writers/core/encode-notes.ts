/** Encodes the note segments of a document. */

import { FormatError } from '../../errors.js'
import type { CoreSystem } from '../../formats/core/core-system.js'
import { descriptorFromJson, layoutFor } from '../../formats/core/descriptor-json.js'
import type { NoteDeclaration } from '../../formats/core/note-registry.js'
import { roundUp } from '../../io/bytes.js'
import { fromHex } from '../../io/hex.js'
import type { Content } from '../../io/layered-file.js'
import type { Abi } from '../../schema/base.js'
import type { From, NoteDocument, NoteSegmentDocument } from './document-schema.js'

/** Contents at byte offsets within the segment. */
export interface Placed {
  readonly at: number
  readonly content: Content
}

export interface EncodedSegment {
  readonly contents: readonly Placed[]
  /** Size in bytes, from the start of the first note to the padded end of the last. */
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

/** Identifies a note by owner and type, or by name. */
function identify({ owner, type, name }: NoteDocument, system: CoreSystem, abi: Abi, path: string): Identity {
  const named = name !== undefined && Object.hasOwn(system.notes.declarations, name) ? system.notes.declarations[name] : undefined
  const number = type === undefined ? name !== undefined && system.notes.typeOf(name, abi) : Number(type)
  if (typeof number !== 'number' || !Number.isSafeInteger(number) || number > 0xffffffff) {
    const message =
      type === undefined ? `unknown note name ${name} on ${system.name} ${abi.name}; set its type` : `expected a note type, found ${type}`
    throw new FormatError({ code: 'BAD_DOCUMENT', path: `${path}.${type === undefined ? 'name' : 'type'}`, message: `${path}: ${message}` })
  }
  const whose = owner ?? (typeof named?.owner === 'string' ? named.owner : undefined)
  if (whose === undefined) {
    throw new FormatError({
      code: 'BAD_DOCUMENT',
      path: `${path}.owner`,
      message: `${path}.owner: required, because ${name} does not determine it`,
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
    const message = `${path}.fields: this note has no known structure; use hex`
    throw new FormatError({ code: 'BAD_DOCUMENT', path: `${path}.fields`, message })
  }
  return descriptorFromJson(layout, { fields, residue }, path)
}
