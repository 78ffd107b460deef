/** What every family of cores answers beside its report: memory, places in the file, names, and backtraces, whose code is loaded on demand. */
import { coreSymbol } from '../readers/core/core-symbol.js'
import { locateOffset } from '../readers/core/locate-offset.js'
import type { Core } from '../readers/core/model.js'
import type { OpenedFile, ReadOptions } from '../readers/format-reader.js'

/** Parts of a report that are made of backtraces. */
const TRACED = ['crash', 'backtrace']

/** The members of an opened file that are the same for all cores. */
export const coreQuestions = (core: Core): Pick<OpenedFile, 'prepare' | 'memory' | 'locate' | 'symbol' | 'release'> => ({
  prepare: (options) => prepareTracer(core, options),
  memory: core.memory,
  locate: (offset) => locateOffset(core, offset),
  symbol: (name) => coreSymbol(core, name),
  release: () => core.tracer?.close(),
})

/**
 * Makes `core.tracer` where a report with these options shows calls.
 *
 * @throws FormatError `IO` when a file that `symbols` names cannot be opened
 */
async function prepareTracer(core: Core, options: ReadOptions & { json?: boolean } = {}): Promise<void> {
  const { only, full, json, sysroot, symbols } = options
  const asked = only?.some((part) => TRACED.includes(part)) ?? (full || json || core.image.modules.length > 0)
  if (!asked && sysroot === undefined && symbols === undefined) return
  const { loadTracer } = await import('./core-symbols.js')
  await loadTracer(core, options)
}
