/**
 * Kernel memory of a dump by kernel virtual addresses, as libkvm reads it.
 */
import { type Diagnostic, Diagnostics, FormatError } from '../../errors.js'
import type { Abi } from '../../schema/base.js'
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
  /** Of the cache behind `memory`: grows when it let go of something. */
  readonly generation?: (() => number) | undefined
  readonly diagnostics?: Diagnostics
}

/** What nlist gives for a name: value and type 0 where there is no such symbol. */
export interface NlistEntry {
  readonly name: string
  readonly value: bigint
  readonly type: number
  readonly found: boolean
}

/** Entries of the cache of translated pages. */
const SLOTS = 16_384
const none = new Uint8Array(0)

/** Reads kernel memory of a dump. Translated pages are kept in a small cache, so that scattered reads are fast. */
export class Kvm {
  readonly abi: Abi
  readonly memory: PhysicalMemory
  readonly symbols: SymbolTable | undefined
  readonly #translation: Translation | undefined
  readonly #unknown: string
  readonly #underscores: boolean
  readonly #diagnostics: Diagnostics
  readonly #generation: () => number
  readonly #shift: bigint
  readonly #pageShift: number
  readonly #pageSize: number
  readonly #addressMask: bigint
  readonly #tags = new Float64Array(SLOTS).fill(-1)
  readonly #frames = new Float64Array(SLOTS)
  readonly #pages = new Array<Uint8Array | undefined>(SLOTS).fill(undefined)
  #keeps = true

  constructor(parts: KvmParts) {
    this.abi = parts.abi
    this.memory = parts.memory
    this.symbols = parts.symbols
    this.#translation = parts.translation
    this.#unknown = parts.unknown ?? 'the dump has no valid header'
    this.#underscores = parts.underscores ?? false
    this.#diagnostics = parts.diagnostics ?? new Diagnostics()
    this.#generation = parts.generation ?? (() => 0)
    this.#pageShift = Math.min(12, parts.translation?.pageShift ?? 12)
    this.#shift = BigInt(this.#pageShift)
    this.#pageSize = 2 ** this.#pageShift
    this.#addressMask = (1n << BigInt(parts.abi.bits)) - 1n
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
    if (!(length >= 0)) throw new FormatError({ code: 'BAD_BOUNDS', message: `cannot read ${length} bytes` })
    if (!this.#translation) throw new FormatError({ code: 'UNMAPPED', message: `cannot translate kernel addresses: ${this.#unknown}` })
    if (address < 0n) address = BigInt.asUintN(this.abi.bits, address)
    const number = Number(address >> this.#shift)
    const within = Number(BigInt.asUintN(this.#pageShift, address))
    if (within + length <= this.#pageSize) {
      const page = this.#page(address, number)
      if (within + length <= page.byteLength) return page.subarray(within, within + length)
    }
    return this.#long(address, length)
  }

  /** The page that holds an address, as far as the dump has it. `number` is the address without the bits within the page. */
  #page(address: bigint, number: number): Uint8Array {
    const slot = number % SLOTS
    if (this.#tags[slot] !== number) {
      const start = address - BigInt.asUintN(this.#pageShift, address)
      const mapping = this.#translation?.translate(start)
      if (!mapping) return none
      this.#tags[slot] = number
      this.#frames[slot] = mapping.physical
      this.#pages[slot] = undefined
    }
    if (!this.#keeps) return this.memory.read(this.#frames[slot] ?? 0, this.#pageSize)
    let page = this.#pages[slot]
    if (!page) {
      page = this.memory.read(this.#frames[slot] ?? 0, this.#pageSize)
      this.#pages[slot] = page
      // The cache behind lets go of blocks: pages that are kept here would hold on to them.
      if (this.#generation() > 0) {
        this.#keeps = false
        this.#pages.fill(undefined)
      }
    }
    return page
  }

  /** Reads over page borders, and pages that are not whole in the dump. */
  #long(address: bigint, length: number): Uint8Array {
    let target = none
    let done = 0
    while (done < length) {
      const at = (address + BigInt(done)) & this.#addressMask
      const bytes = this.#piece(at, length - done)
      if (bytes.byteLength === 0) break
      if (done === 0 && bytes.byteLength === length) return bytes
      if (done + bytes.byteLength > target.byteLength) {
        const larger = new Uint8Array(Math.min(length, Math.max(65_536, 2 * (done + bytes.byteLength))))
        larger.set(target.subarray(0, done))
        target = larger
      }
      target.set(bytes, done)
      done += bytes.byteLength
    }
    return target.subarray(0, done)
  }

  /** At least one byte of what is at an address, where there is one: of a kept page, else as far as the mapping goes. */
  #piece(address: bigint, length: number): Uint8Array {
    const number = Number(address >> this.#shift)
    if (this.#tags[number % SLOTS] === number) {
      const page = this.#page(address, number)
      const within = Number(BigInt.asUintN(this.#pageShift, address))
      if (within < page.byteLength) return page.subarray(within, within + length)
    }
    const mapping = this.#translation?.translate(address)
    if (!mapping) return none
    if (mapping.length > this.#pageSize || length < this.#pageSize)
      return this.memory.read(mapping.physical, Math.min(mapping.length, length))
    const page = this.#page(address, number)
    const within = Number(BigInt.asUintN(this.#pageShift, address))
    return within < page.byteLength
      ? page.subarray(within, within + length)
      : this.memory.read(mapping.physical, Math.min(mapping.length, length))
  }

  /**
   * Exactly so many bytes.
   *
   * @throws FormatError `UNMAPPED` where fewer are there
   */
  readExactly(address: bigint, length: number): Uint8Array {
    const bytes = this.read(address, length)
    if (bytes.byteLength === length) return bytes
    const where = `0x${(address + BigInt(bytes.byteLength)).toString(16)}`
    throw new FormatError({
      code: 'UNMAPPED',
      message: `invalid address ${where}: the dump holds ${bytes.byteLength} of ${length} bytes`,
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
   * Values and types of names, as kvm_nlist(3): a symbol of type 0 or value 0 counts as not found.
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
      const found = symbol !== undefined && symbol.type !== 0 && symbol.value !== 0n
      return { name, value: found ? symbol.value : 0n, type: found ? symbol.type : 0, found }
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
