/** Opening traces: a file, or what arrives in chunks. */
import { FormatError } from '../../errors.js'
import { concatenate } from '../../io/bytes.js'
import type { ByteSource } from '../../io/source.js'
import { findAbi } from '../../schema/abi.js'
import { pipedSource, windowedSource } from './chunk-source.js'
import { DETECTION_BYTES, detectDialect, resolveDialect } from './detect.js'
import { Trace, type TraceOptions, type TraceRenderings } from './trace.js'

/** See `openTrace`. */
export function traceOf(source: ByteSource, options: TraceOptions, renderings: TraceRenderings): Trace {
  const head = source.read(0, DETECTION_BYTES)
  const recognised = resolveDialect(head, head.length >= source.size, { format: options.as, abi: options.abi, layout: options.layout })
  return new Trace(recognised, (reuse) => windowedSource(source, { reuse }), options, renderings)
}

/** See `streamTrace`. */
export function streamOf(chunks: Iterable<Uint8Array>, options: TraceOptions, renderings: TraceRenderings): Trace {
  const iterator = chunks[Symbol.iterator]()
  const head: Uint8Array[] = []
  let length = 0
  let whole = false
  let looked = 0
  while (length < DETECTION_BYTES && !whole) {
    const next = iterator.next()
    if (next.done) whole = true
    else {
      // A chunk may be overwritten when the next one is taken.
      head.push(next.value.slice())
      length += next.value.length
      // Waiting for more of a slow stream would hold back what is there; a few records that fit nothing else are enough to go by.
      if (length < 2 * looked) continue
      looked = length
      if (isRecognised(concatenate(head), options)) break
    }
  }
  const joined = concatenate(head)
  const recognised = resolveDialect(joined, whole, { format: options.as, abi: options.abi, layout: options.layout })
  let read = false
  return new Trace(
    recognised,
    () => {
      if (read) throw new FormatError({ code: 'IO', message: 'a stream can be read once only' })
      read = true
      return pipedSource(rest(joined, iterator))
    },
    options,
    renderings,
  )
}

/** A mark, or five records that fit well: enough when only the beginning of a trace is there. */
const SURE = 0.8

function isRecognised(head: Uint8Array, { as, abi, layout, follow }: TraceOptions): boolean {
  const known = abi === undefined ? undefined : findAbi(abi)?.name
  const found = detectDialect(head, false, { format: as, abi: known, layout })
  return found !== undefined && found.confidence > SURE && (follow ? found.settled : found.certain)
}

function* rest(head: Uint8Array, iterator: Iterator<Uint8Array>): Generator<Uint8Array, void, undefined> {
  if (head.length > 0) yield head
  for (let next = iterator.next(); !next.done; next = iterator.next()) yield next.value
}
