/**
 * Files that appear whole or not at all: written under a temporary name in the same folder, then moved to their own.
 */
import type { Stats } from 'node:fs'
import { FormatError } from '../errors.js'
import { createIoError, createRefusedError, errnoOf } from './io-error.js'
import { nodeBuiltin } from './node-builtins.js'
import { type ByteSink, checkSkipLength, SPARSE_BLOCK } from './sink.js'
import { keepFile, removeOnSignal } from './temporary-files.js'
import { writeFully } from './write-fully.js'

export interface FileSinkOptions {
  /** Replace a regular file of that name. Nothing else is ever replaced. */
  force?: boolean
  /** False: the content may be lost when the machine loses power soon after. */
  sync?: boolean
  /** Permissions of the new file, less the umask; 0600 where not said: a core holds secrets. */
  mode?: number
  /**
   * The path that it gets in the end, where that depends on what was written: called with the path of the temporary file, which is in
   * the folder that `path` says.
   */
  name?: (temporary: string) => string
}

/** What names of temporary files begin with. */
export const TEMPORARY = '.exhume-'

/** Small writes are gathered to this many bytes. */
const BUFFER = 256 * 1024

/**
 * A new file. Holes stay holes (sparse). The file that has the name already, if any, is untouched until commit().
 *
 * @throws FormatError `IO` here and in commit() when the name is taken and `force` was not given, or by something that is never replaced
 * (a symbolic link, directory, FIFO, socket or device), and when the system refuses; the temporary file is gone then
 */
export function fileSink(path: string, options: FileSinkOptions = {}): ByteSink {
  return new FileSink(path, options)
}

class FileSink implements ByteSink {
  readonly #buffer = new Uint8Array(BUFFER)
  readonly #temporary: string
  readonly #fd: number
  #buffered = 0
  /** Offset in the file of the first buffered byte. */
  #start = 0
  #state: 'open' | 'committed' | 'aborted' = 'open'

  constructor(
    private readonly path: string,
    private readonly options: FileSinkOptions,
  ) {
    const { force = false, mode = 0o600, name } = options
    if (!name) checkTarget(path, force)
    const { dirname, join } = nodeBuiltin('node:path')
    this.#temporary = join(dirname(path), `${TEMPORARY}${crypto.randomUUID()}`)
    this.#fd = createTemporary(this.#temporary, path, mode)
    removeOnSignal(this.#temporary)
  }

  get position(): number {
    return this.#start + this.#buffered
  }

  write(bytes: Uint8Array): void {
    this.#step(() => {
      if (bytes.byteLength > BUFFER - this.#buffered) this.#flush()
      if (bytes.byteLength >= BUFFER) {
        writeFully(this.#fd, bytes, this.#start, this.path)
        this.#start += bytes.byteLength
      } else {
        this.#buffer.set(bytes, this.#buffered)
        this.#buffered += bytes.byteLength
      }
    })
  }

  skip(length: number): void {
    this.#step(() => {
      checkSkipLength(length)
      if (length <= SPARSE_BLOCK && length <= BUFFER - this.#buffered) {
        // Too short for a hole: file systems store whole blocks.
        this.#buffer.fill(0, this.#buffered, this.#buffered + length)
        this.#buffered += length
        return
      }
      this.#flush()
      this.#start += length
    })
  }

  commit(): void {
    this.#step(() => {
      this.#flush()
      // A hole at the end writes nothing, so the size is set explicitly.
      nodeBuiltin('node:fs').ftruncateSync(this.#fd, this.#start)
      const { name, force = false, sync = true } = this.options
      const path = name?.(this.#temporary) ?? this.path
      // Without this, a power failure may leave an empty file under the final name.
      if (sync) nodeBuiltin('node:fs').fsyncSync(this.#fd)
      publish(this.#temporary, path, force)
      if (sync) syncDirectory(path)
    })
    this.#state = 'committed'
    keepFile(this.#temporary)
    nodeBuiltin('node:fs').closeSync(this.#fd)
  }

  abort(): void {
    if (this.#state !== 'open') return
    this.#state = 'aborted'
    const fs = nodeBuiltin('node:fs')
    fs.closeSync(this.#fd)
    try {
      fs.unlinkSync(this.#temporary)
    } catch {
      // Another process moved it: there is nothing to remove.
    }
    keepFile(this.#temporary)
  }

  #flush(): void {
    if (this.#buffered === 0) return
    writeFully(this.#fd, this.#buffer.subarray(0, this.#buffered), this.#start, this.path)
    this.#start += this.#buffered
    this.#buffered = 0
  }

  /** Runs one operation; when it fails, the temporary file is removed. */
  #step(work: () => void): void {
    if (this.#state !== 'open') throw createRefusedError('write', this.path, `it was already ${this.#state}`)
    try {
      work()
    } catch (error) {
      this.abort()
      throw createIoError('write', this.path, error)
    }
  }
}

/** Makes the new name in a directory last. Some file systems do not support it. */
function syncDirectory(path: string): void {
  const fs = nodeBuiltin('node:fs')
  try {
    const fd = fs.openSync(nodeBuiltin('node:path').dirname(path), 'r')
    try {
      fs.fsyncSync(fd)
    } finally {
      fs.closeSync(fd)
    }
  } catch {
    // The file is whole; only its name may not last.
  }
}

/** Creates the temporary file and returns its descriptor. */
function createTemporary(temporary: string, path: string, mode: number): number {
  const fs = nodeBuiltin('node:fs')
  const { O_CREAT, O_EXCL, O_NOFOLLOW = 0, O_WRONLY } = fs.constants
  try {
    return fs.openSync(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode)
  } catch (error) {
    throw createIoError('create', path, error)
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
      message: `cannot create ${path}: the file exists; use force (--force) to replace it`,
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
