/** Reading: bytes to models. */
export * from './format.js'
export { inspect } from './inspect.js'
export { allFormats, detect, type Identified, identify, openAny } from './registry.js'
