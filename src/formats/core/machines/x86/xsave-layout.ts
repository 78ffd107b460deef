import { concatenate } from '../../../../io/bytes.js'
import type { Abi } from '../../../../schema/base.js'
import type { Registers } from '../../process-info.js'
import { updateVectorRegisters } from './vector-registers.js'
import { putXsave, type XsaveArea, xsaveArea, xsaveRegisters } from './xsave.js'

interface Place {
  readonly offset: number
  readonly size: number
}

/** Value of NT_X86_XSAVE_LAYOUT. */
interface XsaveLayout {
  readonly components?: readonly { readonly type: number; readonly size: number; readonly offset: number }[]
}

/** Bit 63 of XCOMP_BV. */
const COMPACTED = 1n << 63n
/** Bytes before the first component: the FXSAVE image and the header. */
const START = 576
const ALL = (1n << 64n) - 1n

const arrayOf =
  (count: number, size: number) =>
  (bytes: Uint8Array): readonly Uint8Array[] =>
    Array.from({ length: count }, (_, i) => bytes.subarray(i * size, (i + 1) * size))

const word = (bytes: Uint8Array, at: number): bigint => new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(at, true)

interface Component {
  readonly field: string
  readonly size: number
  readonly read: (bytes: Uint8Array) => unknown
  readonly write: (value: never) => Uint8Array
}

function words(values: readonly bigint[]): Uint8Array {
  const bytes = new Uint8Array(values.length * 8)
  for (const [i, value] of values.entries()) new DataView(bytes.buffer).setBigUint64(i * 8, value, true)
  return bytes
}

/** Components by the number of their feature; none of them is aligned in the compacted form. */
const components = new Map<number, Component>([
  [2, { field: 'avx_ymm_hi128', size: 256, read: arrayOf(16, 16), write: concatenate }],
  [3, { field: 'mpx_bndregs', size: 64, read: arrayOf(4, 16), write: concatenate }],
  [4, { field: 'mpx_bndcsr', size: 64, read: (bytes) => bytes, write: (bytes: Uint8Array) => bytes }],
  [5, { field: 'avx512_k0_7', size: 64, read: (bytes) => Array.from({ length: 8 }, (_, i) => word(bytes, i * 8)), write: words }],
  [6, { field: 'avx512_zmm_hi256', size: 512, read: arrayOf(16, 32), write: concatenate }],
  [7, { field: 'avx512_hi16_zmm', size: 1024, read: arrayOf(16, 64), write: concatenate }],
  [9, { field: 'pkru', size: 8, read: (bytes) => word(bytes, 0), write: (value: bigint) => words([value]) }],
])

/** Behind a component whose size is not known nothing can be found. */
function compacted(features: bigint): Map<number, Place> {
  const places = new Map<number, Place>()
  let offset = START
  for (let feature = 2; feature < 63; feature++) {
    if ((features & (1n << BigInt(feature))) === 0n) continue
    const size = components.get(feature)?.size
    if (size === undefined) break
    places.set(feature, { offset, size })
    offset += size
  }
  return places
}

function componentOffsets(area: Partial<XsaveArea>, layout: XsaveLayout | undefined): ReadonlyMap<number, Place> | undefined {
  const form = typeof area.xcomp_bv === 'bigint' ? area.xcomp_bv : 0n
  if ((form & COMPACTED) !== 0n) return compacted(form)
  if (!layout?.components) return undefined
  const present = typeof area.sw_xfeatures === 'bigint' && area.sw_xfeatures !== 0n ? area.sw_xfeatures : undefined
  // The note lists what the processor has, the area may be of fewer.
  const inArea = layout.components.filter(({ type }) => present === undefined || (present & (1n << BigInt(type & 63))) !== 0n)
  return new Map(inArea.map(({ type, size, offset }) => [type, { size, offset }]))
}

/** Processor state by its components, each in bytes of its own. */
export interface XsaveComponents {
  /** The FXSAVE image and the header, 576 bytes. */
  readonly legacy: Uint8Array
  /** The component of a feature; undefined where there is none. */
  component(feature: number): Uint8Array | undefined
  /** All of it counts, regardless of the header to be in use. */
  readonly allUsed?: boolean
}

/**
 * Changes registers, in the parts' own bytes.
 *
 * @returns registers that the parts have no place for: nothing is changed where there are some
 */
export function changeXsave(parts: XsaveComponents, registers: Registers, abi: Abi): string[] {
  const layout = xsaveArea(START).for(abi)
  const { value, residue } = layout.decodeLossless(parts.legacy)
  const area: Record<string, unknown> = { ...value }
  const held = [...components].flatMap(([feature, each]) => {
    const bytes = parts.component(feature)
    return bytes && bytes.length >= each.size ? [{ ...each, bytes: bytes.subarray(0, each.size) }] : []
  })
  for (const { field, read, bytes } of held) area[field] = read(bytes)
  const current = xsaveRegisters(parts.allUsed ? { ...area, xstate_bv: ALL } : area, abi)
  const missing = Object.keys(registers).filter((name) => !Object.hasOwn(current, name))
  if (missing.length > 0) return missing
  const all = updateVectorRegisters(current, registers)
  putXsave(area, all)
  putXsave(value, all)
  Object.assign(value, { xstate_bv: area.xstate_bv })
  parts.legacy.set(layout.encode(value, residue ? { residue } : {}))
  for (const { field, write, bytes } of held) bytes.set(write(area[field] as never))
  return []
}

/** An area whose components are elsewhere than its size says, as parts of its bytes; undefined where they are not. */
export function partsOf(area: Partial<XsaveArea>, bytes: Uint8Array, layout: unknown): XsaveComponents | undefined {
  const places = componentOffsets(area, layout as XsaveLayout | undefined)
  if (!places) return undefined
  return {
    legacy: bytes.subarray(0, START),
    component(feature) {
      const place = places.get(feature)
      if (!place || place.offset < START || place.offset + place.size > bytes.length) return undefined
      return bytes.subarray(place.offset, place.offset + place.size)
    },
  }
}

/**
 * The area with its components from where they are.
 *
 * @param bytes the area, as much of it as the file holds
 * @param layout value of the file's NT_X86_XSAVE_LAYOUT, where there is one
 */
export function decodeXsave(area: Partial<XsaveArea>, bytes: () => Uint8Array, layout: unknown): Partial<XsaveArea> {
  const places = componentOffsets(area, layout as XsaveLayout | undefined)
  if (!places) return area
  const whole = bytes()
  const placed: Record<string, unknown> = { ...area }
  for (const [feature, { field, size, read }] of components) {
    delete placed[field]
    const place = places.get(feature)
    if (!place || place.size < size || place.offset < START || place.offset + size > whole.length) continue
    placed[field] = read(whole.subarray(place.offset, place.offset + size))
  }
  return placed as Partial<XsaveArea>
}
