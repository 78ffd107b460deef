/** ktrace files of FreeBSD. Nothing is declared yet. */
import type { TraceSystem } from '../dialect.js'

export const system: TraceSystem = { name: 'freebsd', formats: [], dialects: [] }
