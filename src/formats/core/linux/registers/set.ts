/** How a machine's register set is declared. */
import type { Abi, Struct } from '../../../../schema/base.js'
import type { Registers } from '../../facts.js'
import { type RegisterNames, registersOf } from '../../registers.js'

export interface RegisterSet<T = unknown> {
  readonly struct: Struct<T>
  readonly names: RegisterNames
  /** Registers that gdb makes of others, such as a `pc` without its flag bits. */
  readonly derived?: (registers: Registers) => Registers
}

/** The registers of a set's value under gdb's names. */
export function read(set: RegisterSet, value: unknown, abi: Abi): Registers {
  const registers = registersOf(set.names, value, abi)
  return set.derived ? { ...registers, ...set.derived(registers) } : registers
}
