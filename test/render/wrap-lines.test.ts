/** Reports fit the width of the output, and lose nothing for it. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { wrapLines } from '../../src/render/wrap-lines.js'
import { check } from '../support/property.js'

const wrap = (text: string, columns?: number): string => [...wrapLines([text], columns)].join('')

test.each([
  ['short\n', 20, 'short\n'],
  ['  one two three four five\n', 16, '  one two three\n      four five\n'],
  ['0123456789abcdef\n', 10, '0123456789\n    abcdef\n'],
  ['a b\n\nc d\n', 80, 'a b\n\nc d\n'],
  ['\u001b[31m0123456789\u001b[0m\n', 10, '\u001b[31m0123456789\u001b[0m\n'],
])('%j in %i columns', (text, columns, expected) => {
  expect(wrap(text, columns)).toBe(expected)
})

test('no line is wider than asked for, and every character but spaces stays', () => {
  const words = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '0', ' ', '/') }), { maxLength: 20 }).map((list) => list.join(' '))
  check(fc.tuple(words, fc.integer({ min: 12, max: 90 })), ([line, columns]) => {
    const lines = wrap(`${line}\n`, columns).split('\n')
    expect(lines.every((each) => each.length <= columns)).toBe(true)
    expect(lines.join('').replaceAll(' ', '')).toBe(line.replaceAll(' ', ''))
  })
})
