/** Helpers that the records of a checkpoint share. */
import { FormatError } from '../../errors.js'
import type { Layout } from '../../schema/base.js'

/** An error for an invalid process. */
export const bad = (message: string): FormatError => new FormatError({ code: 'BAD_VALUE', message })

/** The value without the members that this revision of the structure does not have; reserved words are cut to their number. */
export function selectRevisionFields(layout: Layout<unknown>, value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const into: Record<string, unknown> = {}
  for (const { name, node } of layout.plan.fields) {
    const given = value[name]
    if (node.kind === 'array' && Array.isArray(given)) into[name] = given.slice(0, node.count)
    else if (node.kind === 'struct' && typeof given === 'object' && given !== null) {
      into[name] = Object.fromEntries(node.plan.fields.map((field) => [field.name, (given as Record<string, unknown>)[field.name]]))
    } else into[name] = given
  }
  return into
}
