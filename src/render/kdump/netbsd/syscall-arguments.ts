/** Decodes the arguments of the system calls that kdump does not print as plain numbers. */

import * as n from '../../../systems/netbsd/argument-names.js'
import { ArgumentWords } from '../argument-words.js'
import { ioctlName, signalName } from './printed-names.js'
import type { Rules } from './release-rules.js'

/** The argument words of a call. Old releases print 0 to 9 as plain digits. The caller reserves buffer space. */
export class Arguments extends ArgumentWords {
  constructor(
    little: boolean,
    size: 4 | 8,
    decimal: boolean,
    /** Whether 0 to 9 are plain digits. */
    private readonly small: boolean,
    readonly bits: 32 | 64,
    /** Machine, for ptrace requests that only some machines have. */
    readonly machine: string,
  ) {
    super(little, size, decimal)
  }

  override number(index: number): void {
    const low = this.low(index)
    // The whole register is looked at, also where only the lower half is printed.
    if (this.small && !this.decimal && low < 10 && this.register(index) === 0) this.into[this.pos++] = 0x30 + low
    else super.number(index)
  }

  /** Signal numbers of the emulation that is in force. */
  nativeSignal: (signal: number) => number | undefined = (signal) => signal

  /** Writes the name of a signal. The whole register is looked up. */
  signal(index: number): void {
    const low = super.low(index)
    const high = this.register(index)
    if (high !== 0 || low >= SIGNALS) this.text(signalName((BigInt(high) << 32n) | BigInt(low)))
    else this.text(signalName(this.nativeSignal(low) ?? BigInt(low)))
  }

  /** Upper half of a register, signed, also for processes that use only the lower one. */
  register(index: number): number {
    if (this.size === 4) return this.low(index) >> 31
    return this.view.getInt32(this.at + index * this.size + (this.little ? 4 : 0), this.little)
  }

  /** Writes a word as `%#lx`, or in decimal if requested. */
  plain(index: number): void {
    super.number(index)
  }

  /** A small number within an ioctl request. */
  part(value: number): string {
    return this.decimal ? String(value) : alternate(value)
  }
}

/** NSIG. */
const SIGNALS = 64

/** Writes the first arguments of a system call. @returns their number */
export type Decoder = (args: Arguments) => number

/** `%#x` */
function alternate(value: number): string {
  return value === 0 ? '0' : `0x${value.toString(16)}`
}

/** Decoders of kdump since 4.0, by system call name. */
export function decoderOf(name: string, linux: boolean, rules: Pick<Rules, 'argumentNames' | 'ptraceRequests'>): Decoder | undefined {
  const base = name.replace(/^netbsd32_/, '')
  if (/sigaction|sigvec/.test(base)) return sigaction
  switch (base) {
    case 'ioctl':
      return ioctl
    case 'kill':
    case 'killpg':
      return kill
    case 'ptrace':
      return linux ? linuxPtrace : ptraceOf(rules.ptraceRequests)
  }
  if (!rules.argumentNames) return undefined
  switch (base) {
    case 'fcntl':
      return fcntl
    case 'getsockopt':
    case 'getsockopt2':
    case 'setsockopt':
      return socketOption
    case 'futex':
    case '__futex':
      return futex
    case 'mprotect':
      return mprotect
    case 'mmap':
      return mmap
    default:
      return undefined
  }
}

/** Decoders of kdump up to 2003, by system call number. */
export const oldDecoders: ReadonlyMap<number, Decoder> = new Map<number, Decoder>([
  [26, oldPtrace],
  [54, oldIoctl],
])
export const OLD_KILL = 37

const IOC_VOID = 0x20000000
const IOC_OUT = 0x40000000
const IOC_IN = 0x80000000

function ioctl(args: Arguments): number {
  if (args.count < 2) return 0
  args.number(0)
  args.text(',')
  const request = args.low(1)
  const name = ioctlName(request, args.bits)
  args.text(name ?? composed(request, args))
  return 2
}

function composed(request: number, args: Arguments): string {
  const group = (request >>> 8) & 0xff
  const shown = group >= 0x20 && group < 0x7f ? `'${String.fromCharCode(group)}'` : `0x${group.toString(16).padStart(2, '0')}`
  const length = (request & IOC_VOID) === 0 ? `,${args.part((request >>> 16) & 0x1fff)}` : ''
  return `_IO${(request & IOC_IN) !== 0 ? 'W' : ''}${(request & IOC_OUT) !== 0 ? 'R' : ''}(${shown},${args.part(request & 0xff)}${length})`
}

/** Prints the group as a character and the length with 8 bits. */
function oldIoctl(args: Arguments): number {
  if (args.count < 2) return 0
  args.plain(0)
  args.text(',')
  const request = args.low(1)
  const name = ioctlName(request, args.bits)
  if (name !== undefined) args.text(name)
  else {
    const direction = `${(request & IOC_IN) !== 0 ? 'W' : ''}${(request & IOC_OUT) !== 0 ? 'R' : ''}`
    const length = (request & IOC_VOID) === 0 ? `,${alternate((request >>> 16) & 0xff)}` : ''
    args.text(`_IO${direction}('`)
    args.into[args.pos++] = (request >>> 8) & 0xff
    args.text(`',${alternate(request & 0xff)}${length})`)
  }
  return 2
}

