import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { isZstd, memorySource, openFile, zstdSource } from '../../src/io/index.js'

/** A frame of one segment whose blocks are stored or a run of one byte: the simplest that RFC 8878 has. */
function frame(...blocks: readonly (Uint8Array | { byte: number; count: number })[]): Uint8Array {
  const size = blocks.reduce((sum, block) => sum + (block instanceof Uint8Array ? block.length : block.count), 0)
  // Single segment, four bytes of content size.
  const parts: number[] = [0x28, 0xb5, 0x2f, 0xfd, 0xa0, size & 0xff, (size >> 8) & 0xff, (size >> 16) & 0xff, size >>> 24]
  blocks.forEach((block, index) => {
    const last = index === blocks.length - 1 ? 1 : 0
    const [type, length, content] = block instanceof Uint8Array ? [0, block.length, [...block]] : [1, block.count, [block.byte]]
    const header = (length << 3) | (type << 1) | last
    parts.push(header & 0xff, (header >> 8) & 0xff, (header >> 16) & 0xff, ...content)
  })
  return Uint8Array.from(parts)
}

const hello = new TextEncoder().encode('hello, world!\n')

describe('zstd', () => {
  test('a frame becomes a source', async () => {
    const packed = frame(hello, { byte: 0x41, count: 100_000 }, hello)
    expect(isZstd(packed)).toBe(true)
    const { source, diagnostics } = await zstdSource(memorySource(packed))
    expect(diagnostics).toEqual([])
    expect(source.size).toBe(100_000 + 2 * hello.length)
    expect(source.read(0, hello.length)).toEqual(hello)
    expect(source.read(50_000, 2)).toEqual(Uint8Array.of(0x41, 0x41))
    expect(source.read(source.size - hello.length, 100)).toEqual(hello)
  })

  test('a cut one gives what there is, and says where it ends', async () => {
    const packed = frame(hello, hello).slice(0, -5)
    const { diagnostics } = await zstdSource(memorySource(packed))
    expect(diagnostics).toMatchObject([{ code: 'TRUNCATED' }])
  })

  test('what is damaged is a diagnostic', async () => {
    const packed = frame(hello)
    packed[9] = 0xff
    packed[10] = 0xff
    expect((await zstdSource(memorySource(packed))).diagnostics).toMatchObject([{ code: 'TRUNCATED' }])
  })

  test('the limit is kept', async () => {
    const packed = frame({ byte: 0, count: 120_000 })
    await expect(zstdSource(memorySource(packed), { limit: 1000 })).rejects.toMatchObject({ code: 'LIMIT' })
  })

  test('openFile unpacks it by its content', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'exhume-test-')), 'core.zst')
    writeFileSync(path, frame(hello))
    const { source, derived } = await openFile(path)
    expect(derived).toBe(true)
    expect(source.read(0, 100)).toEqual(hello)
    source.close()
  })
})
