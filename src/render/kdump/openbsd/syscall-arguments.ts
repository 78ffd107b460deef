/** Prints the arguments of OpenBSD system calls by their types. Flag names are not printed. */
import type { SystemCall } from '../../../systems/syscall-table.js'
import { type ArgumentWords, named, number, type Step } from '../argument-words.js'
import { signalName } from './printed-names.js'

const O_CREAT = 0x200

/** Types that are bit masks. */
const BITS = /^(.*flags|prot|options|mode|omode|amode|com|cmd|req|op|behav|advice|facs|ops|events)$/
const WIDE = /^(off_t|int64_t|uint64_t|long long|quad_t)$/
const SIGNAL = /^(sig|signum|signo)$/

/** A signed 32-bit number. */
const integer: Step = {
  write(args, index) {
    args.text(String(args.low(index) | 0))
    return index + 1
  },
}

const unsigned: Step = {
  write(args, index) {
    args.text(String(args.size === 8 ? (BigInt(args.high(index) >>> 0) << 32n) | BigInt(args.low(index)) : args.low(index)))
    return index + 1
  },
}

const bits: Step = named((value) => (value === 0 ? '0' : `0x${value.toString(16)}`))

/** A 64-bit argument: one word, or two in the byte order of the machine. */
const wide: Step = {
  write(args, index) {
    if (args.size === 8) {
      args.signed(index)
      return index + 1
    }
    if (index + 1 >= args.count) return integer.write(args, index)
    const [high, low] = args.little ? [index + 1, index] : [index, index + 1]
    args.text(String(BigInt.asIntN(64, (BigInt(args.low(high)) << 32n) | BigInt(args.low(low)))))
    return index + 2
  },
}

/** Padding words between arguments. */
const padding: Step = { skip: () => true, write: (_args: ArgumentWords, index: number) => index + 1 }

const signal: Step = named((value) => signalName(value | 0))

/** The mode of a new file; printed only if the flags create it. */
const ifCreated: Step = {
  skip: (args, index) => (args.low(index - 1) & O_CREAT) === 0,
  write(args, index) {
    args.text(`0${args.low(index).toString(8)}`)
    return index + 1
  },
}

export function stepsOf({ args, name }: SystemCall): readonly Step[] {
  return args.map((arg) => {
    const { type } = arg
    if (/^pad\d*$/.test(arg.name)) return padding
    if (type.includes('*')) return number
    if (WIDE.test(type)) return wide
    if (type === 'mode_t' && arg.optional && /^open(at)?$/.test(name)) return ifCreated
    if (type === 'size_t') return unsigned
    if (/^(u_)?long$/.test(type)) return number
    if (SIGNAL.test(arg.name)) return signal
    return BITS.test(arg.name) ? bits : integer
  })
}
