/** Addresses of sun2, sun3 and sun3x. Source: libkvm of NetBSD. */
import { wordsOf } from '../flat-page-table.js'
import type { PhysicalMemory } from '../physical-memory.js'
import type { Mapping, Translation } from '../translation.js'

export interface SunTables {
  readonly segshift: number
  readonly pg_frame: number
  readonly pg_valid: number
  readonly ksegmap: Uint8Array
}

/** Page map entries of a segment. */
const ENTRIES = 16

/** Segment map, then groups of 16 entries in the CPU data behind the header's page. Pages of 2 KiB on sun2, 8 KiB on sun3. */
export function sun2(cpu: Uint8Array, tables: SunTables, kernbase: number, pageSize: number): Translation {
  const pageShift = Math.max(0, Math.log2(pageSize))
  // The map is a page behind the segment header, which has 8 bytes.
  const start = pageSize - 8
  const word = wordsOf((offset, length) => cpu.subarray(start + offset, start + offset + length), 4, false)
  function translate(given: bigint): Mapping | undefined {
    const address = Number(given)
    if (address < kernbase || given >> 32n !== 0n) return undefined
    const group = tables.ksegmap[Math.floor((address - kernbase) / 2 ** tables.segshift)]
    if (group === undefined) return undefined
    const entry = Number(word(group * ENTRIES + (Math.floor(address / pageSize) % ENTRIES)))
    if ((entry & tables.pg_valid) >>> 0 === 0) return undefined
    const within = address % pageSize
    return { physical: ((entry & tables.pg_frame) >>> 0) * pageSize + within, length: pageSize - within }
  }
  return {
    pageShift,
    translate,
    mapped: () => everyPage(translate, kernbase, kernbase + tables.ksegmap.length * 2 ** tables.segshift, pageSize),
  }
}

export interface Sun3xTables {
  readonly pg_frame: number
  readonly pg_valid: number
  readonly contig_end: number
  readonly kernCbase: number
}

/** The kernel's image is where it is linked; for all else there is a table of entries in it. */
export function sun3x(memory: PhysicalMemory, tables: Sun3xTables, kernbase: number, pageSize: number): Translation {
  const pageShift = Math.max(0, Math.log2(pageSize))
  function translate(given: bigint): Mapping | undefined {
    const address = Number(given)
    if (address < kernbase || given >> 32n !== 0n) return undefined
    if (address < tables.contig_end) return { physical: address - kernbase, length: tables.contig_end - address }
    const place = tables.kernCbase + Math.floor((address - kernbase) / pageSize) * 4
    // An entry that is not in the image would need itself.
    if (place < kernbase || place + 4 > tables.contig_end) return undefined
    const entry = Number(wordsOf((offset, length) => memory.read(place - kernbase + offset, length), 4, false)(0))
    if ((entry & tables.pg_valid) >>> 0 === 0) return undefined
    const within = address % pageSize
    return { physical: ((entry & tables.pg_frame) >>> 0) + within, length: pageSize - within }
  }
  return { pageShift, translate, mapped: () => everyPage(translate, kernbase, 2 ** 32, pageSize) }
}

function* everyPage(translate: (address: bigint) => Mapping | undefined, from: number, to: number, pageSize: number) {
  if (!(pageSize >= 256)) return false
  for (let address = from; address < Math.min(to, 2 ** 32); ) {
    const found = translate(BigInt(address))
    if (found) yield { virtual: BigInt(address), physical: found.physical, length: found.length }
    address += found ? found.length : pageSize
  }
  return false
}
