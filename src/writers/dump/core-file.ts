/** Writes at offsets of a core file like the kernel: size limit, short writes, full disk. */
import { type DumpErrno, errnoFrom } from './dump-errno.js'
import type { DumpFile } from './filesystem.js'

export interface CoreFileBounds {
  /** Maximum file size in bytes (default: unlimited). */
  readonly limit: bigint | undefined
  /** Largest offset that the file system supports. */
  readonly maxOffset: number | undefined
}

export class CoreFile {
  /** End of the last written byte. */
  end = 0

  constructor(
    private readonly file: DumpFile,
    private readonly bounds: CoreFileBounds,
  ) {}

  /** Writes all bytes, or returns the error; some bytes may have been written in that case. */
  put(bytes: Uint8Array, offset: number): DumpErrno | undefined {
    const { limit, maxOffset } = this.bounds
    if (maxOffset !== undefined && offset + bytes.length > maxOffset) return 'EOVERFLOW'
    let done = 0
    while (done < bytes.length) {
      const at = offset + done
      const room = limit === undefined ? bytes.length - done : Number(limit) - at
      // A write that begins at the limit fails; one that crosses it is shortened.
      if (room <= 0) return 'EFBIG'
      let count: number
      try {
        count = this.file.write(bytes.subarray(done, done + room), at)
      } catch (error) {
        return errnoFrom(error)
      }
      // A successful write of 0 bytes would loop forever.
      if (count === 0) return 'ENOSPC'
      done += count
      this.end = Math.max(this.end, at + count)
    }
    return undefined
  }

  /** Creates a hole up to an offset, within the limit. */
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
