/** The document writers of all families, each loaded on demand. A new family is one entry. */
import { FormatError } from '../errors.js'
import type { DocumentWriter } from './document-writer.js'

export interface WriterEntry {
  /** The part of the format name before `/`, or the full name of a format that has its own writer. */
  families: readonly string[]
  load: () => Promise<{ writer: DocumentWriter }>
}

export const writers: readonly WriterEntry[] = [
  { families: ['elf-core'], load: () => import('./core/document.js') },
  { families: ['aout-core'], load: () => import('./aout/document.js') },
  { families: ['checkpoint'], load: () => import('./checkpoint/document.js') },
  // Must precede the family of FreeBSD kernel dumps.
  { families: ['minidump/windows'], load: () => import('./minidump/document.js') },
  { families: ['kcore', 'vmcore', 'kdump-compressed', 'vmdump', 'minidump'], load: () => import('./kcore/document.js') },
  { families: ['ktrace'], load: () => import('./ktrace/document.js') },
]

/**
 * The writer for a document, by its `format`.
 *
 * @throws FormatError `BAD_DOCUMENT` when `format` is missing or not supported
 */
export async function writerFor(document: Record<string, unknown>): Promise<DocumentWriter> {
  const { format } = document
  if (typeof format !== 'string')
    throw new FormatError({
      code: 'BAD_DOCUMENT',
      path: 'format',
      message: 'expected a "format" in the document, such as "elf-core/linux"',
    })
  const family = format.split('/', 1)[0] ?? ''
  const entry = writers.find(({ families }) => families.includes(format)) ?? writers.find(({ families }) => families.includes(family))
  if (!entry) {
    const known = writers.flatMap(({ families }) => [...families]).join(', ')
    throw new FormatError({
      code: 'BAD_DOCUMENT',
      path: 'format',
      message: `writing format ${JSON.stringify(format)} is not supported; supported: ${known}`,
      found: format,
    })
  }
  return (await entry.load()).writer
}
