/** Writes the document of an ELF core: the file that it was made of, byte by byte, or the one that somebody thought up. */
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
 * @throws FormatError `BAD_DOCUMENT` for a document that is none; as {@link coreDocumentToFile}; `IO` when the system refuses
 */
export async function writeCore(document: unknown, sink: ByteSink, { open, turn }: WriteContext): Promise<readonly Diagnostic[]> {
  const { pieces, size } = coreDocumentToFile(checkDocument(document), open)
  await runSteps(writeLayers(pieces, size, sink), turn)
  return []
}

export const writer: DocumentWriter = {
  write: (document, _lines, sink, context) => writeCore(document, sink, context),
}
