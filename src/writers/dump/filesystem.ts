/** The file system and identity interfaces of a dump, and their implementations for this machine. */
import { errnoOf } from '../../io/io-error.js'
import { nodeBuiltin } from '../../io/node-builtins.js'

/** A new core file. Offsets and lengths in bytes. */
export interface DumpFile {
  /** Writes some of the bytes. @returns the number of written bytes @throws an error whose `code` is an errno name */
  write(bytes: Uint8Array, offset: number): number
  /** Sets the size of the file, for zeros at its end. */
  extend(size: number): void
  /** Owner of the file; undefined if files have no owner. */
  owner(): number | undefined
  close(): void
}

/** Every call throws errors whose `code` is an errno name (`EACCES`), like Node. */
export interface DumpFileSystem {
  /** The status of a path, without following a symbolic link; undefined if it does not exist. */
  look(path: string): 'regular file' | 'other' | undefined
  /** Throws (EACCES, EROFS) unless the regular file is writable. */
  checkWritable(path: string): void
  unlink(path: string): void
  /** Whether a mandatory share reservation (NBMAND) protects the file, which must not be removed then (EACCES). */
  isReserved?(path: string): boolean
  /** Creates a file that must not exist (EEXIST); the umask applies. */
  create(path: string, mode: number): DumpFile
  /** Creates a file, or truncates the one that exists; a symbolic link is an error. Without it, `create` is used. */
  openTruncated?(path: string, mode: number): DumpFile
  /** The target of a symbolic link; undefined if the path is not one. Without it, no path component is taken for a link. */
  readlink?(path: string): string | undefined
  /** A directory with all links resolved. Without it, roots and working directories are taken to be free of links. */
  realDirectory?(path: string): string
  /** ENOENT or ENOTDIR for a path that is not a directory, links not followed. Without it, `..` is not checked to follow a directory. */
  directoryError?(path: string): 'ENOENT' | 'ENOTDIR' | undefined
  /** Whether the directory of a path really lies below a root, all links resolved. Without it, this is not checked again. */
  isBelow?(path: string, root: string): boolean
  /**
   * Runs `work` with another name of the path, which stays valid if its directories are replaced meanwhile. No component below the root is
   * followed if it is a link. Without it, the path itself is used.
   */
  within?<T>(path: string, root: string, work: (held: string) => T): T
}

export interface DumpCredentials {
  readonly uid: number
  readonly gid: number
}

/** The user whose permissions apply. */
export interface DumpIdentity {
  /**
   * Runs `work` with the permissions of a user, as far as that is allowed.
   *
   * @param work gets the owner of new files; undefined if files have no owner
   */
  run<T>(as: DumpCredentials, work: (owner: number | undefined) => T): T
}

/** Linux: open directories as paths, and the flag that opens a directory without permission to list it. */
const DESCRIPTORS = '/proc/self/fd'
const O_PATH = 0o10000000

/** The files of this machine. */
export const machineFiles: DumpFileSystem = {
  look(path) {
    const stat = nodeBuiltin('node:fs').lstatSync(path, { throwIfNoEntry: false })
    return stat && (stat.isFile() ? 'regular file' : 'other')
  },
  checkWritable(path) {
    // access(2) checks the real user. Nothing is written, and opening a FIFO does not block.
    const fs = nodeBuiltin('node:fs')
    const { O_NOFOLLOW = 0, O_NONBLOCK = 0, O_WRONLY } = fs.constants
    try {
      fs.closeSync(fs.openSync(path, O_WRONLY | O_NOFOLLOW | O_NONBLOCK))
    } catch (error) {
      // A running program: the permission is there, and the file is replaced, not written.
      if (errnoOf(error) !== 'ETXTBSY') throw error
    }
  },
  unlink: (path) => nodeBuiltin('node:fs').unlinkSync(path),
  readlink(path) {
    const fs = nodeBuiltin('node:fs')
    return fs.lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ? fs.readlinkSync(path) : undefined
  },
  realDirectory: (path) => nodeBuiltin('node:fs').realpathSync(path),
  directoryError(path) {
    const stat = nodeBuiltin('node:fs').lstatSync(path, { throwIfNoEntry: false })
    return stat ? (stat.isDirectory() ? undefined : 'ENOTDIR') : 'ENOENT'
  },
  isBelow(path, root) {
    const { realpathSync } = nodeBuiltin('node:fs')
    const { dirname, relative } = nodeBuiltin('node:path')
    const from = relative(realpathSync(root), realpathSync(dirname(path)))
    return from !== '..' && !from.startsWith('../')
  },
  within(path, root, work) {
    const fs = nodeBuiltin('node:fs')
    const { dirname, basename, relative } = nodeBuiltin('node:path')
    if (process.platform !== 'linux' || !fs.existsSync(DESCRIPTORS)) return work(path)
    const { O_DIRECTORY, O_NOFOLLOW } = fs.constants
    let directory = fs.openSync(root, O_PATH | O_DIRECTORY)
    try {
      const components = relative(root, dirname(path)).split('/').filter(Boolean)
      for (const component of components) {
        const next = fs.openSync(`${DESCRIPTORS}/${directory}/${component}`, O_PATH | O_DIRECTORY | O_NOFOLLOW)
        fs.closeSync(directory)
        directory = next
      }
      return work(`${DESCRIPTORS}/${directory}/${basename(path)}`)
    } finally {
      fs.closeSync(directory)
    }
  },
  create(path, mode) {
    const { O_CREAT, O_EXCL, O_NOFOLLOW = 0, O_WRONLY } = nodeBuiltin('node:fs').constants
    return openForWriting(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode)
  },
  openTruncated(path, mode) {
    // Opening a FIFO without a reader does not block.
    const { O_CREAT, O_NOFOLLOW = 0, O_NONBLOCK = 0, O_TRUNC, O_WRONLY } = nodeBuiltin('node:fs').constants
    return openForWriting(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_NONBLOCK, mode)
  },
}

function openForWriting(path: string, flags: number, mode: number): DumpFile {
  const fs = nodeBuiltin('node:fs')
  const fd = fs.openSync(path, flags, mode)
  return {
    write: (bytes, offset) => fs.writeSync(fd, bytes, 0, bytes.length, offset),
    extend: (size) => fs.ftruncateSync(fd, size),
    owner: () => (process.geteuid ? fs.fstatSync(fd).uid : undefined),
    close: () => fs.closeSync(fd),
  }
}

/** The permissions of this program: those of another user if it runs as the superuser, else its own. */
export const programIdentity: DumpIdentity = {
  run(as, work) {
    const { geteuid, getegid, getgroups, seteuid, setegid, setgroups } = process
    const own = geteuid?.()
    if (own !== 0 || as.uid === 0 || !getegid || !getgroups || !seteuid || !setegid || !setgroups) return work(own)
    const group = getegid()
    const groups = getgroups()
    try {
      setgroups([as.gid])
      setegid(as.gid)
      seteuid(as.uid)
      return work(as.uid)
    } finally {
      seteuid(0)
      setegid(group)
      setgroups(groups)
    }
  },
}
