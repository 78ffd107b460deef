/**
 * Byte sources: synchronous random access, so that a reader loads only what it needs and a core
 * of 200 GB is never loaded.
 */
import { FormatError } from '../errors.js'

/** Bytes with a known size that can be read at any offset. Offsets and lengths are in bytes. */
export interface ByteSource {
  /** Size in bytes. A file that grows while it is read keeps the size that it had when it was opened. */
  readonly size: number
  /** What people call it, usually the path; used in messages only. */
  readonly name?: string
  /**
   * The bytes from `offset`, `length` of them or fewer where the source ends; none past its end.
   *
   * The result is stable: later reads do not change it, so it may be kept. It may share memory with the source or
   * its cache, so it must not be written to; copy it (`slice()`) to change it, or to let go of the memory behind it.
   *
   * @throws FormatError `BAD_BOUNDS` when offset or length is negative or not a safe integer; `IO` when the system fails.
   */
  read(offset: number, length: number): Uint8Array
  /**
   * Fills memory of the caller with the bytes from `offset`, for loops that would only throw away what `read` gives. Absent
   * where it would gain nothing.
   *
   * @returns how many bytes there were; fewer than `target` has only where the source ends
   * @throws FormatError as read()
   */
  readInto?(offset: number, target: Uint8Array): number
}

/** Fills `target` from an offset on, whichever way the source has, and says how many bytes there were. */
export function readInto(source: Pick<ByteSource, 'read' | 'readInto'>, offset: number, target: Uint8Array): number {
  if (source.readInto) return source.readInto(offset, target)
  const bytes = source.read(offset, target.byteLength)
  target.set(bytes)
  return bytes.byteLength
}

/**
 * The range that a read really covers.
 *
 * @throws FormatError `BAD_BOUNDS` when offset or length is negative or not a safe integer.
 */
export function clampRange(source: { size: number; name?: string }, offset: number, length: number): { offset: number; length: number } {
  if (!Number.isSafeInteger(offset) || offset < 0) throw badRange('offset', offset)
  if (!Number.isSafeInteger(length) || length < 0) throw badRange('length', length)
  if (offset >= source.size) return { offset: source.size, length: 0 }
  return { offset, length: Math.min(length, source.size - offset) }
}

function badRange(what: string, value: number): FormatError {
  return new FormatError({
    code: 'BAD_BOUNDS',
    message: `cannot read at ${what} ${value}: not a whole number from 0`,
    found: String(value),
  })
}

/** A source over bytes in memory; reads are views of them. */
export function memorySource(bytes: Uint8Array, name?: string): ByteSource {
  const size = bytes.byteLength
  return {
    size,
    ...(name !== undefined && { name }),
    read(offset, length) {
      const range = clampRange({ size }, offset, length)
      return bytes.subarray(range.offset, range.offset + range.length)
    },
  }
}

/**
 * A part of another source, cut where that one ends. Offset 0 of the part is `offset` of the whole.
 *
 * @throws FormatError `BAD_BOUNDS` when offset or length is negative or not a safe integer.
 */
export function sliceSource(source: ByteSource, offset: number, length: number = source.size - Math.min(offset, source.size)): ByteSource {
  const part = clampRange(source, offset, length)
  const size = part.length
  return {
    size,
    ...(source.name !== undefined && { name: source.name }),
    read(at, count) {
      const range = clampRange({ size }, at, count)
      return source.read(part.offset + range.offset, range.length)
    },
    ...(source.readInto && {
      readInto(at: number, target: Uint8Array) {
        const range = clampRange({ size }, at, target.byteLength)
        return readInto(source, part.offset + range.offset, target.subarray(0, range.length))
      },
    }),
  }
}
