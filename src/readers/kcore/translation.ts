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
    *mapped(limits) {
      let cut = false
      for (const each of list) if (each.mapped) cut = (yield* each.mapped(limits)) || cut
      return cut
    },
  }
}

/** Neighbouring ranges that go on both ways become one. */
export function* joined(ranges: Generator<MappedRange, boolean, undefined>): Generator<MappedRange, boolean, undefined> {
  let open: MappedRange | undefined
  for (;;) {
    const step = ranges.next()
    if (step.done) {
      if (open) yield open
      return step.value
    }
    const next = step.value
    if (open && open.virtual + BigInt(open.length) === next.virtual && open.physical + open.length === next.physical)
      open = { ...open, length: open.length + next.length }
    else {
      if (open) yield open
      open = next
    }
  }
}
