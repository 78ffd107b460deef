/** What is packed on its way to a sink is unpacked as it was, by us and by others. */
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import zlib from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Compression, compressedSink, compressionByExtension, stripCompressionExtension } from '../../src/io/compressed-sink.js'
import { gunzipSource } from '../../src/io/gzip.js'
import { memorySink } from '../../src/io/sink.js'
import { memorySource } from '../../src/io/source.js'
import { zstdSource } from '../../src/io/zstd.js'
import { exhume } from '../support/cli.js'
import { check, fileRuns } from '../support/property.js'
import { patterned, temporaryFolder, thrown } from '../support/temp.js'

const folder = temporaryFolder()
const zstd = 'zstdCompressSync' in zlib

function packed(parts: readonly (Uint8Array | number)[], method: Compression = 'gzip'): { bytes: Uint8Array; whole: Buffer } {
  const sink = memorySink()
  const packing = compressedSink(sink, method)
  for (const part of parts) {
    if (typeof part === 'number') packing.skip(part)
    else packing.write(part)
  }
  const whole = Buffer.concat(parts.map((part) => (typeof part === 'number' ? Buffer.alloc(part) : part)))
  expect(packing.position).toBe(whole.length)
  packing.commit()
  return { bytes: sink.bytes(), whole }
}

test('any writes and holes', () => {
  const part = fc.oneof(fc.uint8Array({ maxLength: 5000 }), fc.nat({ max: 5000 }))
  check(
    fc.array(part, { maxLength: 8 }),
    (parts) => {
      const { bytes, whole } = packed(parts)
      expect(Buffer.compare(zlib.gunzipSync(bytes), whole)).toBe(0)
    },
    fileRuns,
  )
})

test('pieces, one behind the other, are one member with one checksum', async () => {
  const { bytes, whole } = packed([patterned(3_000_000), 5_000_000, patterned(17, 3)])
  const { source, diagnostics } = await gunzipSource(memorySource(bytes))
  expect(diagnostics).toEqual([])
  expect(Buffer.compare(source.read(0, source.size), whole)).toBe(0)
  source.close()
  expect(bytes.length).toBeLessThan(3_100_000)
})

test('gzip(1) tests it', () => {
  const path = join(folder, 'x.gz')
  const { bytes } = packed([patterned(2_500_000), 1])
  writeFileSync(path, bytes)
  const { status, stderr, error } = spawnSync('gzip', ['-t', path], { encoding: 'utf8' })
  if (!error) expect([status, stderr]).toEqual([0, ''])
})

test.runIf(zstd)('zstd', async () => {
  const { bytes, whole } = packed([patterned(2_000_000), 3_000_000], 'zstd')
  const { source } = await zstdSource(memorySource(bytes))
  expect(Buffer.compare(source.read(0, source.size), whole)).toBe(0)
  source.close()
})

test.skipIf(zstd)('a Node without zstd says so', () => {
  expect(thrown(() => compressedSink(memorySink(), 'zstd'))).toMatchObject({ code: 'IO', message: expect.stringContaining('gzip works') })
})

test('extensions', () => {
  expect([compressionByExtension('a.core.gz'), compressionByExtension('A.ZST'), compressionByExtension('gz')]).toEqual([
    'gzip',
    'zstd',
    undefined,
  ])
  expect([stripCompressionExtension('a.json.gz'), stripCompressionExtension('a.json')]).toEqual(['a.json', 'a.json'])
})

test('on the command line: by the extension, by the option', async () => {
  const input = 'examples/hello-linux.core'
  const [core, json, plain] = ['out.core.gz', 'out.json.gz', 'out.json'].map((name) => join(folder, name)) as [string, string, string]
  expect(await exhume('convert', input, core, '--to', 'elf-core/linux')).toMatchObject({ status: 0, stderr: '' })
  expect(await exhume('check', core)).toMatchObject({ status: 0, stdout: expect.stringContaining('elf-core/linux') })
  expect(await exhume('convert', input, json, '--inline')).toMatchObject({ status: 0 })
  expect(await exhume('convert', input, plain, '--inline', '--compress', 'gzip')).toMatchObject({ status: 0 })
  const [one, other] = [json, plain].map((path) => spawnSync('gzip', ['-dc'], { input: readFileSync(path) }).stdout)
  expect(one?.toString()).toContain('"format": "elf-core/linux"')
  expect(one).toEqual(other)
  expect(await exhume('convert', input, plain, '--compress', 'lzma')).toMatchObject({ status: 2 })
  if (!zstd)
    expect(await exhume('convert', input, join(folder, 'x.json.zst'))).toMatchObject({ status: 2, stderr: expect.stringContaining('zstd') })
})
