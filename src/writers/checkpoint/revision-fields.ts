/** What the parts of a frozen process have in common. */
import { FormatError } from '../../errors.js'
import type { Layout } from '../../schema/base.js'

/** A process that cannot be. */
export const bad = (message: string): FormatError => new FormatError({ code: 'BAD_VALUE', message })

/** A value without the members that this form of a structure does not have, its reserved words as many as there are. */
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
