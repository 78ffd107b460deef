/** Runs a task on every range of a trace, in this thread or in several workers. Results are in file order. */
import { type Diagnostic, FormatError } from '../../../errors.js'
import type { Trace } from '../../../families/ktrace.js'
import { nodeBuiltin } from '../../../io/node-builtins.js'
import type { PartSize } from '../../../readers/ktrace/split-points.js'
import { dialectName, type TraceRange } from '../../../readers/ktrace/trace-ranges.js'
import { type Results, type TaskName, type TaskResult, tasks, type WorkerSetup } from '../range-tasks.js'

export interface EachOptions {
  /** Number of workers; 1 runs in this thread. */
  readonly jobs: number
  readonly size: PartSize
  readonly emulation?: string | undefined
  readonly maxData?: number | undefined
}

/** Runs a task on each range of a trace. Diagnostics are added to the trace. */
export async function* eachRange<Name extends TaskName>(
  trace: Trace,
  name: Name,
  { jobs, size, emulation, maxData }: EachOptions,
): AsyncGenerator<Results[Name], void, undefined> {
  const setup: WorkerSetup = { dialect: dialectName(trace.file), layout: trace.mainLayout, emulation, maxData }
  const ranges = trace.ranges(size, emulation === undefined ? {} : { emulation })
  const results = jobs > 1 ? byWorkers(ranges, name, setup, jobs) : here(ranges, name, setup, trace)
  for await (const { made, diagnostics } of results) {
    trace.add(diagnostics)
    yield made as Results[Name]
  }
}

async function* here(
  ranges: Iterable<TraceRange>,
  name: TaskName,
  setup: WorkerSetup,
  { file }: Trace,
): AsyncGenerator<TaskResult<unknown>> {
  const task = await tasks[name](file, setup)
  for (const range of ranges) yield task(range)
}

async function* byWorkers(
  ranges: Iterable<TraceRange>,
  name: TaskName,
  setup: WorkerSetup,
  jobs: number,
): AsyncGenerator<TaskResult<unknown>> {
  const workers = Array.from({ length: jobs }, () => new RangeWorker(name, setup))
  try {
    const pending: Promise<TaskResult<unknown>>[] = []
    let next = 0
    for (const range of ranges) {
      const worker = workers[next++ % jobs] as RangeWorker
      pending.push(worker.run(range))
      // One more than the number of workers, so that none is idle and memory use stays constant.
      if (pending.length > jobs) yield (await pending.shift()) as TaskResult<unknown>
    }
    for (const result of pending) yield await result
  } finally {
    await Promise.all(workers.map((worker) => worker.end()))
  }
}

/** One worker; it returns results in the order of its ranges. */
class RangeWorker {
  readonly #worker
  readonly #waiting: { resolve: (made: TaskResult<unknown>) => void; reject: (error: unknown) => void }[] = []

  constructor(name: TaskName, setup: WorkerSetup) {
    const { Worker } = nodeBuiltin('node:worker_threads')
    this.#worker = new Worker(new URL('./worker.js', import.meta.url), { workerData: { name, setup } })
    this.#worker.on('message', ({ result, error }: { result?: TaskResult<unknown>; error?: Diagnostic }) => {
      const first = this.#waiting.shift()
      if (error) first?.reject(new FormatError(error))
      else first?.resolve(result as TaskResult<unknown>)
    })
    this.#worker.on('error', (error) => this.#fail(error))
    this.#worker.on('exit', () => this.#fail(new FormatError({ code: 'IO', message: 'a worker exited before it was finished' })))
  }

  run(range: TraceRange): Promise<TaskResult<unknown>> {
    const made = new Promise<TaskResult<unknown>>((resolve, reject) => {
      this.#waiting.push({ resolve, reject })
    })
    // The promise is awaited later; this prevents an unhandled rejection until then.
    made.catch(() => {})
    this.#worker.postMessage(range, [range.bytes.buffer as ArrayBuffer])
    return made
  }

  async end(): Promise<void> {
    await this.#worker.terminate()
  }

  #fail(error: unknown): void {
    for (const { reject } of this.#waiting.splice(0)) reject(error)
  }
}
