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
  /** End of the last byte that counts as written. */
  end = 0
  /** End of the last byte that was written to the file; zeros behind it are a hole. */
  #written = 0

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
      this.#written = Math.max(this.#written, at + count)
      this.end = Math.max(this.end, at + count)
    }
    return undefined
  }

  /** Counts zeros as written, which become a hole; the same bounds apply. */
  putZeros(length: number, offset: number): DumpErrno | undefined {
    const { limit, maxOffset } = this.bounds
    if (maxOffset !== undefined && offset + length > maxOffset) return 'EOVERFLOW'
    const room = limit === undefined ? length : Math.max(0, Number(limit) - offset)
    if (room > 0) this.end = Math.max(this.end, offset + Math.min(room, length))
    return room < length ? 'EFBIG' : undefined
  }

  /** Gives the file its size and closes it. */
  close(): DumpErrno | undefined {
    let extended: DumpErrno | undefined
    if (this.end > this.#written) extended = this.#try(() => this.file.extend(this.end))
    return this.#try(() => this.file.close()) ?? extended
  }

  #try(work: () => void): DumpErrno | undefined {
    try {
      work()
    } catch (error) {
      return errnoFrom(error)
    }
    return undefined
  }
}
