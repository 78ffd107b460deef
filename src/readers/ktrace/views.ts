/** What people ask of a trace: where time went, which files were touched, what moved over each descriptor, who started whom. */

import type { Diagnostic } from '../../errors.js'
import type { SyscallNamer } from '../../formats/ktrace/dialect.js'
import type { Layout } from '../../schema/layout.js'
import type { ReadOptions } from '../format-reader.js'
import { defaultLimits } from '../limits.js'
import { Durations } from './durations.js'
import { bigField, numberField, type ReadField, restLength, textField } from './field-readers.js'
import { RecordFilter } from './filter.js'
import { createOptionError, namerOptions } from './option-values.js'
import { SORT_KEYS } from './options.js'
import { Payloads } from './payload.js'
import { Commands } from './record-times.js'
import { MORE, RECORD, type RecordWalker } from './record-walker.js'
import type { CallSummary, DescriptorUse, FileUse, ThreadSummary, TraceViews, TreeProcess } from './view-model.js'

/** A call that has not returned yet. */
interface Pending {
  readonly name: string
  readonly time: number
  readonly paths: string[]
}

interface ThreadState {
  readonly summary: ThreadSummary
  pending: Pending | undefined
}

/** What is read of the payloads of a structure. */
interface Fields {
  readonly error?: ReadField<number> | undefined
  readonly value?: ReadField<bigint> | undefined
  readonly path?: ReadField<string> | undefined
  readonly fd?: ReadField<number> | undefined
  readonly written?: ReadField<number> | undefined
  readonly length?: ReadField<number> | undefined
}

/**
 * Walks a trace once and makes all views.
 *
 * @param options which processes, threads, types and calls are looked at; failed calls only, if so wished
 * @param report is told of payloads that are not what they should be
 * @throws FormatError `BAD_VALUE` for options that make no sense
 */
export function makeViews(
  walker: RecordWalker,
  options: ReadOptions = {},
  report: (diagnostic: Diagnostic) => void = () => {},
): TraceViews {
  const views = new ViewMaker(walker, options, report)
  do views.seeAll()
  while (walker.more())
  return views.done()
}

class ViewMaker {
  readonly #types = new Map<number, number>()
  readonly #calls = new Map<string, CallSummary>()
  readonly #durations = new Map<string, Durations>()
  readonly #threads = new Map<number | string, ThreadState>()
  readonly #files = new Map<string, FileUse>()
  readonly #descriptors = new Map<string, DescriptorUse>()
  readonly #processes = new Map<number, TreeProcess>()
  readonly #commands = new Commands()
  readonly #filter: RecordFilter
  readonly #order: (a: CallSummary, b: CallSummary) => number
  readonly #namer: SyscallNamer
  readonly #payloads: Payloads
  readonly #fields = new Map<Layout<Record<string, unknown>>, Fields>()
  /** What is done with records of a type. */
  readonly #works = new Map<number, (name: string | undefined) => void>()
  /** Times are counted from the first, so that nanoseconds stay exact. */
  #epoch: number | undefined

  constructor(
    private readonly walker: RecordWalker,
    options: ReadOptions,
    report: (diagnostic: Diagnostic) => void,
  ) {
    const { file } = walker
    this.#filter = new RecordFilter(file, options)
    this.#order = orderOf(options.sort)
    this.#namer = file.dialect.createSyscallNamer(file.abi, namerOptions(file.dialect, options))
    this.#payloads = new Payloads(file, report)
    const works: Readonly<Record<string, (name: string | undefined) => void>> = {
      KTR_SYSCALL: (name) => this.#call(name),
      KTR_SYSRET: () => this.#return(),
      KTR_NAMEI: () => this.#path(),
      KTR_GENIO: () => this.#io(),
    }
    for (const { type, name } of file.types.values()) {
      const work = works[name]
      if (work) this.#works.set(type, work)
    }
  }

