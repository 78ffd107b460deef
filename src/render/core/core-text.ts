/** The text report of a core: one screen by default, selected parts or all of them on request. */
import type { Core } from '../../readers/core/open.js'
import type { ReadOptions } from '../../readers/format-reader.js'
import { DEFAULT_COLUMNS, wrapLines } from '../wrap-lines.js'
import { coreSummary } from './core-summary.js'
import { headline } from './headline.js'
import { type CorePart, parts, partText } from './part-text.js'

/**
 * The text of a core, in pieces of whole lines.
 *
 * - Without options: what died, why and where, one line for each thread, and what else the core holds.
 * - `only`: the named parts; `registers` prints all register sets of each thread.
 * - `full`: all parts.
 */
export function coreText(core: Core, options: ReadOptions = {}): Iterable<string> {
  return wrapLines(report(core, options), options.columns ?? DEFAULT_COLUMNS)
}

function* report(core: Core, options: ReadOptions): Generator<string, void, undefined> {
  yield `${core.title}, ${core.abi.name} (${core.bits}-bit, ${core.endian}-endian)\n`
  if (!options.only && !options.full) {
    yield* coreSummary(core, options)
    return
  }
  if (options.full) yield `${headline(core)}\n`
  const wanted = new Set<string>(options.only ?? partsOfFullReport)
  if (wanted.has('registers')) wanted.add('threads')
  const settings = { columns: options.columns ?? DEFAULT_COLUMNS, allRegisters: wanted.has('registers') }
  for (const part of parts) {
    if (!wanted.has(part)) continue
    let any = false
    for (const piece of partText(part, core, settings)) {
      any = true
      yield piece
    }
    // A part that was requested by name is always answered.
    if (!any && options.only) yield `\n${absent[part] ?? `No ${part} in this core`}\n`
  }
}

/** What the part about the crash says is in the first lines and the other parts. */
const partsOfFullReport = parts.filter((part) => part !== 'crash')

const absent: Partial<Record<CorePart, string>> = {
  backtrace: 'No backtrace: no module or unwind data is known in this core',
  auxv: 'No auxiliary vector in this core',
  files: 'No list of mapped files in this core',
  descriptors: 'No open-file information in this core',
  environment: 'No environment in this core',
  missing: 'No missing memory',
}
