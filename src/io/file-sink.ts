/**
 * Files that appear whole or not at all: written under a temporary name in the same folder, then moved to their own.
 */
import type { Stats } from 'node:fs'
import { FormatError } from '../errors.js'
import { createIoError, createRefusedError, errnoOf } from './io-error.js'
import { nodeBuiltin } from './node-builtins.js'
import { type ByteSink, checkSkipLength } from './sink.js'
import { keepFile, removeOnSignal } from './temporary-files.js'
import { writeFully } from './write-fully.js'

export interface FileSinkOptions {
  /** Replace a regular file of that name. Nothing else is ever replaced. */
  force?: boolean
  /** Permissions of the new file, less the umask; 0600 where not said: a core holds secrets. */
  mode?: number
  /**
   * The path that it gets in the end, where that depends on what was written: called with the path of the temporary file, which is in
   * the folder that `path` says.
   */
  name?: (temporary: string) => string
}

/** Small writes are gathered to this many bytes. */
const BUFFER = 256 * 1024

/**
 * A new file. Holes stay holes (sparse). The file that has the name already, if any, is untouched until commit().
 *
 * @throws FormatError `IO` here and in commit() when the name is taken and `force` was not given, or by something that is never replaced
 * (a symbolic link, directory, FIFO, socket or device), and when the system refuses; the temporary file is gone then
 */
export function fileSink(path: string, options: FileSinkOptions = {}): ByteSink {
  const fs = nodeBuiltin('node:fs')
  const { dirname, join } = nodeBuiltin('node:path')
  const { force = false, mode = 0o600, name } = options
  if (!name) checkTarget(path, force)
  const temporary = join(dirname(path), `.exhume-${crypto.randomUUID()}`)
  let fd: number
  try {
    const { O_CREAT, O_EXCL, O_NOFOLLOW = 0, O_WRONLY } = fs.constants
    fd = fs.openSync(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode)
  } catch (error) {
    throw createIoError('create', path, error)
  }
  removeOnSignal(temporary)

  const buffer = new Uint8Array(BUFFER)
  let buffered = 0
  /** Where the buffer goes to in the file. */
  let start = 0
  let state: 'open' | 'committed' | 'aborted' = 'open'

  function flush(): void {
    if (buffered === 0) return
    writeFully(fd, buffer.subarray(0, buffered), start, path)
    start += buffered
    buffered = 0
  }

  function abort(): void {
    if (state !== 'open') return
    state = 'aborted'
    fs.closeSync(fd)
    remove()
  }

  function remove(): void {
    try {
      fs.unlinkSync(temporary)
    } catch {
      // It was moved away by somebody else; there is nothing to remove then.
    }
    keepFile(temporary)
  }

  /** Runs a step of the work; when that fails, nothing is left behind. */
  function step(work: () => void): void {
    if (state !== 'open') throw createRefusedError('write', path, `it was ${state} already`)
    try {
      work()
    } catch (error) {
      abort()
      throw createIoError('write', path, error)
    }
  }

  return {
    get position() {
      return start + buffered
    },
    write(bytes) {
      step(() => {
        if (bytes.byteLength > BUFFER - buffered) flush()
        if (bytes.byteLength >= BUFFER) {
          writeFully(fd, bytes, start, path)
          start += bytes.byteLength
        } else {
          buffer.set(bytes, buffered)
          buffered += bytes.byteLength
        }
      })
    },
    skip(length) {
      step(() => {
        checkSkipLength(length)
        if (length <= 4096 && length <= BUFFER - buffered) {
          // Too short for a hole of its own: a system keeps whole blocks.
          buffer.fill(0, buffered, buffered + length)
          buffered += length
          return
        }
        flush()
        start += length
      })
    },
    commit() {
      step(() => {
        flush()
        // A hole at the end is no write, so the file is made as long as it is.
        fs.ftruncateSync(fd, start)
        publish(temporary, name?.(temporary) ?? path, force)
      })
      state = 'committed'
      keepFile(temporary)
      fs.closeSync(fd)
    },
    abort,
  }
}

function lookAt(path: string): Stats | undefined {
  return nodeBuiltin('node:fs').lstatSync(path, { throwIfNoEntry: false })
}

/** @throws FormatError `IO` unless the name is free, or is a regular file's and may be replaced */
function checkTarget(path: string, force: boolean): void {
  let stat: Stats | undefined
  try {
    stat = lookAt(path)
  } catch (error) {
    throw createIoError('create', path, error)
  }
  if (!stat) return
  if (!stat.isFile()) throw createRefusedError('replace', path, `it is ${kindOf(stat)}, and only regular files are replaced`)
  if (!force)
    throw new FormatError({
      code: 'IO',
      message: `cannot create ${path}: it exists already, and replacing it (force) was not asked for`,
      found: 'EEXIST',
    })
}

function kindOf(stat: Stats): string {
  if (stat.isSymbolicLink()) return 'a symbolic link'
  if (stat.isDirectory()) return 'a directory'
  if (stat.isFIFO()) return 'a FIFO'
  if (stat.isSocket()) return 'a socket'
  return 'a device'
}

/** Gives the temporary file its name. Without force, a file that has come to be there meanwhile stays. */
function publish(temporary: string, path: string, force: boolean): void {
  const fs = nodeBuiltin('node:fs')
  checkTarget(path, force)
  if (force) {
    fs.renameSync(temporary, path)
    return
  }
  try {
    // link() fails where the name is taken, which rename() does not.
    fs.linkSync(temporary, path)
    fs.unlinkSync(temporary)
  } catch (error) {
    const errno = errnoOf(error) ?? ''
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(errno)) throw error
    // A file system without hard links: take the name with an empty file of our own, then replace that.
    fs.closeSync(fs.openSync(path, 'wx', 0o600))
    fs.renameSync(temporary, path)
  }
}
