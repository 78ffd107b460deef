/** Writes an ELF core from its document: the identical original file, or a new one from a document written by hand. */
import type { Diagnostic } from '../../errors.js'
import { runSteps } from '../../io/event-loop.js'
import { writeLayers } from '../../io/layered-file.js'
import type { ByteSink } from '../../io/sink.js'
import type { DocumentWriter, WriteContext } from '../document-writer.js'
import { coreDocumentToFile } from './document-pieces.js'
import { checkDocument } from './document-schema.js'

/**
 * Writes the file that a document describes; does not commit it.
 *
 * @throws FormatError `BAD_DOCUMENT` for an invalid document; as {@link coreDocumentToFile}; `IO` for a system error
 */
export async function writeCore(document: unknown, sink: ByteSink, { open, turn }: WriteContext): Promise<readonly Diagnostic[]> {
  const { pieces, size } = coreDocumentToFile(checkDocument(document), open)
  await runSteps(writeLayers(pieces, size, sink), turn)
  return []
}

export const writer: DocumentWriter = {
  write: (document, _lines, sink, context) => writeCore(document, sink, context),
}
