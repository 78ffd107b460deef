/**
 * The struct language: one declaration of an on-disk structure in C's types gives its layout on every ABI, decoder,
 * encoder, validator and description. (`exhume/arbitrary` adds fast-check arbitraries.)
 */
export * from './base.js'
// Old names, kept for one minor release.
export {
  /** @deprecated Use ReferenceLookup. */
  type ReferenceLookup as Lookup,
  /** @deprecated Use setParserClass. */
  setParserClass as useParser,
} from './base.js'
export { codec, documentValidator, validator } from './validator.js'
