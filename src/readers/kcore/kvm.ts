/**
 * Kernel memory of a dump by kernel virtual addresses, as libkvm reads it.
 */
import { type Diagnostic, Diagnostics, FormatError } from '../../errors.js'
import { readInto } from '../../io/source.js'
import type { Abi } from '../../schema/base.js'
import { PageAddresses } from './page-addresses.js'
import { allocateResult } from './page-cache.js'
import type { PhysicalMemory } from './physical-memory.js'
import { type KernelSymbol, lookUpSymbol, type SymbolTable } from './symbols/table.js'
import type { Mapping, Translation } from './translation.js'

export interface KvmParts {
  readonly abi: Abi
  readonly memory: PhysicalMemory
  /** Absent where it is not known; `unknown` says why. */
  readonly translation?: Translation | undefined
  readonly unknown?: string | undefined
  readonly symbols?: SymbolTable | undefined
  /** Whether names are looked up as NetBSD's libkvm does: without one leading underscore. */
  readonly underscores?: boolean
  readonly diagnostics?: Diagnostics
}

/** What nlist gives for a name: value and type 0 where there is no such symbol, which a symbol may have too. */
export interface NlistEntry {
  readonly name: string
  readonly value: bigint
  readonly type: number
  readonly found: boolean
}

const none = new Uint8Array(0)

/** Why a read ended: at its length, at an address that is not mapped, or at a page that is mapped but not in the dump. */
export type ReadEnd = 'complete' | 'unmapped' | 'missing'

export interface KvmRead {
  readonly bytes: Uint8Array
  readonly end: ReadEnd
}

const PAGE = 4096
/** Reads up to this length take memory for all of it at once. */
const LONGEST_FAST = 64 * 1024

/** Reads kernel memory of a dump. Where pages are is kept in a small cache, so that scattered reads are fast. */
export class Kvm {
  readonly abi: Abi
  readonly memory: PhysicalMemory
  readonly symbols: SymbolTable | undefined
  readonly #translation: Translation | undefined
  readonly #unknown: string
  readonly #underscores: boolean
  readonly #diagnostics: Diagnostics
  readonly #addressMask: bigint
  readonly #pages: PageAddresses | undefined

  constructor(parts: KvmParts) {
    this.abi = parts.abi
    this.memory = parts.memory
    this.symbols = parts.symbols
    this.#translation = parts.translation
    this.#unknown = parts.unknown ?? 'the dump has no valid header'
    this.#underscores = parts.underscores ?? false
    this.#diagnostics = parts.diagnostics ?? new Diagnostics()
    this.#addressMask = (1n << BigInt(parts.abi.bits)) - 1n
    this.#pages = parts.translation && new PageAddresses(parts.translation)
  }

  get diagnostics(): readonly Diagnostic[] {
    return this.#diagnostics.list
  }

  /** Whether kernel addresses can be translated. */
  get translates(): boolean {
    return this.#translation !== undefined
  }

  /** How kernel addresses are translated; undefined where that is not known. */
  get translation(): Translation | undefined {
    return this.#translation
  }

