/** A limit on the size of a core, as RLIMIT_CORE sets one: the file is cut there. */
import { type Diagnostic, FormatError } from '../../errors.js'
import type { ByteSink } from '../../io/sink.js'

export interface LimitedSink extends ByteSink {
  /** What was cut off; undefined while everything is in the file. */
  cut(): Diagnostic | undefined
}

/**
 * A sink that takes everything and keeps the first bytes of it: a write that crosses the limit is shortened, later ones are refused, as a
 * file system does for a process that may write no more.
 *
 * @param limit bytes
 * @throws FormatError `IO` with EFBIG for a limit of 0, which allows no file at all
 */
export function limitedSink(sink: ByteSink, limit: bigint): LimitedSink {
  if (limit === 0n) throw new FormatError({ code: 'IO', message: 'no core is written: the limit of its size is 0 (EFBIG)', found: 'EFBIG' })
  let position = 0
  /** How many of the next bytes are kept. */
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
      const message = `cut at the limit of ${limit} bytes; the whole file has ${position}`
      return { code: 'LIMIT', offset: Number(limit), message, expected: `${position} bytes`, found: `${limit} bytes` }
    },
  }
}
