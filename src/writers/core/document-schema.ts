/** The document of an ELF core, as zod sees it; what stands inside `fields` and headers is checked against the structures. */
import { z } from 'zod'
import { FormatError } from '../../errors.js'

const count = z.int().min(0)
/** Hexadecimal text; programs may give bytes. */
const hex = z.union([z.string().regex(/^(?:[0-9a-fA-F]{2})*$/, 'expected pairs of hexadecimal digits'), z.instanceof(Uint8Array)])
const fields = z.record(z.string(), z.unknown())
const residue = z.record(z.string(), z.string())

/** Bytes of another file. */
const from = z.strictObject({ file: z.string(), offset: count.default(0), length: count.optional() })

const note = z
  .strictObject({
    owner: z.string().optional(),
    type: z.union([count, z.string()]).optional(),
    name: z.string().optional(),
    /** Bytes of the descriptor: which form of the structure its fields are of. */
    size: count.optional(),
    /** Bytes of the name with its NUL, where they are not those of the owner and one. */
    namesz: count.optional(),
    /** Bytes of zeros before the note. */
    gap: count.optional(),
    fields: fields.optional(),
    residue: residue.optional(),
    hex: hex.optional(),
    from: from.optional(),
  })
  .refine(({ owner, name }) => owner !== undefined || name !== undefined, 'a note has an owner, or a name that tells it')
  .refine(({ type, name }) => type !== undefined || name !== undefined, 'a note has a type, or a name that tells it')
  .refine(
    ({ fields, hex, from }) => [fields, hex, from].filter((each) => each !== undefined).length === 1,
    'a note has one of fields, hex, from',
  )

const noteSegment = z.strictObject({
  /** Index of the program header; the first of type PT_NOTE without it. */
  segment: count.optional(),
  offset: count.optional(),
  align: z.union([z.literal(4), z.literal(8)]).optional(),
  notes: z.array(note),
})

const piece = z
  .strictObject({
    /** In the file; else where the segment's contents are, behind those given before. */
    offset: count.optional(),
    /** Index of the program header whose contents these are. */
    segment: count.optional(),
    /** Index of the section header whose contents these are. */
    section: count.optional(),
    hex: hex.optional(),
    from: from.optional(),
    /** Zeros, as many bytes. */
    zeros: count.optional(),
  })
  .refine(
    ({ offset, segment, section }) => offset !== undefined || segment !== undefined || section !== undefined,
    'a piece has an offset, a segment or a section',
  )
  .refine(
    ({ hex, from, zeros }) => [hex, from, zeros].filter((each) => each !== undefined).length === 1,
    'a piece has one of hex, from, zeros',
  )

export const coreDocumentSchema = z.strictObject({
  format: z.string(),
  abi: z.string(),
  /** Bytes of the whole file; what reaches further is cut. */
  size: count.optional(),
  header: fields.optional(),
  programHeaders: z.array(fields).optional(),
  sectionHeaders: z.array(fields).optional(),
  noteSegments: z.array(noteSegment).optional(),
  data: z.array(piece).optional(),
})

export type CoreDocument = z.infer<typeof coreDocumentSchema>
export type NoteDocument = z.infer<typeof note>
export type NoteSegmentDocument = z.infer<typeof noteSegment>
export type Piece = z.infer<typeof piece>
export type From = z.infer<typeof from>

/**
 * Checks a document.
 *
 * @throws FormatError `BAD_DOCUMENT` with the path of the first key that is wrong
 */
export function checkDocument(document: unknown): CoreDocument {
  const result = coreDocumentSchema.safeParse(document)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  const path = pathOf(issue?.path ?? [])
  throw new FormatError({ code: 'BAD_DOCUMENT', path, message: `${path === '' ? 'the document' : path}: ${issue?.message ?? 'not valid'}` })
}

function pathOf(keys: readonly PropertyKey[]): string {
  let text = ''
  for (const key of keys) text += typeof key === 'number' ? `[${key}]` : text === '' ? String(key) : `.${String(key)}`
  return text
}
