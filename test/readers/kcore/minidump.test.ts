/** FreeBSD minidumps made from plain data: every mapped page, the direct map, pages that were left out, messages, damage of headers. */
import { describe, expect, test } from 'vitest'
import { Diagnostics } from '../../../src/errors.js'
import { reader } from '../../../src/families/kcore.js'
import { kernelDumpHeader4 } from '../../../src/formats/kcore/freebsd/dump-header.js'
import { memorySource } from '../../../src/io/source.js'
import { parityHolds } from '../../../src/readers/kcore/freebsd/dump-device.js'
import { abi } from '../../../src/schema/index.js'
import { hexOf } from '../../support/common.js'
import { architectures, elfMachines, join, kernelSpace, MESSAGES, PAGE } from '../../support/kernel.js'
import { DIRECT, LEFT_OUT, minidump } from '../../support/minidump.js'

/** Versions of each machine, and whether they have the list of ranges. */
const versions: Readonly<Record<string, readonly (readonly [version: number, ranges: boolean])[]>> = {
  amd64: [
    [1, false],
    [2, false],
    [3, true],
  ],
  i386: [
    [1, false],
    [2, true],
  ],
  'i386 PAE': [
    [1, false],
    [2, true],
  ],
  aarch64: [
    [1, false],
    [2, true],
    [3, true],
  ],
  riscv64: [
    [1, false],
    [2, true],
  ],
}

for (const of of architectures) {
  const space = kernelSpace(of)
  const kernel = memorySource(space.kernel(elfMachines[of.abi.name] as number))
  describe.each(versions[of.name] ?? [])(`${of.name}, version %i`, (version, ranges) => {
    const source = memorySource(minidump(space, { version, ranges }))
    const file = reader.open(source, { kernel })

    test('nothing is wrong with it', () => {
      expect(reader.detect(source)?.format).toBe('minidump/freebsd')
      expect(file.diagnostics).toEqual([])
      expect(file.report()).toMatchObject({ format: 'minidump/freebsd', abi: of.abi.name, dmesg: MESSAGES })
    })

    test('every mapped page is read, or is not there because it was left out', () => {
      for (const { virtual, physical, size } of space.mapped)
        for (let at = 0; at < size; at += PAGE) {
          const found = file.kvm.read(virtual + BigInt(at), PAGE)
          const expected = LEFT_OUT.has(physical + at) ? '' : hexOf(space.bytesAt(physical + at, PAGE))
          if (hexOf(found) !== expected) expect(hexOf(found), `0x${(virtual + BigInt(at)).toString(16)}`).toBe(expected)
        }
      expect(file.kvm.read(of.base + 0x400000n + BigInt(7 * PAGE), 8)).toHaveLength(0)
      expect(file.kvm.readText(file.symbol?.('hostname')?.address ?? 0n)).toBe('crashed.example')
    })

    if (of.abi.bits === 64)
      test('the direct map', () => {
        for (const physical of [0x1000, 0x100ff8, 0x7ffff8])
          expect(hexOf(file.kvm.read(DIRECT + BigInt(physical), 8))).toBe(hexOf(space.bytesAt(physical, 8)))
        expect(file.kvm.read(DIRECT + 0x500000n, 8)).toHaveLength(0)
        expect(file.kvm.read(DIRECT + 0x41000n, 8)).toHaveLength(0)
        expect(file.kvm.read(DIRECT + 0x800000n, 8)).toHaveLength(0)
      })

    test('the ranges are those that are in the file', () => {
      const list = [...file.dump.memory.ranges()].map(({ start, size }) => [start, start + size])
      expect(list).toEqual([
        [0x1000, 0x41000],
        [0x100000, 0x180000],
        [0x182000, 0x200000],
        [0x400000, 0x500000],
        [0x501000, 0x800000],
      ])
    })

    test('one that is cut says so', () => {
      const cut = reader.open(memorySource(source.read(0, source.size - PAGE)), { kernel })
      expect(cut.diagnostics).toMatchObject([{ code: 'TRUNCATED', path: 'memory' }])
      expect(cut.kvm.memory.read(0x7ff000, 8)).toHaveLength(0)
      expect(() => reader.open(memorySource(source.read(0, 30)), { as: 'minidump/freebsd' })).toThrow(
        expect.objectContaining({ code: expect.any(String) }),
      )
    })
  })
}

describe('on a dump device', () => {
  const space = kernelSpace(architectures[0] as (typeof architectures)[number])
  const data = minidump(space, { version: 2, ranges: false })
  const layout = kernelDumpHeader4.for(abi.powerpc64)
  const header = layout.encode({
    magic: 'FreeBSD Kernel Dump',
    architecture: 'amd64',
    version: 4,
    architectureversion: 2,
    dumplength: BigInt(data.byteLength),
    dumptime: 1700000000n,
    dumpkeysize: 0,
    blocksize: 512,
    hostname: 'crashed.example',
    versionstring: 'FreeBSD 14.0\n',
    panicstring: 'made for a test',
    compression: 0,
    dumpextent: BigInt(data.byteLength),
    unused: new Uint8Array(4),
    parity: 0,
  })
  const view = new DataView(header.buffer, header.byteOffset)
  let parity = 0
  for (let at = 0; at < 512; at += 4) parity ^= view.getUint32(at)
  view.setUint32(508, parity)

  test('the parity makes all words cancel out', () => {
    expect(parityHolds(header)).toBe(true)
    expect(parityHolds(header.map((byte, index) => (index === 100 ? byte ^ 1 : byte)))).toBe(false)
  })

  test('is found by its last header', () => {
    const file = reader.open(memorySource(join(new Uint8Array(4096), header, data, header)), { as: 'minidump/freebsd' })
    expect(file.diagnostics).toEqual([])
    expect(file.report()).toMatchObject({ panic: 'made for a test', dump: { host: 'crashed.example', cleared: 'no' } })
    const { virtual, physical } = space.mapped[0] as (typeof space.mapped)[number]
    expect(hexOf(file.kvm.read(virtual, 64))).toBe(hexOf(space.bytesAt(physical, 64)))
  })

  test('headers that disagree, and a wrong parity, are said', () => {
    const other = header.slice()
    other[200] = 1
    const file = reader.open(memorySource(join(new Uint8Array(4096), header, data, other)), { as: 'minidump/freebsd' })
    expect(file.diagnostics.map(({ message }) => message)).toEqual([
      'the parity of the dump header is wrong',
      'first and last dump headers disagree',
    ])
    expect(new Diagnostics().list).toEqual([])
  })
})
