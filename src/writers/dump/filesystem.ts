/** What a dump asks of a file system and of the rights it runs with; the real ones are those of this machine. */
import { nodeBuiltin } from '../../io/node-builtins.js'

/** A new core file. Offsets and lengths in bytes. */
export interface DumpFile {
  /** Writes some of the bytes and says how many. @throws an error whose `code` is the name of an errno */
  write(bytes: Uint8Array, offset: number): number
  /** Makes the file as long as this, for a hole at its end. */
  extend(size: number): void
  /** The user that the file belongs to; undefined where files belong to nobody. */
  owner(): number | undefined
  close(): void
}

/** Every call throws an error whose `code` is the name of an errno (`EACCES`), as Node's own do. */
export interface DumpFileSystem {
  /** What has the name, a symbolic link being itself; undefined when nothing has. */
  look(path: string): 'regular file' | 'other' | undefined
  /** Throws unless a regular file may be written to: EACCES, EROFS. */
  checkWritable(path: string): void
  unlink(path: string): void
  /** A new file, which must not be there (EEXIST); less the umask of who calls. */
  create(path: string, mode: number): DumpFile
}

export interface DumpCredentials {
  readonly uid: number
  readonly gid: number
}

/** Whose rights are used. */
export interface DumpIdentity {
  /**
   * Does some work on files with the rights of a user, as far as that is allowed.
   *
   * @param work gets the user that new files will belong to; undefined where files belong to nobody
   */
  run<T>(as: DumpCredentials, work: (owner: number | undefined) => T): T
}

/** The files of this machine. */
export const machineFiles: DumpFileSystem = {
  look(path) {
    const stat = nodeBuiltin('node:fs').lstatSync(path, { throwIfNoEntry: false })
    return stat && (stat.isFile() ? 'regular file' : 'other')
  },
  checkWritable(path) {
    // access(2) would ask for the real user. Nothing is written, and no FIFO is waited for.
    const fs = nodeBuiltin('node:fs')
    const { O_NOFOLLOW = 0, O_NONBLOCK = 0, O_WRONLY } = fs.constants
    fs.closeSync(fs.openSync(path, O_WRONLY | O_NOFOLLOW | O_NONBLOCK))
  },
  unlink: (path) => nodeBuiltin('node:fs').unlinkSync(path),
  create(path, mode) {
    const fs = nodeBuiltin('node:fs')
    const { O_CREAT, O_EXCL, O_NOFOLLOW = 0, O_WRONLY } = fs.constants
    const fd = fs.openSync(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode)
    return {
      write: (bytes, offset) => fs.writeSync(fd, bytes, 0, bytes.length, offset),
      extend: (size) => fs.ftruncateSync(fd, size),
      owner: () => (process.geteuid ? fs.fstatSync(fd).uid : undefined),
      close: () => fs.closeSync(fd),
    }
  },
}

/** The rights of this program: those of another user when it is the superuser's, else its own. */
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
