/** What people ask of a trace: where time went, which files were touched, what moved over each descriptor, who started whom. */
import type { TraceRecord } from './record.js'

/** Most entries of one view: a hostile trace could name a new file with each record. */
const MOST = 100_000

export interface CallSummary {
  readonly name: string
  calls: number
  errors: number
  /** Between call and return, in nanoseconds, of those calls whose return is in the trace. */
  nanoseconds: number
  returned: number
}

export interface ThreadSummary {
  readonly pid: number
  readonly tid?: number
  calls: number
  errors: number
  nanoseconds: number
}

export interface FileUse {
  readonly path: string
  readonly call: string
  /** `ok`, `errno 2`, or nothing where the call does not return in the trace. */
  readonly result: string
  count: number
}

export interface DescriptorUse {
  readonly pid: number
  readonly fd: number
  reads: number
  bytesRead: number
  writes: number
  bytesWritten: number
}

export interface TreeProcess {
  readonly pid: number
  parent?: number
  /** Commands in the order in which they were run. */
  readonly commands: string[]
  /** Programs that it executed. */
  readonly programs: string[]
}

export interface TraceViews {
  summary: { calls: CallSummary[]; threads: ThreadSummary[]; types: Record<string, number> }
  files: FileUse[]
  io: DescriptorUse[]
  tree: TreeProcess[]
}

export type ViewName = keyof TraceViews
export const viewNames: readonly ViewName[] = ['summary', 'files', 'io', 'tree']

/** The views among the parts that were asked for. */
export const viewsOf = (only: readonly string[] | undefined): ViewName[] => viewNames.filter((name) => only?.includes(name))

interface Pending {
  readonly name: string
  readonly time: number
  readonly paths: string[]
}

/** Walks the records once and makes all views. */
export function makeViews(records: Iterable<TraceRecord>): TraceViews {
  const views = new ViewMaker()
  for (const record of records) views.see(record)
  return views.done()
}

class ViewMaker {
  readonly #types = new Map<string | number, number>()
  readonly #calls = new Map<string, CallSummary>()
  readonly #threads = new Map<string, ThreadSummary>()
  readonly #files = new Map<string, FileUse>()
  readonly #descriptors = new Map<string, DescriptorUse>()
  readonly #processes = new Map<number, TreeProcess>()
  readonly #pending = new Map<string, Pending>()
  /** Times are counted from the first, so that nanoseconds stay exact. */
  #epoch: number | undefined

  see(record: TraceRecord): void {
    this.#types.set(record.type, (this.#types.get(record.type) ?? 0) + 1)
    const process = this.#process(record.pid)
    if (process && process.commands.at(-1) !== record.comm && process.commands.length < 1000) process.commands.push(record.comm)
    switch (record.type) {
      case 'KTR_SYSCALL':
        this.#call(record)
        break
      case 'KTR_SYSRET':
        this.#return(record)
        break
      case 'KTR_NAMEI': {
        const pending = this.#pending.get(threadOf(record))
        const { path } = record.payload as { path?: unknown }
        if (typeof path !== 'string') break
        if (pending && pending.paths.length < 100) pending.paths.push(path)
        else if (!pending) this.#file(path, '', '')
        break
      }
      case 'KTR_GENIO':
        this.#io(record)
        break
    }
  }

