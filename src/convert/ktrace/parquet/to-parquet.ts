/**
 * A trace as a Parquet table, for what asks questions of traces that no program holds in memory: DuckDB, Spark, Trino. A row
 * for each record; a row group is written as soon as it is made.
 */
import { namerOptions } from '../../../readers/ktrace/option-values.js'
import type { Convert } from '../../conversion.js'
import { eachRange } from '../jobs/each-range.js'
import { jobsOf } from '../jobs/job-count.js'
import { traceFor } from '../trace-input.js'
import { ROWS } from './column-builder.js'
import { GroupFile } from './row-group.js'

/** Enough rows that a group compresses well and is read at once, few enough that several are in memory. */
const GROUP = { bytes: 8 * 1024 * 1024, records: ROWS }

export const toParquet: Convert = async ({ file, options, turn }, sink) => {
  const trace = traceFor(file, 'parquet')
  const { emulation } = namerOptions(trace.file.dialect, options)
  const table = new GroupFile(sink, { format: trace.format, abi: trace.abi })
  for await (const group of eachRange(trace, 'parquet', { jobs: jobsOf(options), size: GROUP, emulation })) {
    if (group) table.add(group)
    const wait = turn()
    if (wait) await wait
  }
  table.end()
  return []
}
