/** From kernel to physical addresses on i386, arm, ppc64 and s390x, by VMCOREINFO. Source: Linux's arch code, makedumpfile's arch files. */
import type { PhysicalMemory } from '../physical-memory.js'
import { radix } from '../radix-page-table.js'
import { armTables } from '../translate/arm.js'
import { i386Tables, paePointerTables } from '../translate/x86.js'
import type { Mapping, Translation } from '../translation.js'
import type { Vmcoreinfo } from './vmcoreinfo.js'

/** The tables decide what is mapped; the window is used only where the dump does not contain a table. */
export function withWindowForMissingTables(tables: Translation, window: Translation): Translation {
  return {
    ...tables,
    splits: window.splits ?? [],
    translate: (address) => tables.translate(address) ?? (tables.walk?.(address).incomplete ? window.translate(address) : undefined),
  }
}

/** Addresses less a number where that is in the dump. */
export function windowOf(
  memory: PhysicalMemory,
  covers: (address: bigint) => boolean,
  physicalOf: (address: bigint) => bigint,
): Translation {
  return {
    pageShift: 12,
    translate(address): Mapping | undefined {
      if (!covers(address)) return undefined
      const physical = physicalOf(address)
      if (physical < 0n || physical >= 1n << 52n || memory.read(Number(physical), 1).byteLength === 0) return undefined
      return { physical: Number(physical), length: 4096 - Number(physical & 0xfffn) }
    },
  }
}

const NO_ROOT = 'VMCOREINFO has not both of SYMBOL(swapper_pg_dir) and SYMBOL(_stext)'

/** The kernel is in the direct map, which begins at one of the addresses that a kernel can be configured for. */
export function linuxI386(info: Vmcoreinfo, memory: PhysicalMemory): Translation | string {
  const root = info.symbol('swapper_pg_dir')
  const text = info.symbol('_stext')
  if (root === undefined || text === undefined) return NO_ROOT
  const pae = info.values.get('CONFIG_X86_PAE') === 'y'
  const offset = [0xc0000000n, 0xb0000000n, 0x80000000n, 0x78000000n, 0x40000000n].find((each) => text >= each)
  if (offset === undefined) return `SYMBOL(_stext) 0x${text.toString(16)} is in no direct map of an i386 kernel`
  const physical = Number(root - offset)
  const tables = pae ? paePointerTables(memory, physical) : i386Tables(memory, physical)
  // The direct map ends at 896 MiB at most.
  const window = windowOf(
    memory,
    (address) => address >= offset && address - offset < 0x38000000n,
    (address) => address - offset,
  )
  return memory.read(physical, 8).byteLength > 0 ? withWindowForMissingTables(tables, window) : window
}

/** The direct map begins at the lowest memory; where it is, the tables tell: they must map the kernel to where it is in it. */
export function linuxArm(info: Vmcoreinfo, memory: PhysicalMemory, little: boolean): Translation | string {
  const root = info.symbol('swapper_pg_dir')
  const text = info.symbol('_stext')
  if (root === undefined || text === undefined) return NO_ROOT
  if (info.values.get('CONFIG_ARM_LPAE') === 'y')
    return 'tables of the large physical address extension (CONFIG_ARM_LPAE) are not known here'
  let base: number | undefined
  for (const { start } of memory.ranges()) base = Math.min(base ?? start, start)
  if (base === undefined) return 'the dump has no memory'
  for (const mask of [0xffff0000n, 0xfff00000n, 0xff000000n, 0xf0000000n]) {
    const offset = text & mask
    const physicalOf = (address: bigint): bigint => address - offset + BigInt(base ?? 0)
    const tables = armTables(memory, Number(physicalOf(root)), little)
    if (tables.translate(text)?.physical !== Number(physicalOf(text))) continue
    return withWindowForMissingTables(
      tables,
      windowOf(memory, (address) => address >= offset, physicalOf),
    )
  }
  return 'no page table of the kernel is where SYMBOL(swapper_pg_dir) says'
}

/** The direct map only: addresses that begin with 0xc. Where the kernel's other tables are, VMCOREINFO does not tell. */
export function linuxPowerpc64(_info: Vmcoreinfo, memory: PhysicalMemory): Translation {
  return windowOf(
    memory,
    (address) => address >> 60n === 0xcn,
    (address) => address & 0x0fffffffffffffffn,
  )
}

const INVALID = 0x20n
const LARGE = 0x400n
const ORIGIN = ~0xfffn

/** Region, segment and page tables, from the level that the first entry says. Kernel addresses of the tables are physical ones. */
export function linuxS390x(info: Vmcoreinfo, memory: PhysicalMemory): Translation | string {
  const symbol = info.symbol('swapper_pg_dir')
  if (symbol === undefined) return 'VMCOREINFO has no SYMBOL(swapper_pg_dir)'
  const root = Number(symbol)
  const bytes = memory.read(root, 8)
  if (bytes.byteLength < 8) return `the page table at 0x${root.toString(16)} is not in the dump`
  const first = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0)
  const top = Number((first >> 2n) & 3n)
  const levels = [53, 42, 31, 20].slice(3 - top).map((shift) => ({ shift, bits: 11 }))
  const segment = levels.length - 1
  return radix(memory, {
    root,
    levels: [...levels, { shift: 12, bits: 8 }],
    entrySize: 8,
    little: false,
    covers: (address) => top === 3 || address >> BigInt(31 + 11 * top) === 0n,
    entry(value, level) {
      if (level > segment) return (value & 0xc00n) === 0n ? { page: Number(value & ORIGIN), size: 4096 } : undefined
      const type = segment - level
      if ((value & INVALID) !== 0n || Number((value >> 2n) & 3n) !== type) return undefined
      const shift = levels[level]?.shift ?? 20
      if ((value & LARGE) !== 0n && shift <= 31) return { page: Number(value & ~((1n << BigInt(shift)) - 1n)), size: 2 ** shift }
      return { table: Number(value & (type === 0 ? ~0x7ffn : ORIGIN)) }
    },
  })
}
