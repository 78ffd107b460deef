/** Where bytes go: written in order, with holes. */
import { FormatError } from '../errors.js'

/** A sequence of bytes being written, which becomes visible only when it is whole. */
export interface ByteSink {
  /** Bytes written and skipped so far. */
  readonly position: number
  /**
   * Appends the bytes, all of them; they may be reused by the caller afterwards.
   *
   * @throws FormatError `IO` when the system refuses (disk full, limit on file size)
   */
  write(bytes: Uint8Array): void
  /** Appends `length` zero bytes as a hole: a file keeps no disk blocks for them. */
  skip(length: number): void
  /** Ends it: the whole becomes visible under its name. Nothing may be written afterwards. */
  commit(): void
  /** Ends it without a trace. Harmless after commit() or abort(). */
  abort(): void
}

/**
 * Collects bytes in memory.
 *
 * @param options.limit most bytes, 1 GiB where not said; more is a FormatError `LIMIT`
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
        message: `${needed} bytes are more than the limit of ${limit} in memory`,
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
      // What lies behind the position was never written to, so it is zero.
      reserve(length)
      position += length
    },
    commit() {},
    abort() {
      buffer = new Uint8Array(0)
      position = 0
    },
    /** What was written up to now, as a view. */
    bytes() {
      return buffer.subarray(0, position)
    },
  }
}

/** @throws FormatError `BAD_BOUNDS` for a length that is no whole number from 0 */
export function checkSkipLength(length: number): void {
  if (Number.isSafeInteger(length) && length >= 0) return
  throw new FormatError({ code: 'BAD_BOUNDS', message: `cannot skip ${length} bytes: not a whole number from 0`, found: String(length) })
}

/** Writes to a sink and commits it; when the work fails, nothing of it stays. */
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
