/** What a person names becomes a source: a file, a pipe, standard input, each also packed with gzip. */
import type { Diagnostic } from '../errors.js'
import { ioError } from './failure.js'
import { type CloseableSource, fileSource } from './file.js'
import { type GunzipOptions, gunzipSource, isGzip } from './gzip.js'
import { builtin } from './platform.js'
import { spool } from './spool.js'
import { chunks } from './stream.js'

export interface OpenFileOptions extends GunzipOptions {
  /** False leaves gzip files packed. */
  unpack?: boolean
}

export interface Opened {
  source: CloseableSource
  /** Whether the source is not the file itself: unpacked, or spooled from a pipe. Its offsets are those of the content then. */
  derived: boolean
  /** What is wrong with the packing. */
  diagnostics: Diagnostic[]
}

/**
 * Opens a path, or standard input for `-`. What has no size (pipes, devices) is read to its end first, into memory up
 * to 64 MiB and into a temporary file without a name beyond. gzip is recognised by its content and unpacked.
 *
 * @throws FormatError `IO` with the path and the errno (in `found`); `LIMIT`
 */
export async function openFile(path: string, options: OpenFileOptions = {}): Promise<Opened> {
  const streamed = path === '-' || isStream(path)
  const file = streamed ? spoolStream(path, options) : fileSource(path)
  if (options.unpack === false || !isGzip(file.read(0, 3))) return { source: file, derived: streamed, diagnostics: [] }
  try {
    return { ...(await gunzipSource(file, options)), derived: true }
  } finally {
    file.close()
  }
}

function isStream(path: string): boolean {
  try {
    const stat = builtin('node:fs').statSync(path)
    return stat.isFIFO() || stat.isSocket() || stat.isCharacterDevice()
  } catch (error) {
    throw ioError('open', path, error)
  }
}

function spoolStream(path: string, options: OpenFileOptions): CloseableSource {
  const out = spool(path === '-' ? 'standard input' : path, options)
  try {
    for (const bytes of chunks(path, { chunkSize: 1024 * 1024, reuse: true })) out.write(bytes)
    return out.finish()
  } catch (error) {
    out.discard()
    throw error
  }
}
