/** Copies bytes between files, with runs of zeros as holes. */

import { isZero } from '../../io/bytes.js'
import type { ByteSink } from '../../io/sink.js'
import { SPARSE_BLOCK } from '../../io/sink.js'
import type { ByteSource } from '../../io/source.js'
import type { PhysicalMemory } from '../../readers/kcore/physical-memory.js'
import { nextPage } from './elf-extents.js'

/** Bytes that are copied at once. */
const CHUNK = 4 * 1024 * 1024

export interface CopyOptions {
  /** Write runs of zeros as holes. */
  readonly sparse?: boolean
  readonly turn: () => Promise<void> | undefined
}

/** Copies `length` bytes from `offset`. Stops at the end of the source. @returns the number of missing bytes */
export async function copyRange(source: ByteSource, offset: number, length: number, sink: ByteSink, options: CopyOptions): Promise<number> {
  for (let at = 0; at < length; ) {
    const bytes = source.read(offset + at, Math.min(CHUNK, length - at))
    if (bytes.byteLength === 0) return length - at
    writeSparse(bytes, sink, options.sparse ?? false)
    at += bytes.byteLength
    const wait = options.turn()
    if (wait) await wait
  }
  return 0
}

/** Copies a range of physical memory; what is missing becomes a hole. @returns the number of missing bytes */
export async function copyMemory(
  memory: PhysicalMemory,
  start: number,
  size: number,
  sink: ByteSink,
  { sparse = false, turn }: CopyOptions,
): Promise<number> {
  const end = start + size
  let missing = 0
  for (let at = start; at < end; ) {
    const bytes = memory.read(at, Math.min(CHUNK, end - at))
    if (bytes.byteLength === 0) {
      const next = Math.min(end, nextPage(at))
      sink.skip(next - at)
      missing += next - at
      at = next
    } else {
      writeSparse(bytes, sink, sparse)
      at += bytes.byteLength
    }
    const wait = turn()
    if (wait) await wait
  }
  return missing
}

/** Writes bytes; with `sparse`, zero blocks as holes. */
function writeSparse(bytes: Uint8Array, sink: ByteSink, sparse: boolean): void {
  if (!sparse) {
    sink.write(bytes)
    return
  }
  let start = 0
  for (let at = 0; at < bytes.byteLength; ) {
    const end = Math.min(at + SPARSE_BLOCK, bytes.byteLength)
    if (isZero(bytes, at, end)) {
      let to = end
      while (to < bytes.byteLength && isZero(bytes, to, Math.min(to + SPARSE_BLOCK, bytes.byteLength)))
        to = Math.min(to + SPARSE_BLOCK, bytes.byteLength)
      if (at > start) sink.write(bytes.subarray(start, at))
      sink.skip(to - at)
      start = to
      at = to
    } else at = end
  }
  if (start < bytes.byteLength) sink.write(bytes.subarray(start))
}
