/**
 * How a note's descriptor stands in a document: as the fields of its structure where these give the same bytes again, else as
 * hexadecimal text.
 */
import { FormatError } from '../../errors.js'
import { equalBytes } from '../../io/bytes.js'
import { type Abi, fromJson, type Json, type Layout, residueFromJson, residueToJson, type StructPlan, toJson } from '../../schema/base.js'
import { type NoteDeclaration, structOf } from './note-registry.js'

export interface DescriptorJson {
  readonly fields: { [key: string]: Json }
  readonly residue?: Record<string, string>
}

/** A descriptor by its fields; undefined when these would not give the same bytes. */
export function descriptorToJson(layout: Layout<unknown>, bytes: Uint8Array): DescriptorJson | undefined {
  try {
    const { value, residue } = layout.decodeLossless(bytes)
    const fields = toJson(layout.plan, value)
    const kept = residueToJson(residue)
    const form = { fields, ...(kept && { residue: kept }) }
    return equalBytes(descriptorFromJson(layout, form, ''), bytes) ? form : undefined
  } catch (error) {
    if (error instanceof FormatError) return undefined
    throw error
  }
}

/**
 * The bytes of a descriptor that is given by its fields.
 *
 * @throws FormatError `BAD_DOCUMENT`, `OUT_OF_RANGE`, `BAD_VALUE` or `INCONSISTENT` with the field's path
 */
export function descriptorFromJson(
  layout: Layout<unknown>,
  { fields, residue }: { fields: unknown; residue?: unknown },
  path: string,
): Uint8Array {
  const at = (name: string): string => (path === '' ? name : `${path}.${name}`)
  const value = fromJson(layout.plan, fields, at('fields'))
  const kept = residueFromJson(residue, at('residue'))
  return layout.encode(value, { path: at('fields'), ...(kept && { residue: kept }) })
}

/** The structure of a document's fields: the one of the stated size, or else the one of this machine that has these fields. */
export function layoutFor(declaration: NoteDeclaration, abi: Abi, fields: unknown, size: number | undefined): Layout<unknown> | undefined {
  const { descriptor } = declaration
  if (!descriptor || size !== undefined || !('choose' in descriptor)) return structOf(declaration, abi, size)?.for(abi)
  const fitting = descriptor.all(abi).find((struct) => hasFields(struct.planFor(abi), fields))
  return (fitting ?? descriptor.choose(abi, undefined))?.for(abi)
}

/** Whether a document's fields are those of a structure, the structures in it included. */
function hasFields({ fields }: StructPlan, value: unknown): boolean {
  const given = new Map(Object.entries(typeof value === 'object' && value !== null ? value : {}))
  const own = fields.filter(({ node }) => node.kind !== 'pad' && node.kind !== 'align')
  return (
    own.length === given.size &&
    own.every(({ name, node }) => given.has(name) && (node.kind !== 'struct' || hasFields(node.plan, given.get(name))))
  )
}
