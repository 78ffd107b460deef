/** Names and size limits of the cores that conversions write. */

export { nameOf, withCoreName } from './core-name.js'
export { withSizeLimit } from './limit.js'
