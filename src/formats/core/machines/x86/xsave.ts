/**
 * The XSAVE area of x86 (NT_X86_XSTATE), in the standard form that Linux writes. Behind the first 576 bytes each processor
 * decides where its components lie; the size of the area tells which processors it can be of. `xsaveplaces.ts` reads what lies elsewhere.
 * Source: the kernel's xstate.h (6.1) and real areas of 576, 832, 1088, 2440, 2688, 2696 and 11008 bytes.
 */
import { type Abi, type CType, c, type Struct, struct } from '../../../../schema/base.js'
import type { DescriptorChoice } from '../../note-registry.js'
import type { Registers } from '../../process-info.js'
import { fxsave64 } from './fxsave.js'
import { fxsave64 as fxsaveForm } from './x87-environment.js'

export const xfeatures = {
  X87: 1n,
  SSE: 2n,
  AVX: 4n,
  BNDREGS: 8n,
  BNDCSR: 0x10n,
  OPMASK: 0x20n,
  ZMM_Hi256: 0x40n,
  Hi16_ZMM: 0x80n,
  PT: 0x100n,
  PKRU: 0x200n,
  CET_USER: 0x800n,
  XTILECFG: 0x20000n,
  XTILEDATA: 0x40000n,
} as const

const start = {
  ...fxsave64,
  reserved: c.bytes(48),
  sw_xfeatures: c.flags(c.uint64, xfeatures).doc('features that the processor had enabled; the kernel puts it here'),
  sw_reserved: c.bytes(40),
  xstate_bv: c.flags(c.uint64, xfeatures).doc('features that were in use; the bytes of others mean nothing'),
  xcomp_bv: c.uint64.hex.doc('0: the standard form; bit 63 set: the compacted one, whose components are those of the other bits'),
  header_reserved: c.bytes(48),
} as const

interface Component {
  readonly name: string
  readonly offset: number
  readonly size: number
  readonly type: CType<unknown>
}

const component = (name: string, offset: number, size: number, type: CType<unknown>): Component => ({ name, offset, size, type })
const avx = component('avx_ymm_hi128', 576, 256, c.array(c.bytes(16), 16))

const intel: readonly Component[] = [
  avx,
  component('mpx_bndregs', 960, 64, c.array(c.bytes(16), 4)),
  component('mpx_bndcsr', 1024, 64, c.bytes(64)),
  component('avx512_k0_7', 1088, 64, c.array(c.uint64.hex, 8)),
  component('avx512_zmm_hi256', 1152, 512, c.array(c.bytes(32), 16)),
  component('avx512_hi16_zmm', 1664, 1024, c.array(c.bytes(64), 16)),
  component('pkru', 2688, 8, c.uint64.hex),
  component('amx_xtilecfg', 2752, 64, c.bytes(64)),
  component('amx_xtiledata', 2816, 8192, c.array(c.bytes(1024), 8)),
]

/** AMD processors have no MPX, and no room for it. */
const amd: readonly Component[] = [
  avx,
  component('avx512_k0_7', 832, 64, c.array(c.uint64.hex, 8)),
  component('avx512_zmm_hi256', 896, 512, c.array(c.bytes(32), 16)),
  component('avx512_hi16_zmm', 1408, 1024, c.array(c.bytes(64), 16)),
  component('pkru', 2432, 8, c.uint64.hex),
]

/** Bytes that every area has. */
const START = 576

/** Bytes of an area with AVX-512 on processors of AMD, with PKRU at most: on those of Intel AVX-512 ends behind them. */
const isAmd = (size: number): boolean => size >= 2432 && size < 2688

/** What every area begins with; the value's further fields depend on its size. */
export type XsaveArea = {
  readonly sw_xfeatures: bigint
  readonly xstate_bv: bigint
  readonly st_space: readonly Uint8Array[]
  readonly xmm_space: readonly Uint8Array[]
  readonly mxcsr: number
} & Readonly<Record<string, unknown>>

const made = new Map<number, Struct<XsaveArea>>()

