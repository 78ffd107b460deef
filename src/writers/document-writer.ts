/**
 * What turns a lossless document back into the file, as the command line sees it. A family's module
 * (`src/writers/core/document.ts`, ...) exports `writer: DocumentWriter` and is listed in `registry.ts`.
 */
import type { Diagnostic } from '../errors.js'
import type { ByteSink } from '../io/sink.js'
import type { ByteSource } from '../io/source.js'

export interface WriteContext {
  /** The folder that file references of the document are relative to. */
  directory: string
  /**
   * Opens a file that the document refers to, by its name as seen from `directory`; the command line closes it after the write.
   *
   * @throws FormatError `IO` with the path when that fails.
   */
  open(path: string): ByteSource
  /** Long work awaits it now and then (`const wait = turn(); if (wait) await wait`): it lets signals through, so that Ctrl-C ends it. */
  turn(): Promise<void> | undefined
}

export interface DocumentWriter {
  /**
   * Writes the file to the sink, and does not commit it.
   *
   * @param document the JSON value of the whole document, or of its first line; only its `format` has been looked at
   * @param lines the further lines of an NDJSON document, each a JSON text without newline; none for a JSON document
   * @returns what could not be written as the document says; mostly an empty list
   * @throws FormatError `BAD_DOCUMENT` with the path of the key that is wrong, `OUT_OF_RANGE` for a value that does not fit
   */
  write(
    document: Record<string, unknown>,
    lines: Iterable<string>,
    sink: ByteSink,
    context: WriteContext,
  ): readonly Diagnostic[] | Promise<readonly Diagnostic[]>
}
