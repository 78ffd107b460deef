/**
 * exhume: reads, writes and converts what Unix systems leave behind when something dies or is watched.
 *
 * The parts have entry points of their own: `exhume/readers`, `exhume/writers`, `exhume/formats`, `exhume/schema`, and
 * `exhume/arbitrary`, the only one that loads fast-check.
 */

export type { Converted } from './convert/conversion.js'
export { type CommonConvertOptions, type ConvertOptions, convert } from './convert/convert.js'
export type { ConvertOptionsByTarget, ConvertTarget } from './convert/convert-options.js'
export { redact } from './convert/redact/redact-core.js'
export type { Redacted, RedactionResult, RedactOptions } from './convert/redact/redaction.js'
export * from './errors.js'
// Old names, kept for one minor release.
export {
  /** @deprecated Use deduplicateDiagnostics. */
  deduplicateDiagnostics as saidOnce,
} from './errors.js'
export { backtrace, symbolize } from './families/backtrace.js'
export { inspect } from './families/inspect.js'
export { allFormats, detect, identify, openAny } from './families/registry.js'
export { calls, kdumpText, summary } from './families/trace-views.js'
export type {
  /** @deprecated Use DecompressedSource. */
  DecompressedSource as Unpacked,
  /** @deprecated Use OpenedSource. */
  OpenedSource as Opened,
} from './io/index.js'
export * from './io/index.js'
export {
  jsonText,
  stringifyChunks,
  /** @deprecated Use stringifyChunks. */
  stringifyChunks as jsonPieces,
} from './io/json-text.js'
export { type FormatName, formatNames } from './readers/format-names.js'
export type { Detection, OpenedFile, OpenOptions } from './readers/format-reader.js'
export { annotatedHex, hexRows } from './render/hex-dump.js'
export { parseDocument } from './writers/document-input.js'
export type { WriteContext } from './writers/document-writer.js'
export { writerFor } from './writers/registry.js'
