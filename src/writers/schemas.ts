/** The zod schemas of document kinds, by name: what `spec/documents` is generated from. Loads zod. */
import type { z } from 'zod'

export function documentSchemas(): Record<string, z.ZodType> {
  return {}
}
