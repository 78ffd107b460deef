/**
 * exhume: reads, writes and converts what Unix systems leave behind when something dies or is watched.
 *
 * The parts have entry points of their own: `exhume/readers`, `exhume/writers`, `exhume/formats`, `exhume/schema`, and
 * `exhume/arbitrary`, the only one that loads fast-check.
 */
export { jsonPieces, jsonText } from './convert/json.js'
export * from './errors.js'
export * from './io/index.js'
export { allFormats, type Detection, detect, identify, inspect, type OpenedFile, type OpenOptions, openAny } from './readers/index.js'
export { annotatedHex, hexRows } from './render/hex.js'
export { parseDocument, type WriteContext, writerFor } from './writers/index.js'
