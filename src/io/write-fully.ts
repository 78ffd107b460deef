/** Writing all of some bytes to a descriptor. */
import { createIoError, errnoOf } from './io-error.js'
import { nodeBuiltin, sleepSync } from './node-builtins.js'

/** Node takes a length of 31 bits; a round number below that. */
const LONGEST_WRITE = 1024 * 1024 * 1024

/**
 * Writes all bytes: continues after short writes, and waits while a non-blocking pipe is full.
 *
 * @param position bytes from the start of the file; null writes at the current position of the descriptor (pipes, terminals)
 * @throws FormatError `IO` with the errno in `found` (ENOSPC, EFBIG, EPIPE, ...)
 */
export function writeFully(fd: number, bytes: Uint8Array, position: number | null, name: string): void {
  const { writeSync } = nodeBuiltin('node:fs')
  let done = 0
  let wait = 1
  while (done < bytes.byteLength) {
    try {
      done += writeSync(fd, bytes, done, Math.min(bytes.byteLength - done, LONGEST_WRITE), position === null ? null : position + done)
      wait = 1
    } catch (error) {
      if (errnoOf(error) !== 'EAGAIN') throw createIoError('write', name, error)
      sleepSync(wait)
      wait = Math.min(wait * 2, 50)
    }
  }
}
