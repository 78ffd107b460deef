/** Which bytes of a trace are which field, for the annotated hex. */
import { type FieldSpan, fieldMap } from '../../schema/field-map.js'
import type { Payloads } from './payload.js'
import { GAP, MORE, RECORD, type RecordWalker } from './record-walker.js'

/** Every field of every record, and what is of none. */
export function* traceFields(walker: RecordWalker, payloads: Payloads): Generator<FieldSpan, void, undefined> {
  for (;;) {
    const step = walker.step()
    if (step === RECORD) yield* fieldsOf(walker, payloads)
    else if (step === GAP) {
      const length = walker.stop - walker.start
      yield { offset: walker.offset, length, path: '(no record)', value: `${length} bytes` }
    } else if (step === MORE && !walker.more()) return
  }
}

function* fieldsOf(walker: RecordWalker, payloads: Payloads): Generator<FieldSpan, void, undefined> {
  const { bytes, base, start, payload, stop, index } = walker
  const path = `records[${index}]`
  const [first, ...others] = fieldMap(walker.header.layout.plan, bytes, { offset: start, end: payload, base, path })
  // The number in the header may have flags in it.
  if (first) yield { ...first, record: walker.file.types.get(walker.type)?.name ?? String(walker.type) }
  yield* others
  if (payload === stop) return
  const layout = payloads.layoutOf(walker)
  let end = payload
  if (layout) {
    for (const span of fieldMap(layout.plan, bytes, { offset: payload, end: stop, base, path: `${path}.payload` })) {
      yield span
      end = span.offset - base + span.length
    }
  }
  if (end < stop) {
    const length = stop - end
    yield { offset: base + end, length, path: `${path}.payload${layout ? '.(rest)' : ''}`, value: `${length} bytes` }
  }
}
