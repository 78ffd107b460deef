/** Reads header values of a document, which may be numbers or names. */
import { FormatError } from '../../errors.js'
import { segmentType } from '../../formats/elf/index.js'

export type Fields = Readonly<Record<string, unknown>>

/** An error for data of a header that does not exist. */
export function noSuch(path: string, index: number, count: number, kind: string): FormatError {
  return new FormatError({
    code: 'BAD_DOCUMENT',
    path,
    message: `${path}: index out of range; the document has ${count} ${kind} headers`,
    found: String(index),
  })
}

/** A number in a document, in any accepted form; undefined if it is missing. */
export function numberOf(fields: Fields | undefined, name: string): number | undefined {
  const value = fields?.[name]
  if (typeof value === 'number' || typeof value === 'bigint') return Number(value)
  return typeof value === 'string' && /^(?:\d+|0x[0-9a-fA-F]+)$/.test(value) ? Number(value) : undefined
}

export function typeOf(given: Fields, path: string): number {
  const { p_type } = given
  if (typeof p_type === 'string' && Object.hasOwn(segmentType, p_type)) return segmentType[p_type as keyof typeof segmentType]
  const number = numberOf(given, 'p_type')
  if (number !== undefined) return number
  if (typeof p_type === 'string') return -1
  throw new FormatError({ code: 'BAD_DOCUMENT', path: `${path}.p_type`, message: `${path}.p_type: expected a type, such as "PT_LOAD"` })
}
