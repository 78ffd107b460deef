import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseJson, splitLines } from '../../src/io/json-parse.js'
import { parseDocument } from '../../src/writers/document-input.js'

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

test.each<[string, string]>([
  ['{"a": 1,}', 'line 1, column 9: "}" is not expected'],
  ['{"a" 1}', 'line 1, column 6: "1}" is not expected'],
  ['{"a": 01}', 'line 1, column 8: "1}" is not expected'],
  ['[1 2]', 'line 1, column 4: "2]" is not expected'],
  ['[1,\n 2,\n ]', 'line 3, column 2: "]" is not expected'],
  ['{"a": [1}', 'line 1, column 9: "}" is not expected'],
  ['{"a": tru}', 'line 1, column 7: "tru}" is not expected'],
  ['{"a": "x\ny"}', 'line 1, column 7: "\\"x\\ny\\"}" is not expected'],
  ['{"a": "\\x"}', 'line 1, column 7: "\\"\\\\x\\"}" is not expected'],
  ['{"a": 1', 'line 1, column 8: the text ends too early'],
  ['{} {}', 'line 1, column 4: "{}" is not expected'],
  ["{'a': 1}", 'line 1, column 2: "\'a\': 1}" is not expected'],
  ['', 'line 1, column 1: the text ends too early'],
])('%j: %s', (text, message) => {
  expect(() => parseJson(text)).toThrow(expect.objectContaining({ code: 'BAD_DOCUMENT', message: `no valid JSON at ${message}` }))
})

test('a line in the middle of a document has its number', () => {
  expect(() => parseJson('{]', 41)).toThrow('line 41, column 2')
})

test('a character too many or too few is found, or is no error for JSON.parse either', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(), fc.constantFrom('', ',', '"', '}', 'x', '1'), (text, place, insert) => {
      const at = place % (text.length + 1)
      const changed = text.slice(0, at) + insert + text.slice(insert === '' ? at + 1 : at)
      let valid = true
      try {
        JSON.parse(changed)
      } catch {
        valid = false
      }
      if (valid) expect(parseJson(changed)).toEqual(JSON.parse(changed))
      else expect(() => parseJson(changed)).toThrow(/^no valid JSON at line \d+, column \d+: /)
    }),
    { numRuns: 1000 },
  )
})

test('lines do not depend on where chunks end', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'grapheme' }).map((line) => line.replaceAll('\n', ''))),
      fc.integer({ min: 1, max: 7 }),
      (list, size) => {
        const bytes = utf8(list.map((line) => `${line}\n`).join(''))
        const chunks: Uint8Array[] = []
        for (let at = 0; at < bytes.byteLength; at += size) chunks.push(bytes.subarray(at, at + size))
        // A mark of the byte order at the very start is no text.
        expect([...splitLines(chunks)].join('\n')).toBe(list.join('\n').replace(/^\ufeff/, ''))
      },
    ),
  )
})

test('bytes that are no UTF-8 are refused, at their chunk', () => {
  expect(() => [...splitLines([utf8('ab'), Uint8Array.of(0xff)])]).toThrow(expect.objectContaining({ code: 'BAD_DOCUMENT', offset: 2 }))
  expect(() => [...splitLines([Uint8Array.of(0xc3)])]).toThrow(expect.objectContaining({ code: 'BAD_DOCUMENT' }))
})

test('NDJSON is known by its first line, and is read as it is asked for', () => {
  let taken = 0
  function* chunks(): Generator<Uint8Array> {
    yield utf8('\ufeff{"format": "x/y"}\n{"a": 1}\n\n')
    taken++
    yield utf8('{"a": 2}')
  }
  const { document, lines } = parseDocument(chunks())
  expect(document).toEqual({ format: 'x/y' })
  expect(taken).toBe(0)
  expect([...lines]).toEqual(['{"a": 1}', '{"a": 2}'])
})

test('a document over many lines is one JSON text', () => {
  const { document, lines } = parseDocument([utf8('{\r\n\n "a": [1,\n'), utf8('2]}\n\n')])
  expect(document).toEqual({ a: [1, 2] })
  expect([...lines]).toEqual([])
  expect(() => parseDocument([utf8('{\n\n "a": x}')])).toThrow('line 3, column 7')
})

test.each(['', '\n', '3', 'null', '"x"', '[]'])('%j is no document', (text) => {
  expect(() => parseDocument([utf8(text)])).toThrow(expect.objectContaining({ code: 'BAD_DOCUMENT' }))
})
