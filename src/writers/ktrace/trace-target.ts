/** The format and ABI of a trace that is written. */
import { FormatError } from '../../errors.js'
import type { HeaderLayout } from '../../formats/ktrace/dialect.js'
import { type DialectLayout, layoutDialect, type RecordHeaderLayout } from '../../formats/ktrace/dialect-layout.js'
import { systems } from '../../formats/ktrace/registry.js'
import { type AbiName, findAbi } from '../../schema/abi.js'

export interface Target {
  readonly file: DialectLayout
  /** The default header layout of records. */
  readonly header: RecordHeaderLayout
}

/**
 * @param format for example `ktrace/netbsd-v2`
 * @param layout name of the header layout (default: that of the format)
 * @throws FormatError `BAD_DOCUMENT` when one of them does not exist
 */
export function targetOf(format: string, abi: string, layout?: string): Target {
  const name = findAbi(abi)?.name as AbiName | undefined
  if (name === undefined) throw bad('abi', `unknown ABI ${abi}`, abi)
  const isMeant = (declared: HeaderLayout): boolean => declared.format === format && (layout === undefined || declared.name === layout)
  for (const system of systems) {
    for (const dialect of system.dialects) {
      const index = dialect.layouts.findIndex(isMeant)
      if (index < 0) continue
      const file = layoutDialect(system, dialect, name)
      return { file, header: file.headers[index] as RecordHeaderLayout }
    }
  }
  const known = systems.flatMap(({ formats }) => formats.map(({ name }) => name)).join(', ')
  if (layout === undefined) throw bad('format', `unknown ktrace format ${format}; expected one of ${known}`, format)
  throw bad('layout', `unknown header layout ${layout} of ${format}`, layout)
}

/**
 * Looks up a header layout by name, among those that the records of a file may have.
 *
 * @throws FormatError `BAD_DOCUMENT`
 */
export function headerOf({ file }: Target, name: string, path: string): RecordHeaderLayout {
  const found = file.headers.find(({ declared }) => declared.name === name)
  if (found) return found
  const known = file.headers.map(({ declared }) => declared.name).join(', ')
  throw bad(path, `unknown header layout ${name}; expected one of ${known}`, name)
}

function bad(path: string, message: string, found: string): FormatError {
  return new FormatError({ code: 'BAD_DOCUMENT', path, message: `${path}: ${message}`, found })
}
