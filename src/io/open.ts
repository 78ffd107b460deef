/** What a person names becomes a source: a file, a pipe, standard input, each also packed with gzip, zstd, xz or LZ4. */
import type { Diagnostic } from '../errors.js'
import { chunks } from './chunks.js'
import { type CloseableSource, fileSource } from './file-source.js'
import { type DecompressedSource, type GunzipOptions, gunzipSource, isGzip } from './gzip.js'
import { createIoError } from './io-error.js'
import { isLz4, lz4Source } from './lz4.js'
import { nodeBuiltin } from './node-builtins.js'
import { spool } from './spool.js'
import { isXz, xzSource } from './xz.js'
import { isZstd, zstdSource } from './zstd.js'

export interface OpenFileOptions extends GunzipOptions {
  /** False leaves packed files packed. */
  unpack?: boolean
}

export interface OpenedSource {
  source: CloseableSource
  /** Whether the source is not the file itself: unpacked, or spooled from a pipe. Its offsets are those of the content then. */
  derived: boolean
  /** What is wrong with the packing. */
  diagnostics: Diagnostic[]
}

/**
 * Opens a path, or standard input for `-`. What has no size (pipes, devices) is read to its end first, into memory up
 * to 64 MiB and into a temporary file without a name beyond. Packed files are recognised by their content and unpacked.
 *
 * @throws FormatError `IO` with the path and the errno (in `found`); `LIMIT`
 */
export async function openFile(path: string, options: OpenFileOptions = {}): Promise<OpenedSource> {
  if (path === '-' || isStream(path) || isWithoutSize(path))
    return openChunks(chunks(path, { chunkSize: 1024 * 1024, reuse: true }), path, options)
  const file = fileSource(path)
  return unpacked(file, false, options)
}

/**
 * Makes a source of what arrives in chunks, as {@link openFile} does of a pipe.
 *
 * @param path what messages call it; `-` is standard input
 * @throws FormatError as openFile
 */
export async function openChunks(input: Iterable<Uint8Array>, path: string, options: OpenFileOptions = {}): Promise<OpenedSource> {
  return unpacked(spoolChunks(input, path, options), true, options)
}

const unpackers: readonly {
  is: (head: Uint8Array) => boolean
  unpack: (packed: CloseableSource, options?: GunzipOptions) => Promise<DecompressedSource>
}[] = [
  { is: isGzip, unpack: gunzipSource },
  { is: isZstd, unpack: zstdSource },
  { is: isXz, unpack: xzSource },
  { is: isLz4, unpack: lz4Source },
]

async function unpacked(file: CloseableSource, derived: boolean, options: OpenFileOptions): Promise<OpenedSource> {
  const head = file.read(0, 6)
  const unpack = unpackers.find(({ is }) => is(head))?.unpack
  if (options.unpack === false || !unpack) return { source: file, derived, diagnostics: [] }
  try {
    return { ...(await unpack(file, options)), derived: true }
  } finally {
    file.close()
  }
}

/**
 * Whether a path is read from front to end only: a pipe, a socket, a terminal.
 *
 * @throws FormatError `IO` when there is no such file
 */
export function isStream(path: string): boolean {
  try {
    const stat = nodeBuiltin('node:fs').statSync(path)
    return stat.isFIFO() || stat.isSocket() || stat.isCharacterDevice()
  } catch (error) {
    throw createIoError('open', path, error)
  }
}

/** Files of /proc have a size of 0 and contents. */
const isWithoutSize = (path: string): boolean => nodeBuiltin('node:fs').statSync(path).size === 0

function spoolChunks(input: Iterable<Uint8Array>, path: string, options: OpenFileOptions): CloseableSource {
  const out = spool(path === '-' ? 'standard input' : path, options)
  try {
    for (const bytes of input) out.write(bytes)
    return out.finish()
  } catch (error) {
    out.discard()
    throw error
  }
}
