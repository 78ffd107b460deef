/** Page tables of amd64 and i386. Source: the processors' manuals, and libkvm of NetBSD, FreeBSD. */
import * as declared from '../../../formats/kcore/netbsd/cpu-kcore-hdr.js'
import { abi } from '../../../schema/base.js'
import { ALL_ACCESS, x86Access } from '../access-rights.js'
import type { CpuData, KcoreMachine } from '../kcore-machine.js'
import type { PhysicalMemory } from '../physical-memory.js'
import { type Entry, radix, signExtend } from '../radix-page-table.js'
import type { Translation } from '../translation.js'
import { headerPart, readRanges, tooShort } from './ram-segments.js'

const VALID = 1n
const LARGE = 0x80n
const FRAME = 0x000ffffffffff000n

/** A large page's frame has no bits below its size: bit 12 is an attribute there. */
const large = (value: bigint, size: number): Entry => ({ page: Number(value & FRAME & ~BigInt(size - 1)), size })

/**
 * Four or five levels of 512 entries.
 *
 * @param options.root physical address of the first table
 * @param options.mask address bits that mean something else, such as that of encrypted memory; they are ignored
 */
export function amd64Tables(memory: PhysicalMemory, options: { root: number; fiveLevels?: boolean; mask?: bigint }): Translation {
  const shifts = options.fiveLevels ? [48, 39, 30, 21, 12] : [39, 30, 21, 12]
  const clear = ~(options.mask ?? 0n)
  return radix(memory, {
    root: options.root,
    levels: shifts.map((shift) => ({ shift, bits: 9 })),
    entrySize: 8,
    little: true,
    extend: signExtend(options.fiveLevels ? 57 : 48),
    access: x86Access,
    entry(value, level) {
      if ((value & VALID) === 0n) return undefined
      const shift = shifts[level] ?? 12
      if (shift === 12) return { page: Number(value & clear & FRAME), size: 4096 }
      if ((value & LARGE) !== 0n && shift <= 30) return large(value & clear, 2 ** shift)
      return { table: Number(value & clear & FRAME) }
    },
  })
}

const low32 = (address: bigint): boolean => address >> 32n === 0n

/** i386 without PAE: two levels of 1024 entries, pages of 4 MiB. `root` is physical. */
export function i386Tables(memory: PhysicalMemory, root: number): Translation {
  return radix(memory, {
    root,
    levels: [
      { shift: 22, bits: 10 },
      { shift: 12, bits: 10 },
    ],
    entrySize: 4,
    little: true,
    covers: low32,
    access: x86Access,
    entry(value, level) {
      if ((value & VALID) === 0n) return undefined
      if (level === 0) {
        if ((value & LARGE) !== 0n) return { page: Number(value & 0xffc00000n), size: 0x400000 }
        return { table: Number(value & 0xfffff000n) }
      }
      return { page: Number(value & 0xfffff000n), size: 4096 }
    },
  })
}

/** i386 with PAE whose four second-level tables are consecutive pages, seen as one of 2048 entries. `root` is physical. */
export function paeTables(memory: PhysicalMemory, root: number): Translation {
  return radix(memory, {
    root,
    levels: [
      { shift: 21, bits: 11 },
      { shift: 12, bits: 9 },
    ],
    entrySize: 8,
    little: true,
    covers: low32,
    access: x86Access,
    entry: paeEntry,
  })
}

function paeEntry(value: bigint, level: number): Entry | undefined {
  if ((value & VALID) === 0n) return undefined
  if (level === 0) return (value & LARGE) !== 0n ? large(value, 0x200000) : { table: Number(value & FRAME) }
  return { page: Number(value & FRAME), size: 4096 }
}

/** i386 with PAE by its table of four pointers (the register cr3 points to). `root` is physical. */
export function paePointerTables(memory: PhysicalMemory, root: number): Translation {
  return radix(memory, {
    root,
    levels: [
      { shift: 30, bits: 2 },
      { shift: 21, bits: 9 },
      { shift: 12, bits: 9 },
    ],
    entrySize: 8,
    little: true,
    covers: low32,
    access: (value, level) => (level === 0 ? ALL_ACCESS : x86Access(value)),
    entry(value, level) {
      if (level > 0) return paeEntry(value, level - 1)
      return (value & VALID) === 0n ? undefined : { table: Number(value & FRAME) }
    },
  })
}

export const amd64: KcoreMachine = {
  name: 'amd64',
  abis: [abi.amd64],
  unit: 8,
  read(cpu, of): CpuData {
    const layout = declared.amd64.for(of)
    if (cpu.byteLength < layout.size) return tooShort(cpu, layout.size)
    const header = layout.decode(cpu)
    const list = readRanges(cpu, of, layout.size, Number(header.nmemsegs))
    return {
      parts: [headerPart(declared.amd64, of), ...list.parts],
      segments: list.segments,
      translation: (memory) => amd64Tables(memory, { root: Number(header.ptdpaddr & FRAME) }),
      facts: { paging: '4 levels', pageSize: 4096, root: header.ptdpaddr },
      problems: list.problems,
    }
  },
}

const PAE = 0x200

export const i386: KcoreMachine = {
  name: 'i386',
  abis: [abi.i386],
  unit: 4,
  read(cpu, of): CpuData {
    const layout = declared.i386.for(of)
    if (cpu.byteLength < layout.size) return tooShort(cpu, layout.size)
    const header = layout.decode(cpu)
    const list = readRanges(cpu, of, layout.size, header.nmemsegs)
    const pae = (header.pdppaddr & PAE) !== 0
    const root = (header.pdppaddr & 0xfffff000) >>> 0
    return {
      parts: [headerPart(declared.i386, of), ...list.parts],
      segments: list.segments,
      translation: (memory) => (pae ? paeTables(memory, root) : i386Tables(memory, root)),
      facts: { paging: pae ? 'PAE' : 'plain', pageSize: 4096, root },
      problems: list.problems,
    }
  },
}
