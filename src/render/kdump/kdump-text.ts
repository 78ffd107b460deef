/** Traces as the text that the kdump(1) of their system prints. */
import { type Diagnostic, FormatError } from '../../errors.js'
import { OutputBuffer } from '../../io/output-buffer.js'
import type { ReadOptions } from '../../readers/format-reader.js'
import { RecordFilter } from '../../readers/ktrace/filter.js'
import { MORE, RECORD, type RecordWalker } from '../../readers/ktrace/record-walker.js'
import { textOptions } from './options.js'
import { renderers } from './registry.js'
import type { Renderer } from './renderer.js'

/**
 * The text of a trace, in pieces of whole lines.
 *
 * @param report is told of payloads that cannot be printed as what they are
 * @throws FormatError `BAD_VALUE` for options that make no sense, `UNKNOWN_FORMAT` for a system whose text is not known
 */
export function kdumpText(
  walker: RecordWalker,
  report: (diagnostic: Diagnostic) => void,
  options: ReadOptions = {},
): Generator<Uint8Array, void, undefined> {
  const { file } = walker
  const make = renderers[file.system.name]
  if (!make) throw new FormatError({ code: 'UNKNOWN_FORMAT', message: `traces of ${file.system.name} cannot be printed as text yet` })
  const out = new OutputBuffer()
  const filter = new RecordFilter(file, options)
  return pieces(walker, make({ file, out, options: textOptions(options), filter, report }), out)
}

function* pieces(walker: RecordWalker, renderer: Renderer, out: OutputBuffer): Generator<Uint8Array, void, undefined> {
  do {
    while (print(walker, renderer, out)) yield* out.take()
    // Of a trace that is followed, everything is shown before more is waited for.
    out.flush()
    yield* out.take()
  } while (walker.more())
}

/** Prints until something is ready, true, or until there is nothing more at hand, false. A loop of its own, as it is the hot one. */
function print(walker: RecordWalker, renderer: Renderer, out: OutputBuffer): boolean {
  for (let step = walker.step(); step !== MORE; step = walker.step()) {
    if (step === RECORD) {
      renderer.record(walker)
      if (out.full) return true
    }
  }
  return false
}
