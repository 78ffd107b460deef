/**
 * How a note's descriptor stands in a document: as the fields of its structure where these give the same bytes again, else as
 * hexadecimal text.
 */
import { FormatError } from '../../errors.js'
import { equalBytes } from '../../io/bytes.js'
import { type Abi, fromJson, type Json, type Layout, residueFromJson, residueToJson, toJson } from '../../schema/base.js'
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

/**
 * The structure that a document's fields are of: that of the stated size, or else the one on this machine whose fields they are.
 */
export function layoutFor(declaration: NoteDeclaration, abi: Abi, fields: unknown, size: number | undefined): Layout<unknown> | undefined {
  const { descriptor } = declaration
  if (!descriptor || size !== undefined || !('choose' in descriptor)) return structOf(declaration, abi, size)?.for(abi)
  const given = new Set(typeof fields === 'object' && fields !== null ? Object.keys(fields) : [])
  const all = descriptor.all(abi)
  const fitting = all.find((struct) => {
    const own = struct.planFor(abi).fields.filter(({ node }) => node.kind !== 'pad' && node.kind !== 'align')
    return own.length === given.size && own.every(({ name }) => given.has(name))
  })
  return (fitting ?? descriptor.choose(abi, undefined))?.for(abi)
}
