/**
 * The interface of the writers that restore a file from its lossless document. A family's module
 * (`src/writers/core/document.ts`, ...) exports `writer: DocumentWriter` and is listed in `registry.ts`.
 */
import type { Diagnostic } from '../errors.js'
import type { ByteSink } from '../io/sink.js'
import type { ByteSource } from '../io/source.js'

export interface WriteContext {
  /** The directory that file references of the document are relative to. */
  directory: string
  /**
   * Opens a file that the document refers to, relative to `directory`; the caller closes it after the write.
   *
   * @throws FormatError `IO` with the path when that fails.
   */
  open(path: string): ByteSource
  /** Yields to the event loop (`const wait = turn(); if (wait) await wait`), so that signals such as Ctrl-C are handled during long work. */
  turn(): Promise<void> | undefined
}

export interface DocumentWriter {
  /**
   * Writes the file to the sink; does not commit it.
   *
   * @param document the JSON value of the document, or of its first line; only its `format` has been checked
   * @param lines the lines after the first of an NDJSON document, without newlines; empty for a JSON document
   * @returns diagnostics for parts that could not be written as described; usually empty
   * @throws FormatError `BAD_DOCUMENT` with the path of the wrong key, `OUT_OF_RANGE` for a value that does not fit
   */
  write(
    document: Record<string, unknown>,
    lines: Iterable<string>,
    sink: ByteSink,
    context: WriteContext,
  ): readonly Diagnostic[] | Promise<readonly Diagnostic[]>
}
