/** The fast way of reading kernel memory gives what libkvm's way gives: an address is translated, the read cut, and gone on with. */
import { expect, test } from 'vitest'
import { memorySource } from '../../../src/io/source.js'
import { Kvm } from '../../../src/readers/kcore/kvm.js'
import { pageCache } from '../../../src/readers/kcore/page-cache.js'
import { rangeMemory } from '../../../src/readers/kcore/physical-memory.js'
import { chainTranslations, linearMapping } from '../../../src/readers/kcore/translation.js'
import { abi } from '../../../src/schema/abi.js'

/** Numbers from 0 to 2^31 - 1. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return state >>> 1
  }
}

const SIZE = 600_000
const bytes = Uint8Array.from({ length: SIZE }, (_, at) => (Math.imul(at, 2_654_435_761) >>> 13) & 0xff)
/** A source that a cache is put in front of, as of a file. */
const file = {
  ...memorySource(bytes),
  readInto(offset: number, target: Uint8Array) {
    const part = bytes.subarray(offset, offset + target.byteLength)
    target.set(part)
    return part.byteLength
  },
}

test('a small cache over pieces that begin anywhere gives the bytes of the file', () => {
  const next = random(1)
  for (const phase of [0, 536, 4095]) {
    const cached = pageCache(file, { bytes: 0, phase })
    for (let count = 0; count < 2000; count++) {
      const offset = next() % (SIZE + 5000)
      const length = next() % 9000
      expect(Buffer.from(cached.read(offset, length)).equals(bytes.subarray(offset, offset + length))).toBe(true)
    }
  }
})

test('fast reads equal the general ones where windows and ranges begin and end within pages', () => {
  const memory = rangeMemory(
    file,
    [
      { start: 0x1000, size: 0x7a00, offset: 536 },
      { start: 0x9000, size: 0x30000, offset: 40_000 },
      { start: 0x40000, size: 0x3000, zero: true },
    ],
    { bytes: 0 },
  )
  const translation = chainTranslations(
    linearMapping(0x3800n, 0x1801, 0x9000),
    linearMapping(0x1000n, 0x8000, 0x1000),
    linearMapping(0xffff_8000_0000_0000n, 0x50000, 0),
  )
  const kvm = new Kvm({ abi: abi.amd64, memory, translation })
  const next = random(2)
  for (let count = 0; count < 5000; count++) {
    const base = next() % 2 === 0 ? 0n : 0xffff_8000_0000_0000n
    const address = base + BigInt(next() % (base === 0n ? 0xa000 : 0x52000))
    const length = next() % 3 === 0 ? next() % 20_000 : next() % 64
    expect(Buffer.from(kvm.read(address, length)).equals(kvm.readWithEnd(address, length).bytes)).toBe(true)
  }
})

test('KD-F12: a read tells an address that is not mapped from a page that the dump does not contain', () => {
  const memory = rangeMemory(memorySource(bytes), [{ start: 0, size: 0x1000, offset: 0 }])
  const kvm = new Kvm({ abi: abi.amd64, memory, translation: linearMapping(0x1000n, 0x2000, 0) })
  expect(kvm.readWithEnd(0x1ffcn, 4)).toMatchObject({ end: 'complete' })
  expect(kvm.readWithEnd(0x1ffcn, 8)).toMatchObject({ end: 'missing', bytes: bytes.slice(0xffc, 0x1000) })
  expect(kvm.readWithEnd(0x3000n, 8)).toMatchObject({ end: 'unmapped', bytes: new Uint8Array(0) })
  expect(() => kvm.readExactly(0x2000n, 8)).toThrow('the dump does not contain its page')
  expect(() => kvm.readExactly(0x3000n, 8)).toThrow('is not mapped')
})