  /**
   * Where a kernel address is in physical memory; undefined where it is not mapped.
   *
   * @throws FormatError `UNMAPPED` when the translation of this dump is not known, with why
   */
  translate(address: bigint): Mapping | undefined {
    if (!this.#translation) throw new FormatError({ code: 'UNMAPPED', message: `cannot translate kernel addresses: ${this.#unknown}` })
    return this.#translation.translate(address)
  }

  /**
   * The bytes at a kernel address: fewer where the address is not mapped any more, where the page is not in the dump, or where the dump ends.
   * The result must not be written to.
   *
   * @param length bytes
   * @throws FormatError `UNMAPPED` when the translation of this dump is not known; `BAD_BOUNDS` for a negative length
   */
  read(address: bigint, length: number): Uint8Array {
    return this.#fast(address, length) ?? this.readWithEnd(address, length).bytes
  }

  /** A read whose pages are all mapped as one and in the dump; undefined where any is not, and the general way must be taken. */
  #fast(address: bigint, length: number): Uint8Array | undefined {
    const pages = this.#pages
    if (!pages || !(length > 0) || length > LONGEST_FAST || address < 0n || address > this.#addressMask) return undefined
    pages.set(address)
    let { number, within } = pages
    if (within + length <= PAGE) {
      const page = pages.physical(number)
      if (page < 0) return undefined
      const bytes = this.memory.read(page + within, length)
      return bytes.byteLength === length ? bytes : undefined
    }
    const target = allocateResult(length)
    for (let done = 0; done < length; within = 0, number++) {
      const page = pages.physical(number)
      if (page < 0) return undefined
      const count = Math.min(PAGE - within, length - done)
      if (readInto(this.memory, page + within, target.subarray(done, done + count)) < count) return undefined
      done += count
    }
    return target
  }

  /**
   * As read(), and why it ended. This is libkvm's way: an address is translated, the read is cut to what is contiguous there, and
   * goes on behind it.
   *
   * @throws FormatError as read()
   */
  readWithEnd(address: bigint, length: number): KvmRead {
    if (!(length >= 0)) throw new FormatError({ code: 'BAD_BOUNDS', message: `cannot read ${length} bytes` })
    const translation = this.#translation
    if (!translation) throw new FormatError({ code: 'UNMAPPED', message: `cannot translate kernel addresses: ${this.#unknown}` })
    if (address < 0n) address = BigInt.asUintN(this.abi.bits, address)
    let target = none
    let done = 0
    while (done < length) {
      const mapping = translation.translate(done === 0 ? address : (address + BigInt(done)) & this.#addressMask)
      if (!mapping) return { bytes: target.subarray(0, done), end: 'unmapped' }
      const bytes = this.memory.read(mapping.physical, Math.min(mapping.length, length - done))
      if (bytes.byteLength === 0) return { bytes: target.subarray(0, done), end: 'missing' }
      if (bytes.byteLength === length) return { bytes, end: 'complete' }
      if (done + bytes.byteLength > target.byteLength) {
        const larger = new Uint8Array(Math.min(length, Math.max(LONGEST_FAST, 2 * (done + bytes.byteLength))))
        larger.set(target.subarray(0, done))
        target = larger
      }
      target.set(bytes, done)
      done += bytes.byteLength
    }
    return { bytes: target.subarray(0, done), end: 'complete' }
  }

  /**
   * Exactly so many bytes.
   *
   * @throws FormatError `UNMAPPED` where fewer are there
   */
  readExactly(address: bigint, length: number): Uint8Array {
    const fast = this.#fast(address, length)
    if (fast) return fast
    const { bytes, end } = this.readWithEnd(address, length)
    if (end === 'complete') return bytes
    const where = `0x${(address + BigInt(bytes.byteLength)).toString(16)}`
    const why = end === 'unmapped' ? 'is not mapped' : 'is mapped, but the dump does not contain its page'
    throw new FormatError({
      code: 'UNMAPPED',
      message: `invalid address: ${where} ${why}; expected ${length} bytes, found ${bytes.byteLength}`,
      expected: String(length),
      found: String(bytes.byteLength),
    })
  }

  /** A pointer or `long` of kernel memory, unsigned. @throws FormatError `UNMAPPED` */
  readWord(address: bigint): bigint {
    const bytes = this.readExactly(address, this.abi.pointer)
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const little = this.abi.endian === 'little'
    return this.abi.pointer === 8 ? view.getBigUint64(0, little) : BigInt(view.getUint32(0, little))
  }

  /** Text of kernel memory up to a NUL, at most `limit` bytes of it; what is there where the memory ends earlier. */
  readText(address: bigint, limit = 1024): string {
    const bytes = this.read(address, limit)
    const end = bytes.indexOf(0)
    return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end))
  }

  /**
   * Values and types of names, as kvm_nlist(3): a name that is in the table is found, whatever its value, type or binding.
   *
   * @returns one entry for each name, in their order
   * @throws FormatError `BAD_VALUE` "bad namelist" when there is no usable symbol table
   */
  nlist(names: readonly string[]): NlistEntry[] {
    const table = this.symbols
    if (!table) throw new FormatError({ code: 'BAD_VALUE', path: 'kernel', message: 'bad namelist: there is no symbol table' })
    return names.map((name) => {
      const asked = this.#underscores && !table.underscores && name.startsWith('_') ? name.slice(1) : name
      const symbol = table.get(asked)
      return { name, value: symbol?.value ?? 0n, type: symbol?.type ?? 0, found: symbol !== undefined }
    })
  }

  /** A symbol by its name, with or without a leading underscore. */
  symbol(name: string): KernelSymbol | undefined {
    return this.symbols && lookUpSymbol(this.symbols, name)
  }

  /** @throws FormatError always: dumps are not written to */
  write(): never {
    throw new FormatError({ code: 'OUT_OF_RANGE', message: 'kvm_write is not implemented for dead kernels' })
  }
}
