/** xz data in memory: what the system's xz made, and damage. */
import { expect, test } from 'vitest'
import { decompressXz } from '../../src/io/xz-block.js'

/** `for i in $(seq 1 40); do echo "line $i of a text that repeats"; done | xz -9`, in base64. */
const PACKED =
  '/Td6WFoAAATm1rRGAgAhARwAAAAQz1jM4ATOAHddADYaSh8IoCuxbQad7+2MoT/IOM9thS+aaJmfL/bAxLTc/H+1T4g2iJMuMIbb/puIRBOKJqMxAWo+lXKto+T2peB1F2VEeTcFOXQiHJ6vMaMfMmhGxS3McYiHeV/gP6kS78g9UqlyEHhIXasP+TijLynb5Rc4pNcAAADmhJ9CqxhepQABkwHPCQAAX1w4RLHEZ/sCAAAAAARZWg=='
const text = Array.from({ length: 40 }, (_, i) => `line ${i + 1} of a text that repeats\n`).join('')
const packed = Uint8Array.from(Buffer.from(PACKED, 'base64'))

test('a stream, and two in a row', () => {
  expect(Buffer.from(decompressXz(packed, 10_000)).toString()).toBe(text)
  expect(Buffer.from(decompressXz(Uint8Array.from([...packed, ...packed]), 10_000)).toString()).toBe(text + text)
})

test('more than the limit', () => {
  expect(() => decompressXz(packed, 100)).toThrow(/more than 100 bytes/)
})

test('cut data, and flipped bits, are errors or give the limit at most', () => {
  for (let length = 1; length < packed.length; length += 3) expect(() => decompressXz(packed.subarray(0, length), 10_000)).toThrow()
  for (let at = 0; at < packed.length; at++) {
    const damaged = packed.slice()
    damaged[at] = (damaged[at] as number) ^ 0x10
    try {
      expect(decompressXz(damaged, 10_000).length).toBeLessThanOrEqual(10_000)
    } catch (error) {
      expect(String(error)).toMatch(/FormatError/)
    }
  }
})
