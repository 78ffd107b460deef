/** Converts a trace to a lossless NDJSON document with several workers. */
import type { Convert } from '../conversion.js'
import { eachRange } from './jobs/each-range.js'
import { jobsOf } from './jobs/job-count.js'
import { traceFor } from './trace-input.js'

const SIZE = { bytes: 4 * 1024 * 1024 }

export const toNdjsonByJobs: Convert = async ({ file, options, turn }, sink) => {
  const trace = traceFor(file, 'ndjson')
  sink.write(trace.documentHead())
  for await (const lines of eachRange(trace, 'ndjson', { jobs: jobsOf(options), size: SIZE })) {
    sink.write(lines)
    const wait = turn()
    if (wait) await wait
  }
  return []
}
