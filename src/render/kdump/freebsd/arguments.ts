/** Arguments of FreeBSD's system calls by name, as the recipes of kdump say. */
import { RECIPES } from '../../../formats/ktrace/freebsd/tables/arguments.js'
import { type ArgumentWords, named, number, plain, type Step } from '../argument-words.js'
import { flagNames, ioctlName, type Names, nameOf, signalName, table } from './printed-names.js'

const O_CREAT = 0x200
const O_EXEC = 0x40000
const AT_FDCWD = -100
const SOCK_FLAGS = 0x30000000
const PF_INET = 2
const PF_INET6 = 28
const SOL_SOCKET = 0xffff
const SOCKET_OPTIONS: Readonly<Record<number, string>> = {
  [SOL_SOCKET]: 'sockopt',
  0: 'sockoptip',
  6: 'sockopttcp',
  17: 'sockoptudp',
  41: 'sockoptipv6',
  132: 'sockoptsctp',
  136: 'sockoptudplite',
}

/** Makes the steps of calls, each when it is first asked for. */
export class ArgumentFormats {
  readonly #made = new Map<string, readonly Step[] | undefined>()

  constructor(private readonly decimal: boolean) {}

  /** The steps for a call of that name; undefined where all its arguments are numbers. */
  of(name: string): readonly Step[] | undefined {
    if (this.#made.has(name)) return this.#made.get(name)
    const recipe = Object.hasOwn(RECIPES, name) ? RECIPES[name] : undefined
    const steps = recipe?.split(' ').map((word) => this.#step(word))
    // Of these the process is a decimal number.
    if (steps && (name === 'kill' || name === 'wait4')) steps[0] = process
    this.#made.set(name, steps)
    return steps
  }

  #step(word: string): Step {
    const [kind, rest = ''] = word.split(':') as [string, string?]
    const list = rest.replace(/[*?].*$/, '')
    const plainly = (value: number): string => plain(value, this.decimal)
    switch (kind) {
      case 'n':
        return number
      case 'q':
        return wideNumber
      case 'sig':
        return named((value) => signalName(value | 0))
      case 'mode':
        return named(modeText)
      case 'mode?O_CREAT':
        return { ...named(modeText), skip: (args, index) => (args.low(index - 1) & O_CREAT) === 0 }
      case 'fflags':
        return named((value) => (value === 0 ? '0' : `${plain(value, false)}<${flagNames(table(list), BigInt(value)).names.join('|')}>`))
      case 'int':
        if (rest.endsWith('?inet')) return protocol(this.#int('sockipproto'))
        return this.#int(list)
      case 'intv':
        if (list === 'atfd') return named((value) => ((value | 0) === AT_FDCWD ? 'AT_FDCWD' : plainly(value)))
        if (list === 'socklevel') return named((value) => levelName(value) ?? plainly(value))
        return named((value) => nameOf(list, value | 0) ?? plainly(value))
      case 'mask':
        return named((value) => maskText(list, value))
      case 'mask0':
        return named((value) => (value === 0 ? '0' : maskText(list, value)))
      case 'special':
        return this.#special(list)
      default:
        return number
    }
  }

  /** A name of the list, or that the value is invalid. */
  #int(list: string): Step {
    return named((value) => nameOf(list, value | 0) ?? nameOf(list, value) ?? invalid(value, this.decimal))
  }

  #special(what: string): Step {
    const plainly = (value: number): string => plain(value, this.decimal)
    switch (what) {
      case 'ioctl':
        return named((value) => ioctlName(value) ?? plain(value, this.decimal))
      case 'fcntlarg':
        return controlArgument(this.decimal)
      case 'sockoptname':
        return {
          write(args, index) {
            const list = SOCKET_OPTIONS[args.low(index - 1)]
            args.text((list && nameOf(list, args.low(index) | 0)) ?? plainly(args.low(index)))
            return index + 1
          },
        }
      case 'quotactl':
        return named((value) => {
          const command = nameOf('quotactlcmds', value & ~0xff) ?? nameOf('quotactlcmds', value >>> 8)
          const kind = { 0: 'USRQUOTA', 1: 'GRPQUOTA' }[value & 0xff]
          return `QCMD(${command ?? invalid(value >>> 8, this.decimal)},${kind ?? invalid(value & 0xff, this.decimal)})`
        })
      case 'umtxop':
        return userMutex(this.decimal)
      case 'shmpath':
        return {
          write(args, index) {
            if (args.low(index) === 1 && args.high(index) === 0) args.text('SHM_ANON')
            else args.number(index)
            return index + 1
          },
        }
      default:
        return number
    }
  }
}

