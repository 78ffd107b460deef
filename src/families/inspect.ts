/** Everything of a file read once, for what is wrong with it. */
import type { Diagnostic } from '../errors.js'
import { createYield } from '../io/event-loop.js'
import type { OpenedFile } from '../readers/format-reader.js'

/**
 * Walks the whole report, all records and all memory of a file, so that its `diagnostics` is complete, and gives that list without repetitions.
 *
 * @throws FormatError when the file was opened strict, the first error
 */
export async function inspect(file: OpenedFile): Promise<readonly Diagnostic[]> {
  const turn = createYield()
  await walk(file.report(), turn)
  if (file.recordLines) await walk(file.recordLines(), turn)
  for (const _ of file.verify?.() ?? []) {
    const wait = turn()
    if (wait) await wait
  }
  return uniqueDiagnostics(file.diagnostics)
}

/** A list without repetitions: a file that is walked twice may be found wrong twice. */
export function uniqueDiagnostics(list: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>()
  return list.filter((each) => {
    const key = JSON.stringify([each.code, each.offset, each.path, each.message])
    return !seen.has(key) && seen.add(key)
  })
}

async function walk(value: unknown, turn: () => Promise<void> | undefined): Promise<void> {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return
  // Arrays are there already; what is lazy in them are the elements.
  const elements: Iterable<unknown> = Symbol.iterator in value ? (value as Iterable<unknown>) : Object.values(value)
  for (const element of elements) {
    if (typeof element === 'object') await walk(element, turn)
    const wait = turn()
    if (wait) await wait
  }
}
