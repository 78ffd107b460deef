/** The policy of writing a core, for conversions: names, sizes, which memory. */

export { nameOf, withCoreName } from './core-name.js'
export { withSizeLimit } from './limit.js'
