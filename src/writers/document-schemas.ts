/** The zod schemas of all documents, by name; `spec/documents` is generated from them. Loads zod. */
import type { z } from 'zod'
import { checkpointDocumentSchema } from './checkpoint/document-schema.js'
import { coreDocumentSchema } from './core/document-schema.js'
import { traceDocument } from './ktrace/document.js'

export function documentSchemas(): Record<string, z.ZodType> {
  return { checkpoint: checkpointDocumentSchema, 'elf-core': coreDocumentSchema, ktrace: traceDocument }
}
