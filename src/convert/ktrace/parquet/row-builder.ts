/** Collects records of a trace as the columns of a row group. */
import type { Diagnostic } from '../../../errors.js'
import type { RecordWalker } from '../../../families/ktrace.js'
import type { DialectLayout } from '../../../formats/ktrace/dialect-layout.js'
import { OutputBuffer } from '../../../io/output-buffer.js'
import type { DataLimit } from '../../../readers/ktrace/data-limit.js'
import { Payloads } from '../../../readers/ktrace/payload.js'
import { Commands } from '../../../readers/ktrace/record-times.js'
import type { Layout } from '../../../schema/base.js'
import { namesOf, type SystemNames } from '../name-tables.js'
import { emptyColumns } from './column-builder.js'
import { type ColumnWriter, createColumnWriters } from './payload-columns.js'
import type { ColumnName } from './schema.js'

type Value = Record<string, unknown>

export type Cell = number | bigint | string | Uint8Array

/** The columns, all of the same length. */
export type RowGroupColumns = Readonly<Record<ColumnName, (Cell | undefined)[]>>

/** Builds one row group after the other. */
export class RowMaker {
  readonly #names: SystemNames
  readonly #commands = new Commands()
  readonly #fills = new Map<Layout<Value>, readonly ColumnWriter[]>()
  readonly #payloads: Payloads
  readonly #columns = emptyColumns()
  readonly #out = new OutputBuffer()
  #rows = 0
  /** End of each payload in the output. */
  #ends: number[] = []
  #begun = 0
  #tid = Number.NaN
  #bigTid = 0n

  /** @param report called for malformed payloads */
  constructor(
    private readonly file: DialectLayout,
    private readonly report: (diagnostic: Diagnostic) => void,
    /** How much of the data of reads and writes is written; all where absent. */
    private readonly limit?: DataLimit,
  ) {
    this.#names = namesOf(file)
    this.#payloads = new Payloads(file, (diagnostic) => this.report(diagnostic))
  }

  /**
   * @param name name of the record's system call
   * @param error the system's number of the error, if processes have numbers of their own
   */
  add(record: RecordWalker, name: string | undefined, error?: number): void {
    const c = this.#columns
    const row = this.#rows++
    const { tid, type } = record
    c.index.add(row, BigInt(record.index))
    c.offset.add(row, BigInt(record.offset))
    this.#time(row, record)
    c.pid.add(row, record.pid)
    if (tid !== undefined) c.tid.add(row, this.#wide(tid))
    c.comm.add(row, this.#commands.of(record))
    c.type.add(row, this.file.types.get(type)?.name ?? String(type))
    c.length.add(row, record.stop - record.payload)
    const code = this.file.dialect.syscallNumber(record)
    if (code !== undefined) c.code.add(row, code)
    if (name !== undefined) c.name.add(row, name)
    const layout = this.#payloads.layoutOf(record)
    if (layout) for (const fill of this.#fillsOf(layout)) fill(row, record)
    if (error !== undefined && error > 0) this.#error(row, error)
    this.#payloads.write(this.#out, this.limit ? this.limit.kept(record) : record, name)
    this.#ends.push(this.#out.written)
  }

  #error(row: number, error: number): void {
    this.#columns.errno.add(row, error)
    const name = this.#names.errors.name(error)
    if (name !== undefined) this.#columns.error.add(row, name)
  }

  /** Returns the rows since the last call. */
  take(): RowGroupColumns {
    const rows = this.#rows
    this.#rows = 0
    const taken = Object.entries(this.#columns).map(([name, column]) => [name, column.take(rows)])
    return { ...Object.fromEntries(taken), payload: this.#takePayloads() } as RowGroupColumns
  }

  #takePayloads(): Uint8Array[] {
    const text = this.#out.all()
    let start = this.#begun
    const payloads = this.#ends.map((end) => {
      const payload = text.subarray(start - this.#begun, end - this.#begun)
      start = end
      return payload
    })
    this.#begun = this.#out.written
    this.#ends = []
    return payloads
  }

  /** Caches the bigint of the last thread, which often repeats. */
  #wide(tid: number): bigint {
    if (tid !== this.#tid) {
      this.#tid = tid
      this.#bigTid = BigInt.asIntN(64, BigInt(tid))
    }
    return this.#bigTid
  }

  /** Microseconds, and in a second column the nanoseconds of the second. */
  #time(row: number, record: RecordWalker): void {
    const { seconds, fraction, header } = record
    const nanoseconds = fraction * (header.digits === 9 ? 1 : 1000)
    const micros = seconds * 1e6 + Math.floor(nanoseconds / 1000)
    // A damaged header may contain any value.
    if (!Number.isSafeInteger(micros) || fraction < 0 || nanoseconds >= 1e9) return
    this.#columns.time.add(row, BigInt(micros))
    this.#columns.nanoseconds.add(row, nanoseconds)
  }

  #fillsOf(layout: Layout<Value>): readonly ColumnWriter[] {
    let fills = this.#fills.get(layout)
    if (!fills) {
      fills = createColumnWriters(layout, this.#columns, this.#names)
      this.#fills.set(layout, fills)
    }
    return fills
  }
}
