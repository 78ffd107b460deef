/** ktrace files of DragonFly BSD. Nothing is declared yet. */
import type { TraceSystem } from '../dialect.js'

export const system: TraceSystem = { name: 'dragonfly', formats: [], dialects: [] }
