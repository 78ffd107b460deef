/** Text of the structures in STRUCT records. */

import * as h from '../../../formats/ktrace/openbsd/headers.js'
import { siginfo } from '../../../formats/ktrace/openbsd/siginfo.js'
import * as n from '../../../formats/ktrace/openbsd/struct-payloads.js'
import { formatHex } from '../../../io/text-format.js'
import type { Abi } from '../../../schema/abi.js'
import type { Struct } from '../../../schema/struct.js'
import { findNul } from '../../../schema/utf8.js'
import { AF_INET, AF_INET6, AF_UNIX } from '../../../systems/bsd/address-families.js'
import { internet6 } from '../../../systems/ip-address.js'
import { textUpToNul } from '../bsd44-renderer.js'
import { signalName, signalSet } from './printed-names.js'

interface Place {
  readonly bytes: Uint8Array
  readonly start: number
  readonly end: number
  readonly abi: Abi
}
type Text = (place: Place) => string | undefined

const INVALID = 'invalid record'

/** @param payload a name, a NUL, a structure */
export function structText(bytes: Uint8Array, payload: number, stop: number, abi: Abi): string {
  const nul = findNul(bytes, payload, stop)
  if (nul === stop) return INVALID
  const name = textUpToNul(bytes, payload, stop)
  const text = Object.hasOwn(TEXTS, name) ? TEXTS[name] : undefined
  return text === undefined ? `unknown structure ${name}` : (text({ bytes, start: nul + 1, end: stop, abi }) ?? INVALID)
}

function decoded<T>(struct: Struct<T>, { bytes, start, end, abi }: Place): T | undefined {
  const layout = struct.for(abi)
  return end - start === layout.size ? layout.decode(bytes, { offset: start, end }) : undefined
}

const absoluteTime: Text = (place) => {
  const value = decoded(h.timespec, place)
  return value && `struct timespec { ${nanoseconds(value.tv_nsec) ?? `${date(value.tv_sec)}.${digits(value.tv_nsec, 9)}`} }`
}
const relativeTime: Text = (place) => {
  const value = decoded(h.timespec, place)
  return value && `struct timespec { ${nanoseconds(value.tv_nsec) ?? `${value.tv_sec}.${digits(value.tv_nsec, 9)}`} }`
}
const absoluteShort: Text = (place) => {
  const value = decoded(h.timeval, place)
  return value && `struct timeval { ${date(value.tv_sec)}.${digits(value.tv_usec, 6)} }`
}
const relativeShort: Text = (place) => {
  const value = decoded(h.timeval, place)
  return value && `struct timeval { ${value.tv_sec}.${digits(value.tv_usec, 6)} }`
}
const quoted: Text = ({ bytes, start, end }) => (start < end ? `"${textUpToNul(bytes, start, end)}"` : undefined)

