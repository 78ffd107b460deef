/** Addresses of 32-bit sparc: segment map, then page map entry groups (sun4, sun4c) or tables (sun4m). Source: libkvm of NetBSD. */
import * as declared from '../../../formats/kcore/netbsd/cpu-kcore-hdr.js'
import { abi } from '../../../schema/base.js'
import type { CpuData, KcoreMachine } from '../kcore-machine.js'
import type { PhysicalMemory } from '../physical-memory.js'
import type { Mapping, Translation } from '../translation.js'
import { headerPart, readRanges, tooShort } from './ram-segments.js'

export interface SparcTables {
  /** 0 sun4, 1 sun4c, 2 sun4m. */
  readonly cputype: number
  readonly kernbase: bigint
  readonly segmapoffset: bigint
  readonly npmeg: number
  readonly pmegoffset: bigint
  /** Bytes of an entry of the segment map: 16, or 8 up to NetBSD 1.6. */
  readonly segmentEntrySize: number
}

const SEGMENT = 0x40000

/** @param cpu the CPU data, in which the maps are */
export function sparcTables(memory: PhysicalMemory, cpu: Uint8Array, tables: SparcTables): Translation {
  const kernbase = Number(tables.kernbase)
  const pageShift = tables.cputype === 0 ? 13 : 12
  const pageSize = 2 ** pageShift
  const userRegions = 256 - ((2 ** 32 - kernbase) >>> 24)
  const size = tables.segmentEntrySize
  const view = new DataView(cpu.buffer, cpu.byteOffset, cpu.byteLength)
  const wordAt = (at: number): number => (at >= 0 && at + 4 <= cpu.byteLength ? view.getUint32(at) : 0)

  function translate(given: bigint): Mapping | undefined {
    if (given < tables.kernbase || given >> 32n !== 0n) return undefined
    const address = Number(given)
    const region = (address >>> 24) - userRegions
    const at = Number(tables.segmapoffset) + (region * 64 + ((address >>> 18) & 63)) * size
    if (region < 0 || at < 0 || at + size > cpu.byteLength) return undefined
    const segment = segmentEntry(cpu, at, size)
    const index = Math.floor((address % SEGMENT) / pageSize)
    const within = address % pageSize
    if (tables.cputype === 2) {
      // Newer kernels may leave the count 0 where there is a table.
      if (segment.sg_npte === 0 && segment.sg_pte === 0n) return undefined
      const bytes = memory.read(Number(segment.sg_pte) + index * 4 - kernbase, 4)
      const pte = bytes.byteLength < 4 ? 0 : new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0)
      return (pte & 3) === 2 ? { physical: ((pte & 0xffffff00) >>> 0) * 16 + within, length: pageSize - within } : undefined
    }
    if (segment.sg_npte === 0 || segment.sg_pmeg === tables.npmeg - 1) return undefined
    const pte = wordAt(Number(tables.pmegoffset) + (segment.sg_pmeg * (SEGMENT / pageSize) + index) * 4)
    return pte >>> 31 === 1 ? { physical: (pte & 0x7ffff) * pageSize + within, length: pageSize - within } : undefined
  }

  return {
    pageShift,
    translate,
    *mapped() {
      for (let address = kernbase; address < 2 ** 32; address += pageSize) {
        const found = translate(BigInt(address))
        if (found) yield { virtual: BigInt(address), physical: found.physical, length: pageSize }
      }
      return false
    },
  }
}

const MAP = declared.segmap.for(abi.sparc)
const OLD_MAP = declared.oldSegmap.for(abi.sparc)

const segmentEntry = (cpu: Uint8Array, offset: number, size: number) => (size === OLD_MAP.size ? OLD_MAP : MAP).decode(cpu, { offset })

/** Bytes of an entry: the segment map ends where the groups of page map entries begin. */
const entrySizeOf = ({ nsegmap, segmapoffset, pmegoffset }: { nsegmap: number; segmapoffset: bigint; pmegoffset: bigint }): number =>
  Number(pmegoffset - segmapoffset) === nsegmap * OLD_MAP.size ? OLD_MAP.size : MAP.size

export const sparc: KcoreMachine = {
  name: 'sparc',
  abis: [abi.sparc],
  unit: 8,
  read(cpu, of): CpuData {
    const layout = declared.sparc.for(of)
    if (cpu.byteLength < layout.size) return tooShort(cpu, layout.size)
    const header = layout.decode(cpu)
    const list = readRanges(cpu, of, Number(header.memsegoffset), header.nmemseg)
    const known = header.cputype >= 0 && header.cputype <= 2
    return {
      parts: [headerPart(declared.sparc, of), ...list.parts],
      segments: list.segments,
      translation: known
        ? (memory) => sparcTables(memory, cpu, { ...header, segmentEntrySize: entrySizeOf(header) })
        : { untranslatedReason: `cputype ${header.cputype}; sun4, sun4c and sun4m (0 to 2) are known` },
      facts: { cputype: header.cputype, pageSize: header.cputype === 0 ? 8192 : 4096, kernbase: header.kernbase },
      problems: list.problems,
    }
  },
}
