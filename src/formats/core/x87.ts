/**
 * The x87 environment under gdb's names, in the forms that kernels keep it: FXSAVE has an abridged tag word (one bit for each
 * physical register) and, in 64-bit form, instruction and operand pointers in one word with their selectors; FSAVE shares words.
 * Source: Intel SDM volume 1, chapters 8 and 10.
 */
import type { Registers } from './facts.js'

const STACK = Array.from({ length: 8 }, (_, i) => `st${i}`)
const EMPTY = 3n
const mask = (bits: number): bigint => (1n << BigInt(bits)) - 1n

/** The 80-bit registers stand in slots of 16 bytes; what is above them means nothing. */
export function shortSt(registers: Registers): Registers {
  return Object.fromEntries(
    STACK.flatMap((name) => (registers[name] === undefined ? [] : [[name, BigInt.asUintN(80, registers[name] as bigint)]])),
  )
}

/** 0 valid, 1 zero, 2 special. */
function classOf(value: bigint): bigint {
  const exponent = (value >> 64n) & mask(15)
  if (exponent === mask(15)) return 2n
  if (exponent === 0n) return (value & mask(64)) === 0n ? 1n : 2n
  return (value >> 63n) & 1n ? 0n : 2n
}

/** Physical register of st(i), by the top of stack in the status word. */
const physical = (fstat: bigint, i: number): number => (Number((fstat >> 11n) & 7n) + i) % 8

/** The tag word of two bits for each physical register. */
function fullTag({ ftag = 0n, fstat = 0n, ...registers }: Registers): bigint {
  let tag = 0n
  STACK.forEach((name, i) => {
    const at = physical(fstat, i)
    const used = (ftag >> BigInt(at)) & 1n
    tag |= (used ? classOf(BigInt.asUintN(80, registers[name] ?? 0n)) : EMPTY) << BigInt(2 * at)
  })
  return tag
}

/** The abridged tag word; where no tag word is told, registers that are not zero are in use. */
function abridgedTag({ ftag, fstat = 0n, ...registers }: Registers): bigint {
  let tag = 0n
  STACK.forEach((name, i) => {
    const at = BigInt(physical(fstat, i))
    const used = ftag === undefined ? (registers[name] ?? 0n) !== 0n : ((ftag >> (2n * at)) & 3n) !== EMPTY
    if (used) tag |= 1n << at
  })
  return tag
}

const some = (name: string, value: bigint | undefined): Registers => (value === undefined ? {} : { [name]: value })
/** A register cut to some bits, if it is there. */
const low = (registers: Registers, bits: number, ...names: readonly string[]): Registers =>
  Object.assign(
    {},
    ...names.map((name) => some(name, registers[name] === undefined ? undefined : (registers[name] as bigint) & mask(bits))),
  )

interface Form {
  readonly derived: (registers: Registers) => Registers
  readonly stored: (registers: Registers) => Registers
}

const tagged = (registers: Registers): Registers => (registers.ftag === undefined ? {} : { ftag: fullTag(registers) })

/** FXSAVE of 64-bit programs: `fioff` and `fooff` are the fields of 64 bits, `ftag` the abridged tag. */
export const fxsave64: Form = {
  derived: (registers) => ({
    ...shortSt(registers),
    ...tagged(registers),
    ...low(registers, 11, 'fop'),
    ...low(registers, 32, 'fioff', 'fooff'),
    ...some('fiseg', registers.fioff === undefined ? undefined : (registers.fioff >> 32n) & 0xffffn),
    ...some('foseg', registers.fooff === undefined ? undefined : (registers.fooff >> 32n) & 0xffffn),
  }),
  stored: (registers) => ({
    ftag: abridgedTag(registers),
    fioff: (registers.fioff ?? 0n) | ((registers.fiseg ?? 0n) << 32n),
    fooff: (registers.fooff ?? 0n) | ((registers.foseg ?? 0n) << 32n),
  }),
}

/** FXSAVE of 32-bit programs: fields of 32 bits or of 16; `ftag` is the abridged tag. */
export const fxsave32: Form = {
  derived: (registers) => ({
    ...shortSt(registers),
    ...tagged(registers),
    ...low(registers, 11, 'fop'),
    ...low(registers, 16, 'fiseg', 'foseg'),
    ...low(registers, 32, 'fioff', 'fooff', 'mxcsr'),
  }),
  stored: (registers) => ({ ftag: abridgedTag(registers) }),
}

/** FSAVE in seven words: control, status, tag, instruction pointer, its selector with the last opcode above, operand pointer, its selector. */
export const fsave: Form = {
  derived: (registers) => ({
    ...low(registers, 16, 'fctrl', 'fstat', 'ftag', 'fiseg', 'foseg'),
    ...low(registers, 32, 'fioff', 'fooff'),
    ...some('fop', registers.fiseg === undefined ? undefined : (registers.fiseg >> 16n) & mask(11)),
  }),
  stored: (registers) => ({
    // What is above the 16 bits of these is all ones.
    ...Object.fromEntries(['fctrl', 'fstat', 'ftag', 'foseg'].map((name) => [name, 0xffff0000n | (registers[name] ?? 0n)])),
    fiseg: (registers.fiseg ?? 0n) | ((registers.fop ?? 0n) << 16n),
  }),
}

/** A form whose fields of 32 bits are signed. */
export const signed = ({ derived, stored }: Form): Form => ({
  derived,
  stored: (registers) => {
    const own = { ...registers, ...stored(registers) }
    return Object.fromEntries(
      ['fctrl', 'fstat', 'ftag', 'fioff', 'fiseg', 'fooff', 'foseg', 'mxcsr'].flatMap((name) =>
        own[name] === undefined ? [] : [[name, BigInt.asIntN(32, own[name] as bigint)]],
      ),
    )
  },
})
