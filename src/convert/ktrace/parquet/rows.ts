/** Records of a trace, gathered as the columns of one row group. */
import type { Diagnostic } from '../../../errors.js'
import type { LaidOutDialect } from '../../../formats/ktrace/laidout.js'
import { Output } from '../../../io/output.js'
import type { RecordWalker } from '../../../readers/ktrace/index.js'
import { Payloads } from '../../../readers/ktrace/payload.js'
import { Commands } from '../../../readers/ktrace/time.js'
import type { Layout } from '../../../schema/base.js'
import { namesOf, type SystemNames } from '../names.js'
import { type Fields, fieldsOf, noFields } from './fields.js'
import type { ColumnName } from './schema.js'

type Value = Record<string, unknown>
export type Cells = (number | bigint | string | Uint8Array | undefined)[]

/** Of the columns, all of the same length. */
export type RowGroupColumns = Readonly<Record<ColumnName, Cells>>

/** What a process keeps between groups. */
export class RowMaker {
  readonly #names: SystemNames
  readonly #commands = new Commands()
  readonly #fields = new Map<Layout<Value>, Fields>()
  readonly #payloads: Payloads
  readonly #out = new Output()
  #ends: number[] = []
  #begun = 0
  #columns: RowGroupColumns = emptyColumns()

  /** @param report is told of payloads that are not what they should be */
  constructor(
    private readonly file: LaidOutDialect,
    report: (diagnostic: Diagnostic) => void,
  ) {
    this.#names = namesOf(file)
    this.#payloads = new Payloads(file, report)
  }

  /** @param name of the system call that the record is about */
  add(record: RecordWalker, name: string | undefined): void {
    const c = this.#columns
    const { tid, type } = record
    c.index.push(BigInt(record.index))
    c.offset.push(BigInt(record.offset))
    this.#time(record)
    c.pid.push(record.pid)
    c.tid.push(tid === undefined ? undefined : BigInt.asIntN(64, BigInt(tid)))
    c.comm.push(this.#commands.of(record))
    c.type.push(this.file.types.get(type)?.name ?? String(type))
    c.length.push(record.stop - record.payload)
    c.code.push(this.file.dialect.callOf(record))
    c.name.push(name)
    const layout = this.#payloads.layoutOf(record)
    const fields = layout ? this.#fieldsOf(layout) : noFields
    const errno = fields.error(record)
    c.errno.push(errno)
    c.error.push(errno === undefined || errno === 0 ? undefined : this.#names.errors.name(errno))
    c.retval.push(fields.retval(record))
    c.retval_1.push(fields.retval1(record))
    c.fd.push(fields.fd(record))
    c.direction.push(fields.direction(record))
    c.data_length.push(fields.dataLength(record))
    c.path.push(fields.path(record))
    const signo = fields.signo(record)
    c.signo.push(signo)
    c.signal.push(signo === undefined ? undefined : this.#names.signals.name(signo))
    this.#payloads.write(this.#out, record, name)
    this.#ends.push(this.#out.written)
  }

  /** The rows since the last time. */
  take(): RowGroupColumns {
    const columns = this.#columns
    const text = this.#out.all()
    let start = 0
    for (const end of this.#ends) {
      columns.payload.push(text.subarray(start, end - this.#begun))
      start = end - this.#begun
    }
    this.#begun = this.#out.written
    this.#ends = []
    this.#columns = emptyColumns()
    return columns
  }

  /** Microseconds, and beside them what they leave out: the nanoseconds of the second. */
  #time(record: RecordWalker): void {
    const { seconds, fraction, header } = record
    const c = this.#columns
    const scale = header.digits === 9 ? 1 : 1000
    // A damaged header may say anything.
    if (!Number.isSafeInteger(seconds * 1000) || fraction < 0 || fraction * scale >= 1e9) {
      c.time.push(undefined)
      c.nanoseconds.push(undefined)
      return
    }
    const micros = Math.floor((fraction * scale) / 1000)
    const whole = seconds * 1e6 + micros
    c.time.push(Number.isSafeInteger(whole) ? BigInt(whole) : BigInt(seconds) * 1_000_000n + BigInt(micros))
    c.nanoseconds.push(fraction * scale)
  }

  #fieldsOf(layout: Layout<Value>): Fields {
    let fields = this.#fields.get(layout)
    if (!fields) {
      fields = fieldsOf(layout)
      this.#fields.set(layout, fields)
    }
    return fields
  }
}

const emptyColumns = (): RowGroupColumns => ({
  index: [],
  offset: [],
  time: [],
  nanoseconds: [],
  pid: [],
  tid: [],
  comm: [],
  type: [],
  length: [],
  code: [],
  name: [],
  errno: [],
  error: [],
  retval: [],
  retval_1: [],
  fd: [],
  direction: [],
  data_length: [],
  path: [],
  signo: [],
  signal: [],
  payload: [],
})
