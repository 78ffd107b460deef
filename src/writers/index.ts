/** Writing: documents and models to bytes. */
export * from './format.js'
export { linesOf, type ParsedDocument, parseDocument, parseJson } from './json.js'
export { writerFor } from './registry.js'
