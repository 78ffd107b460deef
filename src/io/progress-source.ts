/** A source that says how far it was read. */
import type { ByteSource } from './source.js'

/** The same source; after each read, `onRead` gets the highest offset that was read and the size. */
export function progressSource(source: ByteSource, onRead: (done: number, total: number) => void): ByteSource {
  let highest = 0
  const { readInto } = source
  const reached = (offset: number): void => {
    highest = Math.max(highest, offset)
    onRead(highest, source.size)
  }
  return {
    size: source.size,
    ...(source.name !== undefined && { name: source.name }),
    read(offset, length) {
      const bytes = source.read(offset, length)
      reached(offset + bytes.byteLength)
      return bytes
    },
    ...(readInto && {
      readInto(offset: number, target: Uint8Array): number {
        const count = readInto.call(source, offset, target)
        reached(offset + count)
        return count
      },
    }),
  }
}
