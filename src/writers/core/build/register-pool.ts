/** Distributes the registers of a thread to the notes of a system. */
import type { Diagnostic } from '../../../errors.js'
import type { Registers } from '../../../formats/core/process-info.js'
import { hasRegister, type RegisterSet, writeRegisterSet } from '../../../formats/core/register-set.js'
import type { Abi, Struct } from '../../../schema/base.js'
import { zeroValue } from '../../../schema/zero-value.js'
import type { BuildThread } from './core-contents.js'

/** A note's structure and its value. */
export interface Descriptor {
  readonly struct: Struct<unknown>
  readonly value: unknown
}

/** A note for registers other than the general ones. */
export interface RegisterNote {
  readonly name: string
  readonly holds: (register: string) => boolean
  /** Undefined if the note is not written for these registers. */
  readonly make: (registers: Registers, abi: Abi) => Descriptor | undefined
}

/**
 * A note of one register set.
 *
 * @param needs the note is written if one of these registers is present (default: any register of the set)
 */
export function setNote(name: string, set: RegisterSet, needs?: RegExp): RegisterNote {
  const own = (register: string): boolean => hasRegister(set, register)
  return {
    name,
    holds: own,
    make(registers, abi) {
      if (!Object.keys(registers).some(needs ? (each) => needs.test(each) : own)) return undefined
      const value = zeroValue(set.struct, abi)
      writeRegisterSet(set, value, registers, abi)
      return { struct: set.struct, value }
    },
  }
}

/** Registers that gdb computes from others; they are stored as those. */
const DERIVED = new Set(['pc', 'sp'])
/** The system call number of a thread. */
const SYSTEM_CALL = /^orig_[re]ax$/

/** The registers of a thread that remain to be written. */
export class RegisterPool {
  /** All registers. */
  readonly all: Registers
  /** The registers that have been written. */
  readonly #held: ((register: string) => boolean)[] = []

  constructor(
    private readonly thread: BuildThread,
    private readonly abi: Abi,
  ) {
    this.all = thread.floating ? { ...thread.floating, ...thread.registers } : thread.registers
  }

  get floats(): boolean {
    return this.thread.floating !== undefined
  }

  /** Writes the registers into the value of a register set. */
  fill(set: RegisterSet, value: unknown): void {
    writeRegisterSet(set, value, this.all, this.abi)
    this.#held.push((register) => hasRegister(set, register))
  }

  /** Encodes a note's descriptor; undefined if the note is not written for these registers. */
  make(note: RegisterNote): Descriptor | undefined {
    const made = note.make(this.all, this.abi)
    if (made) this.#held.push(note.holds)
    return made
  }

  /** A register that is stored in a field outside the register set. */
  take(name: string): bigint | undefined {
    this.#held.push((register) => register === name)
    return this.all[name]
  }

  /** Reports the registers that could not be written. */
  lose(path: string, lost: Diagnostic[]): void {
    const name = (part: 'registers' | 'floating'): void => {
      const without = Object.keys(this.thread[part] ?? {}).filter(
        (each) => !this.#held.some((holds) => holds(each)) && !this.#saysNothing(each),
      )
      if (without.length === 0) return
      const where = `${path}.${part}`
      lost.push({ code: 'LOST', path: where, message: `${where}: cannot store registers ${without.join(', ')}` })
    }
    name('registers')
    name('floating')
  }

  /** Whether a register is derived from others, or still has its initial value. */
  #saysNothing(name: string): boolean {
    const value = this.all[name]
    if (DERIVED.has(name)) return true
    if (SYSTEM_CALL.test(name)) return value === BigInt.asUintN(name === 'orig_rax' ? 64 : 32, -1n)
    const index = /^[yz]mm(\d+)$/.exec(name)?.[1]
    if (index !== undefined && Number(index) < 16) return [this.all[`xmm${index}`], this.all[`ymm${index}`]].includes(value)
    return /^(?:zmm\d+|k\d)$/.test(name) && value === 0n
  }
}
