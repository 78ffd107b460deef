/** zstd (RFC 8878) as a stream into a source, by fzstd, which is loaded when the first such file is opened. */
import { createYield } from './event-loop.js'
import type { DecompressedSource, GunzipOptions } from './gzip.js'
import type { ByteSource } from './source.js'
import { unpack } from './unpack.js'
import { checkZstdFrames } from './zstd-frames.js'

/** Small, since nothing is given of a piece in which the data end too early. */
const PIECE = 16 * 1024

/** Whether the bytes begin as a zstd frame. */
export function isZstd(bytes: Uint8Array): boolean {
  return bytes[0] === 0x28 && bytes[1] === 0xb5 && bytes[2] === 0x2f && bytes[3] === 0xfd
}

/**
 * Unpacks a zstd file of any number of frames, as `gunzipSource` does a gzip file. A cut or damaged file gives what could
 * be unpacked, and a `TRUNCATED` diagnostic at the offset in the compressed file. Checksums are not checked.
 *
 * @throws FormatError `LIMIT` beyond the limit, or for a window above 128 MiB; `IO`
 */
export async function zstdSource(packed: ByteSource, options: GunzipOptions = {}): Promise<DecompressedSource> {
  const name = packed.name ?? 'the zstd data'
  const problem = checkZstdFrames(packed)
  const end = problem?.offset ?? packed.size
  const { Decompress } = await import('fzstd')
  const turn = createYield()
  let offset = 0
  return unpack(
    name,
    options,
    () => offset,
    async (out) => {
      const stream = new Decompress((bytes) => out.write(bytes))
      while (offset < end) {
        // A copy: the stream keeps what it has not used yet.
        const piece = packed.read(offset, Math.min(PIECE, end - offset)).slice()
        stream.push(piece)
        offset += piece.length
        options.onProgress?.(offset, packed.size)
        const wait = turn()
        if (wait) await wait
      }
      if (problem) throw new Error(problem.message)
      // Only the end says whether a frame is whole.
      stream.push(new Uint8Array(0), true)
    },
  )
}