const TEXTS: Readonly<Record<string, Text | undefined>> = {
  abstimespec: absoluteTime,
  reltimespec: relativeTime,
  abstimeval: absoluteShort,
  reltimeval: relativeShort,
  sockaddr: addressText,
  stat: statText,
  sigaction(place) {
    const value = decoded(n.sigaction, place)
    if (!value) return undefined
    const { sa_handler, sa_mask, sa_flags } = value
    const handler = sa_handler === 0n ? 'SIG_DFL' : sa_handler === 1n ? 'SIG_IGN' : `0x${sa_handler.toString(16)}`
    return `struct sigaction { handler=${handler}, mask=${signalSet(sa_mask)}, flags=${formatHex(sa_flags >>> 0)} }`
  },
  rlimit(place) {
    const value = decoded(n.rlimit, place)
    return value && `struct rlimit { cur=${limit(value.rlim_cur)}, max=${limit(value.rlim_max)} }`
  },
  rusage(place) {
    const value = decoded(n.rusage, place)
    if (!value) return undefined
    const { ru_utime, ru_stime, ...counts } = value
    const time = ({ tv_sec, tv_usec }: { tv_sec: bigint; tv_usec: bigint }): string => `${tv_sec}.${digits(tv_usec, 6)}`
    const rest = Object.entries(counts).map(([name, count]) => `${name.slice(3)}=${count}`)
    return `struct rusage { utime=${time(ru_utime)}, stime=${time(ru_stime)}, ${rest.join(', ')} }`
  },
  fdset: ({ bytes, start, end, abi }) => `struct fd_set { ${ranges(bytes, start, end, abi)} }`,
  pledgereq: quoted,
  pledgeexecreq: quoted,
  pledgepath: quoted,
  unveil: quoted,
  iovec: listText('iovec', n.iovec, ({ iov_base, iov_len }) => `{ base=0x${iov_base.toString(16)}, len=${iov_len} }`),
  pollfd: listText('pollfd', n.pollfd, ({ fd, events, revents }) => {
    return `{ fd=${fd}, events=${formatHex(events & 0xffff)}, revents=${formatHex(revents & 0xffff)} }`
  }),
  kevent: listText('kevent', n.kevent, ({ ident, filter, flags, fflags, data, udata }) => {
    const numbers = `filter=${filter}, flags=${formatHex(flags)}, fflags=${formatHex(fflags)}, data=${data}`
    return `{ ident=${ident}, ${numbers}, udata=0x${udata.toString(16)} }`
  }),
  fds({ bytes, start, end, abi }) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const all: number[] = []
    for (let at = start; at + 4 <= end; at += 4) all.push(view.getInt32(at, abi.endian === 'little'))
    return `int fds[${all.length}] { ${all.join(', ')} }`
  },
  flock(place) {
    const value = decoded(n.flock, place)
    if (!value) return undefined
    const { l_start, l_len, l_pid, l_type, l_whence } = value
    return `struct flock { start=${l_start}, len=${l_len}, pid=${l_pid}, type=${l_type}, whence=${l_whence} }`
  },
  itimerval(place) {
    const value = decoded(n.itimerval, place)
    if (!value) return undefined
    const { it_interval: a, it_value: b } = value
    const times = `value=${b.tv_sec}.${digits(b.tv_usec, 6)}, interval=${a.tv_sec}.${digits(a.tv_usec, 6)}`
    return `struct itimerval { ${times} }`
  },
  msghdr(place) {
    const value = decoded(n.msghdr, place)
    if (!value) return undefined
    const pointers = `name=${pointer(value.msg_name)}, namelen=${value.msg_namelen}, iov=${pointer(value.msg_iov)}, iovlen=${value.msg_iovlen}`
    const control = `control=${pointer(value.msg_control)}, controllen=${value.msg_controllen}`
    return `struct msghdr { ${pointers}, ${control}, flags=${formatHex(value.msg_flags >>> 0)} }`
  },
  siginfo(place) {
    const value = decoded(siginfo, place)
    return value && `struct siginfo { signo=${signalName(value.si_signo)}, code=${value.si_code}, errno=${value.si_errno} }`
  },
}

function listText<T>(name: string, struct: Struct<T>, text: (value: T) => string): Text {
  return ({ bytes, start, end, abi }) => {
    const layout = struct.for(abi)
    if ((end - start) % layout.size !== 0) return undefined
    const texts: string[] = []
    for (let at = start; at < end; at += layout.size) texts.push(text(layout.decode(bytes, { offset: at, end: at + layout.size })))
    return `struct ${name} [${texts.length}] { ${texts.join(', ')} }`
  }
}

const pointer = (value: bigint): string => `0x${value.toString(16)}`
const digits = (value: bigint, count: number): string => String(value).padStart(count, '0')

const UTIME_NOW = -2n
const UTIME_OMIT = -1n

/** UTIME_NOW and UTIME_OMIT. */
function nanoseconds(value: bigint): string | undefined {
  return value === UTIME_NOW ? 'UTIME_NOW' : value === UTIME_OMIT ? 'UTIME_OMIT' : undefined
}

const INFINITE = 0x7fffffffffffffffn

