import { expect, test } from 'vitest'
import { BitSet } from '../../../src/readers/kcore/page-bitmap.js'

test('bits are counted below any number, also one far beyond the set', () => {
  const bits = new BitSet(Uint8Array.of(0b1011, 0xff))
  expect([0, 1, 2, 4, 8, 16].map((bit) => bits.rank(bit))).toEqual([0, 1, 2, 3, 3, 11])
  for (const bit of [17, 2 ** 53, 2 ** 61 + 2 ** 20, Number.MAX_VALUE]) expect(bits.rank(bit)).toBe(bits.total)
})
