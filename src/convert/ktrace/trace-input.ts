/** The trace that a conversion reads. */
import { FormatError } from '../../errors.js'
import type { Trace } from '../../families/ktrace.js'
import type { OpenedFile } from '../../readers/format-reader.js'

/** @throws FormatError `UNKNOWN_FORMAT` for a file that is not a trace */
export function traceFor(file: OpenedFile, target: string): Trace {
  if (file.format.startsWith('ktrace/')) return file as Trace
  throw new FormatError({ code: 'UNKNOWN_FORMAT', message: `${target} requires a trace, found ${file.format}`, found: file.format })
}