function limit(value: bigint): string {
  return value === INFINITE ? 'infinite' : String(value)
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const LAST_DATE = 8_640_000_000_000n

/** `"Jan  2 15:04:05 2006"`, in the local time zone, like kdump. */
function date(seconds: bigint): string {
  if (seconds > LAST_DATE || seconds < -LAST_DATE) return String(seconds)
  const time = new Date(Number(seconds) * 1000)
  const two = (value: number): string => String(value).padStart(2, '0')
  const clock = `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`
  return `"${MONTHS[time.getMonth()]} ${String(time.getDate()).padStart(2)} ${clock} ${time.getFullYear()}"`
}

function statText(place: Place): string | undefined {
  const value = decoded(n.stat, place)
  if (!value) return undefined
  const time = ({ tv_sec, tv_nsec }: { tv_sec: bigint; tv_nsec: bigint }): string =>
    tv_nsec === 0n ? date(tv_sec) : `${date(tv_sec)}.${digits(tv_nsec, 9)}`
  const parts = [
    `dev=${value.st_dev}`,
    `ino=${value.st_ino}`,
    `mode=${modeText(value.st_mode)} `,
    `nlink=${value.st_nlink}`,
    `uid=${value.st_uid}`,
    `gid=${value.st_gid}`,
    `rdev=${value.st_rdev}`,
    `atime=${time(value.st_atim)}`,
    `mtime=${time(value.st_mtim)}`,
    `ctime=${time(value.st_ctim)}`,
    `size=${value.st_size}`,
    `blocks=${value.st_blocks}`,
    `blksize=${value.st_blksize}`,
    `flags=${formatHex(value.st_flags)}`,
    `gen=${formatHex(value.st_gen)}`,
  ]
  return `struct stat { ${parts.join(', ')} }`
}

const KINDS: Readonly<Record<number, string>> = { 1: 'p', 2: 'c', 4: 'd', 6: 'b', 8: '-', 10: 'l', 12: 's' }

/** `-rw-r--r--`, as strmode(3). */
function modeText(mode: number): string {
  const kind = KINDS[mode >> 12] ?? '?'
  const part = (shift: number, special: boolean, letter: string): string => {
    const bits = mode >> shift
    const runs = (bits & 1) !== 0
    const last = special ? (runs ? letter : letter.toUpperCase()) : runs ? 'x' : '-'
    return `${(bits & 4) !== 0 ? 'r' : '-'}${(bits & 2) !== 0 ? 'w' : '-'}${last}`
  }
  return `${kind}${part(6, (mode & 0o4000) !== 0, 's')}${part(3, (mode & 0o2000) !== 0, 's')}${part(0, (mode & 0o1000) !== 0, 't')}`
}

const FAMILIES: Readonly<Record<number, string>> = {
  0: 'AF_UNSPEC',
  [AF_UNIX]: 'AF_UNIX',
  [AF_INET]: 'AF_INET',
  [AF_INET6.openbsd]: 'AF_INET6.openbsd',
}

function addressText({ bytes, start, end }: Place): string | undefined {
  if (end - start < 2) return undefined
  const family = bytes[start + 1] as number
  return `struct sockaddr { ${FAMILIES[family] ?? `<${family}>`}${address(bytes, start, end, family)} }`
}

function address(bytes: Uint8Array, start: number, end: number, family: number): string {
  const length = end - start
  const port = ((bytes[start + 2] as number) << 8) | (bytes[start + 3] as number)
  switch (family) {
    case AF_INET:
      return length < 8 ? ', invalid' : `, ${bytes.subarray(start + 4, start + 8).join('.')}:${port}`
    case AF_INET6.openbsd:
      return length < 24 ? ', invalid' : `, [${internet6(bytes.subarray(start + 8, start + 24))}]:${port}`
    case AF_UNIX:
      return `, "${textUpToNul(bytes, start + 2, end)}"`
    case 0:
      return ''
    default:
      return ', unknown address family'
  }
}

/** `0,3-5` */
function ranges(bytes: Uint8Array, start: number, end: number, { endian }: Abi): string {
  const isSet = (bit: number): boolean => {
    const byte = endian === 'little' ? bit >> 3 : ((bit >> 5) << 2) + 3 - ((bit >> 3) & 3)
    return ((((bytes[start + byte] ?? 0) as number) >> (bit & 7)) & 1) !== 0
  }
  const bits = (end - start) * 8
  const texts: string[] = []
  for (let bit = 0; bit < bits; bit++) {
    if (!isSet(bit)) continue
    const first = bit
    while (bit + 1 < bits && isSet(bit + 1)) bit++
    texts.push(bit === first ? String(first) : bit === first + 1 ? `${first},${bit}` : `${first}-${bit}`)
  }
  return texts.join(',')
}
