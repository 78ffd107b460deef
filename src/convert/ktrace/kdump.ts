/** Converts a trace to the text of its system's kdump(1). */
import type { Convert } from '../conversion.js'
import { traceFor } from './trace-input.js'

const encoder = new TextEncoder()

export const toKdump: Convert = async ({ file, options, turn }, sink) => {
  for (const piece of traceFor(file, 'kdump').text(options)) {
    sink.write(typeof piece === 'string' ? encoder.encode(piece) : piece)
    const wait = turn()
    if (wait) await wait
  }
  return []
}
