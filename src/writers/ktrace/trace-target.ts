/** What is written: a format, laid out for an ABI. */
import { FormatError } from '../../errors.js'
import type { HeaderLayout } from '../../formats/ktrace/dialect.js'
import { type DialectLayout, layoutDialect, type RecordHeaderLayout } from '../../formats/ktrace/dialect-layout.js'
import { systems } from '../../formats/ktrace/registry.js'
import { type AbiName, findAbi } from '../../schema/abi.js'

export interface Target {
  readonly file: DialectLayout
  /** The layout of headers where a record does not say another. */
  readonly header: RecordHeaderLayout
}

/**
 * @param format such as `ktrace/netbsd-v2`
 * @param layout name of the layout of headers; the format's usual one where absent
 * @throws FormatError `BAD_DOCUMENT` when one of them does not exist
 */
export function targetOf(format: string, abi: string, layout?: string): Target {
  const name = findAbi(abi)?.name as AbiName | undefined
  if (name === undefined) throw bad('abi', `no ABI is called ${abi}`, abi)
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
  if (layout === undefined) throw bad('format', `no ktrace format is called ${format}; there are ${known}`, format)
  throw bad('layout', `${format} has no header layout ${layout}`, layout)
}

/**
 * The header layout of the name, among those that records of one file may have.
 *
 * @throws FormatError `BAD_DOCUMENT`
 */
export function headerOf({ file }: Target, name: string, path: string): RecordHeaderLayout {
  const found = file.headers.find(({ declared }) => declared.name === name)
  if (found) return found
  const known = file.headers.map(({ declared }) => declared.name).join(', ')
  throw bad(path, `no header layout is called ${name}; there are ${known}`, name)
}

function bad(path: string, message: string, found: string): FormatError {
  return new FormatError({ code: 'BAD_DOCUMENT', path, message: `${path}: ${message}`, found })
}
