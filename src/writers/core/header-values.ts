/** What a document gives of headers, in any of the ways that it may. */
import { FormatError } from '../../errors.js'
import { segmentType } from '../../formats/elf/index.js'

export type Fields = Readonly<Record<string, unknown>>

/** A piece of data is of a header that is not there. */
export function noSuch(path: string, index: number, count: number, kind: string): FormatError {
  return new FormatError({ code: 'BAD_DOCUMENT', path, message: `${path}: there are ${count} ${kind} headers`, found: String(index) })
}

/** A number that a document gives, in any of the ways that it may; undefined when it does not. */
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
