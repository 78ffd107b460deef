/** Addresses of the m68k ports but sun2, sun3 and sun3x. Source: libkvm of NetBSD, and the processors' manuals. */
import * as declared from '../../../formats/kcore/netbsd/cpu-kcore-hdr.js'
import { abi } from '../../../schema/base.js'
import type { CpuData, KcoreMachine } from '../kcore-machine.js'
import type { PhysicalMemory } from '../physical-memory.js'
import { radix } from '../radix-page-table.js'
import { chainTranslations, linearMapping, type Translation } from '../translation.js'
import { headerPart, tooShort } from './ram-segments.js'
import { sun2, sun3x } from './sun3.js'

export interface M68kTables {
  readonly mmutype: number
  readonly sg_v: number
  readonly sg_frame: number
  readonly sg_ishift: number
  readonly sg_pmask: number
  readonly sg40_shift1: number
  readonly sg40_mask2: number
  readonly sg40_shift2: number
  readonly sg40_mask3: number
  readonly sg40_shift3: number
  readonly sg40_addr1: number
  readonly sg40_addr2: number
  readonly pg_v: number
  readonly pg_frame: number
  readonly sysseg_pa: number
  readonly reloc: number
  readonly relocend: number
}

/** Bits from the lowest to the highest that is set, shifted down. */
const bitsOf = (mask: number, shift: number): number => {
  const value = mask >>> shift
  return value === 0 ? 0 : 32 - Math.clz32(value)
}
const sound = (shift: number): boolean => shift >= 0 && shift < 32

/** Undefined where the numbers of the header make no tables. */
export function m68kTables(memory: PhysicalMemory, tables: M68kTables, kernbase: number, pageSize: number): Translation | undefined {
  const pageShift = Math.log2(pageSize)
  if (!Number.isInteger(pageShift) || pageShift < 8 || pageShift > 16) return undefined
  const moved = linearMapping(BigInt(kernbase), Math.max(0, tables.relocend - kernbase), tables.reloc, pageShift)
  const page = (value: number) => ((value & tables.pg_v) === 0 ? undefined : { page: (value & tables.pg_frame) >>> 0, size: pageSize })
  const common = {
    root: tables.sysseg_pa,
    entrySize: 4,
    little: false,
    pageShift,
    covers: (address: bigint) => address >> 32n === 0n,
  } as const
  const three = tables.mmutype === -2 || tables.mmutype === -3
  if (three) {
    if (![tables.sg40_shift1, tables.sg40_shift2, tables.sg40_shift3].every(sound)) return undefined
    const levels = [
      { shift: tables.sg40_shift1, bits: 32 - tables.sg40_shift1 },
      { shift: tables.sg40_shift2, bits: bitsOf(tables.sg40_mask2, tables.sg40_shift2) },
      { shift: tables.sg40_shift3, bits: bitsOf(tables.sg40_mask3, tables.sg40_shift3) },
    ]
    if (levels.some(({ bits }) => bits > 20)) return undefined
    return chainTranslations(
      moved,
      radix(memory, {
        ...common,
        levels,
        entry(big, level) {
          const value = Number(big)
          if (level === 2) return page(value)
          if ((value & tables.sg_v) === 0) return undefined
          return { table: (value & (level === 0 ? tables.sg40_addr1 : tables.sg40_addr2)) >>> 0 }
        },
      }),
    )
  }
  if (!sound(tables.sg_ishift) || tables.sg_ishift < 12) return undefined
  const bits = bitsOf(tables.sg_pmask, pageShift)
  if (bits > 20) return undefined
  return chainTranslations(
    moved,
    radix(memory, {
      ...common,
      levels: [
        { shift: tables.sg_ishift, bits: 32 - tables.sg_ishift },
        { shift: pageShift, bits },
      ],
      entry(big, level) {
        const value = Number(big)
        if (level === 1) return page(value)
        return (value & tables.sg_v) === 0 ? undefined : { table: (value & tables.sg_frame) >>> 0 }
      },
    }),
  )
}

interface Range {
  readonly start: bigint
  readonly size: bigint
}

/** Up to the first of size 0. */
function segmentsOf(list: readonly Range[]): { start: number; size: number }[] {
  const end = list.findIndex(({ size }) => size === 0n)
  return (end < 0 ? list : list.slice(0, end)).map(({ start, size }) => ({ start: Number(start), size: Number(size) }))
}

/** Kernels whose header has no sun2 member have a smaller union; the others' members are at the same places. */
const SMALLEST = 292

export const m68k: KcoreMachine = {
  name: 'm68k',
  abis: [abi.m68k],
  unit: 4,
  read(cpu, of): CpuData {
    const layout = declared.m68k.for(of)
    if (cpu.byteLength < SMALLEST) return tooShort(cpu, SMALLEST)
    const whole = new Uint8Array(layout.size)
    whole.set(cpu.subarray(0, layout.size))
    const header = layout.decode(whole)
    const parts = cpu.byteLength >= layout.size ? [headerPart(declared.m68k, of)] : []
    const base = {
      parts,
      facts: { port: header.name, pageSize: header.page_size, kernbase: BigInt(header.kernbase) },
      problems: [],
    }
    const { _m68k: common, _sun2: two, _sun3: three, _sun3x: threeX } = header.un
    if (common) {
      const made = (memory: PhysicalMemory) => m68kTables(memory, common, header.kernbase, header.page_size)
      // Whether the numbers make tables does not depend on the memory.
      const known = made({ read: () => new Uint8Array(0), ranges: () => [] }) !== undefined
      const translation = known
        ? (memory: PhysicalMemory) => made(memory) as Translation
        : { untranslatedReason: "the header's shifts and masks make no tables" }
      return { ...base, segments: segmentsOf(common.ram_segs), translation }
    }
    if (threeX)
      return {
        ...base,
        segments: segmentsOf(threeX.ram_segs),
        translation: (memory) => sun3x(memory, threeX, header.kernbase, header.page_size),
      }
    const old = two ?? three
    if (old) return { ...base, segments: undefined, translation: () => sun2(cpu, old, header.kernbase, header.page_size) }
    return {
      ...base,
      segments: [],
      translation: { untranslatedReason: `the members of the header of ${header.name} are not known in their order` },
    }
  },
}
