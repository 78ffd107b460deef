/**
 * Converts a trace to a Parquet table with one row per record, for queries with DuckDB, Spark or Trino. Each row group is written
 * as soon as it is complete, so that memory use does not depend on the size of the trace.
 */
import { dataLimitOf } from '../../../readers/ktrace/data-limit.js'
import { namerOptions } from '../../../readers/ktrace/option-values.js'
import type { Convert } from '../../conversion.js'
import { eachRange } from '../jobs/each-range.js'
import { jobsOf } from '../jobs/job-count.js'
import { traceFor } from '../trace-input.js'
import { trimReport } from '../trim-data.js'
import { toCallTable } from './call-table.js'
import { ROWS } from './column-builder.js'
import { GroupFile } from './row-group.js'

/** Large enough for good compression and fast reads, small enough to hold several groups in memory. */
const GROUP = { bytes: 8 * 1024 * 1024, records: ROWS }

export const toParquet: Convert = async ({ file, options, turn }, sink) => {
  const trace = traceFor(file, 'parquet')
  if (options.only === 'calls') return toCallTable(trace, options, turn, sink)
  const { emulation } = namerOptions(trace.file.dialect, options)
  const table = new GroupFile(sink, { format: trace.format, abi: trace.abi })
  const maxData = dataLimitOf(options)
  const leftOut = { records: 0, bytes: 0 }
  for await (const { group, leftOut: more } of eachRange(trace, 'parquet', { jobs: jobsOf(options), size: GROUP, emulation, maxData })) {
    if (group) table.add(group)
    leftOut.records += more.records
    leftOut.bytes += more.bytes
    const wait = turn()
    if (wait) await wait
  }
  table.end()
  return maxData === undefined ? [] : [trimReport(options, leftOut)]
}
