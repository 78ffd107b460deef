/** ktrace files of OpenBSD. Nothing is declared yet. */
import type { TraceSystem } from '../dialect.js'

export const system: TraceSystem = { name: 'openbsd', formats: [], dialects: [] }