const process: Step = {
  write(args, index) {
    args.text(String(args.low(index) | 0))
    return index + 1
  },
}

/** 64 bits: one word, or two with the lower first. */
const wideNumber: Step = {
  write(args, index) {
    if (!args.narrow || index + 1 >= args.count) return number.write(args, index)
    const value = (BigInt(args.low(index + 1)) << 32n) | BigInt(args.low(index))
    args.text(args.decimal ? String(BigInt.asIntN(64, value)) : value === 0n ? '0' : `0x${value.toString(16)}`)
    return index + 2
  },
}

export function invalid(value: number, decimal: boolean): string {
  return decimal ? `<invalid=${value | 0}>` : `<invalid=${plain(value, false)}>`
}

function modeText(value: number): string {
  if (value === 0) return '0'
  return `0${value.toString(8)}<${flagNames(table('filemode'), BigInt(value)).names.join('|')}>`
}

/** `0x3<PROT_READ|PROT_WRITE>`; what is left is shown only when nothing has a name. */
function maskText(list: string, value: number): string {
  const { names, left } = masked(list, value)
  return `${plain(value, false)}<${names}>${names === '' ? `<invalid>${left}` : ''}`
}

function masked(list: string, value: number): { names: string; left: number } {
  switch (list) {
    case 'openflags':
      return openFlags(value)
    case 'mmapprot':
      return protection(value)
    case 'mmapflags':
      return mapping(value)
    case 'socktype':
      return socketType(value)
    case 'rebootopt':
      return reboot(value)
    case 'wait4':
      return joined(
        table('wait6opt').filter(([name]) => name !== 'WEXITED' && name !== 'WTRAPPED'),
        value,
      )
    default:
      return joined(table(list), value)
  }
}

function joined(list: Names, value: number, before: readonly string[] = []): { names: string; left: number } {
  const { names, left } = flagNames(list, BigInt(value))
  return { names: [...before, ...names].join('|'), left: Number(left) }
}

const ACCESS = ['O_RDONLY', 'O_WRONLY', 'O_RDWR'] as const

function openFlags(value: number): { names: string; left: number } {
  const access = value & 3
  const first = access === 0 && (value & O_EXEC) !== 0 ? 'O_EXEC' : ACCESS[access]
  let left = value
  if (access !== 3) left = (left & ~3) >>> 0
  if (first === 'O_EXEC') left = (left & ~O_EXEC) >>> 0
  const list = table('openflags').filter(([name]) => name !== 'O_ACCMODE')
  return left === 0 ? { names: first ?? '', left } : joined(list, left, first === undefined ? [] : [first])
}

function protection(value: number): { names: string; left: number } {
  const most = (value >>> 16) & 7
  if (most === 0) return joined(table('mmapprot'), value)
  const before = `PROT_MAX(${joined(table('mmapprot'), most).names})|`
  const { names, left } = joined(table('mmapprot'), (value & ~0x70000) >>> 0)
  return { names: before + names, left }
}

const MAP_32BIT = 0x80000

function mapping(value: number): { names: string; left: number } {
  const alignment = value >>> 24
  const low = (value & 0xffffff) >>> 0
  const { names, left } = flagNames(table('mmapflags'), BigInt(low))
  if ((Number(left) & MAP_32BIT) !== 0) names.push('MAP_32BIT')
  if (alignment !== 0) names.push(alignment === 1 ? 'MAP_ALIGNED_SUPER' : `MAP_ALIGNED(${alignment})`)
  return { names: names.join('|'), left: Number(left) & ~MAP_32BIT }
}

