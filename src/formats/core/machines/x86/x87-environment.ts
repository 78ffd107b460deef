/**
 * The x87 environment under gdb's names, in the forms that kernels keep it: FXSAVE has an abridged tag word (one bit for each
 * physical register) and, in 64-bit form, instruction and operand pointers in one word with their selectors; FSAVE shares words.
 * Source: Intel SDM volume 1, chapters 8 and 10.
 */
import type { Registers } from '../../process-info.js'

const STACK = ['st0', 'st1', 'st2', 'st3', 'st4', 'st5', 'st6', 'st7'] as const
const EMPTY = 3
const ALL_EMPTY = 0xffff

type Changing = Record<string, bigint>

function putShort(registers: Registers, into: Changing): void {
  for (const name of STACK) {
    const value = registers[name]
    if (value !== undefined) into[name] = BigInt.asUintN(80, value)
  }
}

/** 0 valid, 1 zero, 2 special. */
function classOf(value: bigint): number {
  const exponent = Number((value >> 64n) & 0x7fffn)
  if (exponent === 0x7fff) return 2
  if (exponent === 0) return BigInt.asUintN(64, value) === 0n ? 1 : 2
  return (value >> 63n) & 1n ? 0 : 2
}

/** The top of stack, from which st(0) is counted. */
const topOf = ({ fstat = 0n }: Registers): number => Number((fstat >> 11n) & 7n)

/** The tag word of two bits for each physical register, of the abridged one. */
function fullTag(registers: Registers): bigint {
  const abridged = Number(registers.ftag ?? 0n)
  if (abridged === 0) return BigInt(ALL_EMPTY)
  const top = topOf(registers)
  let tag = 0
  STACK.forEach((name, i) => {
    const at = (top + i) % 8
    const used = (abridged >> at) & 1
    tag |= (used ? classOf(BigInt.asUintN(80, registers[name] ?? 0n)) : EMPTY) << (2 * at)
  })
  return BigInt(tag)
}

/** The abridged tag word; without a tag word, registers that are not zero are in use. */
function abridgedTag(registers: Registers): bigint {
  const { ftag } = registers
  const full = ftag === undefined ? undefined : Number(ftag)
  if (full === ALL_EMPTY) return 0n
  const top = topOf(registers)
  let tag = 0
  STACK.forEach((name, i) => {
    const at = (top + i) % 8
    const used = full === undefined ? (registers[name] ?? 0n) !== 0n : ((full >> (2 * at)) & 3) !== EMPTY
    if (used) tag |= 1 << at
  })
  return BigInt(tag)
}

/** Cuts registers to some bits, those of them that are there. */
function putLow(registers: Registers, into: Changing, bits: number, names: readonly string[]): void {
  for (const name of names) {
    const value = registers[name]
    if (value !== undefined) into[name] = BigInt.asUintN(bits, value)
  }
}

interface Form {
  readonly toGdb: (registers: Registers) => Registers
  readonly fromGdb: (registers: Registers) => Registers
  /** Registers that share a field with others. */
  readonly derivedNames?: readonly string[]
}

const SELECTORS = ['fiseg', 'foseg'] as const
const OFFSETS = ['fioff', 'fooff'] as const

/** FXSAVE of 64-bit programs: `fioff` and `fooff` are the fields of 64 bits, `ftag` the abridged tag. */
export const fxsave64: Form = {
  derivedNames: SELECTORS,
  toGdb(registers) {
    const { fioff, fooff } = registers
    const out: Changing = {}
    putShort(registers, out)
    if (registers.ftag !== undefined) out.ftag = fullTag(registers)
    putLow(registers, out, 11, ['fop'])
    putLow(registers, out, 32, OFFSETS)
    if (fioff !== undefined) out.fiseg = (fioff >> 32n) & 0xffffn
    if (fooff !== undefined) out.foseg = (fooff >> 32n) & 0xffffn
    return out
  },
  fromGdb: (registers) => ({
    ftag: abridgedTag(registers),
    fioff: (registers.fioff ?? 0n) | ((registers.fiseg ?? 0n) << 32n),
    fooff: (registers.fooff ?? 0n) | ((registers.foseg ?? 0n) << 32n),
  }),
}

/** FXSAVE of 32-bit programs: fields of 32 bits or of 16; `ftag` is the abridged tag. */
export const fxsave32: Form = {
  toGdb(registers) {
    const out: Changing = {}
    putShort(registers, out)
    if (registers.ftag !== undefined) out.ftag = fullTag(registers)
    putLow(registers, out, 11, ['fop'])
    putLow(registers, out, 16, SELECTORS)
    putLow(registers, out, 32, [...OFFSETS, 'mxcsr'])
    return out
  },
  fromGdb: (registers) => ({ ftag: abridgedTag(registers) }),
}

/** FSAVE in seven words: control, status, tag, instruction pointer, its selector with the last opcode above, operand pointer, its selector. */
export const fsave: Form = {
  derivedNames: ['fop'],
  toGdb(registers) {
    const out: Changing = {}
    putLow(registers, out, 16, ['fctrl', 'fstat', 'ftag', ...SELECTORS])
    putLow(registers, out, 32, OFFSETS)
    if (registers.fiseg !== undefined) out.fop = (registers.fiseg >> 16n) & 0x7ffn
    return out
  },
  fromGdb(registers) {
    const out: Changing = { fiseg: (registers.fiseg ?? 0n) | ((registers.fop ?? 0n) << 16n) }
    // What is above the 16 bits of these is all ones.
    for (const name of ['fctrl', 'fstat', 'ftag', 'foseg']) out[name] = 0xffff0000n | (registers[name] ?? 0n)
    return out
  },
}

const WORDS = ['fctrl', 'fstat', 'ftag', 'fioff', 'fiseg', 'fooff', 'foseg', 'mxcsr'] as const

/** A form whose fields of 32 bits are signed. */
export const signed = (form: Form): Form => ({
  ...form,
  fromGdb(registers) {
    const own: Registers = { ...registers, ...form.fromGdb(registers) }
    const out: Changing = {}
    for (const name of WORDS) if (own[name] !== undefined) out[name] = BigInt.asIntN(32, own[name])
    return out
  },
})
