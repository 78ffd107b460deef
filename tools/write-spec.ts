import { write } from './spec.js'

console.log(`${write('spec')} files written to spec/`)
