/** Addresses of mips: unmapped segments, and the kernel's flat or segmented table. Source: libkvm and pmap of NetBSD. */
import * as declared from '../../../formats/kcore/netbsd/cpu-kcore-hdr.js'
import { type Abi, abi } from '../../../schema/base.js'
import { flatTable, wordsOf } from '../flat-page-table.js'
import type { CpuData, KcoreMachine } from '../kcore-machine.js'
import type { PhysicalMemory } from '../physical-memory.js'
import { radix } from '../radix-page-table.js'
import { chainTranslations, linearMapping, type Translation } from '../translation.js'
import { headerPart, readRanges, tooShort } from './ram-segments.js'

export interface MipsTables {
  /** Physical address of the flat table, or of the segment table. */
  readonly sysmappa: number
  /** Entries of the flat table; 0: a segment table. */
  readonly sysmapsize: number
  readonly pg_shift: number
  readonly pg_frame: number
  readonly pg_v: number
}

/** Where the mapped kernel addresses begin. */
const mappedBase = (wide: boolean): bigint => (wide ? 0xc000000000000000n : 0xc0000000n)

/** Physical address of an unmapped kernel address; the pointers in segment tables are such. */
function unmapped(address: bigint, wide: boolean): number {
  return wide && address >> 62n === 2n ? Number(address & 0x07ffffffffffffffn) : Number(address & 0x1fffffffn)
}

/** The page size is not in a dump; 4 KiB, which most kernels have, is taken. */
export function mipsTables(memory: PhysicalMemory, tables: MipsTables, of: Abi, pageShift = 12): Translation {
  const wide = of.bits === 64
  const little = of.endian === 'little'
  const base = mappedBase(wide)
  const entryPage = (value: bigint) =>
    (value & BigInt(tables.pg_v)) === 0n
      ? undefined
      : { page: Number((value & BigInt(tables.pg_frame)) >> BigInt(tables.pg_shift)) * 2 ** pageShift }
  const mapped =
    tables.sysmapsize !== 0
      ? flatTable({
          base,
          shift: pageShift,
          count: tables.sysmapsize,
          entry: (index) => entryPage(wordsOf((offset, length) => memory.read(tables.sysmappa + offset, length), 4, little)(index)),
        })
      : segments(memory, tables, of, pageShift, entryPage)
  const sign = wide ? 0xffffffff00000000n : 0n
  const low = [linearMapping(sign | 0x80000000n, 2 ** 29, 0, pageShift), linearMapping(sign | 0xa0000000n, 2 ** 29, 0, pageShift)]
  return chainTranslations(...low, ...(wide ? [xkphys(pageShift)] : []), mapped)
}

/** All of physical memory, once for each way of caching: cannot be listed. */
function xkphys(pageShift: number): Translation {
  return {
    pageShift,
    translate(address) {
      if (address >> 62n !== 2n) return undefined
      const physical = unmapped(address, true)
      return { physical, length: 2 ** pageShift - (physical % 2 ** pageShift) }
    },
  }
}

/** Kernels since July 2020: tables of kernel pointers above pages of 4-byte entries. */
function segments(
  memory: PhysicalMemory,
  tables: MipsTables,
  of: Abi,
  pageShift: number,
  entryPage: (value: bigint) => { page: number } | undefined,
): Translation {
  const wide = of.bits === 64
  const little = of.endian === 'little'
  const segmentShift = pageShift + (pageShift - 2)
  const pointerBits = pageShift - 3
  const levels = wide
    ? [
        { shift: segmentShift + pointerBits, bits: pointerBits },
        { shift: segmentShift, bits: pointerBits },
      ]
    : [{ shift: segmentShift, bits: 31 - segmentShift }]
  // The last level's entries are narrower than those above it, so it is looked up in a table of its own.
  const pages = radix(memory, {
    root: tables.sysmappa,
    levels,
    entrySize: wide ? 8 : 4,
    little,
    covers: (address) => address >= mappedBase(wide) && address >> BigInt(of.bits) === 0n,
    extend: (address) => (wide ? address | 0xc000000000000000n : address | 0x80000000n),
    entry(value, level) {
      if (value === 0n) return undefined
      const table = unmapped(value, wide)
      return level === levels.length - 1 ? { page: table, size: 2 ** segmentShift } : { table }
    },
  })
  const index = (address: bigint): number => Number(BigInt.asUintN(pageShift - 2, address >> BigInt(pageShift)))
  const size = 2 ** pageShift
  return {
    pageShift,
    translate(address) {
      const found = pages.translate(address)
      if (!found) return undefined
      const table = found.physical - Number(BigInt.asUintN(segmentShift, address))
      const entry = entryPage(wordsOf((offset, length) => memory.read(table + offset, length), 4, little)(index(address)))
      const within = Number(BigInt.asUintN(pageShift, address))
      return entry && { physical: entry.page + within, length: size - within }
    },
    *mapped(limits) {
      const list = pages.mapped?.(limits)
      if (!list) return false
      for (let step = list.next(); ; step = list.next()) {
        if (step.done) return step.value
        for (let at = 0; at < 2 ** (pageShift - 2); at++) {
          const virtual = step.value.virtual + (BigInt(at) << BigInt(pageShift))
          const found = this.translate(virtual)
          if (found) yield { virtual, physical: found.physical, length: size }
        }
      }
    },
  }
}

/** Which form of the header it is: the one whose small fields are small. */
function formOf(cpu: Uint8Array, of: Abi): typeof declared.mips | typeof declared.mipsOld {
  const sound = ({ archlevel, pg_shift, nmemsegs }: { archlevel: number; pg_shift: number; nmemsegs: number }): boolean =>
    archlevel <= 1024 && pg_shift <= 20 && nmemsegs >= 1 && nmemsegs <= 1024
  const fresh = declared.mips.for(of)
  return cpu.byteLength >= fresh.size && sound(fresh.decode(cpu)) ? declared.mips : declared.mipsOld
}

export const mips: KcoreMachine = {
  name: 'mips',
  abis: [abi['mips-o32el'], abi['mips-o32'], abi['mips-n64el'], abi['mips-n64']],
  unit: 8,
  read(cpu, of): CpuData {
    const struct = formOf(cpu, of)
    const layout = struct.for(of)
    if (cpu.byteLength < 32) return tooShort(cpu, 32)
    const header = layout.decode(cpu)
    // Behind both forms the ranges begin at 32.
    const list = readRanges(cpu, of, 32, header.nmemsegs)
    const tables = { ...header, sysmappa: Number(header.sysmappa) }
    return {
      parts: [headerPart(struct, of), ...list.parts],
      segments: list.segments,
      translation: (memory) => mipsTables(memory, tables, of),
      facts: { pageSize: 4096, tables: header.sysmapsize === 0 ? 'segment table' : 'flat table', archlevel: header.archlevel },
      problems: list.problems,
    }
  },
}
