/** Steps that print single system call arguments: flags, modes, fcntl and umtx arguments. */

import { type ArgumentNames, argumentNames } from '../../../systems/freebsd/argument-names.js'
import { type ArgumentWords, named, number, plain, type Step } from '../argument-words.js'
import { flagNames, nameOf } from './printed-names.js'

const O_EXEC = 0x40000

const SOCK_FLAGS = 0x30000000

const PF_INET = 2

const PF_INET6 = 28

export const SOL_SOCKET = 0xffff

export const process: Step = {
  write(args, index) {
    args.text(String(args.low(index) | 0))
    return index + 1
  },
}

/** A 64-bit argument: one word, or two with the lower half first. */
export const wideNumber: Step = {
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

export function modeText(value: number): string {
  if (value === 0) return '0'
  return `0${value.toString(8)}<${flagNames(argumentNames('filemode'), BigInt(value)).names.join('|')}>`
}

/** `0x3<PROT_READ|PROT_WRITE>`; unknown bits are printed only if no bit has a name. */
export function maskText(list: string, value: number): string {
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
        argumentNames('wait6opt').filter(([name]) => name !== 'WEXITED' && name !== 'WTRAPPED'),
        value,
      )
    default:
      return joined(argumentNames(list), value)
  }
}

function joined(list: ArgumentNames, value: number, before: readonly string[] = []): { names: string; left: number } {
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
  const list = argumentNames('openflags').filter(([name]) => name !== 'O_ACCMODE')
  return left === 0 ? { names: first ?? '', left } : joined(list, left, first === undefined ? [] : [first])
}

function protection(value: number): { names: string; left: number } {
  const most = (value >>> 16) & 7
  if (most === 0) return joined(argumentNames('mmapprot'), value)
  const before = `PROT_MAX(${joined(argumentNames('mmapprot'), most).names})|`
  const { names, left } = joined(argumentNames('mmapprot'), (value & ~0x70000) >>> 0)
  return { names: before + names, left }
}

const MAP_32BIT = 0x80000

function mapping(value: number): { names: string; left: number } {
  const alignment = value >>> 24
  const low = (value & 0xffffff) >>> 0
  const { names, left } = flagNames(argumentNames('mmapflags'), BigInt(low))
  if ((Number(left) & MAP_32BIT) !== 0) names.push('MAP_32BIT')
  if (alignment !== 0) names.push(alignment === 1 ? 'MAP_ALIGNED_SUPER' : `MAP_ALIGNED(${alignment})`)
  return { names: names.join('|'), left: Number(left) & ~MAP_32BIT }
}

function socketType(value: number): { names: string; left: number } {
  const kind = (value & ~SOCK_FLAGS) >>> 0
  const name = nameOf('socktype', kind)
  const flags = flagNames(argumentNames('sockflags'), BigInt((value & SOCK_FLAGS) >>> 0)).names
  return { names: [...(name === undefined ? [] : [name]), ...flags].join('|'), left: name === undefined ? kind : 0 }
}

/** RB_HALT, RB_POWEROFF, RB_REROOT, RB_POWERCYCLE. */
const NO_BOOT = 0x8 | 0x4000 | 0x200000 | 0x400000

function reboot(value: number): { names: string; left: number } {
  return joined(argumentNames('rebootopt'), value, value !== 0 && (value & NO_BOOT) === 0 ? ['RB_AUTOBOOT'] : [])
}

/** The protocol of a socket has a name only in the Internet domains. */
export function protocol(byName: Step): Step {
  return {
    write(args, index) {
      const domain = args.low(index - 2)
      return (domain === PF_INET || domain === PF_INET6 ? byName : number).write(args, index)
    },
  }
}

export function levelName(value: number): string | undefined {
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

const STATUS_EXTRAS: ArgumentNames = [
  ['FPOIXSHM', 0x100n],
  ['FRDAHEAD', 0x200n],
]

export function controlArgument(decimal: boolean): Step {
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

/** A umtx operation; two operations also determine the meaning of the next argument. */
export function userMutex(decimal: boolean): Step {
  const all = flagNames(argumentNames('umtxopflags'), 0xffffffffn)
  const bits = Number(0xffffffffn & ~all.left) >>> 0
  const operation = named((value) => {
    const { names } = flagNames(argumentNames('umtxopflags'), BigInt((value & bits) >>> 0))
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
