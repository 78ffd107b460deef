/** Faults of kernel dumps by their number, each with the right value. Page n of physical memory is filled with the byte n (Linux: n + 1). */
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Diagnostics } from '../../src/errors.js'
import { segmentType } from '../../src/formats/elf/index.js'
import { memorySource } from '../../src/io/source.js'
import { requireElfDump } from '../../src/readers/kcore/elf/elf-dump.js'
import { exhume, type Result } from '../support/cli.js'

let folder = ''
const file = (name: string): string => join(folder, name)

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'exhume-cases-'))
  mkdirSync(file('sub'))
  const inputs = new URL('../fixtures/cases/kvm/', import.meta.url)
  for (const name of readdirSync(inputs)) writeFileSync(file(name.replace(/\.gz$/, '')), gunzipSync(readFileSync(new URL(name, inputs))))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const readAt = (name: string, address: string, ...more: string[]): Promise<Result> =>
  exhume('read', file(name), '--at', address, '--length', '4', ...more)
const toElf = (name: string, out: string, ...more: string[]): Promise<Result> =>
  exhume('convert', file(name), file(out), '--to', 'vmcore/elf', '--force', ...more)

async function expectBytes(name: string, address: string, bytes: string, ...more: string[]): Promise<void> {
  expect(await readAt(name, address, ...more)).toMatchObject({ status: 0, stdout: expect.stringContaining(bytes) })
}

async function expectUnmapped(name: string, address: string, ...more: string[]): Promise<void> {
  expect(await readAt(name, address, ...more)).toMatchObject({ status: 1, stdout: '', stderr: expect.stringContaining('UNMAPPED') })
}

const elf = (name: string) => {
  const bytes = new Uint8Array(readFileSync(file(name)))
  const { segments } = requireElfDump(memorySource(bytes), new Diagnostics())
  return {
    bytes,
    loads: segments.filter(({ p_type }) => p_type === segmentType.PT_LOAD),
    notes: segments.filter(({ p_type }) => p_type === segmentType.PT_NOTE),
  }
}

/** The bytes that the file has at a physical address, as the set of their values; undefined where no segment has it. */
function physical(name: string, address: number): number[] | undefined {
  const { bytes, loads } = elf(name)
  const load = loads.find(({ p_paddr, p_filesz }) => address >= p_paddr && address < p_paddr + p_filesz)
  if (!load) return undefined
  const at = Number(load.p_offset) + address - Number(load.p_paddr)
  return [...new Set(bytes.subarray(at, at + 1024))]
}

test('KD-F1: reads keep to mappings smaller than 4 KiB and to windows that end within a page', async () => {
  await toElf('sun2.core', 'sun2.elf')
  for (const name of ['sun2.core', 'sun2.elf']) {
    await expectBytes(name, '0x800', '0b 0b 0b 0b')
    await expectUnmapped(name, '0x1800')
  }
  await expectBytes('m68k-relocend.core', '0x17fc', '01 01 01 01')
  await expectBytes('m68k-relocend.core', '0x1900', '29 29 29 29')
})

test('KD-F2: a sparc segment map of 8 bytes an entry', async () => {
  await expectBytes('sparc-8byte-segmap.core', '0xf8000000', '05 05 05 05')
  await expectUnmapped('sparc-8byte-segmap.core', '0xf8001000')
})

test('KD-F3: the vax image ends at _end of an a.out kernel', async () => {
  const kernel = ['--kernel', file('vax.kernel')]
  await expectBytes('vax.core', '0x80003ffc', '03 03 03 03', ...kernel)
  await expectUnmapped('vax.core', '0x80004000', ...kernel)
})

test('KD-F4: of overlapping ranges the first counts, of pieces the last, of segments the one with contents', async () => {
  await expectBytes('i386-overlap.core', '0xc0002000', 'a0 a0 a0 a0')
  await expectBytes('flat-later', '0xffffffff80002000', '03 03 03 03')
  await expectBytes('elf-zero-over', '0xffff888000010000', '77 77 77 77')
})

test('KD-F5: a document in another folder is written back from outside', async () => {
  for (const name of ['amd64.core', 'kdump.zlib']) {
    expect((await exhume('convert', file(name), file('sub/document.json'), '--force')).status).toBe(0)
    expect((await exhume('write', file('sub/document.json'), file('back'), '--force')).status).toBe(0)
    expect(readFileSync(file('back')).equals(readFileSync(file(name)))).toBe(true)
  }
})

test('KD-F6: other flag bits of the first word are ignored, with a diagnostic', async () => {
  expect((await readAt('i386-flags2.core', '0xc0001000')).stdout).toContain('a1 a1 a1 a1')
  expect((await exhume('check', file('i386-flags2.core'))).stdout).toContain('kcore/netbsd')
})

