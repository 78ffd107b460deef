/** From kernel to physical addresses by VMCOREINFO. Source: Linux's arch code, as makedumpfile and crash use it. */
import type { Abi } from '../../../schema/base.js'
import type { PhysicalMemory } from '../physical-memory.js'
import { aarch64Tables } from '../translate/aarch64.js'
import { riscv64Tables } from '../translate/riscv.js'
import { amd64Tables } from '../translate/x86.js'
import { chainTranslations, linearMapping, type Translation } from '../translation.js'
import { linuxArm, linuxI386, linuxPowerpc64, linuxS390x, windowOf, withWindowForMissingTables } from './other-translations.js'
import type { Vmcoreinfo } from './vmcoreinfo.js'

const u64 = (value: bigint): bigint => BigInt.asUintN(64, value)

/** The translation of a kernel, as far as VMCOREINFO tells it; text that says what is missing. */
export function linuxTranslation(abi: Abi, info: Vmcoreinfo, memory: PhysicalMemory): Translation | string {
  switch (abi.name) {
    case 'amd64':
      return x86(info, memory)
    case 'aarch64':
      return arm64(info, memory)
    case 'riscv64':
      return riscv(info, memory)
    case 'i386':
      return linuxI386(info, memory)
    case 'arm':
    case 'armeb':
      return linuxArm(info, memory, abi.endian === 'little')
    case 'powerpc64':
    case 'powerpc64le':
      return linuxPowerpc64(info, memory)
    case 's390x':
      return linuxS390x(info, memory)
    default:
      return `how Linux translates kernel addresses on ${abi.name} is not known here`
  }
}

/** All addresses less a number, modulo 2^64, where that gives an address of memory. */
const displaced = (covers: (address: bigint) => boolean, by: bigint, memory: PhysicalMemory): Translation =>
  windowOf(memory, covers, (address) => u64(address - by))

const IMAGE = 0xffffffff80000000n

function x86(info: Vmcoreinfo, memory: PhysicalMemory): Translation | string {
  const base = info.number('phys_base')
  const root = info.symbol('swapper_pg_dir') ?? info.symbol('init_top_pgt') ?? info.symbol('init_level4_pgt')
  if (base === undefined) return 'VMCOREINFO has no NUMBER(phys_base)'
  const size = Number(info.number('KERNEL_IMAGE_SIZE') ?? 0x40000000n)
  const image = linearMapping(IMAGE, size, Number(base))
  if (root === undefined) return image
  const physical = Number(u64(root - IMAGE + base))
  const tables = amd64Tables(memory, {
    root: physical,
    fiveLevels: info.number('pgtable_l5_enabled') === 1n,
    mask: info.number('sme_mask') ?? 0n,
  })
  return memory.read(physical, 8).byteLength > 0 ? withWindowForMissingTables(tables, image) : image
}

function arm64(info: Vmcoreinfo, memory: PhysicalMemory): Translation | string {
  const voffset = info.number('kimage_voffset')
  const bits = info.number('VA_BITS')
  const root = info.symbol('swapper_pg_dir')
  if (voffset === undefined || bits === undefined) return 'VMCOREINFO has no NUMBER(kimage_voffset) or no NUMBER(VA_BITS)'
  const t1sz = info.number('TCR_EL1_T1SZ')
  const actual = t1sz === undefined ? Number(bits) : 64 - Number(t1sz)
  const pageShift = Math.log2(info.pageSize ?? 4096)
  if (!Number.isInteger(pageShift) || pageShift < 12 || pageShift > 16 || actual <= pageShift || actual > 52)
    return `pages of ${info.pageSize} bytes and addresses of ${actual} bits are not possible`
  const strip = info.number('KERNELPACMASK') ?? 0n
  const list: Translation[] = []
  if (root !== undefined) list.push(aarch64Tables(memory, { root: Number(u64(root - voffset)), pageShift, inputBits: actual, wide: true }))
  const border = u64(-(1n << (bits < 48n ? bits - 1n : 47n)))
  list.push(displaced((address) => address >= border, voffset, memory))
  const phys = info.number('PHYS_OFFSET')
  const stext = info.symbol('_stext')
  if (phys !== undefined && stext !== undefined) {
    // Since 5.4 the linear map is at the bottom of the kernel's addresses, before that at the top.
    const flipped = stext > border
    const offset = u64(-(1n << BigInt(flipped ? bits : actual - 1)))
    const linear = (address: bigint): boolean =>
      address >= u64(-(1n << bits)) && ((address >> BigInt(actual - 1)) & 1n) === (flipped ? 0n : 1n)
    list.push(displaced(linear, u64(offset - phys), memory))
  }
  const all = chainTranslations(...list)
  return strip === 0n ? all : { ...all, translate: (address) => all.translate(address >> 63n === 1n ? u64(address | strip) : address) }
}

function riscv(info: Vmcoreinfo, memory: PhysicalMemory): Translation | string {
  const bits = Number(info.number('VA_BITS') ?? 0n)
  const levels = ({ 39: 3, 48: 4, 57: 5 } as Readonly<Record<number, number>>)[bits]
  const offset = info.number('va_kernel_pa_offset')
  const root = info.symbol('swapper_pg_dir')
  if (levels === undefined || offset === undefined || root === undefined)
    return 'VMCOREINFO has not all of NUMBER(VA_BITS), NUMBER(va_kernel_pa_offset), SYMBOL(swapper_pg_dir)'
  return riscv64Tables(memory, Number(u64(root - offset)), levels)
}
