/** Where pages of kernel memory are in physical memory: a cache in front of a translation. */
import type { Translation } from './translation.js'

/** Entries; a power of two. */
const ENTRIES = 65_536
const PAGE_SHIFT = 12n
const PAGE = 4096

/** Index of the lower half of a 64-bit integer among two 32-bit ones on this machine. */
const LOW = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 0 : 1

/**
 * Physical addresses of pages of 4 KiB that are mapped as one. Other pages (not mapped, smaller pages, those in which a window of
 * addresses begins or ends) are not in it: their addresses must be translated one by one.
 */
export class PageAddresses {
  readonly #pages = new Float64Array(ENTRIES).fill(-1)
  readonly #physical = new Float64Array(ENTRIES)
  /** Numbers of pages that are mapped in parts. */
  readonly #split: ReadonlySet<number>
  // An address in two halves: no integer of 64 bits need be allocated to take it apart.
  readonly #address = new BigUint64Array(1)
  readonly #halves = new Uint32Array(this.#address.buffer)

  constructor(private readonly translation: Translation) {
    this.#split = new Set((translation.splits ?? []).map((address) => Number(address >> PAGE_SHIFT)))
  }

  /** The address that `number` and `within` are of: from 0 to 2^64 - 1. */
  set(address: bigint): void {
    this.#address[0] = address
  }

  /** Number of the page of the address. */
  get number(): number {
    return (this.#halves[1 - LOW] as number) * 2 ** 20 + ((this.#halves[LOW] as number) >>> 12)
  }

  /** Offset of the address in its page. */
  get within(): number {
    return (this.#halves[LOW] as number) & (PAGE - 1)
  }

  /** Physical address of a page by its number; -1 where it is not mapped as one. */
  physical(number: number): number {
    const slot = number % ENTRIES
    return this.#pages[slot] === number ? (this.#physical[slot] as number) : this.#translate(number, slot)
  }

  #translate(number: number, slot: number): number {
    if (this.#split.has(number)) return -1
    const mapping = this.translation.translate(BigInt(number) << PAGE_SHIFT)
    if (!mapping || mapping.length < PAGE) return -1
    this.#pages[slot] = number
    this.#physical[slot] = mapping.physical
    return mapping.physical
  }
}
