import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonText, stringifyChunks } from '../../src/io/json-text.js'

test('any JSON value prints as JSON.stringify prints it', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(0, 2), (value, indent) => {
      expect(jsonText(value, { indent })).toBe(JSON.stringify(value, null, indent))
    }),
  )
})

test.each<[unknown, string]>([
  [9007199254740991n, '9007199254740991'],
  [-9007199254740991n, '-9007199254740991'],
  [9007199254740992n, '"9007199254740992"'],
  [0xffff_ffff_ffff_ffffn, '"18446744073709551615"'],
  [Uint8Array.of(0, 171), '"00ab"'],
  [new Set([1, 2]), '[1,2]'],
  [{ a: undefined, b: 1 }, '{"b":1}'],
  [{ a: undefined }, '{}'],
  [[undefined], '[null]'],
  [[Number.NaN], '[null]'],
  [{ __proto__x: '\u2028"\u0000' }, JSON.stringify({ __proto__x: '\u2028"\u0000' })],
])('%o prints as %s', (value, text) => {
  expect(jsonText(value)).toBe(text)
})

test('lazy parts are walked while they are printed, never all at once', () => {
  let made = 0
  function* many(): Generator<{ index: number }> {
    for (; made < 1_000_000; made++) yield { index: made }
  }
  const pieces = stringifyChunks({ many: many(), last: 1 })
  const first = pieces.next().value as string
  expect(first.length).toBeLessThan(100_000)
  expect(made).toBeLessThan(10_000)
})

test('many bytes come in pieces', () => {
  const lengths = [...stringifyChunks({ bytes: new Uint8Array(10_000_000) })].map((piece) => piece.length)
  expect(Math.max(...lengths)).toBeLessThan(200_000)
  expect(lengths.reduce((sum, length) => sum + length)).toBe(20_000_000 + '{"bytes":""}'.length)
})

test('depth is no matter', () => {
  let value: unknown = 0
  for (let depth = 0; depth < 100_000; depth++) value = [value]
  expect(jsonText(value).length).toBe(200_001)
})
