/** Limits the size of a core like RLIMIT_CORE: the file is truncated there. */
import { type Diagnostic, FormatError } from '../../errors.js'
import type { ByteSink } from '../../io/sink.js'

export interface LimitedSink extends ByteSink {
  /** The diagnostic for a truncated file; undefined if everything is in the file. */
  cut(): Diagnostic | undefined
}

/**
 * A sink that accepts everything but stores only the first bytes: a write that crosses the limit is shortened, later writes are
 * discarded.
 *
 * @param limit bytes
 * @throws FormatError `LIMIT` for a limit of 0, which means that no file is written (EFBIG in the kernel)
 */
export function limitedSink(sink: ByteSink, limit: bigint): LimitedSink {
  if (limit === 0n)
    throw new FormatError({ code: 'LIMIT', message: 'core not written: a size limit of 0 means none (EFBIG)', found: 'EFBIG' })
  let position = 0
  /** The number of the next bytes that are stored. */
  const room = (length: number): number => {
    const left = limit - BigInt(position)
    return left <= 0n ? 0 : left < BigInt(length) ? Number(left) : length
  }
  return {
    get position() {
      return position
    },
    write(bytes) {
      const kept = room(bytes.length)
      if (kept > 0) sink.write(bytes.subarray(0, kept))
      position += bytes.length
    },
    skip(length) {
      const kept = room(length)
      if (kept > 0) sink.skip(kept)
      position += length
    },
    commit: () => sink.commit(),
    abort: () => sink.abort(),
    cut() {
      if (BigInt(position) <= limit) return undefined
      const message = `truncated at the size limit of ${limit} bytes; the complete file has ${position}`
      return { code: 'LIMIT', offset: Number(limit), message, expected: `${position} bytes`, found: `${limit} bytes` }
    },
  }
}
