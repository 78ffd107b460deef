/** A source with patches reads as a copy of its bytes that was written to. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addPatch, type Patch, patchedSource } from '../../src/io/patched-source.js'
import { type ByteSource, memorySource, readInto } from '../../src/io/source.js'
import { check } from '../support/property.js'
import { patterned, thrown } from '../support/temp.js'

const SIZE = 200
const base = patterned(SIZE)

const patch: fc.Arbitrary<Patch> = fc.oneof(
  fc.record({ start: fc.nat({ max: SIZE }), bytes: fc.uint8Array({ maxLength: 40 }) }).map(({ start, bytes }) => ({
    start,
    bytes: bytes.subarray(0, SIZE - start),
  })),
  fc
    .record({ start: fc.nat({ max: SIZE }), length: fc.nat({ max: 60 }), fill: fc.nat({ max: 255 }) })
    .map(({ start, length, fill }) => ({ start, end: Math.min(SIZE, start + length), fill })),
)

const write = (bytes: Uint8Array, each: Patch): void => {
  if ('fill' in each) bytes.fill(each.fill, each.start, each.end)
  else bytes.set(each.bytes, each.start)
}

test('any patches, read in any way', () => {
  const reads = fc.array(fc.tuple(fc.nat({ max: SIZE + 10 }), fc.nat({ max: SIZE })), { minLength: 1, maxLength: 8 })
  check(fc.tuple(fc.array(patch, { maxLength: 12 }), reads), ([patches, ranges]) => {
    const expected = base.slice()
    let list: readonly Patch[] = []
    for (const each of patches) {
      write(expected, each)
      list = addPatch(list, each)
    }
    const source = patchedSource(memorySource(base), list)
    for (const [offset, length] of ranges) {
      const wanted = expected.subarray(Math.min(offset, SIZE), Math.min(offset + length, SIZE))
      expect(source.read(offset, length)).toEqual(wanted)
      const target = new Uint8Array(length)
      const count = readInto(source, offset, target)
      expect(target.subarray(0, count)).toEqual(wanted)
    }
    expect(base).toEqual(patterned(SIZE))
  })
})

test('what is all written over is not read', () => {
  const untouchable: ByteSource = {
    size: 100,
    read: () => {
      throw new Error('read')
    },
  }
  const source = patchedSource(untouchable, [{ start: 10, end: 90, fill: 7 }])
  expect(source.read(10, 80)).toEqual(new Uint8Array(80).fill(7))
  expect(() => source.read(9, 2)).toThrow('read')
})

test('patches that overlap, or are outside, are refused', () => {
  const source = memorySource(base)
  const wrong: Patch[][] = [
    [
      { start: 0, end: 10, fill: 0 },
      { start: 9, end: 20, fill: 0 },
    ],
    [{ start: SIZE - 1, bytes: new Uint8Array(2) }],
    [{ start: 5, end: 4, fill: 0 }],
  ]
  for (const patches of wrong) expect(thrown(() => patchedSource(source, patches))).toMatchObject({ code: 'BAD_BOUNDS' })
})
