/** Encodes payloads; the structure follows from the fields of the value. */
import { FormatError } from '../../errors.js'
import type { DialectLayout, NamedType } from '../../formats/ktrace/dialect-layout.js'
import type { Layout } from '../../schema/layout.js'
import type { Residue } from '../../schema/residue.js'
import type { Struct } from '../../schema/struct.js'

type Value = Record<string, unknown>

/**
 * Encodes a payload with the first structure of its type that the value fits, and that has the stated length, if any.
 *
 * @param toValue converts the input to a structure's value
 * @throws FormatError of the best matching structure
 */
export function encodePayload(
  file: DialectLayout,
  type: NamedType | undefined,
  given: Value,
  toValue: (layout: Layout<Value>, given: Value) => Value,
  options: { path: string; residue?: Residue; length?: number },
): Uint8Array {
  const { path, residue, length } = options
  if (!type) throw misfit(path, 'unknown record type: expected a payload { raw }')
  const candidates = type.payload.candidates.map((struct) => (struct as Struct<Value>).for(file.abi))
  // If the fields are the same, this structure is meant and a value is wrong.
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
  if (other) throw misfit(path, `the payload has ${other.length} bytes, the header states ${length}`)
  throw wrong ?? misfit(path, `${type.name} records have no payload`)
}

function sameKeys({ plan }: Layout<Value>, given: Value): boolean {
  const names = plan.fields.filter(({ node }) => node.kind !== 'pad' && node.kind !== 'align').map(({ name }) => name)
  return names.length === Object.keys(given).length && names.every((name) => Object.hasOwn(given, name))
}

function misfit(path: string, what: string): FormatError {
  return new FormatError({ code: 'INCONSISTENT', path, message: `${path}: ${what}` })
}
