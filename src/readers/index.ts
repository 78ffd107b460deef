export type * from './format.js'
export { defaultLimits } from './format.js'
