/** Writes the document of a checkpoint. */
import type { Diagnostic } from '../../errors.js'
import { walk } from '../../io/event-loop.js'
import { paint } from '../../io/layered-file.js'
import type { ByteSink } from '../../io/sink.js'
import type { DocumentWriter, WriteContext } from '../document-writer.js'
import { describedCheckpoint } from './document-pieces.js'
import { checkDocument } from './document-schema.js'

/**
 * Writes the file that a document describes; does not commit it.
 *
 * @throws FormatError `BAD_DOCUMENT` for a document that is none; as {@link describedCheckpoint}; `IO` when the system refuses
 */
export async function writeCheckpoint(document: unknown, sink: ByteSink, { open, turn }: WriteContext): Promise<readonly Diagnostic[]> {
  const checked = checkDocument(document)
  await walk(paint(describedCheckpoint(checked, open), checked.size, sink), turn)
  return []
}

export const writer: DocumentWriter = {
  write: (document, _lines, sink, context) => writeCheckpoint(document, sink, context),
}
