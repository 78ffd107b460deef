/** The tasks that convert one range of a trace; they run in this thread or in a worker. */
import type { Diagnostic } from '../../errors.js'
import type { DialectLayout } from '../../formats/ktrace/dialect-layout.js'
import { concatenate } from '../../io/bytes.js'
import { OutputBuffer } from '../../io/output-buffer.js'
import { DataLimit, type LeftOut } from '../../readers/ktrace/data-limit.js'
import { LosslessLines } from '../../readers/ktrace/document-lines.js'
import { Payloads } from '../../readers/ktrace/payload.js'
import { type DialectName, syscallNamerFor, type TraceRange, visitRange } from '../../readers/ktrace/trace-ranges.js'
import type { EncodedGroup } from './parquet/row-group.js'

/** Settings that all ranges of a conversion share. Plain data. */
export interface WorkerSetup {
  readonly dialect: DialectName
  /** The header layout that the document names. */
  readonly layout: string
  readonly emulation?: string | undefined
  /** Bytes of data of reads and writes that are kept per record; all where absent. */
  readonly maxData?: number | undefined
}

export interface TaskResult<T> {
  readonly made: T
  /** Errors in the range, by offset. */
  readonly diagnostics: readonly Diagnostic[]
}

export type Task<T> = (range: TraceRange) => TaskResult<T>

/** The results of the tasks. */
export interface Results {
  /** Lines of a lossless document. */
  ndjson: Uint8Array
  /** A row group, none for a range without records, and what was left out of it. */
  parquet: { readonly group: EncodedGroup | undefined; readonly leftOut: LeftOut }
}

export type TaskName = keyof Results

/** Creates each task and loads the libraries that it needs. */
export const tasks: { readonly [Name in TaskName]: (file: DialectLayout, setup: WorkerSetup) => Promise<Task<Results[Name]>> } = {
  async ndjson(file, { layout }) {
    return (range) => {
      const found: Diagnostic[] = []
      const out = new OutputBuffer()
      const lines = new LosslessLines(out, new Payloads(file, (diagnostic) => found.push(diagnostic)), layout)
      const pieces: Uint8Array[] = []
      visitRange(file, range, {
        record(walker) {
          lines.record(walker)
          if (out.full) pieces.push(...out.take())
        },
        gap: (place) => lines.gap(place),
      })
      out.flush()
      return { made: concatenate([...pieces, ...out.take()]), diagnostics: sorted(range, found) }
    }
  },
  async parquet(file, { emulation, maxData }) {
    const [{ RowMaker }, { encodeGroup }] = await Promise.all([import('./parquet/row-builder.js'), import('./parquet/row-group.js')])
    let found: Diagnostic[] = []
    // The columns are reused for every range.
    const limit = maxData === undefined ? undefined : new DataLimit(file, maxData)
    const rows = new RowMaker(file, (diagnostic) => found.push(diagnostic), limit)
    return (range) => {
      found = []
      const before = { records: 0, bytes: 0, ...limit?.leftOut }
      const namer = syscallNamerFor(file, range, emulation === undefined ? {} : { emulation })
      visitRange(file, range, { record: (walker) => rows.add(walker, namer.see(walker), namer.error) })
      const { records, bytes } = limit?.leftOut ?? before
      const leftOut = { records: records - before.records, bytes: bytes - before.bytes }
      return { made: { group: encodeGroup(rows.take()), leftOut }, diagnostics: sorted(range, found) }
    }
  },
}

/** Diagnostics of the record walker and of the payloads, in file order. */
function sorted({ diagnostics }: TraceRange, found: readonly Diagnostic[]): Diagnostic[] {
  return [...diagnostics, ...found].sort((a, b) => (a.offset ?? 0) - (b.offset ?? 0))
}
