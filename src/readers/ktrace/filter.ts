/** Which records a reading is about: by process, thread, type, system call, failure. */
import type { DialectLayout } from '../../formats/ktrace/dialect-layout.js'
import type { ReadOptions } from '../format-reader.js'
import { CALL_OPTIONS } from './call-filter.js'
import { createOptionError, namerOptions, numbers, parseSyscalls, threadsOf, timeOf, typesOf } from './option-values.js'
import type { RecordWalker } from './record-walker.js'

export class RecordFilter {
  readonly #pids: ReadonlySet<number> | undefined
  readonly #tids: ReadonlySet<number> | undefined
  readonly #types: ReadonlySet<number> | undefined
  readonly #excluded: ReadonlySet<number> | undefined
  readonly #since: number | undefined
  readonly #until: number | undefined
  readonly #calls: ReadonlySet<string> | undefined
  /** Whether only returns that failed are let through. */
  readonly onlyFailed: boolean
  /** Whether every record is let through. */
  readonly open: boolean
  /** Whether `accepts` wants to know the name of a record's system call. */
  readonly byName: boolean

  /** @throws FormatError `BAD_VALUE` for an option that makes no sense or lets nothing of any trace through, with its name as the path */
  constructor(
    private readonly file: DialectLayout,
    options: ReadOptions = {},
  ) {
    this.#pids = numbers('pid', options.pid)
    this.#tids = threadsOf(file, options.tid)
    this.#types = options.type === undefined ? undefined : typesOf(file.dialect, String(options.type))
    this.#excluded = options.excludeType === undefined ? undefined : typesOf(file.dialect, String(options.excludeType), 'excludeType')
    this.#since = timeOf('since', options.since)
    this.#until = timeOf('until', options.until)
    this.#calls = options.syscall === undefined ? undefined : parseSyscalls(file, options.syscall)
    this.onlyFailed = options.errors === true
    this.byName = this.#calls !== undefined
    const timed = this.#since !== undefined || this.#until !== undefined
    this.open = !timed && !this.#excluded && !this.#pids && !this.#tids && !this.#types && !this.#calls && !this.onlyFailed
    this.#checkTypes(options)
    const forCalls = options.only?.includes('calls') ? undefined : CALL_OPTIONS.find((name) => options[name] !== undefined)
    if (forCalls !== undefined) throw createOptionError(forCalls, 'nothing: it selects calls and needs --only calls', options[forCalls])
    namerOptions(file.dialect, options)
  }

  /** Whether records of its process can be among those that are let through. */
  acceptsProcess(record: RecordWalker): boolean {
    return !this.#pids || this.#pids.has(record.pid)
  }

  /** @param failed whether the record is the return of a failed call (default: what its number says on the system itself) */
  accepts(record: RecordWalker, name?: string, failed?: boolean): boolean {
    if (this.open) return true
    return this.sees(record) && this.acceptsCall(record, name) && (!this.onlyFailed || (failed ?? this.file.dialect.failed(record)))
  }

  /** Whether it is of a process, a thread and a type that is let through. */
  sees(record: RecordWalker): boolean {
    if (this.#pids && !this.#pids.has(record.pid)) return false
    if (this.#tids && !this.#tids.has(record.tid ?? Number.NaN)) return false
    if (this.#excluded?.has(record.type)) return false
    if (!this.acceptsTime(record)) return false
    return !this.#types || this.#types.has(record.type)
  }

  /** Whether it is not earlier or later than asked for. */
  acceptsTime({ seconds, fraction, header }: Pick<RecordWalker, 'seconds' | 'fraction' | 'header'>): boolean {
    if (this.#since === undefined && this.#until === undefined) return true
    const time = seconds + fraction * (header.digits === 9 ? 1e-9 : 1e-6)
    return (this.#since === undefined || time >= this.#since) && (this.#until === undefined || time <= this.#until)
  }

  acceptsThread(tid: number | undefined): boolean {
    return !this.#tids || this.#tids.has(tid ?? Number.NaN)
  }

  /** Whether it is of a system call that is let through. */
  acceptsCall(record: RecordWalker, name?: string): boolean {
    if (!this.#calls) return true
    const number = this.file.dialect.syscallNumber(record)
    if (number === undefined) return false
    return this.#calls.has(String(number)) || (name !== undefined && this.#calls.has(name))
  }

  /** Only calls and returns are of a system call, and only returns fail. */
  #checkTypes({ type }: ReadOptions): void {
    const types = this.#types
    if (!types) return
    const { returnType, records } = this.file.dialect
    if (this.onlyFailed && !types.has(returnType)) throw createOptionError('type', 'SYSRET among them, as --errors is about returns', type)
    const call = records.KTR_SYSCALL
    if (this.#calls && !types.has(returnType) && !(call && (types.has(call.type) || types.has(call.big ?? call.type))))
      throw createOptionError('type', 'SYSCALL or SYSRET among them, as --syscall is about calls and returns', type)
  }
}
