import { execFileSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fdSource, fileSource } from '../../src/io/file-source.js'
import { patterned, temporaryFolder } from '../support/temp.js'

const folder = temporaryFolder()
const content = patterned(1_500_000)
const path = join(folder, 'content')
writeFileSync(path, content)

test('any reads in any order give what is there', () => {
  const source = fileSource(path)
  expect(source.size).toBe(content.byteLength)
  expect(source.name).toBe(path)
  const place = fc.tuple(fc.nat(1_600_000), fc.oneof(fc.nat(40), fc.nat(70_000), fc.nat(400_000)))
  fc.assert(
    fc.property(fc.array(place, { maxLength: 30 }), (places) => {
      for (const [offset, length] of places) {
        expect(Buffer.compare(source.read(offset, length), content.subarray(offset, offset + length))).toBe(0)
      }
    }),
  )
  source.close()
})

test('what was read stays as it is after many other reads', () => {
  const source = fileSource(path)
  const early = source.read(100, 50)
  const before = early.slice()
  for (let offset = 0; offset < content.byteLength; offset += 1000) source.read(offset, 100)
  expect(early).toEqual(before)
  source.close()
})

test('a file that becomes shorter gives less, and nothing shifted', () => {
  const shrinking = join(folder, 'shrinking')
  writeFileSync(shrinking, content.subarray(0, 200_000))
  const source = fileSource(shrinking)
  truncateSync(shrinking, 70_000)
  expect(Buffer.compare(source.read(60_000, 60_000), content.subarray(60_000, 70_000))).toBe(0)
  expect(Buffer.compare(source.read(0, 200_000), content.subarray(0, 70_000))).toBe(0)
  expect(source.read(100_000, 10).byteLength).toBe(0)
  source.close()
})

test('close() is final and harmless twice', () => {
  const source = fdSource(openSync(path, 'r'))
  source.close()
  source.close()
  expect(() => source.read(0, 1)).toThrow(/it was closed/)
})

test('what cannot be opened is named with its errno', () => {
  mkdirSync(join(folder, 'directory'))
  execFileSync('mkfifo', [join(folder, 'fifo')])
  const fifo = openSync(join(folder, 'fifo'), 'r+')
  const missing = join(folder, 'missing')
  expect(() => fileSource(missing)).toThrow(
    expect.objectContaining({ code: 'IO', found: 'ENOENT', message: `cannot open ${missing}: no such file or directory (ENOENT)` }),
  )
  expect(() => fileSource(join(folder, 'directory'))).toThrow(expect.objectContaining({ code: 'IO', found: 'EISDIR' }))
  expect(() => fileSource(join(folder, 'fifo'))).toThrow(/a pipe or a character device/)
  closeSync(fifo)
})
