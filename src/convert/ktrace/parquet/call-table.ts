/** Converts a trace to a Parquet table with one row per system call. */
import type { Diagnostic } from '../../../errors.js'
import type { Trace, TraceCall } from '../../../families/ktrace.js'
import type { ByteSink } from '../../../io/sink.js'
import { ROWS } from './column-builder.js'
import type { Cell } from './row-builder.js'
import { encodeGroup, GroupFile } from './row-group.js'
import { callColumns, callTable } from './schema.js'

type Row = Partial<Record<(typeof callColumns)[number]['name'], Cell | undefined>>

export async function toCallTable(
  trace: Trace,
  options: Readonly<Record<string, unknown>>,
  turn: () => Promise<void> | undefined,
  sink: ByteSink,
): Promise<readonly Diagnostic[]> {
  const table = new GroupFile(sink, { format: trace.format, abi: trace.abi }, callTable)
  let rows: Row[] = []
  const flush = (): void => {
    const columns = Object.fromEntries(callColumns.map(({ name }) => [name, rows.map((row) => row[name])]))
    const group = rows.length > 0 ? encodeGroup(columns, callTable) : undefined
    if (group) table.add(group)
    rows = []
  }
  for (const call of trace.calls({ ...options, only: ['calls'] })) {
    rows.push(rowOf(call))
    if (rows.length === ROWS) flush()
    const wait = turn()
    if (wait) await wait
  }
  flush()
  table.end()
  return []
}

function rowOf({
  index,
  start,
  duration,
  tid,
  retval,
  arguments: args,
  pid,
  comm,
  name,
  path,
  file,
  errno,
  error,
  result,
}: TraceCall): Row {
  return {
    index: BigInt(index),
    ...timeOf(start),
    duration: duration === undefined || !Number.isSafeInteger(duration) ? undefined : BigInt(duration),
    pid,
    tid: tid === undefined ? undefined : BigInt.asIntN(64, BigInt(tid)),
    comm,
    name,
    arguments: JSON.stringify(args),
    path,
    file,
    errno,
    error,
    retval,
    result,
  }
}

/** Microseconds, and the nanoseconds of the second. Times that are none, of a damaged header, are left out. */
function timeOf(text: string): Row {
  const [, seconds = '', fraction = ''] = /^(-?\d+)\.(\d{6,9})$/.exec(text) ?? []
  const nanoseconds = Number(fraction.padEnd(9, '0'))
  const micros = Number(seconds) * 1e6 + Math.floor(nanoseconds / 1000)
  return seconds !== '' && Number.isSafeInteger(micros) ? { start: BigInt(micros), nanoseconds } : {}
}
