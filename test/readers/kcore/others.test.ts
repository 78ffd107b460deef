/** Dumps of DragonFly, illumos and FreeBSD's full ones, made here. */
import { describe, expect, test } from 'vitest'
import { reader } from '../../../src/families/kcore.js'
import { detect } from '../../../src/families/registry.js'
import { minidump2 } from '../../../src/formats/kcore/dragonfly/minidump.js'
import { dumpHeader, dumpMap } from '../../../src/formats/kcore/illumos/dump-header.js'
import { unpackLzjb } from '../../../src/io/lzjb.js'
import { memorySource } from '../../../src/io/source.js'
import { abi } from '../../../src/schema/index.js'
import { hex, hexOf } from '../../support/common.js'
import { architectures, elfKernel, join, kernelSpace, PAGE, words } from '../../support/kernel.js'

const amd64 = architectures[0] as (typeof architectures)[number]

describe('DragonFly, version 2', () => {
  const space = kernelSpace(amd64)
  const pages = [...space.memory.keys()].sort((a, b) => a - b)
  const bitmap = new Uint8Array(PAGE)
  for (const page of pages) {
    const frame = page / PAGE
    bitmap[frame >> 3] = (bitmap[frame >> 3] ?? 0) | (1 << (frame & 7))
  }
  // One entry per GiB of all 48 bits: what the third level of the tables holds.
  const tables = new Uint8Array(0x40000 * 8)
  for (let index = 0; index < 512; index++) {
    const pointers = space.entryAt(space.root + index * 8)
    if (pointers !== 0n) tables.set(space.bytesAt(amd64.tableAddress(pointers), PAGE), index * PAGE)
  }
  const header = minidump2.for(abi.amd64).encode({
    magic: 'minidump DFlyBSD/x86-64',
    version: 2,
    unused01: 0,
    msgbufsize: 0n,
    bitmapsize: BigInt(PAGE),
    ptesize: BigInt(tables.byteLength),
    kernbase: amd64.base,
    dmapbase: 0xfffff80000000000n,
    dmapend: 0xfffff80000800000n,
  })
  const bytes = join(
    header,
    new Uint8Array(PAGE - header.byteLength),
    bitmap,
    tables,
    ...pages.map((page) => space.memory.get(page) as Uint8Array),
  )

  test('every mapped page, and the direct map', () => {
    const source = memorySource(bytes)
    expect(reader.detect(source)?.format).toBe('vmcore/dragonfly')
    const file = reader.open(source)
    expect(file.diagnostics).toEqual([])
    expect(file.format).toBe('vmcore/dragonfly')
    for (const { virtual, physical } of space.mapped) expect(hexOf(file.kvm.read(virtual, 64))).toBe(hexOf(space.bytesAt(physical, 64)))
    expect(hexOf(file.kvm.read(0xfffff80000000000n + 0x100000n, 64))).toBe(hexOf(space.bytesAt(0x100000, 64)))
    expect(file.kvm.read(amd64.base + 0x400000n + BigInt(7 * PAGE), 8)).toHaveLength(0)
  })

  /** The header at both ends of a dump on its device: big-endian, with a parity word last. */
  const deviceHeader = new Uint8Array(512)
  deviceHeader.set(new TextEncoder().encode('DragonFly Kern Dump'))
  deviceHeader.set(new TextEncoder().encode('x86_64'), 20)
  const fields = new DataView(deviceHeader.buffer)
  fields.setUint32(32, 1)
  fields.setUint32(36, 2)
  fields.setBigUint64(40, BigInt(bytes.byteLength))
  fields.setUint32(56, 512)
  let parity = 0
  for (let at = 0; at < 512; at += 4) parity ^= fields.getUint32(at)
  fields.setUint32(508, parity)

  test.each([
    ['at the end of the device', new Uint8Array(65536), deviceHeader],
    ['with the first header first', new Uint8Array(0), deviceHeader],
  ])('CKPT-B6: a dump on its device, %s', async (_, before, header) => {
    const source = memorySource(join(before, header, bytes, header))
    expect((await detect(source))?.format).toBe('vmcore/dragonfly')
    const file = reader.open(source)
    expect([file.format, file.diagnostics]).toEqual(['vmcore/dragonfly', []])
    const { virtual, physical } = space.mapped[0] as (typeof space.mapped)[number]
    expect(hexOf(file.kvm.read(virtual, 64))).toBe(hexOf(space.bytesAt(physical, 64)))
  })
})

