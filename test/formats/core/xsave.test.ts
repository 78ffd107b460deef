/** XSAVE areas whose components are not where their size says. */
import { describe, expect, test } from 'vitest'
import { putXsave, xsaveArea, xsaveRegisters } from '../../../src/formats/core/machines/x86/xsave.js'
import { decodeXsave } from '../../../src/formats/core/machines/x86/xsave-layout.js'
import { abi } from '../../../src/schema/abi.js'
import { zeroValue } from '../../../src/schema/zero-value.js'

const fill = (byte: number, length: number): bigint => BigInt(`0x${byte.toString(16).padStart(2, '0').repeat(length)}`)

/** Every register with bytes of its own. */
const told: Readonly<Record<string, bigint>> = {
  ...Object.fromEntries(Array.from({ length: 32 }, (_, i) => [`zmm${i}`, fill(0x11 + i, 64) - BigInt(i)])),
  ...Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`k${i}`, fill(0x80 + i, 8)])),
  pkru: 0x55555554n,
  mxcsr: 0x1fa0n,
}

/** A standard area of Intel's processors, all in use. */
function standard(): Uint8Array {
  const layout = xsaveArea(2696).for(abi.amd64)
  const value = zeroValue(xsaveArea(2696), abi.amd64) as Record<string, unknown>
  putXsave(value, told)
  const bytes = layout.encode(value as never)
  new DataView(bytes.buffer).setBigUint64(464, 0x2e7n, true)
  return bytes
}

/** Number of the feature, bytes, offset in the standard form. */
const components = [
  [2, 256, 576],
  [5, 64, 1088],
  [6, 512, 1152],
  [7, 1024, 1664],
  [9, 8, 2688],
] as const

/** The area with its components at other places. */
function moved(places: Readonly<Record<number, number>>, size: number): Uint8Array {
  const from = standard()
  const bytes = new Uint8Array(size)
  bytes.set(from.subarray(0, 576))
  for (const [feature, length, offset] of components) {
    const to = places[feature]
    if (to !== undefined) bytes.set(from.subarray(offset, offset + length), to)
  }
  return bytes
}

const registersOf = (bytes: Uint8Array, layout?: unknown) =>
  xsaveRegisters(
    decodeXsave(xsaveArea(bytes.length).for(abi.amd64).decode(bytes), () => bytes, layout),
    abi.amd64,
  )

const wanted = registersOf(standard())

test('an area where every component is at its place is read as it is', () => {
  expect(wanted).toMatchObject(told)
  expect(wanted.ymm3).toBe((told.zmm3 as bigint) & ((1n << 256n) - 1n))
})

describe('the compacted form', () => {
  test('has the components of XCOMP_BV one behind the other', () => {
    const bytes = moved({ 2: 576, 5: 832, 6: 896, 7: 1408, 9: 2432 }, 2440)
    new DataView(bytes.buffer).setBigUint64(520, (1n << 63n) | 0x2e7n, true)
    expect(registersOf(bytes)).toEqual(wanted)
  })

  test('has no room for those that it leaves out', () => {
    const bytes = moved({ 5: 576, 9: 640 }, 648)
    const view = new DataView(bytes.buffer)
    view.setBigUint64(520, (1n << 63n) | 0x223n, true)
    const registers = registersOf(bytes)
    expect(registers).toMatchObject({ k3: told.k3, pkru: told.pkru })
    expect(registers).not.toHaveProperty('ymm0')
  })

  test('says nothing of what lies behind a component whose size is not known', () => {
    const bytes = moved({ 2: 576, 9: 832 }, 1000)
    new DataView(bytes.buffer).setBigUint64(520, (1n << 63n) | 0x307n, true)
    const registers = registersOf(bytes)
    expect(registers.ymm1).toBe(wanted.ymm1)
    expect(registers).not.toHaveProperty('pkru')
  })

  test('cut in a component: the ones before it are told', () => {
    const bytes = moved({ 2: 576, 5: 832, 6: 896, 7: 1408, 9: 2432 }, 2440).subarray(0, 1000)
    new DataView(bytes.buffer).setBigUint64(520, (1n << 63n) | 0x2e7n, true)
    const registers = registersOf(bytes)
    expect(registers).toMatchObject({ ymm1: wanted.ymm1, k1: wanted.k1 })
    expect(registers).not.toHaveProperty('zmm1')
  })
})

describe('NT_X86_XSAVE_LAYOUT', () => {
  const layoutOf = (places: Readonly<Record<number, number>>) => ({
    components: components.flatMap(([type, size]) => (places[type] === undefined ? [] : [{ type, size, offset: places[type], flags: 0 }])),
  })

  test.each<[string, Record<number, number>, number]>([
    ['AMD', { 2: 576, 5: 832, 6: 896, 7: 1408, 9: 2432 }, 2440],
    ['one that there is not yet', { 9: 576, 7: 640, 6: 1664, 5: 2176, 2: 2240 }, 2696],
  ])('says where the components are: %s', (_name, places, size) => {
    expect(registersOf(moved(places, size), layoutOf(places))).toEqual(wanted)
  })

  test('lists more than an area has, or what is outside of it', () => {
    const bytes = moved({ 2: 576 }, 832)
    new DataView(bytes.buffer).setBigUint64(464, 7n, true)
    const registers = registersOf(bytes, layoutOf({ 2: 576, 5: 600, 9: 0xffff_fff0 }))
    expect(registers.ymm5).toBe(wanted.ymm5)
    expect(registers).not.toHaveProperty('k0')
    expect(registers).not.toHaveProperty('pkru')
  })
})

test('without room for PKRU, AVX-512 of AMD is told by the size', () => {
  const bytes = moved({ 2: 576, 5: 832, 6: 896, 7: 1408 }, 2432)
  const { pkru: _, ...others } = wanted
  expect(registersOf(bytes)).toEqual(others)
})
