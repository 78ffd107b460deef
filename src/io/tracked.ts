/** A source that says how far it was read. */
import type { ByteSource } from './source.js'

/** The same source; `onRead` is told, after each read, the highest offset that was read up to, and the size. */
export function trackedSource(source: ByteSource, onRead: (done: number, total: number) => void): ByteSource {
  let highest = 0
  return {
    size: source.size,
    ...(source.name !== undefined && { name: source.name }),
    read(offset, length) {
      const bytes = source.read(offset, length)
      highest = Math.max(highest, offset + bytes.byteLength)
      onRead(highest, source.size)
      return bytes
    },
  }
}
