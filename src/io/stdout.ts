/** Standard output as a sink. */
import { type ByteSink, checkSkipLength } from './sink.js'
import { writeFully } from './write-fully.js'

const ZEROS = 64 * 1024

/**
 * Writes to descriptor 1, at once and in order; waits where a pipe is full. Holes are written as zeros.
 * There is no taking back, so abort() does nothing.
 *
 * When the reader has gone (`exhume read x | head`), write() throws FormatError `IO` with `found: 'EPIPE'`; the command
 * line takes that for a quiet end with exit status 0: all that was wanted was printed.
 */
export function stdoutSink(fd = 1): ByteSink {
  let position = 0
  function write(bytes: Uint8Array): void {
    writeFully(fd, bytes, null, 'standard output')
    position += bytes.byteLength
  }
  return {
    get position() {
      return position
    },
    write,
    skip(length) {
      checkSkipLength(length)
      const zeros = new Uint8Array(Math.min(length, ZEROS))
      for (let left = length; left > 0; left -= zeros.byteLength) write(left < zeros.byteLength ? zeros.subarray(0, left) : zeros)
    },
    commit() {},
    abort() {},
  }
}
