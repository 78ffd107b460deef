import { describe, expect, test } from 'vitest'
import { FormatError } from '../../src/errors.js'
import { abi, c, fromJson, struct } from '../../src/schema/index.js'
import { hex } from '../support/common.js'

const inner = struct('inner', { small: c.uint8, list: c.array(c.short, 2) })
const outer = struct('outer', { id: c.int, wide: c.uint64, name: c.chars(4), inner: c.array(inner, 2), u: c.ulong })
const fine = () => ({
  id: 1,
  wide: 2n,
  name: 'ab',
  inner: [
    { small: 1, list: [1, 2] },
    { small: 2, list: [3, 4] },
  ],
  u: 5n,
})

/** [what is changed, code, path] */
const refused: readonly [string, (value: ReturnType<typeof fine>) => void, string, string][] = [
  ['one past the largest', (v) => (v.id = 2 ** 31), 'OUT_OF_RANGE', 'id'],
  ['one below the smallest', (v) => (v.id = -(2 ** 31) - 1), 'OUT_OF_RANGE', 'id'],
  ['a negative unsigned', (v) => (v.wide = -1n), 'OUT_OF_RANGE', 'wide'],
  ['65 bits', (v) => (v.wide = 1n << 64n), 'OUT_OF_RANGE', 'wide'],
  ['33 bits in an unsigned long of 32', (v) => (v.u = 1n << 32n), 'OUT_OF_RANGE', 'u'],
  ['a nested one', (v) => ((v.inner[1] as { small: number }).small = 256), 'OUT_OF_RANGE', 'inner[1].small'],
  ['an element', (v) => ((v.inner[0] as { list: number[] }).list[1] = 40000), 'OUT_OF_RANGE', 'inner[0].list[1]'],
  ['a fraction', (v) => (v.id = 1.5), 'BAD_VALUE', 'id'],
  ['NaN', (v) => (v.id = Number.NaN), 'BAD_VALUE', 'id'],
  ['text for a number', (v) => ((v as { id: unknown }).id = '1'), 'BAD_VALUE', 'id'],
  ['a missing field', (v) => delete (v as { id?: unknown }).id, 'BAD_VALUE', 'id'],
  ['text that is too long', (v) => (v.name = 'abcde'), 'OUT_OF_RANGE', 'name'],
  ['text too long in bytes', (v) => (v.name = '\u00e4\u00e4\u00e4'), 'OUT_OF_RANGE', 'name'],
  ['a NUL in a char array', (v) => (v.name = 'a\0b'), 'BAD_VALUE', 'name'],
  ['a lone surrogate', (v) => (v.name = '\ud800'), 'BAD_VALUE', 'name'],
  ['too few elements', (v) => v.inner.pop(), 'BAD_VALUE', 'inner'],
  ['not an array', (v) => ((v as { inner: unknown }).inner = {}), 'BAD_VALUE', 'inner'],
  ['not an object', (v) => ((v.inner as unknown[])[0] = 3), 'BAD_VALUE', 'inner[0]'],
]

describe('encoders refuse', () => {
  test.each(refused)('%s', (_what, change, code, path) => {
    const value = fine()
    change(value)
    expect(() => outer.for(abi.i386).encode(value)).toThrow(expect.objectContaining({ name: 'FormatError', code, path }))
  })

  test('text that fills its array exactly is fine', () => {
    expect(outer.for(abi.i386).encode({ ...fine(), name: 'abcd' })).toHaveLength(outer.for(abi.i386).size)
  })

  test('a count that disagrees with its list', () => {
    const counted = struct('counted', { n: c.int, list: c.array(c.int, { count: 'n' }) })
    expect(() => counted.for(abi.amd64).encode({ n: 3, list: [1] })).toThrow(
      expect.objectContaining({ code: 'INCONSISTENT', path: 'list' }),
    )
  })

  test('a union arm that its field does not select', () => {
    const chosen = struct('chosen', { k: c.int, u: c.union({ a: c.int, b: c.short }, (get) => (get('k') === 1 ? 'a' : 'b')) })
    expect(() => chosen.for(abi.amd64).encode({ k: 1, u: { b: 2 } })).toThrow(expect.objectContaining({ code: 'BAD_VALUE', path: 'u' }))
  })
})

describe('decoders', () => {
  test('a cut structure names field, offset and both numbers', () => {
    const bytes = outer.for(abi.i386).encode(fine()).subarray(0, 19)
    expect(() => outer.for(abi.i386).decode(bytes, { base: 0x100 })).toThrow(
      expect.objectContaining({ code: 'TRUNCATED', path: 'inner', offset: 0x110, expected: '12 bytes', found: '3 bytes' }),
    )
  })

  test('a cut structure decodes as far as it goes when asked', () => {
    const bytes = outer.for(abi.i386).encode(fine()).subarray(0, 13)
    expect(outer.for(abi.i386).decodePartial(bytes)).toEqual({ id: 1, wide: 2n })
  })

  test('an absurd count is refused before room is made for it', () => {
    const counted = struct('counted', { n: c.uint, list: c.array(c.int, { count: 'n' }) })
    expect(() => counted.for(abi.amd64).decode(hex('ffffffff 00000000'))).toThrow(FormatError)
    const strings = struct('strings', { n: c.uint, list: c.array(c.cstring, { count: 'n' }) })
    expect(() => strings.for(abi.amd64).decode(hex('ffffffff 0000'))).toThrow(FormatError)
  })
})

describe('documents', () => {
  test.each([
    [{ ...JSON.parse('{"id":1}') }, 'wide'],
    [{ id: 'x', wide: 1, name: '', inner: [], u: 0 }, 'id'],
    [{ id: 1, wide: 1, name: 3, inner: [], u: 0 }, 'name'],
    [{ id: 1, wide: 1, name: '', inner: [{ small: 1 }], u: 0 }, 'inner[0].list'],
    [{ id: 1, wide: 1, name: '', inner: [], u: 0, more: 1 }, 'more'],
  ])('%j is refused at %s', (json, path) => {
    expect(() => fromJson(outer.for(abi.i386).plan, json)).toThrow(expect.objectContaining({ code: 'BAD_DOCUMENT', path }))
  })

  test('integers are taken as numbers, hexadecimal and decimal text', () => {
    const one = struct('one', { a: c.uint64, b: c.int, m: c.flags(c.uint, { A: 1, B: 2 }) })
    const { plan } = one.for(abi.amd64)
    for (const a of [255, '0xff', '255']) expect(fromJson(plan, { a, b: '-3', m: 'A|B' })).toEqual({ a: 255n, b: -3, m: 3 })
    expect(fromJson(plan, { a: '18446744073709551615', b: '0x10', m: 'A|0x8' })).toEqual({ a: 18446744073709551615n, b: 16, m: 9 })
  })
})
