/**
 * fast-check arbitraries of structures and of whole files: for properties of your own, and to feed fuzzers. The only entry point that loads
 * fast-check.
 */
export { arbitraryFile, fileFormats } from './corpus/arbitrary-file.js'
export { type ArbitraryOptions, arbitrary, arbitraryBytes } from './schema/arbitrary.js'
