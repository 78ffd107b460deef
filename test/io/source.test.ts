import { expect, test } from 'vitest'
import { type ByteSource, memorySource, sliceSource } from '../../src/io/source.js'

const bytes = Uint8Array.from([10, 11, 12, 13, 14, 15])

test('a read is cut at the end and empty past it', () => {
  const source = memorySource(bytes, 'x')
  expect(source.size).toBe(6)
  expect(source.name).toBe('x')
  expect([...source.read(4, 10)]).toEqual([14, 15])
  expect(source.read(6, 1).byteLength).toBe(0)
  expect(source.read(2 ** 52, 2 ** 52).byteLength).toBe(0)
  expect([...source.read(1, 2)]).toEqual([11, 12])
})

test.each([
  [-1, 1],
  [0, -1],
  [1.5, 1],
  [0, Number.NaN],
  [2 ** 53, 1],
  [Number.POSITIVE_INFINITY, 1],
])('a read at %d of %d bytes is refused', (offset, length) => {
  expect(() => memorySource(bytes).read(offset, length)).toThrow(expect.objectContaining({ name: 'FormatError', code: 'BAD_BOUNDS' }))
})

test('a slice has offsets of its own and ends where the whole ends', () => {
  const slice = sliceSource(memorySource(bytes), 2, 3)
  expect(slice.size).toBe(3)
  expect([...slice.read(1, 10)]).toEqual([13, 14])
  expect([...sliceSource(memorySource(bytes), 4).read(0, 9)]).toEqual([14, 15])
  expect(sliceSource(memorySource(bytes), 4, 100).size).toBe(2)
  expect(sliceSource(memorySource(bytes), 100, 100).size).toBe(0)
  expect([...sliceSource(slice, 1, 1).read(0, 5)]).toEqual([13])
})

test('a slice never asks for what is outside of it', () => {
  const asked: [number, number][] = []
  const spy: ByteSource = {
    size: 100,
    read(offset, length) {
      asked.push([offset, length])
      return new Uint8Array(length)
    },
  }
  sliceSource(spy, 10, 20).read(15, 100)
  expect(asked).toEqual([[25, 5]])
})
