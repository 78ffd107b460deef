/** What a trace holds, counted: the report of `read --json`. */

import type { SyscallNamer } from '../../formats/ktrace/dialect.js'
import { defaultLimits } from '../limits.js'
import { isFailure } from './failure.js'
import type { RecordFilter } from './filter.js'
import { Commands, Times } from './record-times.js'
import type { RecordWalker } from './record-walker.js'
import { MORE, RECORD } from './record-walker.js'

interface ProcessCount {
  readonly pid: number
  readonly commands: Set<string>
  readonly threads: Set<number>
  records: number
  /** What came last is known already. */
  command: string
  thread: number | undefined
}

export interface TraceSummary {
  records: number
  types: Record<string, number>
  /** Calls by name, most frequent first. */
  calls: Record<string, number>
  failures: number
  firstTime?: string
  lastTime?: string
  processes: Record<string, unknown>[]
}

/** Parts of a summary for which the header of a record is enough. */
const BY_TYPE: readonly string[] = ['records', 'types']

/**
 * Walks the whole trace.
 *
 * @param limit most processes that are told apart
 * @param only parts that are wanted, all where absent; others may be missing
 */
export function summarise(
  walker: RecordWalker,
  namer: SyscallNamer,
  filter: RecordFilter,
  limit: number,
  only?: readonly string[],
): Partial<TraceSummary> {
  const types = new TypeCounts()
  if (filter.open && only?.every((part) => BY_TYPE.includes(part))) {
    do count(walker, types)
    while (walker.more())
    return { records: types.records, types: types.byName(walker) }
  }
  const { dialect } = walker.file
  const calls = new Map<string, { count: number }>()
  const processes = new Processes(limit)
  const span = new Span()
  let failures = 0
  do {
    for (let step = walker.step(); step !== MORE; step = walker.step()) {
      if (step !== RECORD) continue
      const name = namer.see(walker)
      const failed = walker.type === dialect.returnType && isFailure(namer, walker)
      if (!filter.accepts(walker, name, failed)) continue
      types.add(walker.type)
      if (walker.type === dialect.returnType) failures += failed ? 1 : 0
      else if (name !== undefined) {
        const call = calls.get(name)
        if (call) call.count++
        else calls.set(name, { count: 1 })
      }
      span.add(walker)
      processes.add(walker)
    }
  } while (walker.more())
  return {
    records: types.records,
    types: types.byName(walker),
    calls: Object.fromEntries([...calls].map(([name, { count }]) => [name, count] as const).sort((a, b) => b[1] - a[1])),
    failures,
    ...span.ends(),
    processes: processes.list(),
  }
}

/** Counts the records at hand. A loop of its own, as it is the hot one. */
function count(walker: RecordWalker, types: TypeCounts): void {
  for (let step = walker.step(); step !== MORE; step = walker.step()) if (step === RECORD) types.add(walker.type)
}

/** Records by type. */
class TypeCounts {
  readonly #few = new Float64Array(256)
  readonly #others = new Map<number, number>()
  /** In the order in which they came. */
  readonly #order: number[] = []
  records = 0

  add(type: number): void {
    this.records++
    if (type < 256) {
      if (this.#few[type] === 0) this.#order.push(type)
      ;(this.#few[type] as number)++
      return
    }
    const known = this.#others.get(type)
    if (known === undefined) this.#order.push(type)
    this.#others.set(type, (known ?? 0) + 1)
  }

  byName({ file }: RecordWalker): Record<string, number> {
    return Object.fromEntries(
      this.#order.map((type) => [file.types.get(type)?.name ?? String(type), this.#others.get(type) ?? (this.#few[type] as number)]),
    )
  }
}

/** Earliest and latest time. They are not in the order of the file: a switch is written when its thread runs again. */
class Span {
  readonly #times = new Times()
  #first: { key: number; text: string } | undefined
  #last: { key: number; text: string } | undefined

  add(walker: RecordWalker): void {
    const key = walker.seconds + walker.fraction * (walker.header.digits === 9 ? 1e-9 : 1e-6)
    if (!this.#first || key < this.#first.key) this.#first = { key, text: this.#times.of(walker) }
    if (!this.#last) this.#last = { ...this.#first }
    else if (key > this.#last.key) {
      this.#last.key = key
      this.#last.text = this.#times.of(walker)
    }
  }

  ends(): { firstTime?: string; lastTime?: string } {
    return { ...(this.#first && { firstTime: this.#first.text }), ...(this.#last && { lastTime: this.#last.text }) }
  }
}

class Processes {
  readonly #known = new Map<number, ProcessCount>()
  readonly #commands = new Commands()

  constructor(private readonly limit: number) {}

  add(walker: RecordWalker): void {
    let process = this.#known.get(walker.pid)
    if (!process) {
      if (this.#known.size >= this.limit) return
      process = { pid: walker.pid, commands: new Set(), threads: new Set(), records: 0, command: '', thread: undefined }
      this.#known.set(walker.pid, process)
    }
    const command = this.#commands.of(walker)
    if (process.records++ === 0 || command !== process.command) {
      process.command = command
      if (process.commands.size < defaultLimits.processDetails) process.commands.add(command)
    }
    const { tid } = walker
    if (tid !== undefined && tid !== process.thread) {
      process.thread = tid
      if (process.threads.size < defaultLimits.processDetails) process.threads.add(tid)
    }
  }

  list(): Record<string, unknown>[] {
    return [...this.#known.values()].map(({ pid, commands, threads, records }) => ({
      pid,
      commands: [...commands],
      ...(threads.size > 0 && { threads: threads.size }),
      records,
    }))
  }
}
