/** Converts a trace to one JSON line per system call, as `read --ndjson --only calls` prints them. */
import type { Convert } from '../conversion.js'
import { traceFor } from './trace-input.js'

export const toCallLines: Convert = async ({ file, options, turn }, sink) => {
  for (const piece of traceFor(file, '--only calls').ndjson('records', { ...options, only: ['calls'] })) {
    sink.write(piece)
    const wait = turn()
    if (wait) await wait
  }
  return []
}
