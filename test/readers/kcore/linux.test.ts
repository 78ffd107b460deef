/** Linux dumps: a real one, and kdump-compressed files made here with raw, packed, shared and left out pages. */
import { deflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { reader } from '../../../src/families/kcore.js'
import { diskDumpHeader, kdumpSubHeader, pageDesc } from '../../../src/formats/kcore/linux/diskdump.js'
import { fileSource } from '../../../src/io/file-source.js'
import { memorySource } from '../../../src/io/source.js'
import { readVmcoreinfo } from '../../../src/readers/kcore/linux/vmcoreinfo.js'
import { abi } from '../../../src/schema/index.js'
import { hexOf } from '../../support/common.js'
import { architectures, join, kernelSpace, PAGE, type Space, words } from '../../support/kernel.js'
import { describeSamples, sample } from '../../support/samples.js'

describeSamples('a dump that QEMU wrote of an aarch64 guest', (folder) => {
  const file = reader.open(fileSource(sample(folder, 'kdump', 'linux-6.1-aarch64-qemu.kdump')))

  test('is a flattened kdump-compressed file, and nothing is wrong with it', () => {
    expect(file.report({ only: ['dump'] })).toMatchObject({
      format: 'kdump-compressed/linux',
      abi: 'aarch64',
      dump: { container: 'flattened', release: '6.1.0-56-cloud-arm64' },
    })
    expect(file.diagnostics).toEqual([])
  })

  test('_stext is where the kernel moved it, and its memory is there', () => {
    expect(file.symbol?.('_stext')?.address).toBe(0xffffb1ffa1010000n)
    // The first instructions: mov x9, x30; nop; paciasp; stp x29, x30, ...
    expect(hexOf(file.kvm.read(0xffffb1ffa1010000n, 16))).toBe('e9031eaa1f2003d53f2303d5fd7bbda9')
  })

  test('page tables and the linear map give the same physical address', () => {
    const section = file.symbol?.('mem_section')?.address ?? 0n
    expect(file.kvm.translate(section)?.physical).toBe(0x4ff5c380)
    expect(file.kvm.translate(file.symbol?.('init_uts_ns')?.address ?? 0n)?.physical).toBe(0x41bc0840)
  })

  test('its log begins with the boot of the processor', () => {
    const { dmesg } = file.report({ only: ['dmesg'] }) as { dmesg: string }
    expect(dmesg.split('\n')[0]).toBe('[    0.000000] Booting Linux on physical CPU 0x0000000000 [0x410fd083]')
    expect(dmesg.split('\n').length).toBeGreaterThan(100)
  })
})

const RELEASE = '6.1.0-test'

/** A dump of a kernel's memory: page n is raw, packed or left out by turns; pages of one content share their data. */
function kdump(space: Space, root: number): Uint8Array {
  const of = abi.amd64
  const info = new TextEncoder().encode(
    [
      `OSRELEASE=${RELEASE}`,
      'PAGESIZE=4096',
      `SYMBOL(swapper_pg_dir)=${(0xffffffff80000000n + BigInt(root)).toString(16)}`,
      'NUMBER(phys_base)=0',
      'KERNELOFFSET=0',
      '',
    ].join('\n'),
  )
  const frames = 0x800000 / PAGE
  const first = new Uint8Array(PAGE)
  const second = new Uint8Array(PAGE)
  const descriptors: Uint8Array[] = []
  const data: Uint8Array[] = []
  const count = [...space.memory.keys()].filter((page) => page !== LEFT_OUT).length
  let offset = 5 * PAGE + count * 24
  for (const page of [...space.memory.keys()].sort((a, b) => a - b)) {
    const frame = page / PAGE
    first[frame >> 3] = (first[frame >> 3] ?? 0) | (1 << (frame & 7))
    if (page === LEFT_OUT) continue
    second[frame >> 3] = (second[frame >> 3] ?? 0) | (1 << (frame & 7))
    const contents = space.memory.get(page) as Uint8Array
    const packed = frame % 3 === 0 ? contents : new Uint8Array(deflateSync(contents))
    descriptors.push(
      pageDesc.for(of).encode({ offset: BigInt(offset), size: packed.byteLength, flags: frame % 3 === 0 ? 0 : 1, page_flags: 0n }),
    )
    data.push(packed)
    offset += packed.byteLength
  }
  const utsname = { sysname: 'Linux', nodename: 'crashed', release: RELEASE, version: '#1', machine: 'x86_64', domainname: '(none)' }
  const header = diskDumpHeader.for(of).encode({
    signature: 'KDUMP   ',
    header_version: 6,
    utsname,
    timestamp: { tv_sec: 0n, tv_usec: 0n },
    status: 1,
    block_size: PAGE,
    sub_hdr_size: 1,
    bitmap_blocks: 2,
    max_mapnr: frames,
    total_ram_blocks: 0,
    device_blocks: 0,
    written_blocks: 0,
    current_cpu: 0,
    nr_cpus: 1,
  })
  const sub = kdumpSubHeader.for(of).encode({
    phys_base: 0n,
    dump_level: 31,
    split: 0,
    start_pfn: 0n,
    end_pfn: 0n,
    offset_vmcoreinfo: BigInt(PAGE + 104),
    size_vmcoreinfo: BigInt(info.byteLength),
    offset_note: 0n,
    size_note: 0n,
    offset_eraseinfo: 0n,
    size_eraseinfo: 0n,
    start_pfn_64: 0n,
    end_pfn_64: 0n,
    max_mapnr_64: BigInt(frames),
  })
  const page = (...parts: Uint8Array[]): Uint8Array => {
    const bytes = join(...parts)
    return join(bytes, new Uint8Array(PAGE - bytes.byteLength))
  }
  return join(page(header), page(sub, info), first, second, ...descriptors, new Uint8Array(PAGE), ...data)
}

const LEFT_OUT = 0x180000

/** 16 bytes of header, records, end mark; the header block is written last. */
function flatten(bytes: Uint8Array): Uint8Array {
  const record = (offset: bigint, size: bigint): Uint8Array => {
    const head = new Uint8Array(16)
    new DataView(head.buffer).setBigInt64(0, offset)
    new DataView(head.buffer).setBigInt64(8, size)
    return head
  }
  const start = new Uint8Array(4096)
  start.set(new TextEncoder().encode('makedumpfile'))
  new DataView(start.buffer).setBigInt64(16, 1n)
  new DataView(start.buffer).setBigInt64(24, 1n)
  const middle = Math.floor(bytes.byteLength / 3)
  const pieces = [
    [0, new Uint8Array(512).fill(0xaa)],
    [middle, bytes.subarray(middle)],
    [0, bytes.subarray(0, middle)],
  ] as const
  return join(start, ...pieces.flatMap(([offset, part]) => [record(BigInt(offset), BigInt(part.byteLength)), part]), record(-1n, -1n))
}

describe('a kdump-compressed file made here', () => {
  const space = kernelSpace(architectures[0] as (typeof architectures)[number])
  const bytes = kdump(space, space.root)

  for (const [form, contents] of Object.entries({ plain: bytes, flattened: flatten(bytes) })) {
    test(`${form}: physical and virtual memory, and what was left out`, () => {
      const source = memorySource(contents)
      expect(reader.detect(source)?.format).toBe('kdump-compressed/linux')
      const file = reader.open(source)
      expect(file.diagnostics).toEqual([])
      expect(file.report({ only: ['dump'] })).toMatchObject({ machine: 'x86_64', dump: { release: RELEASE } })
      for (const [page, expected] of space.memory) {
        const found = file.dump.memory.read(page, PAGE)
        if (hexOf(found) !== (page === LEFT_OUT ? '' : hexOf(expected)))
          expect(hexOf(found), `0x${page.toString(16)}`).toBe(hexOf(expected))
      }
      for (const { virtual, physical } of space.mapped)
        if (physical !== LEFT_OUT) expect(hexOf(file.kvm.read(virtual, 64))).toBe(hexOf(space.bytesAt(physical, 64)))
      expect(file.dump.memory.read(0x80000, 8)).toHaveLength(0)
    })
  }

  test('an unknown compression method and damaged LZO data are named', () => {
    const other = bytes.slice()
    // Flags of the second descriptor: two methods at once, then a method that the data is not.
    for (const [flags, code, text] of [
      [3, 'UNKNOWN_FORMAT', 'unknown compression method 0x3'],
      [2, 'BAD_VALUE', 'cannot decompress (LZO)'],
    ] as const) {
      other.set(words([4, flags]), 4 * PAGE + 24 + 12)
      const file = reader.open(memorySource(other.slice()))
      expect(file.dump.memory.read(0x2000, 8)).toHaveLength(0)
      expect(file.diagnostics).toMatchObject([{ code, message: expect.stringContaining(text) }])
    }
  })
})

test('VMCOREINFO: hex, decimal and negative numbers, lines that are none', () => {
  const info = readVmcoreinfo(
    new TextEncoder().encode(
      'OSRELEASE=6.1\nSYMBOL(a)=ffff0000\nNUMBER(phys_base)=-4096\nNUMBER(PHYS_OFFSET)=0xffffe0c200000000\nno line\nKERNELOFFSET=1f000000\nOFFSET(a.b)=8\0\0',
    ),
  )
  expect(info.symbol('a')).toBe(0xffff0000n)
  expect(info.number('phys_base')).toBe(-4096n)
  expect(info.number('PHYS_OFFSET')).toBe(0xffffe0c200000000n)
  expect(info.kernelOffset).toBe(0x1f000000n)
  expect(info.offset('a.b')).toBe(8)
  expect(info.symbol('none')).toBeUndefined()
})
