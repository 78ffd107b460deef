/** The policy of writing a core, for conversions: names, sizes, which memory. */
export { limited } from './limit.js'
export { named, nameOf } from './core-name.js'
