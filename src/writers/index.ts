/** Writing: documents and plain data to bytes. */
export { type BuildFacts, type BuildMemory, type BuildOptions, type BuildThread, type BuiltCore, buildCore } from './core/build/index.js'
export * from './format.js'
export { linesOf, type ParsedDocument, parseDocument, parseJson } from './json.js'
export { type PlainRecord, TraceWriter, type TraceWriterOptions } from './ktrace/index.js'
export { contentFromText, contentOf, contentOfFilter, formatContent, parseContent } from './policy/content.js'
export { matchCorePattern } from './policy/match.js'
export { type Expansion, expandCorePattern, type NameFacts, type PatternStyle } from './policy/pattern.js'
export { writerFor } from './registry.js'
