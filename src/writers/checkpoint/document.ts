/** Writes the document of a checkpoint. */
import type { Diagnostic } from '../../errors.js'
import { runSteps } from '../../io/event-loop.js'
import { writeLayers } from '../../io/layered-file.js'
import type { ByteSink } from '../../io/sink.js'
import type { DocumentWriter, WriteContext } from '../document-writer.js'
import { checkpointDocumentToFile } from './document-pieces.js'
import { checkDocument } from './document-schema.js'

/**
 * Writes the file that a document describes; does not commit it.
 *
 * @throws FormatError `BAD_DOCUMENT` for an invalid document; as {@link checkpointDocumentToFile}; `IO` for a system error
 */
export async function writeCheckpoint(document: unknown, sink: ByteSink, { open, turn }: WriteContext): Promise<readonly Diagnostic[]> {
  const checked = checkDocument(document)
  await runSteps(writeLayers(checkpointDocumentToFile(checked, open), checked.size, sink), turn)
  return []
}

export const writer: DocumentWriter = {
  write: (document, _lines, sink, context) => writeCheckpoint(document, sink, context),
}
