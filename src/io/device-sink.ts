/** Character devices as outputs. */
import { createIoError } from './io-error.js'
import { nodeBuiltin } from './node-builtins.js'
import type { ByteSink } from './sink.js'
import { stdoutSink } from './stdout.js'

/**
 * A sink over a character device, such as /dev/null: it is written to, as nothing in it can be lost. Undefined for any other path.
 *
 * @throws FormatError `IO`
 */
export function deviceSink(path: string): ByteSink | undefined {
  const fs = nodeBuiltin('node:fs')
  if (!fs.statSync(path, { throwIfNoEntry: false })?.isCharacterDevice()) return undefined
  try {
    return stdoutSink(fs.openSync(path, 'w'))
  } catch (error) {
    throw createIoError('open', path, error)
  }
}
