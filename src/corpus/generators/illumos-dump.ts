/** Kernel dumps of illumos: vmcore.N with its hash table of addresses, and vmdump.N with a list of them and packed pages. */
import { DUMP_MAGIC, dumpFlag, dumpHeader, dumpHeaderV9, dumpMap, memVtop } from '../../formats/kcore/illumos/dump-header.js'
import { concatenate, roundUp } from '../../io/bytes.js'
import { type Abi, type AbiName, abi as abis } from '../../schema/base.js'
import { zeroValue } from '../../schema/zero-value.js'
import type { Draw } from '../draw.js'
import type { FormatVariants } from '../file-variant.js'
import { integerBytes } from '../mutate/mutation.js'

const machines: readonly AbiName[] = ['amd64', 'i386', 'sparc64', 'sparc']
const versions = [10, 9] as const

const of = (format: string, packed: boolean): FormatVariants => ({
  format,
  variants: machines.flatMap((name) =>
    versions.map((version) => ({ name: `${name} version ${version}`, make: (draw: Draw) => dump(draw, abis[name], version, packed) })),
  ),
})

export const generators: readonly FormatVariants[] = [of('vmcore/illumos', false), of('vmdump/illumos', true)]

const PAGE = 4096
const PAGE_SHIFT = 12
/** Address of the kernel's address space structure. */
const KAS = 0xfffffe00n

function dump(draw: Draw, abi: Abi, version: number, packed: boolean): Uint8Array {
  const pages = Array.from({ length: 1 + draw.nat(5) }, () => draw.bytes(PAGE))
  const little = abi.endian === 'little'
  const word = abi.bits / 8
  const struct = version >= 10 ? dumpHeader : dumpHeaderV9
  let frame = 16n
  const frames = pages.map(() => (frame += BigInt(1 + draw.nat(3))))
  const pfn = roundUp(struct.for(abi).size, 512)
  const map = roundUp(pfn + pages.length * word, 512)
  const entrySize = packed ? memVtop.for(abi).size : dumpMap.for(abi).size
  const buckets = 8
  const data = roundUp(map + (packed ? pages.length : buckets) * entrySize, PAGE)
  const header = struct.for(abi).encode({
    ...zeroValue(dumpHeader, abi),
    dump_magic: DUMP_MAGIC,
    dump_version: version,
    dump_flags: dumpFlag.VALID | dumpFlag.COMPLETE | dumpFlag.KERNEL | (packed ? dumpFlag.COMPRESSED : 0),
    dump_wordsize: abi.bits,
    dump_pfn: BigInt(pfn),
    dump_map: BigInt(map),
    dump_data: BigInt(data),
    dump_utsname: {
      sysname: 'SunOS',
      nodename: draw.text(20),
      release: '5.11',
      version: draw.text(20),
      machine: abi.name === 'amd64' || abi.name === 'i386' ? 'i86pc' : 'sun4u',
    },
    dump_platform: 'i86pc',
    dump_panicstring: draw.text(60),
    dump_crashtime: BigInt(1_500_000_000 + draw.nat(99_999_999)),
    dump_pageshift: BigInt(PAGE_SHIFT),
    dump_pagesize: BigInt(PAGE),
    dump_hashmask: BigInt(buckets - 1),
    dump_nvtop: BigInt(packed ? pages.length : buckets),
    dump_npages: BigInt(pages.length),
    ...(version >= 10 && { dump_uuid: '01234567-89ab-cdef-0123-456789abcdef' }),
  })
  const bytes = new Uint8Array(data)
  bytes.set(header)
  for (const [index, each] of frames.entries()) bytes.set(integerBytes(each, word, little), pfn + index * word)
  bytes.set(packed ? addressList(abi, frames) : hashTable(abi, buckets, map, data, pages.length), map)
  const stored = packed ? pages.flatMap((page) => [integerBytes(BigInt(PAGE), 4, little), page]) : pages
  return concatenate([bytes, ...stored])
}

function addressList(abi: Abi, frames: readonly bigint[]): Uint8Array {
  return concatenate(frames.map((m_pfn, index) => memVtop.for(abi).encode({ m_as: KAS, m_va: BigInt(0x10000 + index * PAGE), m_pfn })))
}

/** Entry n is of page n, and stands at the place of bucket n. */
function hashTable(abi: Abi, buckets: number, map: number, data: number, pages: number): Uint8Array {
  const layout = dumpMap.for(abi)
  const mask = BigInt(buckets - 1)
  const chains = Array.from({ length: buckets }, () => 0n)
  const entries = Array.from({ length: Math.min(pages, buckets) }, (_, index) => {
    const dm_va = BigInt(0x10000 + index * PAGE)
    const bucket = Number(((KAS >> 3n) + (dm_va >> BigInt(PAGE_SHIFT))) & mask)
    const next = chains[bucket] as bigint
    chains[bucket] = BigInt(map + index * layout.size)
    return { dm_next: next, dm_data: BigInt(data + index * PAGE), dm_as: KAS, dm_va }
  })
  return concatenate(
    chains.map((dm_first, index) => layout.encode({ dm_first, dm_next: 0n, dm_data: 0n, dm_as: 0n, dm_va: 0n, ...entries[index] })),
  )
}
