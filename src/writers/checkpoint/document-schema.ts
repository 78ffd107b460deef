/** The zod schema of checkpoint documents. Fields are validated against the structures. */
import { z } from 'zod'
import { FormatError } from '../../errors.js'

const count = z.int().min(0)
/** Hexadecimal text; programs may pass bytes. */
const hex = z.union([z.string().regex(/^(?:[0-9a-fA-F]{2})*$/, 'expected pairs of hexadecimal digits'), z.instanceof(Uint8Array)])
/** The fields of a structure, and in `residue` the bytes that they do not cover. */
const fields = z.record(z.string(), z.unknown())
const from = z.strictObject({ file: z.string(), offset: count.default(0), length: count.optional() })

const note = z.strictObject({
  owner: z.string(),
  type: count,
  name: z.string().optional(),
  namesz: count.optional(),
  /** Size of the descriptor; without `fields` and `hex` it is zeros or part of `data`. */
  size: count.optional(),
  fields: fields.optional(),
  residue: z.record(z.string(), z.string()).optional(),
  hex: hex.optional(),
})

const piece = z
  .strictObject({ offset: count, hex: hex.optional(), from: from.optional() })
  .refine(({ hex, from }) => (hex === undefined) !== (from === undefined), 'expected one of hex, from')

export const checkpointDocumentSchema = z.strictObject({
  format: z.literal('checkpoint/dragonfly'),
  abi: z.enum(['amd64', 'i386']),
  /** Name of a revision, such as `frominfo`, `final` or `2004`. */
  form: z.string().optional(),
  /** Size of the file in bytes. */
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
 * Validates a document.
 *
 * @throws FormatError `BAD_DOCUMENT` with the path of the first wrong key
 */
export function checkDocument(document: unknown): CheckpointDocument {
  const result = checkpointDocumentSchema.safeParse(document)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  let path = ''
  for (const key of issue?.path ?? []) path += typeof key === 'number' ? `[${key}]` : path === '' ? String(key) : `.${String(key)}`
  throw new FormatError({ code: 'BAD_DOCUMENT', path, message: `${path === '' ? 'the document' : path}: ${issue?.message ?? 'not valid'}` })
}
