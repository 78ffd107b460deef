import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { gunzipSource, isGzip } from '../../src/io/gzip.js'
import { memorySource } from '../../src/io/source.js'
import { describeSamples, sample } from '../support/samples.js'
import { patterned, temporaryFolder } from '../support/temp.js'

const folder = temporaryFolder()
const content = Buffer.concat([patterned(300_000), new Uint8Array(400_000)])
const packed = gzipSync(content)

async function unpack(bytes: Uint8Array, options: Parameters<typeof gunzipSource>[1] = {}) {
  const { source, diagnostics } = await gunzipSource(memorySource(bytes, 'x.gz'), options)
  const unpacked = Buffer.from(source.read(0, source.size))
  source.close()
  return { unpacked, diagnostics, codes: diagnostics.map(({ code }) => code) }
}

test('gzip is known by its first three bytes', () => {
  expect(isGzip(packed)).toBe(true)
  expect(isGzip(Uint8Array.from([0x1f, 0x8b]))).toBe(false)
  expect(isGzip(content)).toBe(false)
})

test('a whole file, in memory, with progress', async () => {
  const seen: number[] = []
  const { unpacked, diagnostics } = await unpack(packed, { onProgress: (done) => seen.push(done) })
  expect(diagnostics).toEqual([])
  expect(unpacked.equals(content)).toBe(true)
  expect(seen.at(-1)).toBeGreaterThan(packed.byteLength - 10)
})

test('more than fits the memory goes to a file that leaves no name behind', async () => {
  const path = join(folder, 'x.gz')
  writeFileSync(path, packed)
  const names = (): string[] => readdirSync(tmpdir()).filter((name) => /^exhume-[0-9a-f]{8}-/.test(name))
  const before = names()
  const { source } = await gunzipSource(path, { memory: 100_000 })
  expect(source.size).toBe(content.byteLength)
  expect(Buffer.from(source.read(299_000, 2000)).equals(content.subarray(299_000, 301_000))).toBe(true)
  expect(names().filter((name) => !before.includes(name))).toEqual([])
  source.close()
})

test('several members, an empty one among them, are one content', async () => {
  const { unpacked, codes } = await unpack(Buffer.concat([gzipSync('one '), gzipSync(''), packed, gzipSync(' two')]))
  expect(codes).toEqual([])
  expect(unpacked.equals(Buffer.concat([Buffer.from('one '), content, Buffer.from(' two')]))).toBe(true)
})

test('optional parts of the header are skipped', async () => {
  const flags = Buffer.from([0x1f, 0x8b, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 3])
  const extra = Buffer.from([3, 0, 1, 2, 3])
  const header = Buffer.concat([flags, extra, Buffer.from('name\0comment\0'), Buffer.from([9, 9])])
  const { unpacked, codes } = await unpack(Buffer.concat([header, packed.subarray(10)]))
  expect(codes).toEqual([])
  expect(unpacked.equals(content)).toBe(true)
})

test('the limit is kept', async () => {
  await expect(unpack(packed, { limit: content.byteLength - 1 })).rejects.toMatchObject({ code: 'LIMIT' })
  await expect(unpack(packed, { limit: content.byteLength - 1, memory: 1000 })).rejects.toMatchObject({ code: 'LIMIT' })
  expect((await unpack(packed, { limit: content.byteLength })).codes).toEqual([])
})

test('cut anywhere, what was there is read, and the cut is named', async () => {
  const small = gzipSync(patterned(3000))
  for (let length = 3; length < small.byteLength; length++) {
    const { unpacked, codes, diagnostics } = await unpack(small.subarray(0, length))
    expect(codes, `cut at ${length}`).toEqual(['TRUNCATED'])
    expect(diagnostics[0]?.offset).toBeLessThanOrEqual(length)
    // Random bytes are stored: byte for byte, behind a header of 10 and one of 5.
    expect(unpacked.byteLength, `cut at ${length}`).toBe(Math.max(0, Math.min(3000, length - 15)))
  }
})

test('a wrong checksum and a wrong size are named, the content is kept', async () => {
  const wrong = Buffer.from(packed)
  wrong.writeUInt32LE(1, wrong.byteLength - 8)
  wrong.writeUInt32LE(2, wrong.byteLength - 4)
  const { unpacked, codes, diagnostics } = await unpack(wrong)
  expect(codes).toEqual(['INCONSISTENT', 'INCONSISTENT'])
  expect(diagnostics[1]).toMatchObject({ offset: wrong.byteLength - 4, expected: '2', found: '700000' })
  expect(unpacked.equals(content)).toBe(true)
})

test('damage inside gives what is before it', async () => {
  const wrong = Buffer.from(packed)
  wrong.fill(0xff, 250_000, 250_100)
  const { unpacked, codes } = await unpack(wrong)
  expect(codes.length).toBe(1)
  expect(unpacked.byteLength).toBeGreaterThan(150_000)
  expect(unpacked.subarray(0, 150_000).equals(content.subarray(0, 150_000))).toBe(true)
})

test('damage in the first bytes ends it, too', async () => {
  for (const at of [10, 11, 12, 20, 300]) {
    const wrong = Buffer.from(packed)
    wrong.fill(0xff, at, at + 100)
    expect((await unpack(wrong)).codes, `at ${at}`).toHaveLength(1)
  }
})

test('zeros behind the data are padding, other bytes are named', async () => {
  expect((await unpack(Buffer.concat([packed, new Uint8Array(5000)]))).codes).toEqual([])
  const { unpacked, diagnostics } = await unpack(Buffer.concat([packed, Buffer.from('garbage')]))
  expect(diagnostics).toMatchObject([
    { code: 'INCONSISTENT', offset: packed.byteLength, message: 'ignored 7 trailing bytes after the gzip data' },
  ])
  expect(unpacked.equals(content)).toBe(true)
})

test('what is no gzip file is refused', async () => {
  await expect(unpack(content)).rejects.toMatchObject({ code: 'UNKNOWN_FORMAT' })
})

describeSamples('samples packed with gzip', (samples) => {
  test.each(['linux-ppc.core.gz', 'linux-sparc64.core.gz', 'openbsd-sparc64.core.gz'])('%s', async (name) => {
    const bytes = readFileSync(sample(samples, 'elf-core', name))
    const { unpacked, codes } = await unpack(bytes)
    expect(codes).toEqual([])
    expect(unpacked.equals(gunzipSync(bytes))).toBe(true)
  })
})
