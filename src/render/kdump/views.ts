/** Prints the views of a trace as tables. */
import type { TraceViews, TreeProcess, ViewName } from '../../readers/ktrace/view-model.js'

/** The text of the given views, in chunks. */
export function* viewText(names: readonly ViewName[], views: TraceViews): Generator<string, void, undefined> {
  for (const [index, name] of names.entries()) {
    if (index > 0) yield '\n'
    yield* texts[name](views)
  }
}

const texts: Readonly<Record<ViewName, (views: TraceViews) => Generator<string, void, undefined>>> = {
  *summary({ summary: { calls, threads, types } }) {
    const total = calls.reduce((sum, { nanoseconds }) => sum + nanoseconds, 0)
    yield* table(
      ['% time', 'seconds', 'usecs/call', 'p50', 'p99', 'max', 'calls', 'errors', 'syscall'],
      calls.map(({ name, calls, errors, nanoseconds, returned, p50, p99, max }) => [
        total > 0 ? ((100 * nanoseconds) / total).toFixed(2) : '0.00',
        seconds(nanoseconds),
        returned > 0 ? (nanoseconds / returned / 1000).toFixed(0) : '',
        ...[p50, p99, max].map((value) => (value === undefined ? '' : (value / 1000).toFixed(0))),
        String(calls),
        errors > 0 ? String(errors) : '',
        name,
      ]),
    )
    yield '\n'
    yield* table(
      ['pid', 'tid', 'calls', 'errors', 'seconds'],
      threads.map(({ pid, tid, calls, errors, nanoseconds }) => [
        String(pid),
        tid === undefined ? '' : String(tid),
        String(calls),
        errors > 0 ? String(errors) : '',
        seconds(nanoseconds),
      ]),
    )
    yield '\n'
    yield* table(
      ['records', 'type'],
      Object.entries(types).map(([type, count]) => [String(count), type]),
    )
  },
  *files({ files }) {
    yield* table(
      ['count', 'result', 'call', 'path'],
      files.map(({ path, call, result, count }) => [String(count), result, call, visible(path)]),
      [1, 2, 3],
    )
  },
  *io({ io }) {
    yield* table(
      ['pid', 'fd', 'reads', 'bytes', 'writes', 'bytes'],
      io.map(({ pid, fd, reads, bytesRead, writes, bytesWritten }) => [pid, fd, reads, bytesRead, writes, bytesWritten].map(String)),
    )
  },
  *tree({ tree }) {
    const known = new Set(tree.map(({ pid }) => pid))
    const children = new Map<number | undefined, TreeProcess[]>()
    for (const process of tree) {
      const parent = process.parent !== undefined && known.has(process.parent) ? process.parent : undefined
      children.set(parent, [...(children.get(parent) ?? []), process])
    }
    // Process IDs are reused: a process that would be its own ancestor is printed once.
    const shown = new Set<number>()
    const stack = (children.get(undefined) ?? []).map((process) => ({ process, depth: 0 })).reverse()
    for (let next = stack.pop(); next; next = stack.pop()) {
      const { process, depth } = next
      if (shown.has(process.pid)) continue
      shown.add(process.pid)
      const ran = process.programs.length > 0 ? `  ran ${process.programs.map(visible).join(', ')}` : ''
      yield `${'  '.repeat(Math.min(depth, 40))}${process.pid} ${process.commands.map(visible).join(' -> ')}${ran}\n`
      for (const child of (children.get(process.pid) ?? []).reverse()) stack.push({ process: child, depth: depth + 1 })
    }
  },
}

const seconds = (nanoseconds: number): string => (nanoseconds / 1e9).toFixed(6)

/** Escapes control characters, which must not reach the terminal. */
const visible = (text: string): string => text.replace(/\p{Cc}/gu, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`)

/** Columns of minimal width; numbers are right-aligned, the named columns and the last one left-aligned. */
function* table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  left: readonly number[] = [head.length - 1],
): Generator<string> {
  const widths = head.map((title, column) => rows.reduce((width, row) => Math.max(width, (row[column] ?? '').length), title.length))
  for (const row of [head, ...rows]) {
    const cells = row.map((cell, column) => (left.includes(column) ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
    yield `${cells.join('  ').trimEnd()}\n`
  }
}
