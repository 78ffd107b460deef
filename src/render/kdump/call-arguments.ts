/** What the arguments of a call stand for: paths in place of their addresses, descriptors with the file that they are open on. */

import { openFlagsText } from '../../systems/open-flags.js'

export interface NamedCall {
  /** System and ABI of the trace, and the emulation of the process. */
  readonly system: string
  readonly abi: string
  readonly emulation: string | undefined
  readonly pid: number
  readonly name: string
  readonly args: readonly string[]
  readonly paths: readonly string[]
  readonly file: string | undefined
}

export interface CallKind {
  /** Positions of arguments that are paths, in the order in which the kernel looks them up. */
  readonly paths: readonly number[]
  /** Whether the first argument is a descriptor. */
  readonly descriptor: boolean
}

const FIRST =
  /^(open|creat|l?stat|access|eaccess|f?execve|unlink|mkdir|rmdir|chdir|chroot|l?chmod|l?chown|l?chflags|readlink|l?utimes|truncate|statfs|statvfs1?|pathconf|mkfifo|mknod|revoke|undelete|acct|swapon|rename|link|posix_rename|getfh|unmount|quotactl)$/
const AT = /^(openat2?|mkdirat|fstatat|faccessat|unlinkat|readlinkat|fchmodat|fchownat|utimensat|mkfifoat|mknodat|newfstatat)$/
const TWO = /^(rename|link|posix_rename)$/
const DESCRIPTORS =
  /^(p?readv?|p?writev?|close|fstat|fstatfs|fstatvfs1?|l?seek|ioctl|fcntl|flock|fsync|fdatasync|fchdir|fchmod|fchown|fchflags|ftruncate|getdents|getdirentries|dup2?|dup3|connect|bind|listen|accept4?|send|recv|sendto|recvfrom|sendmsg|recvmsg|getsockname|getpeername|getsockopt|setsockopt|shutdown|futimes|kevent)$/
const OPENS = /^(open|creat|openat2?)$/
const DUPS = /^(dup|dup2|dup3)$/
const FORKS = /^(v?fork|fork1|rfork|clone)$/

/** The name without the marks of an emulation, a version or an older release: `netbsd32___stat50` is `stat`. */
const plainName = (name: string): string =>
  name
    .replace(/^(compat_\d+_|compat\d*\.|freebsd\d+_|linux_)/, '')
    .replace(/^(netbsd32_|freebsd32_)/, '')
    .replace(/^_+/, '')
    .replace(/^(stat|lstat|fstat|vfork|utimes|lutimes|futimes|statvfs1)(\d+)$/, '$1')

export function callKind(name: string): CallKind {
  const plain = plainName(name)
  const paths = TWO.test(plain) ? [0, 1] : FIRST.test(plain) ? [0] : AT.test(plain) || plain === 'symlink' ? [1] : []
  return { paths, descriptor: DESCRIPTORS.test(plain) }
}

/** Names the flags of open(2), unless kdump of the system does. */
function openFlags(text: string, { system, abi, emulation }: NamedCall): string {
  if (!/^(0x[0-9a-f]+|\d+)$/.test(text)) return text
  return openFlagsText(Number(text), system, abi, emulation) ?? text
}

export const quoted = (path: string): string =>
  `"${path.replace(/[\\"]/g, '\\$&').replace(/\p{Cc}/gu, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`)}"`

/** How many arguments of a call are paths. */
export const pathCount = (name: string, args: number): number => callKind(name).paths.filter((position) => position < args).length

/** The arguments with paths and files. */
export function argumentsWithPaths(call: NamedCall): string[] {
  const { name, args, paths, file } = call
  const kind = callKind(name)
  const shown = [...args]
  const rest = [...paths]
  for (const position of kind.paths) {
    if (position >= shown.length) continue
    const path = rest.shift()
    if (path !== undefined) shown[position] = quoted(path)
  }
  const plain = plainName(name)
  const flags = plain === 'open' ? 1 : plain === 'openat' ? 2 : undefined
  if (flags !== undefined && shown[flags] !== undefined) shown[flags] = openFlags(shown[flags], call)
  if (kind.descriptor && file !== undefined && shown[0] !== undefined) shown[0] += `<${quoted(file).slice(1, -1)}>`
  return shown
}

const MOST_FILES = 1_000_000

/** The files that descriptors of processes are open on, as far as the trace shows them being opened. */
export class FileTable {
  readonly #files = new Map<number, Map<number, string>>()
  #count = 0

  of(pid: number, argument: string | undefined): string | undefined {
    return argument === undefined ? undefined : this.#files.get(pid)?.get(Number(argument))
  }

  /** Takes note of a call that has succeeded with a value. */
  returned({ pid, name, args, paths, file }: NamedCall, value: number): void {
    const plain = plainName(name)
    if (OPENS.test(plain)) this.#set(pid, value, paths[0])
    else if (DUPS.test(plain)) this.#set(pid, value, file)
    else if (plain === 'close') this.#files.get(pid)?.delete(Number(args[0]))
    else if (FORKS.test(plain) && value > 0 && value !== pid) {
      for (const [fd, path] of this.#files.get(pid) ?? []) this.#set(value, fd, path)
    }
  }

  #set(pid: number, fd: number, path: string | undefined): void {
    let files = this.#files.get(pid)
    if (path === undefined) {
      files?.delete(fd)
      return
    }
    if (!Number.isInteger(fd) || this.#count >= MOST_FILES) return
    if (!files) {
      files = new Map()
      this.#files.set(pid, files)
    }
    this.#count++
    files.set(fd, path)
  }
}
