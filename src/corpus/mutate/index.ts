export { mutate, subjectOf } from './mutate.js'
export type { Change } from './mutation.js'
