/** xz as a stream into a source, by xz-decompress, which is loaded when the first such file is opened. */
import { createYield } from './event-loop.js'
import type { DecompressedSource, GunzipOptions } from './gzip.js'
import type { ByteSource } from './source.js'
import { unpack } from './unpack.js'

const PIECE = 64 * 1024

/** Whether the bytes begin as an xz file. */
export function isXz(bytes: Uint8Array): boolean {
  return [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00].every((byte, i) => bytes[i] === byte)
}

/**
 * Unpacks an xz file. A cut or damaged file gives what could be unpacked, and a `TRUNCATED` diagnostic at the offset in the compressed
 * file.
 *
 * @throws FormatError `LIMIT` beyond the limit; `IO`
 */
export async function xzSource(packed: ByteSource, options: GunzipOptions = {}): Promise<DecompressedSource> {
  // A CommonJS module whose names Node does not see.
  const loaded: typeof import('xz-decompress') & { default?: typeof import('xz-decompress') } = await import('xz-decompress')
  const { XzReadableStream } = loaded.default ?? loaded
  const name = packed.name ?? 'the xz data'
  const turn = createYield()
  let offset = 0
  const pieces = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (offset >= packed.size) return controller.close()
      // A copy: the stream keeps what it has not used yet.
      const piece = new Uint8Array(packed.read(offset, PIECE))
      offset += piece.length
      options.onProgress?.(offset, packed.size)
      controller.enqueue(piece)
    },
  })
  return unpack(
    name,
    options,
    () => offset,
    async (out) => {
      const reader = new XzReadableStream(pieces).getReader()
      for (;;) {
        const { done, value } = await reader.read()
        if (done) break
        out.write(new Uint8Array(value))
        const wait = turn()
        if (wait) await wait
      }
    },
  )
}
