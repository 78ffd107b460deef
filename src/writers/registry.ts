/** The families of formats that a document can be written as, each loaded only when it is needed. A new family is one entry. */
import { FormatError } from '../errors.js'
import type { DocumentWriter } from './document-writer.js'

export interface WriterEntry {
  /** What stands before the `/` of its formats' names, or a whole name where another writer has the rest of the family. */
  families: readonly string[]
  load: () => Promise<{ writer: DocumentWriter }>
}

export const writers: readonly WriterEntry[] = [
  { families: ['elf-core'], load: () => import('./core/document.js') },
  { families: ['aout-core'], load: () => import('./aout/document.js') },
  { families: ['checkpoint'], load: () => import('./checkpoint/document.js') },
  // Before the family of FreeBSD's kernel dumps.
  { families: ['minidump/windows'], load: () => import('./minidump/document.js') },
  { families: ['kcore', 'vmcore', 'kdump-compressed', 'vmdump', 'minidump'], load: () => import('./kcore/document.js') },
  { families: ['ktrace'], load: () => import('./ktrace/document.js') },
]

/**
 * The writer for a document, by its `format`.
 *
 * @throws FormatError `BAD_DOCUMENT` when it has no `format`, or one that cannot be written
 */
export async function writerFor(document: Record<string, unknown>): Promise<DocumentWriter> {
  const { format } = document
  if (typeof format !== 'string')
    throw new FormatError({ code: 'BAD_DOCUMENT', path: 'format', message: 'the document has no "format", such as "elf-core/linux"' })
  const family = format.split('/', 1)[0] ?? ''
  const entry = writers.find(({ families }) => families.includes(format)) ?? writers.find(({ families }) => families.includes(family))
  if (!entry) {
    const known = writers.flatMap(({ families }) => [...families]).join(', ')
    throw new FormatError({
      code: 'BAD_DOCUMENT',
      path: 'format',
      message: `no writer for the format ${JSON.stringify(format)}; there are writers for: ${known}`,
      found: format,
    })
  }
  return (await entry.load()).writer
}
