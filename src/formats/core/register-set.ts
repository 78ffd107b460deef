/** How a machine's register set is declared. */
import type { Abi, Struct } from '../../schema/base.js'
import type { Registers } from './process-info.js'
import { type RegisterNames, registersOf, writeRegisters } from './register-names.js'

export interface RegisterSet<T = unknown> {
  readonly struct: Struct<T>
  readonly names: RegisterNames
  /** Registers that gdb makes of others, such as a `pc` without its flag bits. */
  readonly toGdb?: (registers: Registers) => Registers
  /** The other way: what the fields hold of registers under gdb's names, where that is not the same. */
  readonly fromGdb?: (registers: Registers) => Registers
  /** Registers that `derived` makes and `stored` takes, beside those of `names`. */
  readonly derivedNames?: readonly string[]
}

/** The registers of a set's value under gdb's names. */
export function readRegisterSet(set: RegisterSet, value: unknown, abi: Abi): Registers {
  const registers = registersOf(set.names, value, abi)
  return set.toGdb ? { ...registers, ...set.toGdb(registers) } : registers
}

/** Puts registers into a set's value, which must have all its fields. Those that the set does not have are left out. */
export function writeRegisterSet(set: RegisterSet, value: unknown, registers: Registers, abi: Abi): void {
  const own: Record<string, bigint> = {}
  for (const name in registers) if (Object.hasOwn(set.names, name)) own[name] = registers[name] as bigint
  if (set.fromGdb) {
    const stored = set.fromGdb(registers)
    for (const name in stored) if (Object.hasOwn(set.names, name)) own[name] = stored[name] as bigint
  }
  writeRegisters(set.names, value, own, abi)
}

/** Registers that a set has a place for, those that are made of several fields included. */
export function hasRegister(set: RegisterSet, name: string): boolean {
  return Object.hasOwn(set.names, name) || (set.derivedNames?.includes(name) ?? false)
}

const withins = new WeakMap<RegisterSet, Map<string, RegisterSet>>()

/** The set as a field of a structure around it; undefined where there is none. */
export function nestRegisterSet(set: RegisterSet | undefined, field: string): RegisterSet | undefined {
  if (!set) return undefined
  let byField = withins.get(set)
  if (!byField) {
    byField = new Map()
    withins.set(set, byField)
  }
  let found = byField.get(field)
  if (!found) {
    found = { ...set, names: Object.fromEntries(Object.entries(set.names).map(([name, path]) => [name, `${field}.${path}`])) }
    byField.set(field, found)
  }
  return found
}
