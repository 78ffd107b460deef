/** Page tables of aarch64 with pages of 4, 16 and 64 KiB. Source: the architecture manual, and libkvm of NetBSD. */
import * as declared from '../../../formats/kcore/netbsd/cpu-kcore-hdr.js'
import { type Abi, abi } from '../../../schema/base.js'
import { aarch64Access } from '../access-rights.js'
import type { CpuData, KcoreMachine } from '../kcore-machine.js'
import type { PhysicalMemory } from '../physical-memory.js'
import { radix } from '../radix-page-table.js'
import type { Translation } from '../translation.js'
import { headerPart, readRanges, tooShort } from './ram-segments.js'

export interface Aarch64Options {
  /** Physical address of the first table. */
  readonly root: number
  /** 12, 14 or 16. */
  readonly pageShift: number
  /** Bits of an address that the tables translate: 64 - T1SZ. */
  readonly inputBits: number
  /** Whether entries may have physical addresses of 52 bits. NetBSD has none, and its libkvm ignores these bits. */
  readonly wide?: boolean
}

/** The tables of the upper half, TTBR1. Descriptors are little-endian also where the kernel is not, unless it is said. */
export function aarch64Tables(memory: PhysicalMemory, options: Aarch64Options, little = true): Translation {
  const { root, pageShift, inputBits } = options
  const stride = pageShift - 3
  const count = Math.max(1, Math.ceil((inputBits - pageShift) / stride))
  const levels = Array.from({ length: count }, (_, level) => {
    const shift = pageShift + (count - 1 - level) * stride
    return { shift, bits: Math.max(1, Math.min(stride, inputBits - shift)) }
  })
  const frame = 0x0000ffffffffffffn & ~((1n << BigInt(pageShift)) - 1n)
  const high = BigInt.asUintN(64, -1n << BigInt(inputBits))
  const frameOf = (value: bigint): bigint => (value & frame) | (options.wide ? upperBits(value, pageShift, inputBits) : 0n)
  return radix(memory, {
    root,
    levels,
    entrySize: 8,
    little,
    pageShift,
    extend: (address) => address | high,
    access: (value, _level, isTable) => aarch64Access(value, isTable),
    covers: (address) => address >= high && address >> 64n === 0n,
    entry(value, level) {
      if ((value & 1n) === 0n) return undefined
      const shift = levels[level]?.shift ?? pageShift
      const size = 2 ** shift
      if (level === count - 1) return (value & 2n) === 0n ? undefined : { page: Number(frameOf(value)), size }
      if ((value & 2n) === 0n) return { page: Number(frameOf(value) & ~BigInt(size - 1)), size }
      return { table: Number(frameOf(value)) }
    },
  })
}

/** Bits 48 to 51 of a physical address: pages of 64 KiB have them at 12, others only where addresses have more than 48 bits (LPA2). */
function upperBits(value: bigint, pageShift: number, inputBits: number): bigint {
  if (pageShift === 16) return ((value >> 12n) & 0xfn) << 48n
  return inputBits <= 48 ? 0n : (value & (3n << 48n)) | (((value >> 8n) & 3n) << 50n)
}

/** Page shift by the bits TG1 of the translation control register. */
const granules: Readonly<Record<number, number>> = { 1: 14, 2: 12, 3: 16 }

/** What the registers TCR_EL1 and TTBR1_EL1 say; undefined where TCR names no page size. */
export function aarch64Registers(tcr: bigint, ttbr: bigint): Aarch64Options | undefined {
  const pageShift = granules[Number((tcr >> 30n) & 3n)]
  const inputBits = 64 - Number((tcr >> 16n) & 63n)
  if (pageShift === undefined || inputBits <= pageShift || inputBits > 52) return undefined
  // Bit 0 says that the table is shared, the upper 16 bits are an address space identifier.
  const base = ttbr & 0x0000fffffffffffen
  const stride = pageShift - 3
  const levels = Math.ceil((inputBits - pageShift) / stride)
  const entries = 1n << BigInt(inputBits - (pageShift + (levels - 1) * stride))
  return { pageShift, inputBits, root: Number(base & ~(entries * 8n - 1n)) }
}

/** The header since 2018 has a plausible count, and the entry behind the last range has size 0. */
function isNew(cpu: Uint8Array, of: Abi): boolean {
  const layout = declared.aarch64.for(of)
  if (cpu.byteLength < layout.size) return false
  const count = Number(layout.decode(cpu).kh_nramsegs)
  if (count < 1 || count > 64) return false
  const end = layout.size + count * 16
  if (end + 16 > cpu.byteLength) return end <= cpu.byteLength
  return cpu.subarray(end + 8, end + 16).every((byte) => byte === 0)
}

export const aarch64: KcoreMachine = {
  name: 'aarch64',
  abis: [abi.aarch64, abi.aarch64eb],
  unit: 16,
  read(cpu, of): CpuData {
    const fresh = isNew(cpu, of)
    const struct = fresh ? declared.aarch64 : declared.aarch64Old
    const { size } = struct.for(of)
    if (cpu.byteLength < size) return tooShort(cpu, size)
    const header = declared.aarch64Old.for(of).decode(cpu)
    const list = readRanges(cpu, of, size, fresh ? Number(declared.aarch64.for(of).decode(cpu).kh_nramsegs) : undefined)
    const options = aarch64Registers(header.kh_tcr1, header.kh_ttbr1)
    return {
      parts: [headerPart(struct, of), ...list.parts],
      segments: list.segments,
      translation: options
        ? (memory) => aarch64Tables(memory, options, of.endian === 'little')
        : { untranslatedReason: `kh_tcr1 0x${header.kh_tcr1.toString(16)} names no page size` },
      facts: options ? { pageSize: 2 ** options.pageShift, addressBits: options.inputBits, root: options.root } : {},
      problems: list.problems,
    }
  },
}
