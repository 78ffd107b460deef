import { expect, test } from 'vitest'
import { memorySource } from '../../src/io/source.js'
import { shouldUseColor } from '../../src/render/ansi-color.js'
import { annotatedHex, hexRows } from '../../src/render/hex-dump.js'

const bytes = Uint8Array.from({ length: 256 }, (_, index) => index)
const source = memorySource(bytes)
const lines = (pieces: Iterable<string>): string[] => [...pieces].join('').split('\n').slice(0, -1)

test('memory in rows of 16', () => {
  expect(lines(hexRows(bytes.subarray(0x40, 0x52), 0x7fff_0000_1000n))).toEqual([
    '00007fff00001000  40 41 42 43 44 45 46 47  48 49 4a 4b 4c 4d 4e 4f  |@ABCDEFGHIJKLMNO|',
    `00007fff00001010  50 51${' '.repeat(43)}  |PQ|`,
  ])
  expect(lines(hexRows(new Uint8Array(0), 0n))).toEqual([])
})

test('every byte is shown once, with its field or marked (no field)', () => {
  const shown = lines(
    annotatedHex(source, [
      { offset: 2, length: 2, path: 'a', value: '1' },
      { offset: 4, length: 20, path: 'b.c[3]', value: '' },
      { offset: 24, length: 0, path: 'empty', value: 'nothing' },
      { offset: 24, length: 200, path: 'long', value: 'x' },
    ]),
  )
  const row = (at: string, digits: string, characters: string, label: string): string =>
    `${at}  ${digits.padEnd(48)}  |${characters}|${' '.repeat(16 - characters.length)}${label && `  ${label}`}`
  expect(shown.map((line) => line.trimEnd())).toEqual(
    [
      row('00000000', '00 01', '..', '(no field)'),
      row('00000002', '02 03', '..', 'a = 1'),
      row('00000004', '04 05 06 07 08 09 0a 0b  0c 0d 0e 0f 10 11 12 13', '................', 'b.c[3]'),
      row('00000014', '14 15 16 17', '....', ''),
      `00000018  ${' '.repeat(48)}  ${' '.repeat(18)}  empty = nothing`,
      row('00000018', '18 19 1a 1b 1c 1d 1e 1f  20 21 22 23 24 25 26 27', '........ !"#$%&\'', 'long = x'),
      row('00000028', '28 29 2a 2b 2c 2d 2e 2f  30 31 32 33 34 35 36 37', '()*+,-./01234567', ''),
      row('00000038', '38 39 3a 3b 3c 3d 3e 3f  40 41 42 43 44 45 46 47', '89:;<=>?@ABCDEFG', ''),
      '          ... 200 bytes in total, up to 000000e0',
      row('000000e0', 'e0 e1 e2 e3 e4 e5 e6 e7  e8 e9 ea eb ec ed ee ef', '................', '(no field)'),
      row('000000f0', 'f0 f1 f2 f3 f4 f5 f6 f7  f8 f9 fa fb fc fd fe ff', '................', ''),
    ].map((line) => line.trimEnd()),
  )
})

test('fields that overlap or reach past the end are shown all the same', () => {
  const shown = lines(
    annotatedHex(memorySource(bytes.subarray(0, 8)), [
      { offset: 0, length: 6, path: 'a', value: '' },
      { offset: 4, length: 8, path: 'b', value: '' },
    ]),
  )
  expect(shown.length).toBe(2)
  expect(shown[1]).toMatch(/^00000004 {2}04 05 06 07 .* b$/)
})

test('neighbouring fields differ in colour', () => {
  const shown = [
    ...annotatedHex(
      source,
      [
        { offset: 0, length: 1, path: 'a', value: '' },
        { offset: 1, length: 1, path: 'b', value: '' },
      ],
      { colour: true },
    ),
  ]
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what is looked for
  const colours = shown.slice(0, 2).map((line) => /\u001b\[(\d+)m/.exec(line)?.[1])
  expect(colours[0]).toBeDefined()
  expect(colours[0]).not.toBe(colours[1])
})

test.each<[boolean, Record<string, string>, boolean]>([
  [true, {}, true],
  [false, {}, false],
  [true, { NO_COLOR: '1' }, false],
  [true, { NO_COLOR: '' }, true],
  [false, { FORCE_COLOR: '1' }, true],
  [false, { FORCE_COLOR: '' }, true],
  [true, { FORCE_COLOR: '0' }, false],
  [true, { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
  [true, { TERM: 'dumb' }, false],
])('terminal %s and %j: colour %s', (terminal, environment, expected) => {
  expect(shouldUseColor(terminal, environment)).toBe(expected)
})
