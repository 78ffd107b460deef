import fc from 'fast-check'
import { afterEach, expect, test, vi } from 'vitest'
import { fromHex, toHex } from '../../src/io/hex.js'

afterEach(() => vi.unstubAllGlobals())

test.each(['with', 'without'])('digits and back, %s Buffer', (how) => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const expected = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
      if (how === 'without') vi.stubGlobal('Buffer', undefined)
      const text = toHex(bytes)
      const back = fromHex(text)
      vi.unstubAllGlobals()
      expect(text).toBe(expected)
      expect([...back]).toEqual([...bytes])
    }),
  )
})

test('spaces are allowed, anything else is not', () => {
  expect([...fromHex('0a 0B\n0c')]).toEqual([10, 11, 12])
  expect(() => fromHex('abc')).toThrow(expect.objectContaining({ code: 'BAD_VALUE', message: 'no hex bytes: 3 digits are no pairs' }))
  expect(() => fromHex('0g')).toThrow('"g" at 1 is no hex digit')
})
