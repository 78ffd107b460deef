/** The fuzzing corpus: files of every format that are valid or nearly so. Loads fast-check. */
export { type CorpusFile, type CorpusOptions, corpus } from './corpus.js'
export { Coverage, type CoverageRow } from './coverage.js'
export { dictionary } from './dictionary.js'
export { minimize } from './minimize.js'
export type { Change } from './mutate/mutation.js'
export type { Verdict } from './verdict.js'
