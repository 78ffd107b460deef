/** What the conversions of traces share. */
import { FormatError } from '../../errors.js'
import type { Trace } from '../../families/ktrace.js'
import type { OpenedFile } from '../../readers/format-reader.js'

/** @throws FormatError `UNKNOWN_FORMAT` for a file that is no trace */
export function traceFor(file: OpenedFile, target: string): Trace {
  if (file.format.startsWith('ktrace/')) return file as Trace
  throw new FormatError({ code: 'UNKNOWN_FORMAT', message: `${target} is made of traces, this is ${file.format}`, found: file.format })
}
