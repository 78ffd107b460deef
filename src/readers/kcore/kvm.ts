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
  readonly diagnostics?: Diagnostics
}

/** The result of nlist for a name: value and type 0 where the table does not contain it. */
export interface NlistEntry {
  readonly name: string
  readonly value: bigint
  readonly type: number
  readonly found: boolean
}

/** Entries of the cache of translations, a power of two. */
const SLOTS = 16_384
/** The cache keeps what a translation says of this much at a time. */
const PAGE_SHIFT = 12n
const PAGE = 4096
const none = new Uint8Array(0)

/**
 * Reads kernel memory of a dump. Translations are cached, each only for the bytes that it promises: mappings may begin and end inside
 * a page.
 */
export class Kvm {
  readonly abi: Abi
  readonly memory: PhysicalMemory
  readonly symbols: SymbolTable | undefined
  readonly #translation: Translation | undefined
  readonly #unknown: string
  readonly #underscores: boolean
  readonly #diagnostics: Diagnostics
  readonly #bits: number
  readonly #tags = new Float64Array(SLOTS).fill(-1)
  /** First and last byte of the page that a slot maps, the end exclusive. */
  readonly #starts = new Uint16Array(SLOTS)
  readonly #ends = new Uint16Array(SLOTS)
  /** Physical address of the first of them. */
  readonly #physical = new Float64Array(SLOTS)

  constructor(parts: KvmParts) {
    this.abi = parts.abi
    this.memory = parts.memory
    this.symbols = parts.symbols
    this.#translation = parts.translation
    this.#unknown = parts.unknown ?? 'the dump has no valid header'
    this.#underscores = parts.underscores ?? false
    this.#diagnostics = parts.diagnostics ?? new Diagnostics()
    this.#bits = parts.abi.bits
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
   *
   * @param length bytes
   * @throws FormatError `UNMAPPED` when the translation of this dump is not known; `BAD_BOUNDS` for a negative length
   */
  read(address: bigint, length: number): Uint8Array {
    if (!(length >= 0)) throw new FormatError({ code: 'BAD_BOUNDS', message: `cannot read ${length} bytes` })
    if (!this.#translation) throw new FormatError({ code: 'UNMAPPED', message: `cannot translate kernel addresses: ${this.#unknown}` })
    let target: Uint8Array = none
    let done = 0
    while (done < length) {
      const bytes = this.#piece(this.#translation, BigInt.asUintN(this.#bits, address + BigInt(done)), length - done)
      if (bytes.byteLength === 0) break
      if (done === 0 && bytes.byteLength === length) return bytes
      target = withRoom(target, done, done + bytes.byteLength, length)
      target.set(bytes, done)
      done += bytes.byteLength
    }
    return target.subarray(0, done)
  }

  /** At least one byte of what is at an address, where there is one: as far as one mapping and one range of memory go. */
  #piece(translation: Translation, address: bigint, length: number): Uint8Array {
    const page = Number(address >> PAGE_SHIFT)
    const within = Number(BigInt.asUintN(12, address))
    const slot = page % SLOTS
    if (this.#tags[slot] === page && within >= (this.#starts[slot] as number) && within < (this.#ends[slot] as number)) {
      const physical = (this.#physical[slot] as number) + (within - (this.#starts[slot] as number))
      return this.memory.read(physical, Math.min(length, (this.#ends[slot] as number) - within))
    }
    const mapping = translation.translate(address)
    if (!mapping) return none
    const whole = within > 0 ? translation.translate(address - BigInt(within)) : undefined
    const goesOn = whole !== undefined && whole.length > within && whole.physical + within === mapping.physical
    const start = goesOn ? 0 : within
    this.#tags[slot] = page
    this.#starts[slot] = start
    this.#ends[slot] = Math.min(PAGE, within + mapping.length)
    this.#physical[slot] = mapping.physical - (within - start)
    return this.memory.read(mapping.physical, Math.min(length, mapping.length))
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
   * Values and types of names, as kvm_nlist(3): every name in the table counts, also undefined and local symbols.
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

/** A buffer of at least `needed` bytes that keeps its first `used`; it never grows beyond `most`. */
function withRoom(buffer: Uint8Array, used: number, needed: number, most: number): Uint8Array {
  if (needed <= buffer.byteLength) return buffer
  const larger = new Uint8Array(Math.min(most, Math.max(65_536, 2 * needed)))
  larger.set(buffer.subarray(0, used))
  return larger
}
