/** Multi-level page tables: each level uses some bits of the address as an index. */

import { ALL_ACCESS } from './access-rights.js'
import type { PhysicalMemory } from './physical-memory.js'
import { defaultWalkLimits, type MappedRange, type Mapping, type TableEntry, type TableWalk, type Translation } from './translation.js'

/** A decoded table entry: the next table, or memory. */
export type Entry =
  /** Physical address of the next table; `level` overrides how it is indexed. */
  | { readonly table: number; readonly level?: Level; readonly page?: undefined }
  /** Physical address and size (a power of two) of the mapped memory. */
  | { readonly page: number; readonly size: number; readonly table?: undefined }

/** The lowest address bit of the index, and the number of index bits. */
interface Level {
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
  /** Decodes an entry of a level (0 is the first table); undefined for an invalid one. `special` is the `level` of the entry above. */
  readonly entry: (value: bigint, level: number, special?: Level) => Entry | undefined
  /** Makes a full address from the bits that index the tables. Absent: the address is complete. */
  readonly extend?: (address: bigint) => bigint
  /** Whether the tables can map the address. */
  readonly covers?: (address: bigint) => boolean
  readonly pageShift?: number
  /** Access rights that an entry states, as bits of `access`; rights of all levels are combined. Absent: they are not known. */
  readonly access?: (value: bigint, level: number, isTable: boolean) => number
}

/** Sign extension from the lowest `bits` bits to 64. */
export const signExtend =
  (bits: number) =>
  (address: bigint): bigint =>
    BigInt.asUintN(64, BigInt.asIntN(bits, address))

const zero = 0n

/** A translation by tables in physical memory. Tables that are not in the dump map nothing. */
export function radix(memory: PhysicalMemory, options: RadixOptions): Translation {
  return {
    pageShift: options.pageShift ?? options.levels.at(-1)?.shift ?? 12,
    translate: (address) => translate(memory, options, address),
    walk: (address) => walk(memory, options, address),
    *mapped({ tables } = defaultWalkLimits) {
      return yield* walkTable({ memory, options, left: tables }, options.root, 0, zero, ALL_ACCESS)
    },
  }
}

/** One entry of a table; 0 where the dump does not contain it. */
function entryAt({ entrySize, little }: RadixOptions, bytes: Uint8Array, at: number): bigint {
  if (at + entrySize > bytes.byteLength) return zero
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, entrySize)
  return entrySize === 8 ? view.getBigUint64(0, little) : BigInt(view.getUint32(0, little))
}

function translate(memory: PhysicalMemory, options: RadixOptions, address: bigint): Mapping | undefined {
  const { root, levels, entrySize, entry, covers } = options
  if (covers && !covers(address)) return undefined
  let table = root
  let special: Level | undefined
  for (let level = 0; level < levels.length; level++) {
    const { bits, shift } = special ?? (levels[level] as Level)
    const index = Number(BigInt.asUintN(bits, address >> BigInt(shift)))
    const value = entryAt(options, memory.read(table + index * entrySize, entrySize), 0)
    const found = entry(value, level, special)
    if (!found) return undefined
    if (found.table === undefined) {
      const within = Number(address & BigInt(found.size - 1))
      // An entry for a page larger than its share of the addresses should be repeated by its neighbours, but need not be.
      const share = 2 ** shift - Number(BigInt.asUintN(shift, address))
      return { physical: found.page + within, length: Math.min(found.size - within, share) }
    }
    table = found.table
    special = found.level
  }
  return undefined
}

/** As translate(), with all entries on the way. */
function walk(memory: PhysicalMemory, options: RadixOptions, address: bigint): TableWalk {
  const { root, levels, entrySize, entry, covers, access } = options
  const entries: TableEntry[] = []
  if (covers && !covers(address)) return { entries }
  let table = root
  let special: Level | undefined
  let rights = ALL_ACCESS
  for (let level = 0; level < levels.length; level++) {
    const { bits, shift } = special ?? (levels[level] as Level)
    const index = Number(BigInt.asUintN(bits, address >> BigInt(shift)))
    const at = table + index * entrySize
    const bytes = memory.read(at, entrySize)
    const value = entryAt(options, bytes, 0)
    entries.push({ level: levels.length - level, address: at, index, value })
    if (bytes.byteLength < entrySize) return { entries, incomplete: true }
    const found = entry(value, level, special)
    if (!found) return { entries }
    if (access) rights &= access(value, level, found.table !== undefined)
    if (found.table === undefined) {
      const mapping = translate(memory, options, address)
      return { entries, ...(mapping && { mapping }), ...(access && { access: rights }) }
    }
    table = found.table
    special = found.level
  }
  return { entries }
}

/** All bytes of a table; a table may span ranges of the dump. */
function tableBytes(memory: PhysicalMemory, table: number, length: number): Uint8Array {
  const first = memory.read(table, length)
  if (first.byteLength === length || first.byteLength === 0) return first
  const complete = new Uint8Array(length)
  complete.set(first)
  for (let done = first.byteLength; done < length; ) {
    const more = memory.read(table + done, length - done)
    if (more.byteLength === 0) break
    complete.set(more, done)
    done += more.byteLength
  }
  return complete
}

interface TableVisit {
  readonly memory: PhysicalMemory
  readonly options: RadixOptions
  /** Tables that may still be visited. */
  left: number
}

/** The ranges that a table and the tables below it map. Returns true when the limit ended the walk. */
function* walkTable(
  walk: TableVisit,
  table: number,
  level: number,
  base: bigint,
  rights: number,
  special?: Level,
): Generator<MappedRange, boolean, undefined> {
  const { levels, entrySize, entry, covers, access, extend = (address: bigint) => address } = walk.options
  if (walk.left-- <= 0) return true
  const { shift, bits } = special ?? (levels[level] as Level)
  const bytes = tableBytes(walk.memory, table, entrySize * 2 ** bits)
  for (let index = 0; index * entrySize + entrySize <= bytes.byteLength; index++) {
    const value = entryAt(walk.options, bytes, index * entrySize)
    if (value === zero) continue
    const found = entry(value, level, special)
    if (!found) continue
    const below = access ? rights & access(value, level, found.table !== undefined) : rights
    const at = base + (BigInt(index) << BigInt(shift))
    if (found.table === undefined) {
      const virtual = extend(at)
      // A page larger than its share of the addresses is repeated by the neighbouring entries.
      const length = Math.min(found.size, 2 ** shift)
      if (!covers || covers(virtual))
        yield { virtual, physical: found.page + Number(at & BigInt(found.size - 1)), length, ...(access && { access: below }) }
    } else if (level + 1 < levels.length && (yield* walkTable(walk, found.table, level + 1, at, below, found.level))) return true
  }
  return false
}
