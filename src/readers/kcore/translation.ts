/** From kernel virtual to physical addresses: what every machine's translation offers, and the simple ones. */
import { defaultLimits } from '../limits.js'

/** Where an address is in physical memory. */
export interface Mapping {
  /** Physical address. */
  readonly physical: number
  /** Bytes from there on that are contiguous both ways. */
  readonly length: number
}

/** A range of virtual addresses that is contiguous in physical memory. */
export interface MappedRange {
  readonly virtual: bigint
  readonly physical: number
  readonly length: number
  /** Bits of `access`, where the page tables state them. */
  readonly access?: number
}

/** One entry of a page table on the way to an address. */
export interface TableEntry {
  /** 1 for the table whose entries map pages. */
  readonly level: number
  /** Physical address of the entry. */
  readonly address: number
  readonly index: number
  /** 0 where the dump does not contain it. */
  readonly value: bigint
}

/** How an address is translated. */
export interface TableWalk {
  /** From the first table on, up to the entry that maps the address or does not. */
  readonly entries: readonly TableEntry[]
  readonly mapping?: Mapping
  /** Bits of `access`, where the page tables state them. */
  readonly access?: number
  /** The dump does not contain the last table: nothing tells whether the address is mapped. */
  readonly incomplete?: boolean
}

/** Upper bound of one listing of mapped addresses. */
export interface WalkLimits {
  /** Page tables that are visited. */
  readonly tables: number
}

export const defaultWalkLimits: WalkLimits = { tables: defaultLimits.pageTables }

export interface Translation {
  /** Binary logarithm of the smallest page, in bytes. */
  readonly pageShift: number
  /** Addresses within a page of 4 KiB at which a window of addresses begins or ends: the bytes of such a page are not mapped as one. */
  readonly splits?: readonly bigint[]
  /** Undefined where the address is not mapped. Never throws for what page tables say. */
  translate(address: bigint): Mapping | undefined
  /** The page-table entries of an address. Absent where there are no tables of several levels. */
  walk?(address: bigint): TableWalk
  /**
   * Everything that is mapped, ascending within each part. Stops at the limits: the generator's return value is then true.
   * Absent where it cannot be listed.
   */
  mapped?(limits?: WalkLimits): Generator<MappedRange, boolean, undefined>
}

/** The addresses that are not at the start of a page of 4 KiB. */
export const insidePage = (addresses: readonly bigint[]): bigint[] => addresses.filter((address) => (address & 0xfffn) !== 0n)

/** Addresses from `virtual` on for `length` bytes are at `physical` and on. */
export function linearMapping(virtual: bigint, length: number, physical: number, pageShift = 12): Translation {
  const size = BigInt(length)
  return {
    pageShift,
    splits: insidePage([virtual, virtual + size]),
    translate(address) {
      const within = address - virtual
      if (within < 0n || within >= size) return undefined
      return { physical: physical + Number(within), length: length - Number(within) }
    },
    *mapped() {
      if (length > 0) yield { virtual, physical, length }
      return false
    },
  }
}

/** The first of several that maps the address. */
export function chainTranslations(...list: readonly Translation[]): Translation {
  return {
    pageShift: Math.min(...list.map(({ pageShift }) => pageShift)),
    splits: list.flatMap(({ splits }) => splits ?? []),
    translate(address) {
      for (const each of list) {
        const mapping = each.translate(address)
        if (mapping) return mapping
      }
      return undefined
    },
    walk(address) {
      let best: TableWalk = { entries: [] }
      for (const each of list) {
        const mapping = each.translate(address)
        const walk = each.walk?.(address) ?? { entries: [], ...(mapping && { mapping }) }
        if (mapping) return walk
        if (walk.entries.length > best.entries.length) best = walk
      }
      return best
    },
    *mapped(limits) {
      let cut = false
      for (const each of list) if (each.mapped) cut = (yield* each.mapped(limits)) || cut
      return cut
    },
  }
}

/**
 * Neighbouring ranges that go on both ways become one.
 *
 * @param byAccess whether ranges with different access rights stay apart
 */
export function* joined(ranges: Generator<MappedRange, boolean, undefined>, byAccess = false): Generator<MappedRange, boolean, undefined> {
  let open: MappedRange | undefined
  for (;;) {
    const step = ranges.next()
    if (step.done) {
      if (open) yield open
      return step.value
    }
    const next = step.value
    if (byAccess && open?.access !== next.access) {
      if (open) yield open
      open = next
    } else if (open && open.virtual + BigInt(open.length) === next.virtual && open.physical + open.length === next.physical)
      open = { ...open, length: open.length + next.length }
    else {
      if (open) yield open
      open = next
    }
  }
}