test('KD-L1: pages that cannot be read are in no segment, with one LOST line', async () => {
  for (const [name, missing, there] of [
    ['kdump.damaged', 0x2000, 0x3000],
    ['kdump-cut.zlib', 0x3000, 0x2000],
    ['amd64-cut.core', 0x39000, 0x37000],
  ] as const) {
    const { status, stderr } = await toElf(name, 'missing.elf')
    expect(status).toBe(1)
    expect(stderr.match(/LOST/g)).toHaveLength(1)
    expect(physical('missing.elf', missing)).toBeUndefined()
    expect(physical('missing.elf', there)).toEqual([there / 4096 + (name.startsWith('kdump') ? 1 : 0)])
  }
})

test('KD-L2: notes of a Linux dump are kept, also those that only an offset names', async () => {
  for (const name of ['linux.elf', 'kdump.zlib']) {
    expect((await toElf(name, 'once.elf')).status).toBe(0)
    expect((await toElf('once.elf', 'twice.elf')).status).toBe(0)
    for (const made of ['once.elf', 'twice.elf']) expect((await exhume('read', file(made))).stdout).toContain('6.1.0')
  }
})

test('KD-L3: LZO, snappy, zstd and zlib pages are decompressed', async () => {
  for (const name of ['mixed.lzo', 'mixed.snappy', 'mixed.zstd', 'mixed.zlib']) {
    expect((await toElf(name, 'mixed.elf')).status).toBe(0)
    const memory = new Uint8Array(0x10000)
    const { bytes, loads } = elf('mixed.elf')
    for (const { p_offset, p_paddr, p_filesz } of loads)
      memory.set(bytes.subarray(Number(p_offset), Number(p_offset + p_filesz)), Number(p_paddr))
    expect(createHash('sha256').update(memory).digest('hex')).toBe('7872fb0006e2c5d75678296f80a489ed80aa32b58293823874c98c1c3207eb08')
  }
})

test('KD-L4: the ELF of a Linux dump has the alignment 0 that crash(8) looks for', async () => {
  await toElf('kdump.zlib', 'crash.elf')
  const { loads, notes } = elf('crash.elf')
  expect(loads[0]?.p_align).toBe(0n)
  expect(notes.map(({ p_memsz, p_filesz }) => p_memsz === p_filesz)).toEqual([true])
})

test('KD-L5: memory without contents in a Linux dump was excluded; it is not zero', async () => {
  await expectUnmapped('linux.elf', '0xffff888000002000')
  await toElf('linux.elf', 'excluded.elf')
  expect(physical('excluded.elf', 0x2000)).toBeUndefined()
  expect(physical('excluded.elf', 0x3000)).toEqual([4])
})

test('KD-L6: a flattened ELF is read as the ELF', async () => {
  expect((await exhume('check', file('linux.elf.flat'))).status).toBe(0)
  await expectBytes('linux.elf.flat', '0xffff888000003000', '04 04 04 04')
})

test('KD-L7: one part of a split dump is named as such', async () => {
  const { status, stderr } = await exhume('check', file('kdump.part1'))
  expect(status).toBe(1)
  expect(stderr).toContain('page frames 0 to 1 of 8')
  expect((await toElf('kdump.part1', 'part.elf')).status).toBe(1)
})

test('KD-L8: check reads every page', async () => {
  const damaged = await exhume('check', file('kdump.damaged'))
  expect(damaged.status).toBe(1)
  expect(damaged.stderr).toMatch(/kdump\.damaged:0x[0-9a-f]+: .*0x2000/)
  expect((await exhume('check', file('kdump-cut.zlib'))).status).toBe(1)
  expect((await exhume('check', file('kdump.zlib'))).status).toBe(0)
})

test('KD-L10: physical addresses are no kernel addresses in the ELF', async () => {
  await toElf('amd64.core', 'addresses.elf')
  await expectUnmapped('addresses.elf', '0x28000')
  await expectBytes('addresses.elf', '0xffffa00000000000', '28 28 28 28')
})

test('KD-C1: --offset takes bytes or blocks, in every command', async () => {
  for (const offset of ['65536', '128b']) {
    const at = ['--offset', offset]
    expect((await exhume('convert', file('amd64-device.raw'), file('saved'), '--to', 'kcore/netbsd', '--force', ...at)).status).toBe(0)
    const sum = createHash('sha256')
      .update(readFileSync(file('saved')))
      .digest('hex')
    expect(sum).toBe('dd4a1441d8e50bde244cfdf606c3915d9824ccc75c1276178e66b4b7df600bbd')
    await expectBytes('amd64-device.raw', '0xffffa00000000000', '28 28 28 28', ...at)
    expect((await exhume('check', file('amd64-device.raw'), ...at)).status).toBe(0)
    expect((await toElf('amd64-device.raw', 'device.elf', ...at)).status).toBe(0)
    expect(physical('device.elf', 0x28000)).toEqual([0x28])
  }
})
