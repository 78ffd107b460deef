/** Prints arguments of DragonFly's system calls. */
import { argumentNames } from '../../../systems/dragonfly/argument-names.js'
import { ioctlName } from '../../../systems/dragonfly/ioctls.js'
import { type ArgumentWords, named, number, type Step } from '../argument-words.js'
import { orDecimal } from '../bsd44-renderer.js'
import { argumentFormats } from './argument-formats.js'
import { argumentSignal } from './printed-names.js'

const O_CREAT = 0x200
const SOL_SOCKET = 0xffff
const F_GETFD = 1
const F_SETFD = 2
const F_SETFL = 4

const hex = (value: bigint): string => (value === 0n ? '0' : `0x${value.toString(16)}`)

/** The names that a value has, as the C code compares: both above zero, or neither. */
function namesIn(table: string, value: bigint): string[] {
  return argumentNames(table)
    .filter(([, each]) => value > 0n === each > 0n && (value & each) === each)
    .map(([name]) => name)
}

function bitsText(table: string, value: bigint, bits: 32 | 64): string {
  const names = namesIn(table, value)
  return `${hex(BigInt.asUintN(bits, value))}<${names.join('|')}>${names.length === 0 ? `<invalid>${value}` : ''}`
}

const bits = (table: string): Step => named((value) => bitsText(table, BigInt(value | 0), 32))

const flags = bits('flags')

/** A word as a C long. */
function longOf(args: ArgumentWords, index: number): bigint {
  if (args.size === 4) return BigInt(args.low(index) | 0)
  return (BigInt(args.high(index)) << 32n) | BigInt(args.low(index))
}

const long = (table: string): Step => ({
  write(args, index) {
    args.text(bitsText(table, longOf(args, index), args.size === 4 ? 32 : 64))
    return index + 1
  },
})

function one(table: string): Step {
  const names = new Map<bigint, string>()
  for (const [name, value] of argumentNames(table)) if (!names.has(value)) names.set(value, name)
  return named((value) => names.get(BigInt(value | 0)) ?? `<invalid=${value | 0}>`)
}

const transfer: Step = named((value) => {
  if (value === 0) return '0'
  return `${hex(BigInt(value))}<${namesIn('sendrecvflags', BigInt(value | 0)).join('|')}>`
})

const semget: Step = named((value) => namesIn('semget', BigInt(value | 0)).join('|'))

const clocks = new Map(argumentNames('clockid').map(([name, value]) => [Number(value), name]))
const clock: Step = named((value) => clocks.get(value | 0) ?? String(value | 0))

const ioctl: Step = {
  write(args, index) {
    const name = args.high(index) === 0 ? ioctlName(args.low(index)) : undefined
    if (name !== undefined) args.text(name)
    else {
      args.number(index)
      if (!args.decimal) args.text(' ')
    }
    return index + 1
  },
}

/** The mode of a new file, or a word that is not used. */
const modeIfCreated: Step = {
  write(args, index) {
    if ((args.low(index - 1) & O_CREAT) !== 0) return modes.write(args, index)
    args.text('<unused>')
    return number.write(args, index)
  },
}
const modes = bits('mode')

const commands = one('fcntlcmd')

/** A command, and its argument. */
const fcntl: Step = {
  write(args, index) {
    commands.write(args, index)
    const next = index + 1
    if (next >= args.count) return next
    args.comma()
    const command = args.low(index)
    if (command === F_SETFL) return flags.write(args, next)
    if (command !== F_GETFD && command !== F_SETFD) {
      const value = args.low(next)
      args.text(args.decimal ? String(value | 0) : hex(BigInt.asUintN(args.size === 8 ? 64 : 32, BigInt(value | 0))))
      return next + 1
    }
    const value = args.low(next)
    if (value === 1) args.text('FD_CLOEXEC')
    else if (value === 0) args.text('0')
    else {
      args.text('<invalid>')
      args.number(next)
    }
    return next + 1
  },
}

const level: Step = {
  write(args, index) {
    if ((args.low(index) | 0) !== SOL_SOCKET) return number.write(args, index)
    args.text('SOL_SOCKET')
    return index + 1
  },
}

const PTRACE =
  'TRACE_ME READ_I READ_D READ_U WRITE_I WRITE_D WRITE_U CONTINUE KILL STEP ATTACH DETACH=11 GETREGS=33 SETREGS GETFPREGS SETFPREGS GETDBREGS SETDBREGS'

function ptraceNames(): Record<number, string> {
  let next = 0
  return Object.fromEntries(
    PTRACE.split(' ').map((text) => {
      const [name, given] = text.split('=') as [string, string?]
      if (given !== undefined) next = Number(given)
      return [next++, `PT_${name}`]
    }),
  )
}

const SINGLE: Readonly<Record<string, Step>> = {
  n: number,
  ioctl,
  'mode?': modeIfCreated,
  transfer,
  semget,
  clock,
  fcntl,
  level,
  signal: named((value) => argumentSignal(value | 0)),
  ptrace: orDecimal(ptraceNames()),
}

const WITH_TABLE: Readonly<Record<string, (table: string) => Step>> = { bits, one, long }

function stepOf(format: string): Step {
  const [kind = '', table = ''] = format.split(':')
  return SINGLE[kind] ?? (WITH_TABLE[kind] as (table: string) => Step)(table)
}

/** A number, and a name without a comma between. */
function glued(name: Step): Step {
  return {
    write(args, index) {
      number.write(args, index)
      return index + 1 < args.count ? name.write(args, index + 1) : index + 1
    },
  }
}

function stepsOf(format: string): Step[] {
  const steps: Step[] = []
  for (const each of format.split(' ')) {
    if (each.startsWith('+')) steps[steps.length - 1] = glued(stepOf(each.slice(1)))
    else steps.push(stepOf(each))
  }
  return steps
}

/** Steps by system call. */
export const argumentSteps = (): ReadonlyMap<string, readonly Step[]> =>
  new Map(Array.from(argumentFormats, ([call, format]) => [call, stepsOf(format)]))
