import fc from 'fast-check'
import { expect, test } from 'vitest'
import { memorySink } from '../../src/io/sink.js'
import { textWriter } from '../../src/io/text-writer.js'

test('any pieces come out in their order, as UTF-8', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.uint8Array({ maxLength: 20 }),
    fc.constantFrom('é€😀'.repeat(30_000), 'x'.repeat(70_000), new Uint8Array(150_000).fill(7), new Uint8Array(500_000).fill(8)),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const sink = memorySink()
      const out = textWriter(sink)
      for (const each of pieces) out.write(each)
      out.flush()
      expect(Buffer.compare(sink.bytes(), Buffer.concat(pieces.map((each) => Buffer.from(each as string))))).toBe(0)
    }),
    { numRuns: 50 },
  )
})

test('small pieces reach the sink as few large ones', () => {
  let writes = 0
  const out = textWriter({ write: () => writes++ })
  for (let index = 0; index < 100_000; index++) out.write(index % 2 ? 'ab' : Uint8Array.of(1))
  out.flush()
  expect(writes).toBeLessThan(5)
})

test('a character is not cut where the buffer ends', () => {
  const sink = memorySink()
  const out = textWriter(sink)
  const text = `x${'😀'.repeat(100_000)}`
  out.write(text)
  out.flush()
  expect(Buffer.from(sink.bytes()).toString()).toBe(text)
})
