/** What a trace holds, counted: the report of `read --json`. */

import type { Namer } from '../../formats/ktrace/dialect.js'
import type { RecordFilter } from './filter.js'
import type { RecordWalker } from './stream.js'
import { RECORD } from './stream.js'
import { commandOf, Times } from './time.js'

interface ProcessCount {
  readonly pid: number
  readonly commands: Set<string>
  readonly threads: Set<number>
  records: number
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

/** Commands and threads kept of one process: a hostile file could have millions. */
const MOST_OF_A_PROCESS = 1000

/**
 * Walks the whole trace.
 *
 * @param limit most processes that are told apart
 */
export function summarise(walker: RecordWalker, namer: Namer, filter: RecordFilter, limit: number): TraceSummary {
  const { dialect } = walker.file
  const types = new Map<number, number>()
  const calls = new Map<string, number>()
  const processes = new Map<number, ProcessCount>()
  const times = new Times()
  let records = 0
  let failures = 0
  // Times are not in the order of the file: a switch is written when its thread runs again.
  let first: { key: number; text: string } | undefined
  let last: { key: number; text: string } | undefined
  do {
    for (let step = walker.step(); step !== 0; step = walker.step()) {
      if (step !== RECORD) continue
      const name = namer.see(walker)
      if (!filter.accepts(walker, name)) continue
      records++
      types.set(walker.type, (types.get(walker.type) ?? 0) + 1)
      if (walker.type === dialect.returnType) failures += dialect.failed(walker) ? 1 : 0
      else if (name !== undefined) calls.set(name, (calls.get(name) ?? 0) + 1)
      const key = walker.seconds + walker.fraction / 10 ** walker.header.digits
      if (!first || key < first.key) first = { key, text: times.of(walker) }
      if (!last || key > last.key) last = { key, text: times.of(walker) }
      count(processes, walker, limit)
    }
  } while (walker.more())
  return {
    records,
    types: Object.fromEntries([...types].map(([type, n]) => [walker.file.types.get(type)?.name ?? String(type), n])),
    calls: Object.fromEntries([...calls].sort((a, b) => b[1] - a[1])),
    failures,
    ...(first && { firstTime: first.text }),
    ...(last && { lastTime: last.text }),
    processes: [...processes.values()].map(({ pid, commands, threads, records }) => ({
      pid,
      commands: [...commands],
      ...(threads.size > 0 && { threads: threads.size }),
      records,
    })),
  }
}

function count(processes: Map<number, ProcessCount>, walker: RecordWalker, limit: number): void {
  let process = processes.get(walker.pid)
  if (!process) {
    if (processes.size >= limit) return
    process = { pid: walker.pid, commands: new Set(), threads: new Set(), records: 0 }
    processes.set(walker.pid, process)
  }
  process.records++
  if (process.commands.size < MOST_OF_A_PROCESS) process.commands.add(commandOf(walker))
  const { tid } = walker
  if (tid !== undefined && process.threads.size < MOST_OF_A_PROCESS) process.threads.add(tid)
}
