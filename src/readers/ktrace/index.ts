/** Reads ktrace files of the BSDs. */
import { systems } from '../../formats/ktrace/systems.js'
import type { ByteSource } from '../../io/source.js'
import { kdumpOptions } from '../../render/kdump/options.js'
import type { Detection, FormatReader, OpenOptions, ReaderOption } from '../format.js'
import { LOOK, recognise } from './detect.js'
import { openTrace, type Trace } from './trace.js'

export type { LaidOutDialect, LaidOutHeader } from './dialect.js'
export type { PayloadValue } from './payload.js'
export type { TraceRecord } from './record.js'
export { GAP, MORE, RECORD, RecordWalker } from './stream.js'
export { openTrace, streamTrace, Trace, type TraceOptions } from './trace.js'

/** Options of `read` for traces. */
export const options: readonly ReaderOption[] = kdumpOptions

export const reader: FormatReader = {
  formats: systems.flatMap(({ formats }) => formats.map(({ name, title }) => ({ name, title, read: true, write: true }))),

  detect(source: ByteSource): Detection | undefined {
    const head = source.read(0, LOOK)
    const found = recognise(head, head.length >= source.size)
    return found && { format: found.format, confidence: found.confidence, reasons: found.reasons }
  },

  open(source: ByteSource, options: OpenOptions = {}): Trace {
    return openTrace(source, options)
  },
}