/** The area of a size in bytes. */
export function xsaveArea(size: number): Struct<XsaveArea> {
  const components = (isAmd(size) ? amd : intel).filter((each) => each.offset + each.size <= size)
  const last = components.at(-1)
  const end = last ? last.offset + last.size : START
  const known = made.get(end === size ? size : -end)
  if (known) return known
  const fields: Record<string, CType<unknown>> = { ...start }
  let at = START
  for (const each of components) {
    if (each.offset > at) fields[`unused${at}`] = c.bytes(each.offset - at)
    fields[each.name] = each.type
    at = each.offset + each.size
  }
  // A size that no processor of ours had: what is left is kept whole.
  if (end !== size) fields.more = c.rest
  const area = struct('xsave_area', fields, {
    doc: 'Processor state by components; only those in xstate_bv count.',
    source: 'Intel SDM volume 1 chapter 13, Linux asm/fpu/types.h',
  }) as unknown as Struct<XsaveArea>
  made.set(end === size ? size : -end, area)
  return area
}

export const xsaveSizes = [576, 832, 1088, 2440, 2688, 2696, 11008] as const

export const xsave: DescriptorChoice<XsaveArea> = {
  choose: (_abi, size) => xsaveArea(size ?? 832),
  all: () => xsaveSizes.map(xsaveArea),
}

const byte = (bytes: Uint8Array, at: number): number => bytes[at] as number

/** A number of whole 32-bit words. Zeros, which most registers hold, cost no big number; nor is a view made of a piece so small. */
function little(bytes: Uint8Array): bigint {
  let value = 0n
  for (let at = bytes.length - 4; at >= 0; at -= 4) {
    const word = (byte(bytes, at) | (byte(bytes, at + 1) << 8) | (byte(bytes, at + 2) << 16) | (byte(bytes, at + 3) << 24)) >>> 0
    if (value !== 0n) value = (value << 32n) | BigInt(word)
    else if (word !== 0) value = BigInt(word)
  }
  return value
}

/** What the x87 part holds before a program has used it. */
const unusedX87: Registers = { fctrl: 0x37fn, fstat: 0n, ftag: 0n, fop: 0n, fioff: 0n, fooff: 0n }

function x87Of(area: Partial<XsaveArea>, used: boolean): Registers {
  const { st_space: stack } = area
  if (!stack) return {}
  if (!used && stack.length === 8) return initialX87
  const { cwd = 0, swd = 0, ftw = 0, fop = 0, rip = 0n, rdp = 0n } = area as Readonly<Record<string, number | bigint>>
  const environment: Registers = used
    ? { fctrl: BigInt(cwd), fstat: BigInt(swd), ftag: BigInt(ftw), fop: BigInt(fop), fioff: BigInt(rip), fooff: BigInt(rdp) }
    : unusedX87
  return x87From(
    stack.map((bytes) => (used ? little(bytes) : 0n)),
    environment,
  )
}

const namesOf = (prefix: string, count: number): readonly string[] => Array.from({ length: count }, (_, i) => `${prefix}${i}`)
const STACK = namesOf('st', 8)
const XMM = namesOf('xmm', 16)
const YMM = namesOf('ymm', 16)
const ZMM = namesOf('zmm', 32)

function x87From(stack: readonly bigint[], environment: Registers): Registers {
  const registers: Record<string, bigint> = { ...environment }
  for (const [i, value] of stack.entries()) registers[STACK[i] as string] = value
  return Object.assign(registers, fxsaveForm.toGdb(registers))
}

/** Of threads that have never used it, which most are. */
const initialX87 = x87From(new Array<bigint>(8).fill(0n), unusedX87)

const cut = (value: bigint | undefined, bits: number, shift = 0): bigint => BigInt.asUintN(bits, (value ?? 0n) >> BigInt(shift))

/** A register of up to 64 bytes, the least significant byte first. */
function bytesOf(value: bigint, length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  const view = new DataView(bytes.buffer)
  for (let at = 0; at < length; at += 8) view.setBigUint64(at, BigInt.asUintN(64, value >> BigInt(8 * at)), true)
  return bytes
}

/** Registers that an area of the largest kind has a place for. */
export const XSAVE_REGISTER = /^(?:[xyz]mm\d+|st\d|k[0-7]|pkru|mxcsr|f(?:ctrl|stat|tag|op|ioff|iseg|ooff|oseg))$/

