import { argumentNames } from '../../../systems/freebsd/argument-names.js'
import { named, number, plain, type Step } from '../argument-words.js'
import { ARGUMENT_FORMATS } from './argument-formats.js'
import {
  controlArgument,
  invalid,
  levelName,
  maskText,
  modeText,
  process,
  protocol,
  SOL_SOCKET,
  userMutex,
  wideNumber,
} from './argument-steps.js'
import { flagNames, ioctlName, nameOf, signalName } from './printed-names.js'

const O_CREAT = 0x200
const AT_FDCWD = -100
const SOCKET_OPTIONS: Readonly<Record<number, string>> = {
  [SOL_SOCKET]: 'sockopt',
  0: 'sockoptip',
  6: 'sockopttcp',
  17: 'sockoptudp',
  41: 'sockoptipv6',
  132: 'sockoptsctp',
  136: 'sockoptudplite',
}

/** Creates the argument steps of system calls on demand. */
export class ArgumentFormats {
  readonly #made = new Map<string, readonly Step[] | undefined>()

  constructor(private readonly decimal: boolean) {}

  /** The steps for a system call; undefined if all its arguments are printed as numbers. */
  of(name: string): readonly Step[] | undefined {
    if (this.#made.has(name)) return this.#made.get(name)
    const recipe = Object.hasOwn(ARGUMENT_FORMATS, name) ? ARGUMENT_FORMATS[name] : undefined
    const steps = recipe?.split(' ').map((word) => this.#step(word))
    // These print the process ID in decimal.
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
        return named((value) =>
          value === 0 ? '0' : `${plain(value, false)}<${flagNames(argumentNames(list), BigInt(value)).names.join('|')}>`,
        )
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

  /** A name of the list, or `<invalid=...>`. */
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
