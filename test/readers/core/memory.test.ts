/** Memory by its addresses: segments in any order, holes, cut ends. */
import { expect, test } from 'vitest'
import { openCore } from '../../../src/families/core.js'
import { memorySource } from '../../../src/io/source.js'
import { type BuildMemory, buildCore } from '../../../src/writers/core/build/build-core.js'

function memoryOf(system: 'linux' | 'netbsd', memory: BuildMemory[], cut = 0) {
  const bytes = buildCore({ system, abi: 'amd64', process: {}, threads: [], memory }).bytes()
  return openCore(memorySource(bytes.slice(0, bytes.length - cut))).memory
}

const filled = (byte: number, length: number): Uint8Array => new Uint8Array(length).fill(byte)

test('neighbouring segments are one run, in whatever order the headers are', () => {
  const memory = memoryOf('linux', [
    { address: 0x3000n, content: filled(3, 0x1000) },
    { address: 0x1000n, content: filled(1, 0x1000) },
    { address: 0x2000n, content: filled(2, 0x1000) },
  ])
  const all = memory.read(0x1ffen, 0x2000)
  expect([all[0], all[2], all[0x1001], all[0x1002], all.length]).toEqual([1, 2, 2, 3, 0x2000])
  expect(memory.read(0x1000n, 0x10000).length).toBe(0x3000)
  expect(memory.read(0xfffn, 2).length).toBe(0)
  expect(memory.read(0x4000n, 1).length).toBe(0)
  expect(memory.read(0x1000n, 0).length).toBe(0)
})

test('what was not dumped is not there on Linux; what NetBSD leaves out was zero where it can be written to', () => {
  const parts = (permissions: string): BuildMemory[] => [
    { address: 0x1000n, size: 0x1000n, content: filled(1, 16), permissions },
    { address: 0x2000n, size: 0x1000n, content: filled(2, 0x1000) },
  ]
  expect(memoryOf('linux', parts('rw-')).read(0x1000n, 0x20).length).toBe(16)
  expect(memoryOf('netbsd', parts('r-x')).read(0x1000n, 0x20).length).toBe(16)
  const zeroFilled = memoryOf('netbsd', parts('rw-'))
  expect([...zeroFilled.read(0x100en, 4)]).toEqual([1, 1, 0, 0])
  expect(zeroFilled.read(0x1000n, 0x2000).length).toBe(0x2000)
})

test('a cut segment ends where the file does, and is not zero behind', () => {
  const memory = memoryOf('netbsd', [{ address: 0x1000n, size: 0x2000n, content: filled(1, 0x1000) }], 0x10)
  expect(memory.read(0x1000n, 0x2000).length).toBe(0xff0)
})

test('addresses above 2^63 and up to the top', () => {
  const memory = memoryOf('linux', [{ address: 0xffff_ffff_ffff_f000n, size: 0x1000n, content: filled(9, 0x1000) }])
  expect(memory.read(0xffff_ffff_ffff_fff0n, 0x100).length).toBe(0x10)
})

test('of segments that overlap, the one that begins first counts', () => {
  const memory = memoryOf('linux', [
    { address: 0x1800n, content: filled(2, 0x1000) },
    { address: 0x1000n, content: filled(1, 0x1000) },
  ])
  const all = memory.read(0x1000n, 0x2000)
  expect([all.length, all[0xfff], all[0x1000]]).toEqual([0x1800, 1, 2])
})