/** Fills the components of an area, all of them in use then; registers that are not given are zero. */
export function putXsave(area: Record<string, unknown>, registers: Registers): void {
  const told: Registers = { ...registers, ...fxsaveForm.fromGdb(registers) }
  /** The widest known form of a register. */
  const wide = (i: number): bigint => told[`zmm${i}`] ?? told[`ymm${i}`] ?? told[`xmm${i}`] ?? 0n
  const sixteen = <T>(make: (i: number) => T): T[] => Array.from({ length: 16 }, (_, i) => make(i))
  let used: bigint = xfeatures.X87 | xfeatures.SSE
  const fields: Record<string, unknown> = {
    cwd: Number(cut(told.fctrl, 16)),
    swd: Number(cut(told.fstat, 16)),
    ftw: Number(cut(told.ftag, 16)),
    fop: Number(cut(told.fop, 16)),
    rip: cut(told.fioff, 64),
    rdp: cut(told.fooff, 64),
    mxcsr: Number(cut(told.mxcsr, 32)),
    st_space: Array.from({ length: 8 }, (_, i) => bytesOf(cut(told[`st${i}`], 80), 16)),
    xmm_space: sixteen((i) => bytesOf(cut(told[`xmm${i}`] ?? wide(i), 128), 16)),
  }
  const fill = (field: string, features: bigint, make: () => unknown): void => {
    if (!(field in area)) return
    fields[field] = make()
    used |= features
  }
  fill('avx_ymm_hi128', xfeatures.AVX, () => sixteen((i) => bytesOf(cut(wide(i), 128, 128), 16)))
  fill('avx512_k0_7', xfeatures.OPMASK, () => Array.from({ length: 8 }, (_, i) => cut(told[`k${i}`], 64)))
  fill('avx512_zmm_hi256', xfeatures.ZMM_Hi256, () => sixteen((i) => bytesOf(wide(i) >> 256n, 32)))
  fill('avx512_hi16_zmm', xfeatures.Hi16_ZMM, () => sixteen((i) => bytesOf(told[`zmm${16 + i}`] ?? 0n, 64)))
  fill('pkru', xfeatures.PKRU, () => cut(told.pkru, 64))
  const before = typeof area.xstate_bv === 'bigint' ? area.xstate_bv : 0n
  Object.assign(area, fields, { xstate_bv: before | used })
}

/** The registers of an area, those of unused components at their initial value. */
export function xsaveRegisters(area: Partial<XsaveArea>, abi: Abi): Registers {
  const registers: Record<string, bigint> = {}
  const used = area.xstate_bv ?? 0n
  const has = (feature: bigint): boolean => (used & feature) !== 0n
  Object.assign(registers, x87Of(area, has(xfeatures.X87)))
  const high = area.avx_ymm_hi128 as readonly Uint8Array[] | undefined
  const zmm = area.avx512_zmm_hi256 as readonly Uint8Array[] | undefined
  // 32-bit programs have half of them; the area has room for all.
  const count = abi.name === 'i386' ? 8 : 16
  area.xmm_space?.slice(0, count).forEach((bytes, i) => {
    const xmm = has(xfeatures.SSE) ? little(bytes) : 0n
    registers[XMM[i] as string] = xmm
    if (!high) return
    const ymm = xmm | ((has(xfeatures.AVX) ? little(high[i] as Uint8Array) : 0n) << 128n)
    registers[YMM[i] as string] = ymm
    if (zmm) registers[ZMM[i] as string] = ymm | ((has(xfeatures.ZMM_Hi256) ? little(zmm[i] as Uint8Array) : 0n) << 256n)
  })
  const upper = area.avx512_hi16_zmm as readonly Uint8Array[] | undefined
  if (count === 16)
    upper?.forEach((bytes, i) => {
      registers[ZMM[16 + i] as string] = has(xfeatures.Hi16_ZMM) ? little(bytes) : 0n
    })
  const masks = area.avx512_k0_7 as readonly bigint[] | undefined
  masks?.forEach((mask, i) => {
    registers[`k${i}`] = has(xfeatures.OPMASK) ? mask : 0n
  })
  if (area.mxcsr !== undefined) registers.mxcsr = has(xfeatures.SSE) ? BigInt(area.mxcsr) : 0x1f80n
  if (typeof area.pkru === 'bigint') registers.pkru = has(xfeatures.PKRU) ? area.pkru : 0n
  return registers
}
