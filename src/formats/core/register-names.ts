/**
 * Register sets: from the fields of a system's structure to the names that gdb has for that machine, and back.
 */
import type { Abi } from '../../schema/base.js'
import type { Registers } from './process-info.js'

/**
 * gdb's name of each register and the path of its field: `{ rip: 'rip', x0: 'r_reg[0]' }`. What gdb does not know
 * (trap numbers, padding) is left out; it stays among the note's fields.
 */
export type RegisterNames = Readonly<Record<string, string>>

/** A step of a path: a field, or an element. */
export type Step = string | number

const stepsOf = (path: string): readonly Step[] =>
  [...path.matchAll(/\[(\d+)\]|[^.[\]]+/g)].map((match) => (match[1] === undefined ? match[0] : Number(match[1])))

/** The steps of every path of a set: a core of many threads asks for the same ones again and again. */
const parsed = new WeakMap<RegisterNames, ReadonlyMap<string, readonly Step[]>>()

/** The steps of each register's path. */
export function pathsOf(names: RegisterNames): ReadonlyMap<string, readonly Step[]> {
  let paths = parsed.get(names)
  if (!paths) {
    paths = new Map(Object.entries(names).map(([name, path]) => [name, stepsOf(path)]))
    parsed.set(names, paths)
  }
  return paths
}

/** The registers of a set's value. Those that a cut value does not have are left out. */
export function registersOf(names: RegisterNames, value: unknown, abi: Abi): Registers {
  const registers: Record<string, bigint> = {}
  for (const [name, steps] of pathsOf(names)) {
    let field: unknown = value
    for (const step of steps) field = (field as Record<Step, unknown> | undefined)?.[step]
    if (typeof field === 'bigint') registers[name] = field
    else if (typeof field === 'number' && Number.isSafeInteger(field)) registers[name] = BigInt(field)
    else if (field instanceof Uint8Array) registers[name] = numberOf(field, abi)
  }
  return registers
}

/**
 * Puts registers into a set's value, which must have all its fields; those that the set does not have are given back.
 */
export function writeRegisters(names: RegisterNames, value: unknown, registers: Registers, abi: Abi): string[] {
  const unknown: string[] = []
  const paths = pathsOf(names)
  for (const name in registers) {
    const register = registers[name] as bigint
    const steps = paths.get(name)
    if (steps === undefined) {
      unknown.push(name)
      continue
    }
    let holder = value as Record<Step, unknown>
    const end = steps.length - 1
    for (let i = 0; i < end; i++) holder = holder[steps[i] as Step] as Record<Step, unknown>
    const last = steps[end] as Step
    const old = holder[last]
    if (old instanceof Uint8Array) holder[last] = bytesOf(register, old.length, abi)
    else holder[last] = typeof old === 'number' ? Number(register) : register
  }
  return unknown
}

/** A register wider than 64 bits, kept as bytes in the machine's order. */
const numberOf = (bytes: Uint8Array, { endian }: Abi): bigint =>
  wideNumber(new DataView(bytes.buffer, bytes.byteOffset, bytes.length), 0, bytes.length, endian === 'little')

/** The number of as many bytes at an offset. */
export function wideNumber(view: DataView, offset: number, size: number, little: boolean): bigint {
  let value = 0n
  if (size % 8 === 0) {
    for (let i = 0; i < size; i += 8) {
      const word = view.getBigUint64(little ? offset + size - 8 - i : offset + i, little)
      // Most of them have never been used.
      value = value === 0n ? word : (value << 64n) | word
    }
    return value
  }
  for (let i = 0; i < size; i++) value = (value << 8n) | BigInt(view.getUint8(little ? offset + size - 1 - i : offset + i))
  return value
}

function bytesOf(register: bigint, length: number, abi: Abi): Uint8Array {
  const bytes = new Uint8Array(length)
  let left = register
  for (let i = 0; i < length; i++) {
    bytes[abi.endian === 'little' ? i : length - 1 - i] = Number(left & 0xffn)
    left >>= 8n
  }
  return bytes
}

/** `{ r0: at(0), ..., r31: at(31) }`. */
export function numberedNames(prefix: string, from: number, to: number, at: (index: number) => string): RegisterNames {
  return Object.fromEntries(Array.from({ length: to - from + 1 }, (_, i) => [`${prefix}${from + i}`, at(from + i)]))
}

/** Names in the order of an array's elements; an empty one is no register of gdb's. */
export function indexedNames(names: string, at: (index: number) => string): RegisterNames {
  return Object.fromEntries(
    names
      .split(' ')
      .map((name, index) => [name, at(index)] as const)
      .filter(([name]) => name !== '-'),
  )
}

/** Names that are those of the fields. */
export function identityNames(names: string): RegisterNames {
  return Object.fromEntries(names.split(' ').map((name) => [name, name]))
}

/** Registers that hold the stack pointer, by gdb's names, where it has no name of its own. */
const stackRegister: Readonly<Record<string, string>> = {
  powerpc: 'r1',
  powerpc64: 'r1',
  powerpc64le: 'r1',
  s390: 'r15',
  s390x: 'r15',
  sh: 'r15',
  sheb: 'r15',
  loongarch64: 'r3',
  hppa: 'r30',
  csky: 'r14',
}

/** The address that a thread's stack had got to; undefined when its registers are not there. */
export function stackPointerOf(registers: Registers, abi: Abi): bigint | undefined {
  return registers.sp ?? registers.rsp ?? registers.esp ?? registers[stackRegister[abi.name] ?? 'sp']
}

/** The address that a thread had got to in its program; undefined when its registers are not there. */
export function programCounterOf(registers: Registers): bigint | undefined {
  return registers.pc ?? registers.rip ?? registers.eip
}
