/** Payloads to bytes: which structure a value is of follows from what it has. */
import { FormatError } from '../../errors.js'
import type { DialectLayout, NamedType } from '../../formats/ktrace/dialect-layout.js'
import type { Layout } from '../../schema/layout.js'
import type { Residue } from '../../schema/residue.js'
import type { Struct } from '../../schema/struct.js'

type Value = Record<string, unknown>

/**
 * The bytes of a payload: of the first structure of its type that the value fits, and that has the length, where one is
 * stated.
 *
 * @param toValue makes a structure's value of what is given
 * @throws FormatError of the structure that fits best
 */
export function encodePayload(
  file: DialectLayout,
  type: NamedType | undefined,
  given: Value,
  toValue: (layout: Layout<Value>, given: Value) => Value,
  options: { path: string; residue?: Residue; length?: number },
): Uint8Array {
  const { path, residue, length } = options
  if (!type) throw misfit(path, 'the type is not known, so its payload can only be { raw }')
  const candidates = type.payload.candidates.map((struct) => (struct as Struct<Value>).for(file.abi))
  // With the same fields on both sides, the structure is meant and what is wrong is a value.
  const likely = candidates.filter((layout) => sameKeys(layout, given))
  let wrong: unknown
  let other: Uint8Array | undefined
  for (const layout of likely.length > 0 ? likely : candidates) {
    try {
      const bytes = layout.encode(toValue(layout, given), { path, ...(residue && { residue }) })
      if (length === undefined || bytes.length === length) return bytes
      other ??= bytes
    } catch (error) {
      wrong ??= error
    }
  }
  if (other) throw misfit(path, `takes ${other.length} bytes, the header says ${length}`)
  throw wrong ?? misfit(path, `${type.name} has no payload`)
}

function sameKeys({ plan }: Layout<Value>, given: Value): boolean {
  const names = plan.fields.filter(({ node }) => node.kind !== 'pad' && node.kind !== 'align').map(({ name }) => name)
  return names.length === Object.keys(given).length && names.every((name) => Object.hasOwn(given, name))
}

function misfit(path: string, what: string): FormatError {
  return new FormatError({ code: 'INCONSISTENT', path, message: `${path}: ${what}` })
}
