/** The native test of zeros equals a plain loop, at every length and alignment where they could differ. */
import { expect, test } from 'vitest'
import { isZero } from '../../src/io/bytes.js'

const plain = (bytes: Uint8Array, start: number, end: number): boolean => bytes.subarray(start, end).every((byte) => byte === 0)

test.each([0, 1, 7, 8, 9, 4095, 4096, 4097, 65_536, 65_537, 200_000])('%i bytes', (length) => {
  for (const offset of [0, 1, 3]) {
    const bytes = new Uint8Array(new ArrayBuffer(length + 16), offset, length + 8)
    expect(isZero(bytes, 1, length)).toBe(true)
    for (const at of [0, 1, 8, length - 1, length, 4096, 65_535, 65_536].filter((place) => place >= 0 && place < bytes.length)) {
      // Minus zero as a float.
      for (const value of [1, 0x80]) {
        bytes[at] = value
        expect(isZero(bytes, 1, length)).toBe(plain(bytes, 1, length))
        expect(isZero(bytes)).toBe(false)
        bytes[at] = 0
      }
    }
  }
})