describe("FreeBSD's full dump", () => {
  const space = kernelSpace(amd64)
  // The kernel keeps the address of its tables in a variable at physical 0x1ff800.
  space.poke(0x1ff800, words([8, space.root]))
  const symbols = [...space.symbols, { name: 'kernbase', value: amd64.base }, { name: 'KPML4phys', value: amd64.base + 0x1ff800n }]
  const ident = Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 255, 0, 0, 0, 0, 0, 0, 0, 0)
  const header = words(
    [2, 4],
    [2, 62],
    [4, 1],
    [8, 0],
    [8, 64],
    [8, 0],
    [4, 0],
    [2, 64],
    [2, 56],
    [2, space.segments.length],
    [2, 64],
    [2, 0],
    [2, 0],
  )
  let offset = PAGE
  const table = space.segments.map(({ start, size }) => {
    const entry = words([4, 1], [4, 4], [8, offset], [8, start], [8, start], [8, size], [8, size], [8, PAGE])
    offset += size
    return entry
  })
  const head = join(ident, header, ...table)
  const bytes = join(head, new Uint8Array(PAGE - head.byteLength), space.dumped)

  test('physical memory without, kernel memory with the kernel', () => {
    const source = memorySource(bytes)
    expect(reader.detect(source)).toMatchObject({ format: 'vmcore/freebsd' })
    const plain = reader.open(source)
    expect(hexOf(plain.dump.memory.read(0x400000, 64))).toBe(hexOf(space.bytesAt(0x400000, 64)))
    expect(plain.memory?.read(amd64.base + 0x400000n, 8)).toHaveLength(0)
    expect(plain.diagnostics).toMatchObject([{ code: 'UNMAPPED', message: expect.stringContaining('--kernel') }])
    const file = reader.open(source, { kernel: memorySource(elfKernel(abi.amd64, 62, symbols)) })
    for (const { virtual, physical } of space.mapped) expect(hexOf(file.kvm.read(virtual, 64))).toBe(hexOf(space.bytesAt(physical, 64)))
    expect(file.diagnostics).toEqual([])
  })
})

describe('LZJB', () => {
  test('literals and a copy that overlaps itself', () => {
    // Control 0b10: a literal, then a copy of 3 + 1 bytes from distance 1; then the same with the longest length.
    expect(hexOf(unpackLzjb(hex('02 61 04 01'), 5) as Uint8Array)).toBe('6161616161')
    expect(unpackLzjb(hex('06 61 fc 01 fc 01'), 100)?.every((byte) => byte === 0x61)).toBe(true)
  })
  test('a page that is stored as it is, and damage', () => {
    expect(hexOf(unpackLzjb(hex('0102'), 2) as Uint8Array)).toBe('0102')
    expect(unpackLzjb(hex('01 04 01'), 8), 'a copy from before the start').toBeUndefined()
    expect(unpackLzjb(hex('00 61'), 8), 'not a whole page').toBeUndefined()
    expect(unpackLzjb(hex('02 61 04'), 8), 'half a copy').toBeUndefined()
  })
})

