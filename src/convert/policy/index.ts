/** The policy of writing a core, for conversions: names, sizes, which memory. */

export { named, nameOf } from './core-name.js'
export { limited } from './limit.js'
