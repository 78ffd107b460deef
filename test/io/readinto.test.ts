/** Reading into memory of the caller gives what read() gives. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fileSource } from '../../src/io/file-source.js'
import { progressSource } from '../../src/io/progress-source.js'
import { windowedSource } from '../../src/readers/ktrace/chunk-source.js'
import { patterned, temporaryFolder, thrown } from '../support/temp.js'

const bytes = patterned(300_000)
const path = join(temporaryFolder(), 'file')
writeFileSync(path, bytes)

test('as much as there is, at any offset', () => {
  const source = fileSource(path)
  const target = new Uint8Array(100_000)
  for (const [offset, count] of [
    [0, 100_000],
    [123, 100_000],
    [250_000, 50_000],
    [300_000, 0],
    [400_000, 0],
  ] as const) {
    expect(source.readInto?.(offset, target)).toBe(count)
    expect(Buffer.compare(target.subarray(0, count), bytes.subarray(Math.min(offset, bytes.length), offset + count))).toBe(0)
  }
  expect(thrown(() => source.readInto?.(-1, target))).toMatchObject({ code: 'BAD_BOUNDS' })
  source.close()
  expect(thrown(() => source.readInto?.(0, target))).toMatchObject({ code: 'IO' })
})

test('a tracked source tells of it', () => {
  const source = fileSource(path)
  const told: number[] = []
  const tracked = progressSource(source, (done) => told.push(done))
  tracked.readInto?.(1000, new Uint8Array(50))
  tracked.readInto?.(0, new Uint8Array(50))
  expect(told).toEqual([1050, 1050])
  source.close()
})

test('a feed that uses its memory again gives the same windows', () => {
  const source = fileSource(path)
  const reused = windowedSource(source, { chunk: 70_000, reuse: true })
  const kept = windowedSource(source, { chunk: 70_000 })
  for (const [from, need] of [
    [0, 1],
    [60_000, 1],
    [120_000, 150_000],
    [299_000, 5000],
  ] as const) {
    const one = reused.read(from, need, new Uint8Array(0))
    const other = kept.read(from, need, new Uint8Array(0))
    expect(one.last).toBe(other.last)
    expect(Buffer.compare(one.bytes, other.bytes)).toBe(0)
  }
  source.close()
})
