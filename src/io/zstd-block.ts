/** zstd data in memory. A file of its own, so that only readers of such data load fzstd. */
import { decompress } from 'fzstd'

/**
 * Decompresses one frame.
 *
 * @param size bytes of the result
 * @throws Error of fzstd when the data is damaged
 */
export const decompressZstd = (bytes: Uint8Array, size: number): Uint8Array => decompress(bytes, new Uint8Array(size))
