/** Text of the structures in STRUCT records. */

import { capRights as rights } from '../../../formats/ktrace/freebsd/payloads.js'
import * as n from '../../../formats/ktrace/freebsd/struct-payloads.js'
import type { Abi } from '../../../schema/abi.js'
import type { Struct } from '../../../schema/struct.js'
import { findNul } from '../../../schema/utf8.js'
import { AF_INET, AF_INET6, AF_UNIX } from '../../../systems/bsd/address-families.js'
import { argumentNames } from '../../../systems/freebsd/argument-names.js'
import { AF_NETLINK } from '../../../systems/freebsd/socket.js'
import { internet6 } from '../../../systems/ip-address.js'
import { rightsText } from './capability-rights.js'
import { flagNames, nameOf } from './printed-names.js'

export const INVALID = 'invalid record'

interface Place {
  readonly bytes: Uint8Array
  readonly start: number
  readonly end: number
  readonly abi: Abi
}

export const latin1 = (bytes: Uint8Array, start: number, end: number): string => {
  let text = ''
  for (let i = start; i < end; i++) text += String.fromCharCode(bytes[i] as number)
  return text
}

export function structText(bytes: Uint8Array, payload: number, stop: number, abi: Abi): string {
  const nul = findNul(bytes, payload, stop)
  const name = latin1(bytes, payload, nul)
  const start = nul + 1
  if (start >= stop || !/^[A-Za-z_]+$/.test(name)) return INVALID
  const text = Object.hasOwn(TEXTS, name) ? TEXTS[name] : undefined
  return text === undefined ? 'unknown structure' : (text({ bytes, start, end: stop, abi }) ?? INVALID)
}

type Text = (place: Place) => string | undefined

/** Decodes a structure; undefined if its size differs from that of the payload. */
function decoded<T>(struct: Struct<T>, { bytes, start, end, abi }: Place): T | undefined {
  const layout = struct.for(abi)
  return end - start === layout.size ? layout.decode(bytes, { offset: start, end }) : undefined
}

const TEXTS: Readonly<Record<string, Text | undefined>> = {
  stat: statText,
  sockaddr: ({ bytes, start, end }) => addressText(bytes, start, end),
  caprights(place) {
    const value = decoded(rights, place)
    return value && `cap_rights_t ${rightsText(value)}`
  },
  itimerval(place) {
    const value = decoded(n.itimerval, place)
    if (!value) return undefined
    const pair = ({ tv_sec, tv_usec }: { tv_sec: bigint; tv_usec: bigint }): string => `{${tv_sec}, ${tv_usec}}`
    return `itimerval { .interval = ${pair(value.it_interval)}, .value = ${pair(value.it_value)} }`
  },
  cpuset_t: bitsetText,
  splice(place) {
    const value = decoded(n.splice, place)
    if (!value) return undefined
    const { sp_fd, sp_max, sp_idle } = value
    return `struct splice { fd=${sp_fd}, max=${alternate(sp_max)}, idle=${sp_idle.tv_sec}.${String(sp_idle.tv_usec).padStart(6, '0')} }`
  },
  thrparam(place) {
    const value = decoded(n.thrParam, place)
    if (!value) return undefined
    const flags = value.flags >>> 0
    const shown = flags === 0 ? '0' : `${alternate(flags)}<${flagNames(argumentNames('thrcreateflags'), BigInt(flags)).names.join('|')}>`
    return (
      `thr param { start=${pointer(value.start_func)} arg=${pointer(value.arg)} stack_base=${pointer(value.stack_base)} ` +
      `stack_size=${alternate(value.stack_size)} tls_base=${pointer(value.tls_base)} tls_size=${alternate(value.tls_size)} ` +
      `child_tidp=${pointer(value.child_tid)} parent_tidp=${pointer(value.parent_tid)} flags=${shown} rtp=${pointer(value.rtp)} }`
    )
  },
  inotify({ bytes, start, end, abi }) {
    if (end - start < 16) return undefined
    const { wd, mask, cookie, len } = n.inotifyEvent.for(abi).decode(bytes, { offset: start, end })
    const name = latin1(bytes, start + 16, findNul(bytes, start + 16, end))
    return `inotify { .wd = ${wd}, .mask = ${alternate(mask)}, .cookie = ${cookie}, .len = ${len}, .name = ${name} }`
  },
}

