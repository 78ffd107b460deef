/** fast-check arbitraries of whole files. */
import type fc from 'fast-check'
import { FormatError } from '../errors.js'
import { drawn } from './draw.js'
import { generators } from './generators/registry.js'

/** The formats that `arbitraryFile` knows. */
export const fileFormats: readonly string[] = generators.map(({ format }) => format)

/**
 * Files of a format, of all its machines, layouts and revisions. They shrink to smaller files of the format.
 *
 * @throws FormatError `UNKNOWN_FORMAT`
 * @example fc.assert(fc.property(arbitraryFile('elf-core/linux'), (bytes) => myParser(bytes) !== undefined))
 */
export function arbitraryFile(format: string): fc.Arbitrary<Uint8Array> {
  const found = generators.find((each) => each.format === format)
  if (!found) {
    const message = `no files of format ${format} can be generated; expected one of ${fileFormats.join(', ')}`
    throw new FormatError({ code: 'UNKNOWN_FORMAT', message, found: format })
  }
  return drawn((draw) => draw.pick(found.variants).make(draw))
}
