/** Leaves out the data of reads and writes of a trace before it is converted: `--no-io` and `--max-data`. */
import type { Diagnostic } from '../../errors.js'
import { MORE, RECORD, type Trace } from '../../families/ktrace.js'
import { pipedSource } from '../../readers/ktrace/chunk-source.js'
import { DataLimit, dataLimitOf, type LeftOut } from '../../readers/ktrace/data-limit.js'

type Options = Readonly<Record<string, unknown>>

/** A trace whose records are cut while it is read, which is once. */
export interface TrimmedTrace {
  readonly trace: Trace
  /** What was left out; complete when the trace was read. */
  readonly leftOut: LeftOut
}

export function trimData(trace: Trace, options: Options): TrimmedTrace {
  const limit = new DataLimit(trace.file, dataLimitOf(options) ?? Number.POSITIVE_INFINITY)
  return { trace: trace.withBytes(() => pipedSource(trimmedChunks(trace, limit))), leftOut: limit.leftOut }
}

/** The bytes of the trace with shorter records in it. Everything else is copied, damaged bytes too. */
function* trimmedChunks(trace: Trace, limit: DataLimit): Generator<Uint8Array, void, undefined> {
  const walker = trace.walk()
  do {
    let from = -1
    let to = 0
    for (let step = walker.step(); step !== MORE; step = walker.step()) {
      const { bytes, start, stop } = walker
      if (from < 0) from = start
      const end = step === RECORD ? limit.stopOf(walker) : stop
      to = stop
      if (end === stop) continue
      if (start > from) yield bytes.subarray(from, start)
      const record = bytes.slice(start, end)
      const { length, lengthSize } = walker.header
      const view = new DataView(record.buffer)
      if (lengthSize === 4) view.setInt32(length, end - walker.payload, walker.little)
      else view.setBigInt64(length, BigInt(end - walker.payload), walker.little)
      yield record
      from = stop
    }
    if (from >= 0 && to > from) yield walker.bytes.subarray(from, to)
  } while (walker.more())
}

/** What an option did, for the person who asked. */
export function trimReport({ io, noIo, maxData }: Options, { records, bytes }: LeftOut): Diagnostic {
  const none = io === false || noIo === true
  const path = none ? 'no-io' : 'max-data'
  const what = none ? 'data of' : `data behind the first ${String(maxData)} bytes of`
  if (records === 0)
    return { code: 'NO_MATCH', path, message: `${path}: ${none ? 'no reads or writes with data' : 'no read or write has more data'}` }
  const count = records === 1 ? '1 read or write' : `${records} reads and writes`
  return { code: 'REDACTED', path, message: `${path}: left out ${what} ${count}, ${bytes} bytes` }
}
