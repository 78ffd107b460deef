/** The document of a checkpoint, as zod sees it; fields are checked against the structures. */
import { z } from 'zod'
import { FormatError } from '../../errors.js'

const count = z.int().min(0)
/** Hexadecimal text; programs may give bytes. */
const hex = z.union([z.string().regex(/^(?:[0-9a-fA-F]{2})*$/, 'expected pairs of hexadecimal digits'), z.instanceof(Uint8Array)])
/** The fields of a structure, and under `residue` what they do not tell of its bytes. */
const fields = z.record(z.string(), z.unknown())
const from = z.strictObject({ file: z.string(), offset: count.default(0), length: count.optional() })

const note = z.strictObject({
  owner: z.string(),
  type: count,
  name: z.string().optional(),
  namesz: count.optional(),
  /** Bytes of the descriptor; zeros, or among the data, where neither fields nor hex are given. */
  size: count.optional(),
  fields: fields.optional(),
  residue: z.record(z.string(), z.string()).optional(),
  hex: hex.optional(),
})

const piece = z
  .strictObject({ offset: count, hex: hex.optional(), from: from.optional() })
  .refine(({ hex, from }) => (hex === undefined) !== (from === undefined), 'a piece has one of hex, from')

export const checkpointDocumentSchema = z.strictObject({
  format: z.literal('checkpoint/dragonfly'),
  abi: z.enum(['amd64', 'i386']),
  /** `final`, `final-mailbox`, `2004`, `2003`, `2003-first`. */
  form: z.string().optional(),
  /** Bytes of the file. */
  size: count,
  header: fields.optional(),
  programHeaders: z.array(fields).optional(),
  noteAlign: z.literal(8).optional(),
  notes: z.array(note).optional(),
  vminfo: fields.optional(),
  vnodeCount: z.int().optional(),
  vnodes: z.array(fields).optional(),
  siginfo: fields.optional(),
  fileHeader: fields.optional(),
  files: z.array(fields).optional(),
  data: z.array(piece).optional(),
})

export type CheckpointDocument = z.infer<typeof checkpointDocumentSchema>

/**
 * Checks a document.
 *
 * @throws FormatError `BAD_DOCUMENT` with the path of the first key that is wrong
 */
export function checkDocument(document: unknown): CheckpointDocument {
  const result = checkpointDocumentSchema.safeParse(document)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  let path = ''
  for (const key of issue?.path ?? []) path += typeof key === 'number' ? `[${key}]` : path === '' ? String(key) : `.${String(key)}`
  throw new FormatError({ code: 'BAD_DOCUMENT', path, message: `${path === '' ? 'the document' : path}: ${issue?.message ?? 'not valid'}` })
}