function socketType(value: number): { names: string; left: number } {
  const kind = (value & ~SOCK_FLAGS) >>> 0
  const name = nameOf('socktype', kind)
  const flags = flagNames(table('sockflags'), BigInt((value & SOCK_FLAGS) >>> 0)).names
  return { names: [...(name === undefined ? [] : [name]), ...flags].join('|'), left: name === undefined ? kind : 0 }
}

/** RB_HALT, RB_POWEROFF, RB_REROOT, RB_POWERCYCLE. */
const NO_BOOT = 0x8 | 0x4000 | 0x200000 | 0x400000

function reboot(value: number): { names: string; left: number } {
  return joined(table('rebootopt'), value, value !== 0 && (value & NO_BOOT) === 0 ? ['RB_AUTOBOOT'] : [])
}

/** The protocol of a socket has a name only where the domain is of the Internet. */
function protocol(byName: Step): Step {
  return {
    write(args, index) {
      const domain = args.low(index - 2)
      return (domain === PF_INET || domain === PF_INET6 ? byName : number).write(args, index)
    },
  }
}

function levelName(value: number): string | undefined {
  if (value === SOL_SOCKET) return 'SOL_SOCKET'
  return nameOf('ngbtsolevel', value) ?? nameOf('sockipproto', value)
}

const F_GETFD = 1
const F_SETFD = 2
const F_GETFL = 3
const F_SETFL = 4
const F_GETOWN = 5
const F_GETLK = 11
const F_SETLKW = 13
const FD_CLOEXEC = 1
const STATUS_EXTRAS: Names = [
  ['FPOIXSHM', 0x100n],
  ['FRDAHEAD', 0x200n],
]

function controlArgument(decimal: boolean): Step {
  const status = named((value) => {
    const { names, left } = openFlags((value & ~0x300) >>> 0)
    const extra = flagNames(STATUS_EXTRAS, BigInt(value & 0x300)).names
    const all = [...(names === '' ? [] : [names]), ...((value & 0x300) === 0 ? [] : extra)].join('|')
    return `${plain(value, false)}<${all}>${all === '' ? `<invalid>${left}` : ''}`
  })
  return {
    skip(args, index) {
      const command = args.low(index - 1)
      return command === F_GETFD || command === F_GETFL || command === F_GETOWN
    },
    write(args: ArgumentWords, index: number): number {
      const command = args.low(index - 1)
      if (command === F_SETFL) return status.write(args, index)
      const value = args.low(index)
      if (command === F_SETFD) args.text(value === FD_CLOEXEC ? 'FD_CLOEXEC' : value === 0 ? '0' : plain(value, decimal))
      else if (command >= F_GETLK && command <= F_SETLKW) args.text(pointer(args, index))
      else args.text(decimal ? String(value | 0) : `0x${value.toString(16)}`)
      return index + 1
    },
  }
}

function pointer(args: ArgumentWords, index: number): string {
  return `0x${((BigInt(args.high(index) >>> 0) << 32n) | BigInt(args.low(index))).toString(16)}`
}

const UMTX_OP_CV_WAIT = 8
const UMTX_OP_RW_RDLOCK = 12

/** The operation; and of two of them, what the next argument means. */
function userMutex(decimal: boolean): Step {
  const all = flagNames(table('umtxopflags'), 0xffffffffn)
  const bits = Number(0xffffffffn & ~all.left) >>> 0
  const operation = named((value) => {
    const { names } = flagNames(table('umtxopflags'), BigInt((value & bits) >>> 0))
    const code = (value & ~bits) >>> 0
    return `${plain(value, false)}<${[...((value & bits) === 0 ? [] : names), nameOf('umtxop', code) ?? invalid(code, decimal)].join('|')}>`
  })
  const waiting = named((value) => maskText('umtxcvwaitflags', value))
  const locking = named((value) => maskText('umtxrwlockflags', value))
  return {
    write(args, index) {
      const code = (args.low(index) & ~bits) >>> 0
      const next = operation.write(args, index)
      const step = code === UMTX_OP_CV_WAIT ? waiting : code === UMTX_OP_RW_RDLOCK ? locking : undefined
      if (!step || next >= args.count) return next
      args.comma()
      return step.write(args, next)
    },
  }
}
