/** What a redaction takes and gives. */
import type { Diagnostic } from '../../errors.js'
import type { ByteSink } from '../../io/sink.js'
import type { ByteSource } from '../../io/source.js'

export interface RedactOptions {
  /** The byte to overwrite with (default 0). */
  readonly fill?: number
}

/** What one request met. */
export interface RedactionResult {
  /** The request, such as `environment`. */
  readonly request: string
  /** Number of texts, fields, mappings or places that were overwritten. */
  readonly places: number
  readonly bytes: number
  /** One line for people: `environment: 28 strings, 2911 bytes`. */
  readonly message: string
}

export interface Redacted {
  /** The file with the bytes overwritten; its size does not change. */
  readonly source: ByteSource
  /** What each request did, in order. A request with 0 places met nothing. */
  readonly results: readonly RedactionResult[]
  /** The same as diagnostics: `REDACTED`, or `NO_MATCH` for a request that met nothing. */
  readonly diagnostics: readonly Diagnostic[]
  /** Writes the file to a sink; does not commit it. Runs of zeros become holes. */
  write(sink: ByteSink): void
}
