/** One call for one question of a trace: what `read --only summary`, `--only calls` and `read` print. */
import type { TraceCall } from '../readers/ktrace/call-model.js'
import type { CallOptions, KdumpTextOptions, RecordOptions } from '../readers/ktrace/record-options.js'
import type { Trace } from '../readers/ktrace/trace.js'
import type { TraceViews } from '../readers/ktrace/view-model.js'

/**
 * Where the time of a trace went: system calls with their numbers, errors and durations (nanoseconds), threads, types of records.
 *
 * @throws FormatError `BAD_VALUE` for an option that makes no sense
 * @example
 * for (const { name, calls, errors } of summary(trace).calls) console.log(name, calls, errors)
 */
export function summary(trace: Trace, options: RecordOptions = {}): TraceViews['summary'] {
  return trace.report({ ...options, only: ['summary'] }).summary as TraceViews['summary']
}

/**
 * The system calls of a trace with decoded arguments, results and durations, each when it returns; those that do not return come last.
 *
 * @throws FormatError `BAD_VALUE` for an option that makes no sense
 * @example
 * for (const call of calls(trace, { errno: 'ENOENT' })) console.log(call.name, call.path)
 */
export function calls(trace: Trace, options: CallOptions = {}): Iterable<TraceCall> {
  return trace.calls({ ...options })
}

/**
 * A trace as the kdump(1) of its system prints it.
 *
 * @returns pieces of the text, with their newlines
 * @throws FormatError `BAD_VALUE` for an option that makes no sense
 * @example
 * for (const piece of kdumpText(trace, { timestamps: 'relative' })) process.stdout.write(piece)
 */
export function* kdumpText(trace: Trace, options: KdumpTextOptions = {}): Generator<string, void, undefined> {
  const { timestamps, maxData, ioHex, width, ...rest } = options
  const decoder = new TextDecoder()
  // As the command line has them.
  const text = trace.text({
    ...rest,
    ...(timestamps !== undefined && { timestamps: [timestamps].flat() }),
    ...(maxData !== undefined && { maxData: String(maxData) }),
    ...(ioHex !== undefined && { ioHex: String(ioHex) }),
    ...(width !== undefined && { width: String(width) }),
  })
  for (const piece of text) yield typeof piece === 'string' ? piece : decoder.decode(piece, { stream: true })
  const last = decoder.decode()
  if (last !== '') yield last
}
