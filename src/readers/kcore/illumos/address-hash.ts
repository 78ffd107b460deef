/** The hash table of addresses in vmcore.N. Source: libkvm of illumos. */
import { type DumpHeader, dumpMap } from '../../../formats/kcore/illumos/dump-header.js'
import type { ByteSource } from '../../../io/source.js'
import type { Abi } from '../../../schema/base.js'
import type { Mapping, Translation } from '../translation.js'

/** Longest chain that is followed: real ones have a handful of entries. */
const LONGEST = 65_536

export function hashTranslation(
  source: ByteSource,
  of: Abi,
  header: DumpHeader,
  frameOf: (index: number) => number,
  space: bigint,
): Translation {
  const layout = dumpMap.for(of)
  const shift = Number(header.dump_pageshift)
  const size = 2 ** shift
  const start = Number(header.dump_map)
  const data = Number(header.dump_data)
  const mask = BigInt.asUintN(of.bits, header.dump_hashmask)
  const buckets = Number(mask) + 1
  const end = start + buckets * layout.size
  const entryAt = (offset: number) => {
    if (offset < start || offset >= end || (offset - start) % 8 !== 0) return undefined
    const bytes = source.read(offset, layout.size)
    return bytes.byteLength < layout.size ? undefined : layout.decode(bytes)
  }
  const mapping = (at: bigint, address: bigint): Mapping => {
    const index = Math.floor((Number(at) - data) / size)
    const within = Number(BigInt.asUintN(shift, address))
    return { physical: frameOf(index) * size + within, length: size - within }
  }
  return {
    pageShift: shift,
    translate(address) {
      const page = (address >> BigInt(shift)) << BigInt(shift)
      const hash = BigInt.asUintN(of.bits, (space >> 3n) + (page >> BigInt(shift))) & mask
      let next = entryAt(start + Number(hash) * layout.size)?.dm_first ?? 0n
      for (let left = LONGEST; next !== 0n && left > 0; left--) {
        const entry = entryAt(Number(next))
        if (!entry) return undefined
        if (entry.dm_as === space && entry.dm_va === page) return entry.dm_data === 0n ? undefined : mapping(entry.dm_data, address)
        next = entry.dm_next
      }
      return undefined
    },
    *mapped() {
      for (let index = 0; index < Math.min(buckets, Number(header.dump_nvtop)); index++) {
        const entry = entryAt(start + index * layout.size)
        if (!entry) break
        if (entry.dm_as === space && entry.dm_data !== 0n)
          yield { virtual: entry.dm_va, physical: mapping(entry.dm_data, entry.dm_va).physical, length: size }
      }
      return false
    },
  }
}
