/** ktrace files of Darwin. Nothing is declared yet. */
import type { TraceSystem } from '../dialect.js'

export const system: TraceSystem = { name: 'darwin', formats: [], dialects: [] }
