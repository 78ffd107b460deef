import { describe, expect, test } from 'vitest'
import { reader } from '../../../src/families/ktrace.js'
import { memorySource } from '../../../src/io/source.js'
import { opened, someRecords, variants, written } from './made.js'

const detect = (bytes: Uint8Array) => reader.detect(memorySource(bytes))

describe('every layout on every kind of machine', () => {
  test.each(variants)('$layout on $abi', (variant) => {
    const bytes = written(variant, someRecords(variant))
    const found = detect(bytes)
    expect(found?.format).toBe(variant.format)
    expect(found?.confidence).toBeGreaterThan(0.7)
    expect(found?.confidence).toBeLessThan(0.9)
    const trace = opened(bytes)
    expect(trace.report()).toMatchObject({ format: variant.format, abi: variant.abi, records: someRecords(variant).length })
    expect(trace.diagnostics).toEqual([])
    expect([...trace].map(({ layout }) => layout)).toEqual(someRecords(variant).map(() => variant.layout))
  })

  test.each(variants)('a cut $layout on $abi is still known', (variant) => {
    const bytes = written(variant, someRecords(variant))
    for (const length of [bytes.length - 1, bytes.length - 20, 400]) expect(detect(bytes.subarray(0, length))?.format).toBe(variant.format)
  })
})

test('seconds of LP64 kernels since 6.0 are told from those of kernels before', () => {
  for (const abi of ['amd64', 'sparc64']) {
    const variant = { format: 'ktrace/netbsd-v0', abi, layout: 'v0-since-6' }
    const bytes = written(variant, someRecords(variant))
    const trace = opened(bytes)
    const [record] = trace
    // On little-endian machines both forms are the same, as long as nothing stands behind the 32 bits.
    expect(record).toMatchObject({ time: '1700000000.123456', layout: abi === 'amd64' ? 'v0' : 'v0-since-6' })
  }
})

test('one file may hold records of several versions', () => {
  const [v1, v2] = ['v1', 'v2'].map((layout) => ({ format: `ktrace/netbsd-${layout}`, abi: 'amd64', layout }))
  const bytes = Buffer.concat([written(v1!, someRecords(v1!)), written(v2!, someRecords(v2!))])
  const found = detect(bytes)
  expect(found?.format).toBe('ktrace/netbsd-v1')
  // As the command line opens it: what was found is what is asked for.
  const trace = opened(bytes, { as: 'ktrace/netbsd-v1' })
  expect(trace.diagnostics).toEqual([])
  const layouts = [...trace].map(({ layout }) => layout)
  expect(new Set(layouts)).toEqual(new Set(['v1', 'v2']))
})

test('a file is what it is said to be', () => {
  const variant = { format: 'ktrace/netbsd-v1', abi: 'i386', layout: 'v1' }
  const bytes = written(variant, someRecords(variant))
  const trace = opened(bytes, { as: 'ktrace/netbsd-v0' })
  expect(trace.format).toBe('ktrace/netbsd-v0')
  const [record] = trace
  // Nanoseconds read as microseconds.
  expect(record).toMatchObject({ layout: 'v0', time: '1700000000.123456789' })
  expect(record).not.toHaveProperty('tid')
  expect(() => opened(bytes, { as: 'ktrace/netbsd-v9' })).toThrow(expect.objectContaining({ code: 'UNKNOWN_FORMAT' }))
})

describe('what is no trace', () => {
  function noise(length: number, seed: number): Uint8Array {
    let state = seed
    return Uint8Array.from({ length }, () => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0
      return state >>> 24
    })
  }
  const elf = Buffer.concat([Buffer.from('7f454c4602010100', 'hex'), Buffer.alloc(8192)])
  test.each([
    ['nothing', new Uint8Array(0)],
    ['one byte', new Uint8Array(1)],
    ['zeros', new Uint8Array(100_000)],
    ['ones', new Uint8Array(100_000).fill(0xff)],
    ['text', new TextEncoder().encode('To be, or not to be: that is the question.\n'.repeat(2000))],
    ['ELF', elf],
    ['small numbers', Uint8Array.from({ length: 100_000 }, (_, i) => (i % 4 === 0 ? (i >> 2) % 16 : 0))],
  ])('%s', (_what, bytes) => expect(detect(bytes)).toBeUndefined())

  test('noise', () => {
    for (let seed = 1; seed < 50; seed++) expect(detect(noise(20_000, seed)), `seed ${seed}`).toBeUndefined()
  })

  test('opening it says so', () => {
    expect(() => reader.open(memorySource(elf))).toThrow(expect.objectContaining({ code: 'UNKNOWN_FORMAT' }))
  })
})

test('a trace whose first record is damaged', () => {
  const variant = variants.find(({ layout }) => layout === 'v2')!
  const records = someRecords(variant)
  const bytes = written(variant, [...records, ...records])
  bytes.fill(0xff, 0, 20)
  const found = detect(bytes)
  expect(found?.format).toBe(variant.format)
  expect(found?.confidence).toBeLessThan(0.6)
  const trace = opened(bytes)
  expect(trace.report()).toMatchObject({ records: 2 * records.length - 1 })
  expect(trace.diagnostics).toMatchObject([{ code: 'BAD_VALUE', offset: 0 }])
})