/** `%#jx` */
export const alternate = (value: bigint | number): string =>
  BigInt(value) === 0n ? '0' : `0x${BigInt.asUintN(64, BigInt(value)).toString(16)}`
/** `%p` */
export const pointer = (value: bigint | number): string => `0x${value.toString(16)}`

interface Time {
  readonly tv_sec: bigint
  readonly tv_nsec: bigint
}

const timeText = ({ tv_sec, tv_nsec }: Time): string => (tv_nsec === 0n ? `${tv_sec}` : `${tv_sec}.${String(tv_nsec).padStart(9, '0')}`)

function statText(place: Place): string | undefined {
  const now = place.abi.name === 'i386' ? n.statI386 : n.stat
  const value = decoded(now as typeof n.stat, place) ?? decoded(n.stat11, place)
  if (!value) return undefined
  const parts = [
    `dev=${value.st_dev}`,
    `ino=${value.st_ino}`,
    `mode=0${value.st_mode.toString(8)}`,
    `nlink=${value.st_nlink}`,
    `uid=${value.st_uid}`,
    `gid=${value.st_gid}`,
    `rdev=${value.st_rdev}`,
    `atime=${timeText(value.st_atim)}`,
    `mtime=${timeText(value.st_mtim)}`,
    `ctime=${timeText(value.st_ctim)}`,
    `birthtime=${timeText(value.st_birthtim)}`,
    `size=${value.st_size}`,
    `blksize=${value.st_blksize}`,
    `blocks=${value.st_blocks}`,
    `flags=0x${value.st_flags.toString(16)}`,
  ]
  return `struct stat {${parts.join(', ')} }`
}

export function addressText(bytes: Uint8Array, start: number, end: number): string | undefined {
  if (end - start < 2) return undefined
  const family = bytes[start + 1] as number
  return `struct sockaddr { ${nameOf('sockfamily', family) ?? `<invalid=${family}>`}, ${address(bytes, start, end, family)} }`
}

function address(bytes: Uint8Array, start: number, end: number, family: number): string {
  const length = end - start
  const port = ((bytes[start + 2] as number) << 8) | (bytes[start + 3] as number)
  switch (family) {
    case AF_INET:
      return length < 8 ? 'invalid' : `${bytes.subarray(start + 4, start + 8).join('.')}:${port}`
    case AF_INET6.freebsd: {
      if (length < 28) return 'invalid'
      const scope = new DataView(bytes.buffer, bytes.byteOffset + start + 24, 4).getUint32(0, true)
      return `[${internet6(bytes.subarray(start + 8, start + 24))}${scope === 0 ? '' : `%${scope}`}]:${port}`
    }
    case AF_UNIX:
      return latin1(bytes, start + 2, findNul(bytes, start + 2, end))
    case AF_NETLINK: {
      if (length < 12) return 'invalid'
      const view = new DataView(bytes.buffer, bytes.byteOffset + start, length)
      return `netlink[pid=${view.getUint32(4, true)}, groups=0x${view.getUint32(8, true).toString(16)}]`
    }
    default:
      return 'unknown address family'
  }
}

function bitsetText({ bytes, start, end, abi }: Place): string {
  const set: number[] = []
  const word = abi.long
  for (let i = start; i < end; i++) {
    const index = i - start
    const inWord = index % word
    const first = (index - inWord) * 8 + (abi.endian === 'little' ? inWord : word - 1 - inWord) * 8
    for (let bit = 0; bit < 8; bit++) if ((((bytes[i] as number) >> bit) & 1) !== 0) set.push(first + bit)
  }
  return `cpuset_t [ ${set.length === 0 ? ' empty' : set.sort((a, b) => a - b).join(', ')} ]`
}
