import { expect, test } from 'vitest'
import { memorySink } from '../../src/io/sink.js'

test('bytes and holes in memory', () => {
  const sink = memorySink()
  sink.write(Uint8Array.of(1, 2))
  sink.skip(3000)
  sink.write(Uint8Array.of(3))
  sink.skip(2)
  sink.commit()
  const bytes = sink.bytes()
  expect(sink.position).toBe(3005)
  expect(bytes.byteLength).toBe(3005)
  expect([bytes[0], bytes[1], bytes[2], bytes[3001], bytes[3002], bytes[3003], bytes[3004]]).toEqual([1, 2, 0, 0, 3, 0, 0])
})

test('a limit is kept', () => {
  const sink = memorySink({ limit: 10 })
  sink.write(new Uint8Array(8))
  expect(() => sink.skip(3)).toThrow(expect.objectContaining({ code: 'LIMIT' }))
  sink.skip(2)
  expect(sink.position).toBe(10)
})
