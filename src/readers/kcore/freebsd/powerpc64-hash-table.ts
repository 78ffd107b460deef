/** The hashed page table of FreeBSD's powerpc64 minidumps. Source: FreeBSD's lib/libkvm, powerpc64. */
import type { ByteSource } from '../../../io/source.js'
import { wordsOf } from '../flat-page-table.js'
import type { Mapping, Translation } from '../translation.js'
import type { MinidumpFields } from './minidump-header.js'

/** Where the kernel is linked to begin; it is loaded elsewhere. */
const IMAGE_BASE = 0x100100n
const HASH_MASK = 0x7fffffffffn

/** Text where the memory management unit has no hashed table. */
export function powerpc64Hash(fields: MinidumpFields, table: ByteSource): Translation | string {
  if (fields.mmu_name !== 'mmu_g5' && fields.mmu_name !== 'mmu_phyp') return `the tables of ${fields.mmu_name ?? 'this unit'} are not known`
  const groups = BigInt(Math.floor(table.size / 128))
  if (groups === 0n) return 'there are no page tables'
  const word = wordsOf((offset, length) => table.read(offset, length), 8, false)
  const { dmapbase = 0n, dmapend = 0n, startkernel = 0n } = fields
  const kernbase = BigInt(fields.kernbase)

  /** Only the direct map has large pages, and that needs no table. */
  function search(address: bigint): bigint | undefined {
    const esid = address >> 28n
    const vsid = ((((esid << 8n) | (esid >> 28n)) * 0x13bbn) & 0xfffffffffn) | 0x1000000000n
    const page = (address & 0x0fffffffn) >> 12n
    let hash = (vsid & HASH_MASK) ^ page
    for (let secondary = 0n; secondary < 2n; secondary++) {
      const group = Number(hash & (groups - 1n))
      for (let slot = 0; slot < 8; slot++) {
        const high = word((group * 8 + slot) * 2)
        if ((high & 1n) === 0n || ((high >> 1n) & 1n) !== secondary || high >> 62n !== 0n) continue
        if ((high & 0x3ffffffffffff000n) >> 12n !== vsid || (high & 0xf80n) >> 7n !== page >> 11n) continue
        if (((high >> 2n) & 1n) !== 0n) continue
        return word((group * 8 + slot) * 2 + 1)
      }
      hash = ~hash & HASH_MASK
    }
    return undefined
  }

  function translate(given: bigint): Mapping | undefined {
    const address = given < dmapbase ? given + startkernel - IMAGE_BASE : given
    const within = Number(address & 0xfffn)
    if (address >= dmapbase && address <= dmapend) return { physical: Number(address & ~dmapbase), length: 4096 - within }
    if (address < kernbase) return undefined
    const low = search(address)
    return low === undefined ? undefined : { physical: Number(low & 0x0ffffffffffff000n) + within, length: 4096 - within }
  }
  return { pageShift: 12, translate }
}
