/** Bytes in order, a chunk at a time: for formats that are read once from front to end, from files, pipes and any source. */
import { createIoError, errnoOf } from './io-error.js'
import { nodeBuiltin, sleepSync } from './node-builtins.js'
import type { ByteSource } from './source.js'

export interface ChunkOptions {
  /** Most bytes of one chunk; 4 MiB where not said. A pipe gives what it has, which is less. */
  chunkSize?: number
  /** At the end, wait for the file to grow, as tail -f does, until `stop` returns true. */
  follow?: boolean
  /** Asked at the end of a followed file; true ends it. */
  stop?: () => boolean
  /** Milliseconds between looks at the end of a followed file; 100 where not said. */
  interval?: number
  /**
   * Use one buffer for all chunks: a chunk is valid only until the next one is taken. Saves the memory of what the
   * collector has not got round to; without it every chunk may be kept.
   */
  reuse?: boolean
}

/**
 * The bytes of a file (path), of standard input (`-`), of an open descriptor, or of a source, in order.
 * A descriptor is read from its current position and stays open; it may be a pipe, also a non-blocking one.
 *
 * @throws FormatError `IO` with the path and the errno
 */
export function chunks(input: string | number | ByteSource, options: ChunkOptions = {}): Generator<Uint8Array, void, undefined> {
  if (typeof input === 'number') return descriptorChunks(input, `file descriptor ${input}`, options)
  if (input === '-') return descriptorChunks(0, 'standard input', options)
  if (typeof input === 'string') return fileChunks(input, options)
  return sourceChunks(input, options)
}

function* sourceChunks(source: ByteSource, { chunkSize = 4 * 1024 * 1024 }: ChunkOptions): Generator<Uint8Array, void, undefined> {
  for (let offset = 0; ; ) {
    const bytes = source.read(offset, chunkSize)
    if (bytes.byteLength === 0) return
    yield bytes
    offset += bytes.byteLength
  }
}

function* fileChunks(path: string, options: ChunkOptions): Generator<Uint8Array, void, undefined> {
  const { closeSync, openSync } = nodeBuiltin('node:fs')
  let fd: number
  try {
    fd = openSync(path, 'r')
  } catch (error) {
    throw createIoError('open', path, error)
  }
  try {
    yield* descriptorChunks(fd, path, options)
  } finally {
    closeSync(fd)
  }
}

function* descriptorChunks(fd: number, name: string, options: ChunkOptions): Generator<Uint8Array, void, undefined> {
  const { chunkSize = 4 * 1024 * 1024, follow = false, stop, interval = 100, reuse = false } = options
  let buffer = new Uint8Array(chunkSize)
  let filled = 0
  for (;;) {
    // What a pipe gives in small pieces goes behind one another into the same buffer.
    if (filled === chunkSize) {
      if (!reuse) buffer = new Uint8Array(chunkSize)
      filled = 0
    }
    const count = readSome(fd, buffer.subarray(filled), name)
    if (count > 0) {
      yield buffer.subarray(filled, filled + count)
      filled += count
      continue
    }
    if (!follow || stop?.()) return
    sleepSync(interval)
  }
}

/** At least one byte, or 0 at the end. Waits for a non-blocking pipe. */
function readSome(fd: number, target: Uint8Array, name: string): number {
  const { readSync } = nodeBuiltin('node:fs')
  for (let wait = 1; ; wait = Math.min(wait * 2, 50)) {
    try {
      return readSync(fd, target, 0, target.byteLength, null)
    } catch (error) {
      const errno = errnoOf(error)
      // Windows says the end of a pipe so.
      if (errno === 'EOF') return 0
      if (errno !== 'EAGAIN') throw createIoError('read', name, error)
      sleepSync(wait)
    }
  }
}