  /** Takes the records at hand. A loop of its own, as it is the hot one. */
  seeAll(): void {
    const { walker } = this
    for (let step = walker.step(); step !== MORE; step = walker.step()) {
      if (step !== RECORD) continue
      const name = this.#namer.see(walker)
      if (this.#filter.sees(walker)) this.#see(name, this.#namer.error)
    }
  }

  /** @param native the system's number of the error, where that differs from the record's */
  #see(name: string | undefined, native: number | undefined): void {
    const { walker } = this
    const { type } = walker
    if (this.#filter.accepts(walker, name, native === undefined ? undefined : native > 0))
      this.#types.set(type, (this.#types.get(type) ?? 0) + 1)
    const process = this.#process(walker.pid)
    const command = this.#commands.of(walker)
    if (process && process.commands.at(-1) !== command && process.commands.length < 1000) process.commands.push(command)
    this.#works.get(type)?.(name)
  }

  done(): TraceViews {
    const { types } = this.walker.file
    if (!this.#filter.onlyFailed) for (const { pending } of this.#threads.values()) if (pending) this.#pathsOf(pending, '')
    return {
      summary: {
        calls: [...this.#calls.values()].map((call) => this.#timed(call)).sort(this.#order),
        threads: [...this.#threads.values()].map(({ summary }) => summary).filter((thread) => this.#isShown(thread)),
        types: Object.fromEntries([...this.#types].map(([type, count]) => [types.get(type)?.name ?? String(type), count])),
      },
      files: [...this.#files.values()],
      io: [...this.#descriptors.values()],
      tree: [...this.#processes.values()],
    }
  }

  #timed(call: CallSummary): CallSummary {
    const durations = this.#durations.get(call.name)
    return durations ? { ...call, p50: durations.percentile(0.5), p99: durations.percentile(0.99), max: durations.longest } : call
  }

  /** Threads that made none of the calls that are asked for are not. */
  #isShown({ calls, errors }: ThreadSummary): boolean {
    return (!this.#filter.byName && !this.#filter.onlyFailed) || calls > 0 || errors > 0
  }

  #call(known: string | undefined): void {
    const { walker } = this
    const thread = this.#thread()
    if (thread) thread.pending = undefined
    // A payload that is none is not counted as a call of this or that name.
    const name = known ?? `[${walker.file.dialect.syscallNumber(walker)}]`
    if (!this.#filter.acceptsCall(walker, known)) return
    if (!this.#filter.onlyFailed) this.#count(name, thread)
    if (thread) thread.pending = { name, time: this.#nanoseconds(), paths: [] }
  }

  #count(name: string, thread: ThreadState | undefined): void {
    const call = entry(this.#calls, name, () => ({ name, calls: 0, errors: 0, nanoseconds: 0, returned: 0 }))
    if (call) call.calls++
    if (thread) thread.summary.calls++
  }

  #return(): void {
    const { error: errorOf, value } = this.#fieldsOf()
    const error = this.#namer.error ?? errorOf?.(this.walker)
    // Negative ones are no errors: the call returns in another way, or is begun again.
    const failed = error !== undefined && error > 0
    const thread = this.#thread()
    const pending = thread?.pending
    if (thread) thread.pending = undefined
    if (failed && thread && (pending || !this.#filter.byName)) thread.summary.errors++
    if (!thread || !pending || (this.#filter.onlyFailed && !failed)) return
    if (this.#filter.onlyFailed) this.#count(pending.name, thread)
    const took = this.#nanoseconds() - pending.time
    const call = this.#calls.get(pending.name)
    if (call) {
      call.returned++
      call.nanoseconds += took
      entry(this.#durations, pending.name, () => new Durations())?.add(took)
      if (failed) call.errors++
    }
    thread.summary.nanoseconds += took
    this.#pathsOf(pending, failed ? `errno ${error}` : 'ok')
    if (!failed) this.#family(pending, value)
  }

  /** Forks and execs. */
  #family({ name, paths }: Pending, value: ReadField<bigint> | undefined): void {
    const { pid } = this.walker
    if (FORKS.test(name)) {
      const child = Number(value?.(this.walker) ?? 0n)
      const process = child > 0 && child !== pid ? this.#process(child) : undefined
      if (process && process.parent === undefined) process.parent = pid
    }
    const program = EXECS.test(name) ? paths[0] : undefined
    const process = this.#processes.get(pid)
    if (program !== undefined && process && process.programs.length < 1000) process.programs.push(program)
  }

  #path(): void {
    const path = this.#fieldsOf().path?.(this.walker)
    if (path === undefined) return
    const pending = this.#threads.get(threadKey(this.walker))?.pending
    if (pending && pending.paths.length < 100) pending.paths.push(path)
    else if (!pending && !this.#filter.byName && !this.#filter.onlyFailed) this.#file(path, '', '')
  }

  #pathsOf({ name, paths }: Pending, result: string): void {
    for (const path of paths) this.#file(path, name, result)
  }

  #io(): void {
    const { walker } = this
    const { fd: fdOf, written, length: lengthOf } = this.#fieldsOf()
    const fd = fdOf?.(walker)
    const length = lengthOf?.(walker)
    if (fd === undefined || length === undefined || this.#filter.onlyFailed) return
    const { pid } = walker
    if (this.#filter.byName && !this.#threads.get(threadKey(walker))?.pending) return
    const use = entry(this.#descriptors, `${pid} ${fd}`, () => ({ pid, fd, reads: 0, bytesRead: 0, writes: 0, bytesWritten: 0 }))
    if (!use) return
    if (written?.(walker) === 1) {
      use.writes++
      use.bytesWritten += length
    } else {
      use.reads++
      use.bytesRead += length
    }
  }

  #file(path: string, call: string, result: string): void {
    const use = entry(this.#files, `${path}\0${call}\0${result}`, () => ({ path, call, result, count: 0 }))
    if (use) use.count++
  }

  #thread(): ThreadState | undefined {
    const { pid, tid } = this.walker
    return entry(this.#threads, threadKey(this.walker), () => ({
      summary: { pid, ...(tid !== undefined && { tid }), calls: 0, errors: 0, nanoseconds: 0 },
      pending: undefined,
    }))
  }

  #process(pid: number): TreeProcess | undefined {
    return entry(this.#processes, pid, () => ({ pid, commands: [], programs: [] }))
  }

  #fieldsOf(): Fields {
    const layout = this.#payloads.layoutOf(this.walker)
    if (!layout) return {}
    let fields = this.#fields.get(layout)
    if (!fields) {
      fields = {
        error: numberField(layout, 'ktr_error'),
        value: bigField(layout, 'ktr_retval'),
        path: textField(layout, 'path'),
        fd: numberField(layout, 'ktr_fd'),
        written: numberField(layout, 'ktr_rw'),
        length: restLength(layout),
      }
      this.#fields.set(layout, fields)
    }
    return fields
  }

  /** Since the second of the first call. */
  #nanoseconds(): number {
    const { seconds, fraction, header } = this.walker
    this.#epoch ??= seconds
    return (seconds - this.#epoch) * 1e9 + fraction * (header.digits === 9 ? 1 : 1000)
  }
}

const SORTS: Readonly<Record<(typeof SORT_KEYS)[number], (call: CallSummary) => number>> = {
  time: ({ nanoseconds }) => nanoseconds,
  calls: ({ calls }) => calls,
  errors: ({ errors }) => errors,
  mean: ({ nanoseconds, returned }) => (returned > 0 ? nanoseconds / returned : 0),
  p50: ({ p50 = 0 }) => p50,
  p99: ({ p99 = 0 }) => p99,
  max: ({ max = 0 }) => max,
}

/** Largest first. */
function orderOf(sort: unknown): (a: CallSummary, b: CallSummary) => number {
  const key = SORT_KEYS.find((name) => name === (sort ?? 'time'))
  if (key === undefined) throw createOptionError('sort', `one of ${SORT_KEYS.join(', ')}`, sort)
  const value = SORTS[key]
  return (a, b) => value(b) - value(a) || b.nanoseconds - a.nanoseconds || b.calls - a.calls
}

const FORKS = /^(?:__)?(?:v?fork|fork1|rfork|lwp_rfork|clone|pdfork|posix_spawn)\d*$/
const EXECS = /^(?:f?execve|posix_spawn)$/

/** Threads up to this number, of which there are no more in practice, are kept by a number made of process and thread. */
const THREADS = 2 ** 22

function threadKey({ pid, tid }: RecordWalker): number | string {
  return tid !== undefined && tid >= 0 && tid < THREADS && pid >= 0 ? pid * THREADS + tid : `${pid} ${tid ?? ''}`
}

/** The entry of a key, made when it is new; undefined when there are too many. */
function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V | undefined {
  let value = map.get(key)
  if (!value && map.size < defaultLimits.viewRows) {
    value = make()
    map.set(key, value)
  }
  return value
}
