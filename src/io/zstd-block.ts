/** zstd data in memory. A file of its own, so that only readers of such data load fzstd. */
import { decompress } from 'fzstd'
import { memorySource } from './source.js'
import { checkZstdFrames } from './zstd-frames.js'

/**
 * Decompresses one frame.
 *
 * @param size bytes of the result
 * @throws Error of fzstd when the data is damaged, FormatError `LIMIT` for a window above 128 MiB
 */
export function decompressZstd(bytes: Uint8Array, size: number): Uint8Array {
  const problem = checkZstdFrames(memorySource(bytes))
  if (problem) throw new Error(problem.message)
  return decompress(bytes, new Uint8Array(size))
}
