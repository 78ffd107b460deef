/** Bytes that arrive in order and of unknown number, made a source: in memory while they are few, else in a file without a name. */
import { FormatError } from '../errors.js'
import { type CloseableSource, fdSource } from './file-source.js'
import { createIoError } from './io-error.js'
import { nodeBuiltin } from './node-builtins.js'
import { memorySource } from './source.js'
import { writeFully } from './write-fully.js'

/** Bytes that are kept in memory; what is longer goes to a temporary file. */
const SPOOL_MEMORY = 64 * 1024 * 1024
/** Default for the most bytes that are unpacked or spooled: 64 GiB, above any usual core and below what a bomb unpacks to. */
const SPOOL_LIMIT = 64 * 1024 * 1024 * 1024

export interface SpoolOptions {
  /** Most bytes altogether; more is a FormatError `LIMIT`. */
  limit?: number
  /** Bytes kept in memory before a temporary file is used. */
  memory?: number
}

export interface Spool {
  readonly size: number
  /**
   * Appends a copy of the bytes.
   *
   * @throws FormatError `LIMIT` beyond the limit, `IO` when the temporary file cannot be written
   */
  write(bytes: Uint8Array): void
  /** The source over all bytes; nothing may be written afterwards. */
  finish(): CloseableSource
  /** Lets go of everything; for a caller that fails before finish(). */
  discard(): void
}

/** @param name what messages call the content */
export function spool(name: string, options: SpoolOptions = {}): Spool {
  const { limit = SPOOL_LIMIT, memory = SPOOL_MEMORY } = options
  let pieces: Uint8Array[] = []
  let size = 0
  let fd: number | undefined
  return {
    get size() {
      return size
    },
    write(bytes) {
      if (size + bytes.byteLength > limit)
        throw new FormatError({
          code: 'LIMIT',
          message: `${name} holds more than the limit of ${limit} bytes`,
          expected: `at most ${limit} bytes`,
        })
      if (fd === undefined && size + bytes.byteLength > memory) {
        fd = unnamedFile()
        let position = 0
        for (const piece of pieces) {
          writeFully(fd, piece, position, 'a temporary file')
          position += piece.byteLength
        }
        pieces = []
      }
      if (fd === undefined) pieces.push(bytes.slice())
      else writeFully(fd, bytes, size, 'a temporary file')
      size += bytes.byteLength
    },
    finish() {
      if (fd !== undefined) return fdSource(fd, name)
      const joined = pieces.length === 1 && pieces[0] ? pieces[0] : new Uint8Array(size)
      if (pieces.length !== 1) {
        let position = 0
        for (const piece of pieces) {
          joined.set(piece, position)
          position += piece.byteLength
        }
      }
      pieces = []
      const nothing = (): void => {}
      return { ...memorySource(joined, name), close: nothing, [Symbol.dispose]: nothing }
    },
    discard() {
      pieces = []
      if (fd !== undefined) nodeBuiltin('node:fs').closeSync(fd)
      fd = undefined
    },
  }
}

/** A temporary file of this process, readable by its user only and removed when it is closed, even after a crash. */
function unnamedFile(): number {
  const { openSync, unlinkSync } = nodeBuiltin('node:fs')
  const path = nodeBuiltin('node:path').join(nodeBuiltin('node:os').tmpdir(), `exhume-${crypto.randomUUID()}`)
  try {
    const fd = openSync(path, 'wx+', 0o600)
    unlinkSync(path)
    return fd
  } catch (error) {
    throw createIoError('create', path, error)
  }
}
