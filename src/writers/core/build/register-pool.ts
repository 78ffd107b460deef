/** Registers of a thread, dealt out to the notes of a system that have a place for them. */
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

/** A note of registers beside the general ones. */
export interface RegisterNote {
  readonly name: string
  readonly holds: (register: string) => boolean
  /** Undefined where the registers are none that the note is written for. */
  readonly make: (registers: Registers, abi: Abi) => Descriptor | undefined
}

/**
 * A note of one register set.
 *
 * @param needs registers of which one must be there for the note to be written; any of the set where not said
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

/** Registers that gdb makes of others: they are written as those. */
const DERIVED = new Set(['pc', 'sp'])
/** The number of the system call that a thread is in. */
const SYSTEM_CALL = /^orig_[re]ax$/

/** What there is to be written of a thread's registers, and what has found no place. */
export class RegisterPool {
  /** All of them. */
  readonly all: Registers
  /** What the places that were filled hold. */
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

  /** Fills a set's value in. */
  fill(set: RegisterSet, value: unknown): void {
    writeRegisterSet(set, value, this.all, this.abi)
    this.#held.push((register) => hasRegister(set, register))
  }

  /** Makes a note's descriptor; undefined where it is not written for these registers. */
  make(note: RegisterNote): Descriptor | undefined {
    const made = note.make(this.all, this.abi)
    if (made) this.#held.push(note.holds)
    return made
  }

  /** A register that goes into a field of its own. */
  take(name: string): bigint | undefined {
    this.#held.push((register) => register === name)
    return this.all[name]
  }

  /** Names the registers that found no place. */
  lose(path: string, lost: Diagnostic[]): void {
    const name = (part: 'registers' | 'floating'): void => {
      const without = Object.keys(this.thread[part] ?? {}).filter(
        (each) => !this.#held.some((holds) => holds(each)) && !this.#saysNothing(each),
      )
      if (without.length === 0) return
      const where = `${path}.${part}`
      lost.push({ code: 'LOST', path: where, message: `${where}: no place for the registers ${without.join(', ')}` })
    }
    name('registers')
    name('floating')
  }

  /** Whether others tell all that a register tells, or it is as it was when the program began. */
  #saysNothing(name: string): boolean {
    const value = this.all[name]
    if (DERIVED.has(name)) return true
    if (SYSTEM_CALL.test(name)) return value === BigInt.asUintN(name === 'orig_rax' ? 64 : 32, -1n)
    const index = /^[yz]mm(\d+)$/.exec(name)?.[1]
    if (index !== undefined && Number(index) < 16) return [this.all[`xmm${index}`], this.all[`ymm${index}`]].includes(value)
    return /^(?:zmm\d+|k\d)$/.test(name) && value === 0n
  }
}
