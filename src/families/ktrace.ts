/** Reads ktrace files of the BSDs. */
import { systems } from '../formats/ktrace/registry.js'
import type { ByteSource } from '../io/source.js'
import type { Detection, FormatReader, OpenOptions } from '../readers/format-reader.js'
import { DETECTION_BYTES, detectDialect } from '../readers/ktrace/detect.js'
import { streamOf, traceOf } from '../readers/ktrace/open.js'
import { createOptionError } from '../readers/ktrace/option-values.js'
import type { TextMaker, Trace, TraceOptions, TraceRenderings } from '../readers/ktrace/trace.js'
import { viewsOf } from '../readers/ktrace/view-model.js'
import { makeViews } from '../readers/ktrace/views.js'
import { callLines, tracedCalls } from '../render/kdump/calls.js'
import { kdumpText } from '../render/kdump/kdump-text.js'
import { viewText } from '../render/kdump/views.js'
import { wrapLines } from '../render/wrap-lines.js'

export type { DialectLayout, RecordHeaderLayout } from '../formats/ktrace/dialect-layout.js'
export type { TraceCall } from '../readers/ktrace/call-model.js'
export { traceOptions } from '../readers/ktrace/options.js'
export type { PayloadValue } from '../readers/ktrace/payload.js'
export type { TraceRecord } from '../readers/ktrace/record.js'
export type { RecordOptions } from '../readers/ktrace/record-options.js'
export { GAP, MORE, RECORD, RecordWalker } from '../readers/ktrace/record-walker.js'
export type { Trace, TraceOf, TraceOptions } from '../readers/ktrace/trace.js'
export type { KnownRecord, TypedRecord, UnknownRecord } from '../readers/ktrace/typed-record.js'
export type { TraceViews } from '../readers/ktrace/view-model.js'
export { makeViews } from '../readers/ktrace/views.js'

/** The text of the system's kdump, or of the requested views. */
const traceText: TextMaker = (walk, report, options) => {
  const views = viewsOf(options.only)
  if (options.only?.includes('calls')) {
    if (options.only.length > 1) throw createOptionError('only', 'calls alone, as it prints while it reads', options.only)
    return callLines(walk(), report, options)
  }
  return views.length > 0
    ? wrapLines(viewText(views, makeViews(walk(), options, report)), options.columns)
    : kdumpText(walk(), report, options)
}

const renderings: TraceRenderings = { text: traceText, calls: tracedCalls }

/**
 * Opens a trace file of any known system.
 *
 * @throws FormatError `UNKNOWN_FORMAT` when the file is not a trace, or when `as` or `abi` is unknown
 */
export function openTrace(source: ByteSource, options: TraceOptions = {}): Trace {
  return traceOf(source, options, renderings)
}

/**
 * Opens a trace that arrives in chunks, from a pipe or a file that grows. It can be read once: as text, records, a document
 * or a report. Nothing of it is kept but the record that is being read.
 *
 * @throws FormatError as {@link openTrace}
 */
export function streamTrace(chunks: Iterable<Uint8Array>, options: TraceOptions = {}): Trace {
  return streamOf(chunks, options, renderings)
}

export const reader: FormatReader = {
  formats: systems.flatMap(({ formats }) => formats.map(({ name, title }) => ({ name, title, read: true, write: true }))),

  detect(source: ByteSource, part = false): Detection | undefined {
    const head = source.read(0, DETECTION_BYTES)
    const found = detectDialect(head, !part && head.length >= source.size)
    return found && { format: found.format, confidence: found.confidence, certain: found.certain, reasons: found.reasons }
  },

  open(source: ByteSource, options: OpenOptions = {}): Trace {
    return openTrace(source, options)
  },

  stream(chunks: Iterable<Uint8Array>, options: OpenOptions = {}): Trace {
    return streamTrace(chunks, options)
  },
}
