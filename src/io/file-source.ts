/** Files as sources: positioned reads through a few cached windows. */
import { FormatError } from '../errors.js'
import { createIoError } from './io-error.js'
import { nodeBuiltin } from './node-builtins.js'
import { type ByteSource, clampRange } from './source.js'

/** A source that holds something of the system's; close() lets go of it. Reads after that throw `IO`. */
export interface CloseableSource extends ByteSource {
  close(): void
  [Symbol.dispose](): void
}

const WINDOW_SIZE = 64 * 1024
const WINDOW_COUNT = 8
/** Node takes a length of 31 bits; a round number below that. */
const LONGEST_READ = 1024 * 1024 * 1024

/**
 * Fills `target` from the file at `position` and returns how many bytes there were. Short reads are continued.
 *
 * @throws FormatError `IO`
 */
function readFully(fd: number, target: Uint8Array, position: number, name: string): number {
  const { readSync } = nodeBuiltin('node:fs')
  let filled = 0
  try {
    while (filled < target.byteLength) {
      const count = readSync(fd, target, filled, Math.min(target.byteLength - filled, LONGEST_READ), position + filled)
      if (count === 0) break
      filled += count
    }
  } catch (error) {
    throw createIoError('read', name, error)
  }
  return filled
}

/**
 * A source over an open file descriptor of a regular file, which close() closes. Eight windows of 64 KiB are kept,
 * the longest unused one is dropped first; reads longer than a window bypass them.
 *
 * @throws FormatError `IO` when the size of the descriptor cannot be determined
 */
export function fdSource(fd: number, name = `file descriptor ${fd}`): CloseableSource {
  try {
    const stat = nodeBuiltin('node:fs').fstatSync(fd)
    return new FileSource(fd, name, stat.isBlockDevice() ? deviceSize(fd) : stat.size)
  } catch (error) {
    throw createIoError('open', name, error)
  }
}

/** Bytes of a block device, for which the system does not state a size: the first offset at which nothing can be read. */
function deviceSize(fd: number): number {
  const { readSync } = nodeBuiltin('node:fs')
  const byte = new Uint8Array(1)
  const has = (offset: number): boolean => readSync(fd, byte, 0, 1, offset) === 1
  let high = 1
  while (high < 2 ** 52 && has(high)) high *= 2
  // Larger than the 32 bits of a usual binary search.
  for (let low = 0; ; ) {
    if (low >= high) return low
    const middle = Math.floor((low + high) / 2)
    if (has(middle)) low = middle + 1
    else high = middle
  }
}

class FileSource implements CloseableSource {
  readonly #windows: WindowCache
  #open = true

  constructor(
    private readonly fd: number,
    readonly name: string,
    readonly size: number,
  ) {
    this.#windows = new WindowCache(fd, name, size)
  }

  read(offset: number, length: number): Uint8Array {
    const range = clampRange(this, offset, length)
    if (range.length === 0) return new Uint8Array(0)
    this.#checkOpen()
    if (range.length > WINDOW_SIZE) {
      const target = allocate(range.length, this.name)
      return target.subarray(0, readFully(this.fd, target, range.offset, this.name))
    }
    const first = Math.floor(range.offset / WINDOW_SIZE)
    const start = range.offset - first * WINDOW_SIZE
    const head = this.#windows.get(first)
    if (start + range.length <= WINDOW_SIZE) return head.subarray(start, start + range.length)
    const joined = new Uint8Array(range.length)
    const front = head.subarray(start)
    joined.set(front)
    // If the file was truncated after it was opened, nothing follows a window that is not full.
    if (head.byteLength < WINDOW_SIZE) return joined.subarray(0, front.byteLength)
    const back = this.#windows.get(first + 1).subarray(0, range.length - front.byteLength)
    joined.set(back, front.byteLength)
    return joined.subarray(0, front.byteLength + back.byteLength)
  }

  readInto(offset: number, target: Uint8Array): number {
    const range = clampRange(this, offset, target.byteLength)
    this.#checkOpen()
    return readFully(this.fd, target.subarray(0, range.length), range.offset, this.name)
  }

  close(): void {
    if (!this.#open) return
    this.#open = false
    this.#windows.clear()
    nodeBuiltin('node:fs').closeSync(this.fd)
  }

  [Symbol.dispose](): void {
    this.close()
  }

  #checkOpen(): void {
    if (!this.#open) throw new FormatError({ code: 'IO', message: `cannot read ${this.name}: it was closed` })
  }
}

/** The windows of a file that were used last. */
class WindowCache {
  /** By number, in the order of their last use. A window is never refilled, so views of it stay valid. */
  readonly #windows = new Map<number, Uint8Array>()
  #last: { index: number; bytes: Uint8Array } | undefined

  constructor(
    private readonly fd: number,
    private readonly name: string,
    private readonly size: number,
  ) {}

  get(index: number): Uint8Array {
    if (this.#last?.index === index) return this.#last.bytes
    let bytes = this.#windows.get(index)
    if (bytes) this.#windows.delete(index)
    else {
      bytes = this.#read(index * WINDOW_SIZE)
      if (this.#windows.size >= WINDOW_COUNT) {
        const oldest = this.#windows.keys().next()
        if (!oldest.done) this.#windows.delete(oldest.value)
      }
    }
    this.#windows.set(index, bytes)
    this.#last = { index, bytes }
    return bytes
  }

  clear(): void {
    this.#windows.clear()
    this.#last = undefined
  }

  #read(start: number): Uint8Array {
    const target = new Uint8Array(Math.min(WINDOW_SIZE, this.size - start))
    return target.subarray(0, readFully(this.fd, target, start, this.name))
  }
}

/**
 * Opens a regular file as a source.
 *
 * @throws FormatError `IO` with the path and the errno; also for what is not a regular file, which has no size (see `openFile`)
 */
export function fileSource(path: string): CloseableSource {
  const { closeSync, fstatSync, openSync } = nodeBuiltin('node:fs')
  let fd: number
  try {
    fd = openSync(path, 'r')
  } catch (error) {
    throw createIoError('open', path, error)
  }
  try {
    const stat = fstatSync(fd)
    if (stat.isDirectory())
      throw new FormatError({ code: 'IO', message: `cannot open ${path}: it is a directory (EISDIR)`, found: 'EISDIR' })
    if (!stat.isFile() && !stat.isBlockDevice())
      throw new FormatError({ code: 'IO', message: `cannot open ${path} as a file: it is a pipe or a character device` })
    return fdSource(fd, path)
  } catch (error) {
    closeSync(fd)
    throw createIoError('open', path, error)
  }
}

/**
 * Memory for bytes of a file.
 *
 * @throws FormatError `LIMIT` where the runtime has no such piece; a caller asks for less at a time then
 */
function allocate(length: number, name: string): Uint8Array {
  try {
    return new Uint8Array(length)
  } catch (error) {
    throw new FormatError({ code: 'LIMIT', message: `cannot read ${length} bytes of ${name} at once: not enough memory` }, { cause: error })
  }
}
