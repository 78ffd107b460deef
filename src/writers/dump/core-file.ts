/** Writing at an offset of a core file as the kernel does: the limit, short writes, a full disk. */
import { type DumpErrno, errnoFrom } from './dump-errno.js'
import type { DumpFile } from './filesystem.js'

export interface CoreFileBounds {
  /** Bytes that the file may have; none without it. */
  readonly limit: bigint | undefined
  /** Largest offset that the file system has. */
  readonly maxOffset: number | undefined
}

export class CoreFile {
  /** Where the last byte that was written ends. */
  end = 0

  constructor(
    private readonly file: DumpFile,
    private readonly bounds: CoreFileBounds,
  ) {}

  /** Writes all the bytes, or gives the error; some may have been written then. */
  put(bytes: Uint8Array, offset: number): DumpErrno | undefined {
    const { limit, maxOffset } = this.bounds
    if (maxOffset !== undefined && offset + bytes.length > maxOffset) return 'EOVERFLOW'
    let done = 0
    while (done < bytes.length) {
      const at = offset + done
      const room = limit === undefined ? bytes.length - done : Number(limit) - at
      // A write that begins at the limit is refused, one that crosses it is shortened.
      if (room <= 0) return 'EFBIG'
      let count: number
      try {
        count = this.file.write(bytes.subarray(done, done + room), at)
      } catch (error) {
        return errnoFrom(error)
      }
      // A success without progress would go on for ever.
      if (count === 0) return 'ENOSPC'
      done += count
      this.end = Math.max(this.end, at + count)
    }
    return undefined
  }

  /** Makes a hole up to an offset, as far as the limit lets it. */
  extend(size: number): DumpErrno | undefined {
    const { limit } = this.bounds
    const allowed = limit === undefined || BigInt(size) <= limit ? size : Number(limit)
    if (allowed > this.end) {
      try {
        this.file.extend(allowed)
      } catch (error) {
        return errnoFrom(error)
      }
      this.end = allowed
    }
    return allowed < size ? 'EFBIG' : undefined
  }

  close(): DumpErrno | undefined {
    try {
      this.file.close()
    } catch (error) {
      return errnoFrom(error)
    }
    return undefined
  }
}
