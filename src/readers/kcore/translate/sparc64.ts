/** Addresses of sparc64: locked mappings, then three levels of tables. Source: libkvm of NetBSD. */
import * as declared from '../../../formats/kcore/netbsd/cpu-kcore-hdr.js'
import { abi } from '../../../schema/base.js'
import type { Part } from '../../file-parts.js'
import type { CpuData, KcoreMachine } from '../kcore-machine.js'
import type { PhysicalMemory } from '../physical-memory.js'
import { radix } from '../radix-page-table.js'
import { chainTranslations, linearMapping, type Translation } from '../translation.js'
import { headerPart, readRanges, tooShort } from './ram-segments.js'

const PAGE_SHIFT = 13
const NEW_MAGIC = 0x3afec01en
const LOCKED = 4 * 1024 * 1024
/** The per-processor area is mapped so much below `cpubase`. */
const CPU_AREA = 32_768n
const FRAME = 0x000007ffffffe000n

/** The three levels; the first two hold physical addresses of tables. @param root physical */
export function sparc64Tables(memory: PhysicalMemory, root: number, kernbase = 0n): Translation {
  return radix(memory, {
    root,
    levels: [33, 23, 13].map((shift) => ({ shift, bits: 10 })),
    entrySize: 8,
    little: false,
    pageShift: PAGE_SHIFT,
    covers: (address) => address >= kernbase && address >> 64n === 0n,
    entry(value, level) {
      if (level < 2) return value === 0n || value >= 1n << 53n ? undefined : { table: Number(value) }
      return value >> 63n === 0n ? undefined : { page: Number(value & FRAME), size: 2 ** PAGE_SHIFT }
    },
  })
}

export const sparc64: KcoreMachine = {
  name: 'sparc64',
  abis: [abi.sparc64],
  unit: 16,
  read(cpu, of): CpuData {
    const old = declared.sparc64Old.for(of)
    const fresh = declared.sparc64.for(of)
    if (cpu.byteLength < old.size) return tooShort(cpu, old.size)
    const header = old.decode(cpu)
    const more = cpu.byteLength >= fresh.size && Number(header.memsegoffset) >= fresh.size ? fresh.decode(cpu) : undefined
    const isNew = more?.newmagic === NEW_MAGIC
    const list = readRanges(cpu, of, Number(header.memsegoffset), header.nmemseg)
    const parts: Part[] = [headerPart(isNew ? declared.sparc64 : declared.sparc64Old, of), ...list.parts]
    const windows: Translation[] = []
    if (more && isNew) {
      const layout = declared.sparc4mbSegment.for(of)
      const most = Math.min(Number(more.num4mbsegs), 4096)
      for (let index = 0; index < most; index++) {
        const offset = Number(more.off4mbsegs) + index * layout.size
        if (offset + layout.size > cpu.byteLength) break
        parts.push({ offset, path: `4mbsegs[${index}]`, struct: declared.sparc4mbSegment, abi: of })
        const { va, pa } = layout.decode(cpu, { offset })
        windows.push(linearMapping(va, LOCKED, Number(pa), PAGE_SHIFT))
      }
      if (more.numcpuinfos > 0n) {
        const physical = Number(more.cpusp + more.thiscpu * more.percpusz)
        windows.push(linearMapping(header.cpubase - CPU_AREA, Number(more.percpusz), physical, PAGE_SHIFT))
      }
    } else {
      windows.push(linearMapping(header.ktextbase, Number(header.ktextsz), Number(header.ktextp), PAGE_SHIFT))
      windows.push(linearMapping(header.kdatabase, Number(header.kdatasz), Number(header.kdatap), PAGE_SHIFT))
    }
    return {
      parts,
      segments: list.segments,
      translation: (memory) => chainTranslations(...windows, sparc64Tables(memory, Number(header.segmapoffset), header.kernbase)),
      facts: { pageSize: 8192, header: isNew ? 'since 2008' : '2000 to 2007', root: header.segmapoffset },
      problems: list.problems,
    }
  },
}
