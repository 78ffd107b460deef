/** Requests of ioctl(2) of the systems whose tables are known, by name and by number. */
import { IOCTLS as DRAGONFLY } from './dragonfly/ioctls.js'
import { IOCTLS as FREEBSD } from './freebsd/ioctls.js'
import { IOCTLS as NETBSD } from './netbsd/ioctls.js'

export interface IoctlRequest {
  readonly system: 'netbsd' | 'freebsd' | 'dragonfly'
  /** The machines that the number is for. */
  readonly abi: 'all' | 'LP64' | 'i386'
  readonly name: string
  readonly number: number
}

let requests: readonly IoctlRequest[] | undefined

function all(): readonly IoctlRequest[] {
  requests ??= [...netbsd(), ...freebsd(), ...dragonfly()]
  return requests
}

function* netbsd(): Generator<IoctlRequest> {
  for (const line of NETBSD.split('\n')) {
    const [name = '', wide, narrow] = line.split('\t')
    if (wide !== undefined && wide !== '-')
      yield { system: 'netbsd', abi: narrow === undefined ? 'all' : 'LP64', name, number: Number.parseInt(wide, 16) }
    if (narrow !== undefined && narrow !== '-') yield { system: 'netbsd', abi: 'i386', name, number: Number.parseInt(narrow, 16) }
  }
}

function* freebsd(): Generator<IoctlRequest> {
  for (const line of FREEBSD.split('\n')) {
    const [number = '', names = ''] = line.split('\t')
    for (const name of names.split(' ')) yield { system: 'freebsd', abi: 'LP64', name, number: Number.parseInt(number, 16) }
  }
}

function* dragonfly(): Generator<IoctlRequest> {
  for (const text of DRAGONFLY.split(' ')) {
    const [name = '', number = ''] = text.split('=')
    yield { system: 'dragonfly', abi: 'LP64', name, number: Number.parseInt(number, 16) }
  }
}

/** The requests with a name, or a number such as `0x40087468`. */
export function findIoctls(nameOrNumber: string): IoctlRequest[] {
  if (/^(?:0[xX][0-9a-fA-F]+|\d+)$/.test(nameOrNumber)) {
    const number = Number(nameOrNumber)
    return all().filter((request) => request.number === number)
  }
  return all().filter(({ name }) => name === nameOrNumber.toUpperCase() || name === nameOrNumber)
}

const DIRECTIONS: Readonly<Record<number, string>> = { 1: '_IO', 2: '_IOR', 4: '_IOW', 6: '_IOWR' }
const LENGTH = 0x1fff

/** What the number says: direction, group, number in the group and size of the argument. `_IOR('t', 104, 8)` */
export function ioctlParts(number: number): string {
  const kind = DIRECTIONS[(number >>> 29) & 7] ?? `_IOC(0x${(((number >>> 29) << 29) >>> 0).toString(16)})`
  const group = (number >>> 8) & 0xff
  const letter = group > 0x20 && group < 0x7f ? `'${String.fromCharCode(group)}'` : String(group)
  const length = (number >>> 16) & LENGTH
  return `${kind}(${letter}, ${number & 0xff}${kind === '_IO' && length === 0 ? '' : `, ${length}`})`
}
