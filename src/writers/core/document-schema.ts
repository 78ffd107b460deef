/** The zod schema of ELF core documents. `fields` and headers are validated against the structures. */
import { z } from 'zod'
import { FormatError } from '../../errors.js'

const count = z.int().min(0)
/** Hexadecimal text; programs may pass bytes. */
const hex = z.union([z.string().regex(/^(?:[0-9a-fA-F]{2})*$/, 'expected pairs of hexadecimal digits'), z.instanceof(Uint8Array)])
const fields = z.record(z.string(), z.unknown())
const residue = z.record(z.string(), z.string())

/** A range of another file. */
const from = z.strictObject({ file: z.string(), offset: count.default(0), length: count.optional() })

const note = z
  .strictObject({
    owner: z.string().optional(),
    type: z.union([count, z.string()]).optional(),
    name: z.string().optional(),
    /** Size of the descriptor, which selects the variant of the structure. */
    size: count.optional(),
    /** Size of the name with its NUL, if it differs from the length of the owner plus one. */
    namesz: count.optional(),
    /** Number of zero bytes before the note. */
    gap: count.optional(),
    fields: fields.optional(),
    residue: residue.optional(),
    hex: hex.optional(),
    from: from.optional(),
  })
  .refine(({ owner, name }) => owner !== undefined || name !== undefined, 'expected an owner, or a name that determines it')
  .refine(({ type, name }) => type !== undefined || name !== undefined, 'expected a type, or a name that determines it')
  .refine(
    ({ fields, hex, from }) => [fields, hex, from].filter((each) => each !== undefined).length === 1,
    'expected one of fields, hex, from',
  )

const noteSegment = z.strictObject({
  /** Index of the program header (default: the first of type PT_NOTE). */
  segment: count.optional(),
  offset: count.optional(),
  align: z.union([z.literal(4), z.literal(8)]).optional(),
  notes: z.array(note),
})

const piece = z
  .strictObject({
    /** File offset (default: after the previous contents of the segment). */
    offset: count.optional(),
    /** Index of the program header that these contents belong to. */
    segment: count.optional(),
    /** Index of the section header that these contents belong to. */
    section: count.optional(),
    hex: hex.optional(),
    from: from.optional(),
    /** Number of zero bytes. */
    zeros: count.optional(),
  })
  .refine(
    ({ offset, segment, section }) => offset !== undefined || segment !== undefined || section !== undefined,
    'expected an offset, a segment or a section',
  )
  .refine(
    ({ hex, from, zeros }) => [hex, from, zeros].filter((each) => each !== undefined).length === 1,
    'expected one of hex, from, zeros',
  )

export const coreDocumentSchema = z.strictObject({
  format: z.string(),
  /** The file that the document was made of. */
  source: z.strictObject({ file: z.string(), size: count, sha256: z.string() }).optional(),
  abi: z.string(),
  /** Size of the file in bytes; contents beyond it are truncated. */
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
 * Validates a document.
 *
 * @throws FormatError `BAD_DOCUMENT` with the path of the first wrong key
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
