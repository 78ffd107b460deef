/** The output of a command: a new file, or standard output. */
import { fileSink } from '../io/file-sink.js'
import type { ByteSink } from '../io/sink.js'
import type { Output } from './output.js'

/**
 * Opens OUT; `-` is standard output.
 *
 * @throws FormatError `IO` when the name is taken and `force` was not given, or by something that is never replaced
 */
export function openDestination(path: string, options: { force?: boolean | undefined }, output: Output): ByteSink {
  return path === '-' ? output.sink : fileSink(path, { force: options.force ?? false })
}
