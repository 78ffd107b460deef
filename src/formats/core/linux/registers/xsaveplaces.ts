/**
 * XSAVE areas whose components are not where the size of the area says: those that NT_X86_XSAVE_LAYOUT describes, and those of the
 * compacted form, which have the components of XCOMP_BV one behind the other.
 * Source: Linux asm/fpu/types.h, Intel SDM volume 1 section 13.4.3.
 */
import type { XsaveArea } from './xsave.js'

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

const arrayOf =
  (count: number, size: number) =>
  (bytes: Uint8Array): readonly Uint8Array[] =>
    Array.from({ length: count }, (_, i) => bytes.subarray(i * size, (i + 1) * size))

const word = (bytes: Uint8Array, at: number): bigint => new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(at, true)

interface Component {
  readonly field: string
  readonly size: number
  readonly read: (bytes: Uint8Array) => unknown
}

/** Components by the number of their feature; none of them is aligned in the compacted form. */
const components = new Map<number, Component>([
  [2, { field: 'avx_ymm_hi128', size: 256, read: arrayOf(16, 16) }],
  [3, { field: 'mpx_bndregs', size: 64, read: arrayOf(4, 16) }],
  [4, { field: 'mpx_bndcsr', size: 64, read: (bytes) => bytes }],
  [5, { field: 'avx512_k0_7', size: 64, read: (bytes) => Array.from({ length: 8 }, (_, i) => word(bytes, i * 8)) }],
  [6, { field: 'avx512_zmm_hi256', size: 512, read: arrayOf(16, 32) }],
  [7, { field: 'avx512_hi16_zmm', size: 1024, read: arrayOf(16, 64) }],
  [9, { field: 'pkru', size: 8, read: (bytes) => word(bytes, 0) }],
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

function placesOf(area: Partial<XsaveArea>, layout: XsaveLayout | undefined): ReadonlyMap<number, Place> | undefined {
  const form = typeof area.xcomp_bv === 'bigint' ? area.xcomp_bv : 0n
  if ((form & COMPACTED) !== 0n) return compacted(form)
  if (!layout?.components) return undefined
  const present = typeof area.sw_xfeatures === 'bigint' && area.sw_xfeatures !== 0n ? area.sw_xfeatures : undefined
  // The note lists what the processor has, the area may be of fewer.
  const inArea = layout.components.filter(({ type }) => present === undefined || (present & (1n << BigInt(type & 63))) !== 0n)
  return new Map(inArea.map(({ type, size, offset }) => [type, { size, offset }]))
}

/** Whether the components of an area may be elsewhere than its size says. */
export const isPlaced = (area: Partial<XsaveArea>, layout: unknown): boolean =>
  placesOf(area, layout as XsaveLayout | undefined) !== undefined

/**
 * The area with its components from where they are.
 *
 * @param bytes the area, as far as the file has it
 * @param layout value of the file's NT_X86_XSAVE_LAYOUT, where there is one
 */
export function placedXsave(area: Partial<XsaveArea>, bytes: () => Uint8Array, layout: unknown): Partial<XsaveArea> {
  const places = placesOf(area, layout as XsaveLayout | undefined)
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
