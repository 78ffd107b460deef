/** Byte sinks: sequential output with holes. */
import { FormatError } from '../errors.js'

/** Shortest run of zeros that becomes a hole, in bytes: file systems allocate whole blocks. */
export const SPARSE_BLOCK = 4096

/** Sequential output that becomes visible on commit. */
export interface ByteSink {
  /** Bytes written and skipped so far. */
  readonly position: number
  /**
   * Appends all bytes; the caller may reuse the array afterwards.
   *
   * @throws FormatError `IO` on a system error (disk full, file size limit)
   */
  write(bytes: Uint8Array): void
  /** Appends `length` zero bytes as a hole: a file system allocates no blocks for them. */
  skip(length: number): void
  /** Ends the output and makes it visible under its name. */
  commit(): void
  /** Discards the output. Does nothing after commit() or abort(). */
  abort(): void
}

/**
 * Collects bytes in memory.
 *
 * @param options.limit maximum in bytes, 1 GiB by default; exceeding it throws FormatError `LIMIT`
 */
export function memorySink(options: { limit?: number } = {}): ByteSink & { bytes(): Uint8Array } {
  const limit = options.limit ?? 1024 * 1024 * 1024
  let buffer = new Uint8Array(1024)
  let position = 0
  function reserve(length: number): void {
    const needed = position + length
    if (needed > limit)
      throw new FormatError({
        code: 'LIMIT',
        message: `memory output: ${needed} bytes exceed the limit of ${limit}`,
        found: String(needed),
      })
    if (needed <= buffer.byteLength) return
    const larger = new Uint8Array(Math.min(limit, Math.max(needed, buffer.byteLength * 2)))
    larger.set(buffer.subarray(0, position))
    buffer = larger
  }
  return {
    get position() {
      return position
    },
    write(bytes) {
      reserve(bytes.byteLength)
      buffer.set(bytes, position)
      position += bytes.byteLength
    },
    skip(length) {
      checkSkipLength(length)
      // Bytes after the position were never written, so they are zero.
      reserve(length)
      position += length
    },
    commit() {},
    abort() {
      buffer = new Uint8Array(0)
      position = 0
    },
    /** The bytes written so far, as a view. */
    bytes() {
      return buffer.subarray(0, position)
    },
  }
}

/** @throws FormatError `BAD_BOUNDS` unless the length is a non-negative safe integer */
export function checkSkipLength(length: number): void {
  if (Number.isSafeInteger(length) && length >= 0) return
  throw new FormatError({
    code: 'BAD_BOUNDS',
    message: `cannot skip ${length} bytes: expected a non-negative integer`,
    found: String(length),
  })
}

/** Runs `work` and commits the sink; aborts it when `work` throws. */
export async function commitOrAbort<T>(sink: ByteSink, work: (sink: ByteSink) => Promise<T>): Promise<T> {
  try {
    const result = await work(sink)
    sink.commit()
    return result
  } catch (error) {
    sink.abort()
    throw error
  }
}
