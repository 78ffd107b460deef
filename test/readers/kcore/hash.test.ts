/** Berkeley DB 1.85 hash files: what is written is read, whatever the records; damage ends in an error, in bounded time. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FormatError } from '../../../src/errors.js'
import { memorySource } from '../../../src/io/source.js'
import { HashFile } from '../../../src/readers/kcore/symbols/berkeley-db.js'
import { hashFile } from '../../../src/writers/kcore/berkeley-db.js'
import { hexOf } from '../../support/common.js'
import { check, runs } from '../../support/property.js'

const bytes = (maxLength: number, minLength = 0): fc.Arbitrary<Uint8Array> => fc.uint8Array({ maxLength, minLength })
/** Small pages, so that chains and records that do not fit into one are common. */
const files = fc.record({
  records: fc.array(fc.tuple(bytes(200, 1), bytes(600)), { maxLength: 60 }),
  pageSize: fc.constantFrom(64, 256, 1024, 4096),
  little: fc.boolean(),
  fillFactor: fc.constantFrom(1, 8, 128),
})

test('every record is found by its key and listed once, of equal keys the last', () => {
  check(
    files,
    ({ records, ...options }) => {
      const written = hashFile(records, { ...options, expected: 1 })
      const file = HashFile.open(memorySource(written))
      const expected = new Map(records.map(([key, data]) => [hexOf(key), hexOf(data)]))
      for (const [key] of records) expect(hexOf(file.get(key) ?? new Uint8Array(0))).toBe(expected.get(hexOf(key)))
      const listed = [...file.records()].map(({ key, data }) => [hexOf(key), hexOf(data)])
      expect(new Map(listed as [string, string][])).toEqual(expected)
      expect(listed.length).toBe(expected.size)
      expect(file.header.nkeys).toBe(expected.size)
      expect(file.get(new TextEncoder().encode('no such key at all'))).toBeUndefined()
    },
    Math.min(runs, 200),
  )
})

test('the header is the one that is described', () => {
  const written = hashFile([[new TextEncoder().encode('key'), new TextEncoder().encode('data')]])
  // Magic, version 2, byte order 1234, pages of 4096 bytes, of 2^12.
  expect(hexOf(written.subarray(0, 20))).toBe('0006156100000002000004d2000010000000000c')
  expect(written.byteLength % 4096).toBe(0)
})

test('a damaged file ends in a FormatError or in records, in bounded time', () => {
  const damage = fc.tuple(files, fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { minLength: 1, maxLength: 30 }), fc.nat())
  check(
    damage,
    ([{ records, ...options }, changes, cut]) => {
      const written = hashFile(records, { ...options, expected: 1 })
      for (const [at, value] of changes) written[at % written.byteLength] = value
      const kept = cut % 3 === 0 ? written.subarray(0, cut % written.byteLength) : written
      let count = 0
      try {
        const file = HashFile.open(memorySource(kept))
        for (const { key } of file.records()) {
          count++
          file.get(key)
          if (count > 5000) break
        }
      } catch (error) {
        expect(error).toBeInstanceOf(FormatError)
      }
    },
    Math.min(runs, 300),
  )
})
