/** The output of a command: a new file, or standard output. */
import { deviceSink } from '../io/device-sink.js'
import { fileSink } from '../io/file-sink.js'
import type { ByteSink } from '../io/sink.js'
import type { Output } from './output.js'

/**
 * Opens OUT; `-` is standard output, a character device is written to.
 *
 * @throws FormatError `IO` when the name is taken and `force` was not given, or by something that is never replaced
 */
export function openDestination(path: string, options: { force?: boolean | undefined }, output: Output): ByteSink {
  if (path === '-') return output.sink
  return deviceSink(path) ?? fileSink(path, { force: options.force ?? false })
}
