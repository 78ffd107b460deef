/** Page tables that are trees: each level takes some bits of the address as an index. All machines but a few have them. */
import type { PhysicalMemory } from './physical-memory.js'
import { defaultWalkLimits, type MappedRange, type Mapping, type Translation, type WalkLimits } from './translation.js'

/** What an entry of a table says: where the next table is, or where the memory is. */
export type Entry =
  /** The next level's table, by its physical address; `level` where it is indexed in another way than the next level says. */
  | { readonly table: number; readonly level?: Level; readonly page?: undefined }
  /** Memory: physical address of its first byte, and how many bytes it has (a power of two). */
  | { readonly page: number; readonly size: number; readonly table?: undefined }

/** The lowest address bit that indexes a table, and how many bits do. */
export interface Level {
  readonly shift: number
  readonly bits: number
}

export interface RadixOptions {
  /** Physical address of the first table. */
  readonly root: number
  /** From the first table on. */
  readonly levels: readonly Level[]
  readonly entrySize: 4 | 8
  readonly little: boolean
  /** An entry of a level (0 is the first table); undefined where it is not valid. `special` is what the entry above said of this level. */
  readonly entry: (value: bigint, level: number, special?: Level) => Entry | undefined
  /** The address with all its bits, from the bits that index the tables; as it is where absent. */
  readonly extend?: (address: bigint) => bigint
  /** Whether the address can be mapped at all. */
  readonly covers?: (address: bigint) => boolean
  readonly pageShift?: number
}

/** Sign extension from the lowest `bits` bits to 64. */
export const signExtend =
  (bits: number) =>
  (address: bigint): bigint =>
    BigInt.asUintN(64, BigInt.asIntN(bits, address))

const zero = 0n

/** A translation by tables in physical memory. Tables that are not in the dump map nothing. */
export function radix(memory: PhysicalMemory, options: RadixOptions): Translation {
  const { root, levels, entrySize, little, entry, covers, extend = (address: bigint) => address } = options
  function valueAt(bytes: Uint8Array, at: number): bigint {
    if (at + entrySize > bytes.byteLength) return zero
    const view = new DataView(bytes.buffer, bytes.byteOffset + at, entrySize)
    return entrySize === 8 ? view.getBigUint64(0, little) : BigInt(view.getUint32(0, little))
  }

  function translate(address: bigint): Mapping | undefined {
    if (covers && !covers(address)) return undefined
    let table = root
    let special: Level | undefined
    for (let level = 0; level < levels.length; level++) {
      const { bits, shift } = special ?? (levels[level] as Level)
      const index = Number(BigInt.asUintN(bits, address >> BigInt(shift)))
      const value = valueAt(memory.read(table + index * entrySize, entrySize), 0)
      const found = entry(value, level, special)
      if (!found) return undefined
      if (found.table === undefined) {
        const within = Number(address & BigInt(found.size - 1))
        // Where an entry stands for more than its share of the addresses, its neighbours should repeat it, but need not.
        const share = 2 ** shift - Number(BigInt.asUintN(shift, address))
        return { physical: found.page + within, length: Math.min(found.size - within, share) }
      }
      table = found.table
      special = found.level
    }
    return undefined
  }

  /** Entries of a whole table; a table may lie across ranges of the dump. */
  function tableBytes(table: number, bits: number): Uint8Array {
    const length = entrySize * 2 ** bits
    const first = memory.read(table, length)
    if (first.byteLength === length || first.byteLength === 0) return first
    const whole = new Uint8Array(length)
    whole.set(first)
    for (let done = first.byteLength; done < length; ) {
      const more = memory.read(table + done, length - done)
      if (more.byteLength === 0) break
      whole.set(more, done)
      done += more.byteLength
    }
    return whole
  }

  function* mapped({ tables }: WalkLimits = defaultWalkLimits): Generator<MappedRange, boolean, undefined> {
    let left = tables
    function* walk(table: number, level: number, base: bigint, special?: Level): Generator<MappedRange, boolean, undefined> {
      if (left-- <= 0) return true
      const { shift, bits } = special ?? (levels[level] as Level)
      const bytes = tableBytes(table, bits)
      for (let index = 0; index * entrySize + entrySize <= bytes.byteLength; index++) {
        const value = valueAt(bytes, index * entrySize)
        if (value === zero) continue
        const found = entry(value, level, special)
        if (!found) continue
        const at = base + (BigInt(index) << BigInt(shift))
        if (found.table === undefined) {
          const virtual = extend(at)
          // An entry may stand for a page that is larger than its share of the addresses: then its neighbours repeat it.
          const share = 2 ** shift
          const length = Math.min(found.size, share)
          if (!covers || covers(virtual)) yield { virtual, physical: found.page + Number(at & BigInt(found.size - 1)), length }
        } else if (level + 1 < levels.length && (yield* walk(found.table, level + 1, at, found.level))) return true
      }
      return false
    }
    return yield* walk(root, 0, zero)
  }

  return { pageShift: options.pageShift ?? levels.at(-1)?.shift ?? 12, translate, mapped }
}
