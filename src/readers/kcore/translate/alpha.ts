/** Addresses of alpha: one segment that is physical memory, one with three levels of tables. Source: libkvm of NetBSD. */
import * as declared from '../../../formats/kcore/netbsd/cpu-kcore-hdr.js'
import { abi } from '../../../schema/base.js'
import type { CpuData, KcoreMachine } from '../kcore-machine.js'
import type { PhysicalMemory } from '../physical-memory.js'
import { radix } from '../radix-page-table.js'
import { chainTranslations, linearMapping, type Translation } from '../translation.js'
import { headerPart, readRanges, tooShort } from './ram-segments.js'

const K0SEG = 0xfffffc0000000000n
const K1SEG = 0xfffffe0000000000n

/** @param pageSize in bytes, a power of two */
export function alphaTables(memory: PhysicalMemory, root: number, pageSize: number): Translation {
  const pageShift = Math.log2(pageSize)
  const bits = pageShift - 3
  const high = BigInt.asUintN(64, -1n << BigInt(pageShift + 3 * bits))
  const tables = radix(memory, {
    root,
    levels: [2, 1, 0].map((level) => ({ shift: pageShift + level * bits, bits })),
    entrySize: 8,
    little: true,
    extend: (address) => address | high,
    covers: (address) => address >= K1SEG && address >> 64n === 0n,
    entry(value, level) {
      if ((value & 1n) === 0n) return undefined
      const at = Number(value >> 32n) * pageSize
      return level === 2 ? { page: at, size: pageSize } : { table: at }
    },
  })
  return chainTranslations(linearMapping(K0SEG, 2 ** 41, 0, pageShift), tables)
}

export const alpha: KcoreMachine = {
  name: 'alpha',
  abis: [abi.alpha],
  unit: 8,
  read(cpu, of): CpuData {
    const layout = declared.alpha.for(of)
    if (cpu.byteLength < layout.size) return tooShort(cpu, layout.size)
    const header = layout.decode(cpu)
    const list = readRanges(cpu, of, layout.size, Number(header.nmemsegs))
    const size = Number(header.page_size)
    const sound = size >= 1024 && size <= 65536 && Number.isInteger(Math.log2(size))
    return {
      parts: [headerPart(declared.alpha, of), ...list.parts],
      segments: list.segments,
      translation: sound
        ? (memory) => alphaTables(memory, Number(header.lev1map_pa), size)
        : { untranslatedReason: `page_size ${size} is none that alpha has` },
      facts: { pageSize: size, root: header.lev1map_pa },
      problems: list.problems,
    }
  },
}
