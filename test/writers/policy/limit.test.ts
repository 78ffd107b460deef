import { expect, test } from 'vitest'
import { memorySink } from '../../../src/io/sink.js'
import { limitedSink } from '../../../src/writers/policy/limit.js'

/** Writes 10 bytes, a hole of 10, 10 bytes. */
function written(limit: bigint): { bytes: number[]; cut: unknown; position: number } {
  const memory = memorySink()
  const sink = limitedSink(memory, limit)
  sink.write(new Uint8Array(10).fill(1))
  sink.skip(10)
  sink.write(new Uint8Array(10).fill(2))
  sink.commit()
  return { bytes: [...memory.bytes()], cut: sink.cut(), position: sink.position }
}

const whole = [...new Array<number>(10).fill(1), ...new Array<number>(10).fill(0), ...new Array<number>(10).fill(2)]

test.each([1, 9, 10, 11, 19, 20, 21, 29])('a limit of %i cuts there', (limit) => {
  const { bytes, cut, position } = written(BigInt(limit))
  expect(bytes).toEqual(whole.slice(0, limit))
  expect(cut).toMatchObject({ code: 'LIMIT', offset: limit, expected: '30 bytes' })
  expect(position).toBe(30)
})

test.each([30n, 31n, 1n << 70n])('a limit of %i cuts nothing', (limit) => {
  expect(written(limit)).toEqual({ bytes: whole, cut: undefined, position: 30 })
})

test('a limit of 0 allows no file', () => {
  expect(() => limitedSink(memorySink(), 0n)).toThrow(expect.objectContaining({ code: 'LIMIT', found: 'EFBIG' }))
})
