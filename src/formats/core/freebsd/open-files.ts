/** The open files of a process, as its NT_PROCSTAT_FILES has them. Source: FreeBSD sys/sys/user.h, lib/libprocstat. */

import type { Abi, Infer } from '../../../schema/base.js'
import { AF_INET, AF_INET6, AF_UNIX } from '../../../systems/bsd/address-families.js'
import { internet6 } from '../../../systems/ip-address.js'
import type { OpenFile, ProcessInfo } from '../process-info.js'
import type { kinfoFile } from './kinfo-file.js'

type KinfoFile = Infer<typeof kinfoFile>

/** Numbers of what is no descriptor. */
const special = { cwd: -1, root: -2, text: -5 } as const

/** Working directory, root and program. */
export function placesOf(records: readonly KinfoFile[]): Pick<ProcessInfo, 'cwd' | 'root' | 'executable'> {
  const pathOf = (fd: number): string | undefined => records.find(({ kf_fd }) => kf_fd === fd)?.kf_path || undefined
  const [cwd, root, executable] = [pathOf(special.cwd), pathOf(special.root), pathOf(special.text)]
  return {
    ...(cwd !== undefined && { cwd }),
    ...(root !== undefined && root !== '/' && { root }),
    ...(executable !== undefined && { executable }),
  }
}

const kinds: Readonly<Record<number, string>> = {
  2: 'socket',
  3: 'pipe',
  4: 'fifo',
  5: 'kqueue',
  7: 'message queue',
  8: 'shared memory',
  9: 'semaphore',
  10: 'pseudo-terminal',
  11: 'process',
  12: 'device',
  13: 'eventfd',
  14: 'timerfd',
  15: 'inotify',
  16: 'jail',
}
const KF_TYPE_VNODE = 1
const KF_VTYPE_VREG = 1
const KF_VTYPE_VCHR = 4
const vnodeKinds: Readonly<Record<number, string>> = {
  2: 'directory',
  3: 'device',
  4: 'device',
  5: 'symbolic link',
  6: 'socket',
  7: 'fifo',
}
const flags = { 1: 'read', 2: 'write', 4: 'append', 8: 'async', 16: 'fsync', 32: 'nonblock', 64: 'direct', 128: 'locked' } as const

/** The numbers of a kind: kf_type, and kf_file_type of files; undefined where FreeBSD has no such files. */
export function typeOf(kind: string): { readonly type: number; readonly vnode?: number } | undefined {
  const numberOf = (names: Readonly<Record<number, string>>): number | undefined => {
    const found = Object.entries(names).find(([, name]) => name === kind)
    return found && Number(found[0])
  }
  const vnode = kind === 'file' ? KF_VTYPE_VREG : kind === 'device' ? KF_VTYPE_VCHR : numberOf(vnodeKinds)
  const type = numberOf(kinds)
  // Pipes that have a name are files as well; sockets are none.
  if (type !== undefined && (vnode === undefined || kind === 'socket')) return { type }
  return vnode === undefined ? undefined : { type: KF_TYPE_VNODE, vnode }
}

/** kf_flags; and the words that it has nothing for. */
export function fileFlagsOf(words: readonly string[]): { readonly flags: number; readonly unknown: readonly string[] } {
  const same: Readonly<Record<string, string>> = { ndelay: 'nonblock', sync: 'fsync', dsync: 'fsync' }
  let bits = 0
  const unknown: string[] = []
  for (const word of words) {
    const bit = Object.entries(flags).find(([, name]) => name === (same[word] ?? word))?.[0]
    if (bit === undefined) unknown.push(word)
    else bits |= Number(bit)
  }
  return { flags: bits, unknown }
}

/** The descriptors. */
export function openFilesOf(records: readonly KinfoFile[], abi: Abi): OpenFile[] {
  return records.filter(({ kf_fd }) => kf_fd >= 0).map((record) => openFile(record, abi))
}

function openFile({ kf_fd, kf_type, kf_flags, kf_offset, kf_path, kf_un }: KinfoFile, abi: Abi): OpenFile {
  const opened = Object.entries(flags).flatMap(([flag, name]) => ((kf_flags & Number(flag)) === 0 ? [] : [name]))
  const { kf_file: file, kf_sock: socket } = kf_un as { kf_file?: { kf_file_type: number }; kf_sock?: KfSock }
  const local = socket && addressOf(socket.kf_sa_local, abi)
  const peer = socket && addressOf(socket.kf_sa_peer, abi)
  const isFile = kf_type === KF_TYPE_VNODE
  return {
    fd: kf_fd,
    kind: (isFile ? ((file && vnodeKinds[file.kf_file_type]) ?? 'file') : kinds[kf_type]) ?? `type ${kf_type}`,
    ...(kf_path !== '' && { path: kf_path }),
    ...(opened.length > 0 && { flags: opened }),
    ...(isFile && kf_offset >= 0n && { offset: kf_offset }),
    ...(local && { local }),
    ...(peer && { peer }),
  }
}

interface Sockaddr {
  readonly ss_len: number
  readonly ss_family: number
  readonly __ss_pad1: Uint8Array
  readonly __ss_align: bigint
  readonly __ss_pad2: Uint8Array
}

interface KfSock {
  readonly kf_sa_local: Sockaddr
  readonly kf_sa_peer: Sockaddr
}

/** `10.0.0.1:80`, `[::1]:80` or a path; undefined where there is none. */
function addressOf({ ss_len, ss_family, __ss_pad1, __ss_align, __ss_pad2 }: Sockaddr, abi: Abi): string | undefined {
  if (ss_len < 4) return undefined
  // What follows length and family, as the bytes that it is.
  const data = new Uint8Array(126)
  data.set(__ss_pad1)
  new DataView(data.buffer).setBigInt64(6, __ss_align, abi.endian === 'little')
  data.set(__ss_pad2, 14)
  const port = ((data[0] as number) << 8) | (data[1] as number)
  switch (ss_family) {
    case AF_UNIX: {
      const path = data.subarray(0, Math.min(ss_len - 2, data.length))
      const nul = path.indexOf(0)
      return new TextDecoder().decode(nul < 0 ? path : path.subarray(0, nul)) || undefined
    }
    case AF_INET:
      return `${data.subarray(2, 6).join('.')}:${port}`
    case AF_INET6.freebsd:
      return `[${internet6(data.subarray(6, 22))}]:${port}`
    default:
      return undefined
  }
}
