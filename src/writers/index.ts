export type * from './format.js'
