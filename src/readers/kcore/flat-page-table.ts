/** Translation by one flat table: an entry for each page from a base address on. */
import { defaultWalkLimits, type MappedRange, type Mapping, type Translation } from './translation.js'

/** Where a page is: physical address of its first byte. `size`, in bytes, where the memory around is mapped as one. */
export interface FlatEntry {
  readonly page: number
  readonly size?: number
}

export interface FlatOptions {
  /** Kernel address of the first entry. */
  readonly base: bigint
  /** Binary logarithm of the bytes per entry. */
  readonly shift: number
  readonly count: number
  /** An entry; undefined where it maps nothing. */
  readonly entry: (index: number) => FlatEntry | undefined
  /** The next entry after one that maps nothing that may map something; the following one where absent. */
  readonly next?: (index: number) => number
}

export function flatTable({ base, shift, count, entry, next }: FlatOptions): Translation {
  const step = BigInt(shift)
  function translate(address: bigint): Mapping | undefined {
    if (address < base) return undefined
    const index = Number((address - base) >> step)
    if (index >= count) return undefined
    const found = entry(index)
    if (!found) return undefined
    const size = found.size ?? 2 ** shift
    const within = Number(address & BigInt(size - 1))
    return { physical: found.page + within, length: size - within }
  }
  return {
    pageShift: shift,
    translate,
    *mapped(limits = defaultWalkLimits): Generator<MappedRange, boolean, undefined> {
      // As many entries as so many tables would have at least.
      let left = limits.tables * 64
      for (let index = 0; index < count; index++) {
        if (left-- <= 0) return true
        const virtual = base + (BigInt(index) << step)
        const found = translate(virtual)
        if (found) yield { virtual, physical: found.physical, length: 2 ** shift }
        else if (next) index = next(index) - 1
      }
      return false
    },
  }
}

/** Words of a table in the file. Reading beyond the end of the file gives 0. */
export function wordsOf(bytes: (offset: number, length: number) => Uint8Array, size: 4 | 8, little: boolean): (index: number) => bigint {
  return (index) => {
    const word = bytes(index * size, size)
    if (word.byteLength < size) return 0n
    const view = new DataView(word.buffer, word.byteOffset, size)
    return size === 8 ? view.getBigUint64(0, little) : BigInt(view.getUint32(0, little))
  }
}