  done(): TraceViews {
    for (const { name, paths } of this.#pending.values()) for (const path of paths) this.#file(path, name, '')
    return {
      summary: {
        calls: [...this.#calls.values()].sort((a, b) => b.nanoseconds - a.nanoseconds || b.calls - a.calls),
        threads: [...this.#threads.values()],
        types: Object.fromEntries([...this.#types].map(([type, count]) => [String(type), count])),
      },
      files: [...this.#files.values()],
      io: [...this.#descriptors.values()],
      tree: [...this.#processes.values()],
    }
  }

  #call(record: TraceRecord): void {
    const name = record.name ?? `[${numberOf(record, 'ktr_code')}]`
    const call = entry(this.#calls, name, () => ({ name, calls: 0, errors: 0, nanoseconds: 0, returned: 0 }))
    if (call) call.calls++
    const key = threadOf(record)
    const thread = this.#thread(record)
    if (thread) thread.calls++
    this.#pending.set(key, { name, time: this.#nanoseconds(record.time), paths: [] })
  }

  #return(record: TraceRecord): void {
    const key = threadOf(record)
    const pending = this.#pending.get(key)
    const error = numberOf(record, 'ktr_error')
    // Negative ones are no errors: the call returns in another way, or is begun again.
    const failed = error !== undefined && error > 0
    const thread = this.#thread(record)
    if (failed && thread) thread.errors++
    if (!pending) return
    this.#pending.delete(key)
    const took = this.#nanoseconds(record.time) - pending.time
    const call = this.#calls.get(pending.name)
    if (call) {
      call.returned++
      call.nanoseconds += took
      if (failed) call.errors++
    }
    if (thread) thread.nanoseconds += took
    for (const path of pending.paths) this.#file(path, pending.name, failed ? `errno ${error}` : 'ok')
    this.#family(record, pending, failed)
  }

  /** Forks and execs. */
  #family(record: TraceRecord, { name, paths }: Pending, failed: boolean): void {
    if (failed) return
    const child = numberOf(record, 'ktr_retval')
    if (FORKS.test(name) && child !== undefined && child > 0 && child !== record.pid) {
      const process = this.#process(child)
      if (process && process.parent === undefined) process.parent = record.pid
    }
    const program = EXECS.test(name) ? paths[0] : undefined
    const process = this.#processes.get(record.pid)
    if (program !== undefined && process && process.programs.length < 1000) process.programs.push(program)
  }

  #io(record: TraceRecord): void {
    const { ktr_rw, data } = record.payload as { ktr_rw?: unknown; data?: unknown }
    const fd = numberOf(record, 'ktr_fd')
    if (fd === undefined || !(data instanceof Uint8Array)) return
    const use = entry(this.#descriptors, `${record.pid} ${fd}`, () => ({
      pid: record.pid,
      fd,
      reads: 0,
      bytesRead: 0,
      writes: 0,
      bytesWritten: 0,
    }))
    if (!use) return
    if (Number(ktr_rw) === 1) {
      use.writes++
      use.bytesWritten += data.length
    } else {
      use.reads++
      use.bytesRead += data.length
    }
  }

  #file(path: string, call: string, result: string): void {
    const use = entry(this.#files, `${path}\0${call}\0${result}`, () => ({ path, call, result, count: 0 }))
    if (use) use.count++
  }

  #thread(record: TraceRecord): ThreadSummary | undefined {
    const { pid, tid } = record
    return entry(this.#threads, threadOf(record), () => ({
      pid,
      ...(tid !== undefined && { tid }),
      calls: 0,
      errors: 0,
      nanoseconds: 0,
    }))
  }

  #process(pid: number): TreeProcess | undefined {
    return entry(this.#processes, pid, () => ({ pid, commands: [], programs: [] }))
  }

  /** Since the first record. */
  #nanoseconds(time: string): number {
    const [seconds = '0', fraction = '0'] = time.split('.')
    this.#epoch ??= Number(seconds)
    return (Number(seconds) - this.#epoch) * 1e9 + Number(fraction.padEnd(9, '0'))
  }
}

const FORKS = /^(?:__)?(?:v?fork|fork1|rfork|lwp_rfork|clone|pdfork|posix_spawn)\d*$/
const EXECS = /^(?:f?execve|posix_spawn)$/

const threadOf = ({ pid, tid }: { pid: number; tid?: number | undefined }): string => `${pid} ${tid ?? ''}`

function numberOf(record: TraceRecord, field: string): number | undefined {
  const value = (record.payload as Record<string, unknown>)[field]
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : undefined
}

/** The entry of a key, made when it is new; undefined when there are too many. */
function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V | undefined {
  let value = map.get(key)
  if (!value && map.size < MOST) {
    value = make()
    map.set(key, value)
  }
  return value
}
