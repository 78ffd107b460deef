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
export function readFully(fd: number, target: Uint8Array, position: number, name: string): number {
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
 * @throws FormatError `IO` when the descriptor cannot be asked for its size
 */
export function fdSource(fd: number, name = `file descriptor ${fd}`): CloseableSource {
  const { closeSync, fstatSync } = nodeBuiltin('node:fs')
  let size: number
  try {
    size = fstatSync(fd).size
  } catch (error) {
    throw createIoError('open', name, error)
  }
  /** Windows by number, in the order of their last use. A window is never refilled, so views of it stay what they are. */
  const windows = new Map<number, Uint8Array>()
  let last: { index: number; bytes: Uint8Array } | undefined
  let open = true

  function window(index: number): Uint8Array {
    if (last?.index === index) return last.bytes
    let bytes = windows.get(index)
    if (bytes) windows.delete(index)
    else {
      const start = index * WINDOW_SIZE
      const target = new Uint8Array(Math.min(WINDOW_SIZE, size - start))
      bytes = target.subarray(0, readFully(fd, target, start, name))
      if (windows.size >= WINDOW_COUNT) {
        const oldest = windows.keys().next()
        if (!oldest.done) windows.delete(oldest.value)
      }
    }
    windows.set(index, bytes)
    last = { index, bytes }
    return bytes
  }

  function direct(offset: number, length: number): Uint8Array {
    const target = allocate(length, name)
    return target.subarray(0, readFully(fd, target, offset, name))
  }

  function close(): void {
    if (!open) return
    open = false
    windows.clear()
    last = undefined
    closeSync(fd)
  }

  return {
    size,
    name,
    read(offset, length) {
      const range = clampRange({ size }, offset, length)
      if (range.length === 0) return new Uint8Array(0)
      if (!open) throw new FormatError({ code: 'IO', message: `cannot read ${name}: it was closed` })
      if (range.length > WINDOW_SIZE) return direct(range.offset, range.length)
      const first = Math.floor(range.offset / WINDOW_SIZE)
      const start = range.offset - first * WINDOW_SIZE
      const head = window(first)
      if (start + range.length <= WINDOW_SIZE) return head.subarray(start, start + range.length)
      const joined = new Uint8Array(range.length)
      const front = head.subarray(start)
      joined.set(front)
      // A file that has become shorter since it was opened has nothing behind a window that is not full.
      if (head.byteLength < WINDOW_SIZE) return joined.subarray(0, front.byteLength)
      const back = window(first + 1).subarray(0, range.length - front.byteLength)
      joined.set(back, front.byteLength)
      return joined.subarray(0, front.byteLength + back.byteLength)
    },
    readInto(offset, target) {
      const range = clampRange({ size }, offset, target.byteLength)
      if (!open) throw new FormatError({ code: 'IO', message: `cannot read ${name}: it was closed` })
      return readFully(fd, target.subarray(0, range.length), range.offset, name)
    },
    close,
    [Symbol.dispose]: close,
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
    if (!stat.isFile()) throw new FormatError({ code: 'IO', message: `cannot open ${path} as a file: it is a pipe or a device` })
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