describe('illumos vmcore', () => {
  const of = abi.amd64
  const layout = dumpHeader.for(of)
  const KAS = 0xfffffffffbc2f000n
  const kernel = elfKernel(of, 62, [{ name: 'kas', value: KAS }])
  const frames = [0x10, 0x11, 0x80]
  const addresses = [0xfffffffffb800000n, 0xfffffffffb801000n, 0xffffff0000000000n]
  const pages = frames.map((frame) => new Uint8Array(PAGE).fill(frame))
  const ksyms = PAGE
  const pfn = ksyms + Math.ceil(kernel.byteLength / PAGE) * PAGE
  const map = pfn + PAGE
  const data = map + PAGE
  const entry = dumpMap.for(of)
  // Four buckets; later entries come first in their chain.
  const table = Array.from({ length: 4 }, () => ({ dm_first: 0n, dm_next: 0n, dm_data: 0n, dm_as: 0n, dm_va: 0n }))
  for (const [index, va] of addresses.entries()) {
    const bucket = Number(((KAS >> 3n) + (va >> 12n)) & 0xffffffffffffffffn & 3n)
    const own = table[index] as (typeof table)[number]
    const chain = table[bucket] as (typeof table)[number]
    Object.assign(own, { dm_as: KAS, dm_va: va, dm_data: BigInt(data + index * PAGE), dm_next: chain.dm_first })
    chain.dm_first = BigInt(map + index * entry.size)
  }
  const header = layout.encode({
    dump_magic: 0xdefec8ed,
    dump_version: 10,
    dump_flags: 0x10002,
    dump_wordsize: 64,
    dump_start: 65536n,
    dump_ksyms: BigInt(ksyms),
    dump_pfn: BigInt(pfn),
    dump_map: BigInt(map),
    dump_data: BigInt(data),
    dump_utsname: { sysname: 'SunOS', nodename: 'crashed', release: '5.11', version: 'illumos-test', machine: 'i86pc' },
    dump_platform: 'i86pc',
    dump_panicstring: 'made for a test',
    dump_crashtime: 1700000000n,
    dump_pageshift: 12n,
    dump_pagesize: 4096n,
    dump_hashmask: 3n,
    dump_nvtop: 3n,
    dump_npages: 3n,
    dump_ksyms_size: BigInt(kernel.byteLength),
    dump_ksyms_csize: BigInt(kernel.byteLength),
    dump_fm_panic: 0,
    dump_uuid: '',
  })
  const at = (bytes: Uint8Array, size: number): Uint8Array => join(bytes, new Uint8Array(size - bytes.byteLength))
  const bytes = join(
    at(header, PAGE),
    at(kernel, pfn - ksyms),
    at(words(...frames.map((frame) => [8, frame] as const)), PAGE),
    at(join(...table.map((each) => entry.encode(each))), PAGE),
    ...pages,
  )

  test('reads kernel memory with its own symbols, without a kernel file', () => {
    const source = memorySource(bytes)
    expect(reader.detect(source)?.format).toBe('vmcore/illumos')
    const file = reader.open(source)
    expect(file.diagnostics).toEqual([])
    expect(file.report()).toMatchObject({ machine: 'i86pc', panic: 'made for a test', dump: { host: 'crashed', memorySize: 3 * PAGE } })
    for (const [index, address] of addresses.entries())
      expect(hexOf(file.kvm.read(address + 16n, 8))).toBe(hexOf((pages[index] as Uint8Array).subarray(16, 24)))
    expect(hexOf(file.kvm.read(addresses[0] as bigint, 2 * PAGE))).toBe(hexOf(join(pages[0] as Uint8Array, pages[1] as Uint8Array)))
    expect(file.kvm.read(0xfffffffffb802000n, 8)).toHaveLength(0)
    expect(hexOf(file.dump.memory.read(0x80000, 4))).toBe('80808080')
    expect(file.dump.memory.read(0x12000, 4)).toHaveLength(0)
  })

  test('pages of zeros at the end may be missing; a chain that goes round ends', () => {
    const cut = reader.open(memorySource(bytes.subarray(0, bytes.byteLength - PAGE)))
    expect(hexOf(cut.kvm.read(addresses[2] as bigint, 4))).toBe('00000000')
    const round = bytes.slice()
    for (let index = 0; index < 4; index++) round.set(words([8, map], [8, map]), map + index * entry.size)
    expect(reader.open(memorySource(round)).kvm.read(0x1000n, 8)).toHaveLength(0)
  })
})
