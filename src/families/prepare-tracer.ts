/** Decides whether a report of a core needs backtraces, and loads the code for them if so. */
import type { Core } from '../readers/core/model.js'
import type { ReadOptions } from '../readers/format-reader.js'

/** Parts of a report that are made of backtraces. */
const TRACED = ['crash', 'backtrace']

/**
 * Makes `core.tracer` where a report with these options shows calls.
 *
 * @throws FormatError `IO` when a file that `symbols` names cannot be opened
 */
export async function prepareTracer(core: Core, options: ReadOptions & { json?: boolean } = {}): Promise<void> {
  const { only, full, json, sysroot, symbols } = options
  const asked = only?.some((part) => TRACED.includes(part)) ?? (full || json || core.image.modules.length > 0)
  if (!asked && sysroot === undefined && symbols === undefined) return
  const { loadTracer } = await import('./core-symbols.js')
  await loadTracer(core, options)
}