function sigaction(args: Arguments): number {
  if (args.count < 1) return 0
  args.signal(0)
  return 1
}

/** Prints a space after the comma, unlike other decoders. */
export function kill(args: Arguments): number {
  if (args.count < 2) return 0
  args.number(0)
  args.text(', ')
  args.signal(1)
  return 2
}

/** First machine-dependent request. */
const PT_FIRSTMACH = 32

/** @param known the first request that has no name, apart from machine-dependent ones */
function ptraceOf(known: number): Decoder {
  return (args) => {
    if (args.count < 1) return 0
    const name = args.register(0) === 0 ? requestName(args.low(0), args.machine, known) : undefined
    if (name === undefined) args.hex(0)
    else args.text(name)
    return 1
  }
}

function requestName(request: number, machine: string, known: number): string | undefined {
  if (request >= PT_FIRSTMACH) return n.MACHINE_PTRACE_REQUESTS[machine]?.[request]
  return request < known ? n.PTRACE_REQUESTS[request] : undefined
}

/** Requests that kdump up to 2003 had names for. */
const OLD_PTRACE_REQUESTS = 12

/** Of 2003: unknown requests are signed decimal. */
function oldPtrace(args: Arguments): number {
  if (args.count < 1) return 0
  const request = args.low(0)
  const name = args.register(0) === 0 && request < OLD_PTRACE_REQUESTS ? n.PTRACE_REQUESTS[request] : undefined
  if (name === undefined) args.signed(0)
  else args.text(name)
  return 1
}

function linuxPtrace(args: Arguments): number {
  if (args.count < 1) return 0
  const name = args.register(0) === 0 ? n.LINUX_PTRACE_REQUESTS[args.low(0)] : undefined
  if (name === undefined) args.hex(0)
  else args.text(name)
  return 1
}

function fcntl(args: Arguments): number {
  if (args.count < 2) return 0
  args.number(0)
  const name = n.FCNTL_COMMANDS[args.low(1)]
  args.text(',')
  if (name === undefined) args.plain(1)
  else args.text(name)
  return 2
}

function socketOption(args: Arguments): number {
  if (args.count < 3) return 0
  args.number(0)
  const level = n.SOCKET_LEVELS[args.low(1)]
  // The comma belongs to the names.
  if (level === undefined) args.plain(1)
  else args.text(`,${level}`)
  const option = level === undefined ? undefined : n.SOCKET_OPTIONS[level]?.[args.low(2)]
  args.text(',')
  if (option === undefined) args.plain(2)
  else args.text(option)
  return 3
}

function futex(args: Arguments): number {
  if (args.count <= 2) return 0
  args.number(0)
  args.text(',')
  const operation = args.low(1)
  const command = (operation & ~(n.FUTEX_PRIVATE_FLAG | n.FUTEX_CLOCK_REALTIME)) >>> 0
  args.text(n.FUTEX_OPERATIONS[command] ?? alternate(command))
  if ((operation & n.FUTEX_PRIVATE_FLAG) !== 0) args.text('_PRIVATE')
  if ((operation & n.FUTEX_CLOCK_REALTIME) !== 0) args.text('FUTEX_CLOCK_REALTIME')
  return 2
}

function protection(args: Arguments, index: number): void {
  const value = args.low(index)
  const names = [1, 2, 4].filter((bit) => (value & bit) !== 0).map((bit) => n.PROTECTIONS[bit] as string)
  const left = (value & ~7) >>> 0
  if (value === 0) names.push(n.PROTECTIONS[0] as string)
  if (left !== 0) names.push(alternate(left))
  args.text(names.join('|'))
}

function mprotect(args: Arguments): number {
  if (args.count < 3) return 0
  args.number(0)
  args.text(',')
  args.number(1)
  args.text(',')
  protection(args, 2)
  return 3
}

const MAP_STACK_BIT = 13

function mmap(args: Arguments): number {
  if (args.count < 6) return 0
  args.number(0)
  args.text(',')
  args.number(1)
  args.text(',')
  protection(args, 2)
  args.text(',')
  const flags = args.low(3)
  const names: string[] = []
  for (let bit = 0; bit < 12; bit++) {
    const name = n.MMAP_FLAGS[bit]
    if ((flags & (1 << bit)) !== 0 && name !== undefined) names.push(name)
  }
  names.push(n.MMAP_KINDS[(flags >>> 12) & 1] as string)
  if ((flags & (1 << MAP_STACK_BIT)) !== 0) names.push(n.MMAP_FLAGS[MAP_STACK_BIT] as string)
  const alignment = n.MMAP_ALIGNMENTS[flags >>> 24]
  if (alignment !== undefined) names.push(alignment)
  args.text(`0x${flags.toString(16)}<${names.join(',')}>`)
  return 4
}
