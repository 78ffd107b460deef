/**
 * fast-check arbitraries of the struct language: for properties of your own, and to feed fuzzers. The only entry point that loads
 * fast-check.
 */
export { type ArbitraryOptions, arbitrary, arbitraryBytes } from './schema/arbitrary.js'
