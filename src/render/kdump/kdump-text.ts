/** Prints traces like kdump(1) of their system. */
import { type Diagnostic, FormatError } from '../../errors.js'
import { OutputBuffer } from '../../io/output-buffer.js'
import type { ReadOptions } from '../../readers/format-reader.js'
import { RecordFilter } from '../../readers/ktrace/filter.js'
import { createOptionError } from '../../readers/ktrace/option-values.js'
import { Payloads } from '../../readers/ktrace/payload.js'
import { MORE, RECORD, type RecordWalker } from '../../readers/ktrace/record-walker.js'
import { callRecords, failedCalls } from './failed-calls.js'
import { textOptions } from './options.js'
import { renderers } from './registry.js'
import type { Renderer } from './renderer.js'

/**
 * The text of a trace, in chunks of complete lines.
 *
 * @param report called for malformed payloads
 * @throws FormatError `BAD_VALUE` for invalid options, `UNKNOWN_FORMAT` for a system without text output
 */
export function kdumpText(
  walker: RecordWalker,
  report: (diagnostic: Diagnostic) => void,
  options: ReadOptions = {},
): Generator<Uint8Array, void, undefined> {
  const { file } = walker
  const make = renderers[file.system.name]
  if (!make) throw new FormatError({ code: 'UNKNOWN_FORMAT', message: `text output is not supported for ${file.system.name} traces` })
  for (const name of ['cpu', 'threads'])
    if (options[name] === true && file.system.name !== 'dragonfly')
      throw createOptionError(name, 'a DragonFly trace, whose headers and kdump have it', file.system.name)
  const out = new OutputBuffer()
  // Of returns alone one does not see what failed.
  const withCalls = options.errors === true && options.type === undefined
  const filter = new RecordFilter(file, withCalls ? callRecords(options) : options)
  if (withCalls) {
    const renderer = make({ file, out, options: textOptions(options), filter, report })
    return failedCalls(walker, renderer, out, options)
  }
  const renderer = make({ file, out, options: textOptions(options), filter, report })
  return pieces(walker, renderer, new Payloads(file, report), out)
}

function* pieces(walker: RecordWalker, renderer: Renderer, payloads: Payloads, out: OutputBuffer): Generator<Uint8Array, void, undefined> {
  do {
    while (print(walker, renderer, payloads, out)) yield* out.take()
    // With --follow, all text is printed before waiting for more.
    out.flush()
    yield* out.take()
  } while (walker.more())
}

/** Prints records until a chunk is full (true), or no more records are available (false). The hot loop. */
function print(walker: RecordWalker, renderer: Renderer, payloads: Payloads, out: OutputBuffer): boolean {
  for (let step = walker.step(); step !== MORE; step = walker.step()) {
    if (step === RECORD) {
      renderer.record(walker)
      payloads.verify(walker)
      if (out.full) return true
    }
  }
  return false
}
