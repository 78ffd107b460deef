/** Linux dumps written in the forms of makedumpfile and of /proc/vmcore. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Diagnostics } from '../../src/errors.js'
import { reader } from '../../src/families/kcore.js'
import { segmentType } from '../../src/formats/elf/index.js'
import { memorySource } from '../../src/io/source.js'
import { requireElfDump } from '../../src/readers/kcore/elf/elf-dump.js'
import { exhume, type Result } from '../support/cli.js'

let folder = ''
const file = (name: string): string => join(folder, name)

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'exhume-linux-'))
  const inputs = new URL('../fixtures/cases/kvm/', import.meta.url)
  for (const name of readdirSync(inputs)) writeFileSync(file(name.replace(/\.gz$/, '')), gunzipSync(readFileSync(new URL(name, inputs))))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const convert = (from: string, to: string, format: string, ...more: string[]): Promise<Result> =>
  exhume('convert', file(from), file(to), '--to', format, '--force', ...more)

const open = (name: string) => reader.open(memorySource(new Uint8Array(readFileSync(file(name)))))

/** Physical memory by page; undefined where the dump does not contain it. */
function pagesOf(name: string, count = 16): (string | undefined)[] {
  const { dump } = open(name)
  return Array.from({ length: count }, (_, page) => {
    const bytes = dump.memory.read(page * 4096, 4096)
    return bytes.byteLength < 4096 ? undefined : Buffer.from(bytes).toString('base64')
  })
}

const zstd = 'zstdCompressSync' in (await import('node:zlib'))
const methods = ['zlib', 'none', ...(zstd ? ['zstd'] : [])]

for (const source of ['kdump.zlib', 'mixed.lzo', 'linux.elf', 'flat-later', 'kdump.damaged'])
  for (const method of methods)
    test(`KD-M8: ${source} as a kdump-compressed file with ${method} pages has the same memory and notes`, async () => {
      const { status, stderr } = await convert(source, 'out.kdump', 'kdump-compressed/linux', '--pages', method)
      expect(status).toBe(source === 'kdump.damaged' ? 1 : 0)
      if (source !== 'kdump.damaged') expect(stderr).toBe('')
      expect(pagesOf('out.kdump')).toEqual(pagesOf(source))
      const notes = (name: string): unknown =>
        open(name).dump.notes.map(({ owner, type, descriptor }) => [owner, type, Buffer.from(descriptor).toString()])
      expect(notes('out.kdump')).toEqual(notes(source))
      expect((await exhume('check', file('out.kdump'))).status).toBe(0)
      // Written again, it is the same file.
      await convert('out.kdump', 'again.kdump', 'kdump-compressed/linux', '--pages', method)
      expect(readFileSync(file('again.kdump')).equals(readFileSync(file('out.kdump')))).toBe(true)
    })

test('KD-M8: pages of zeros share their data, or are left out and still read as zeros', async () => {
  await convert('mixed.zlib', 'all.kdump', 'kdump-compressed/linux')
  await convert('mixed.zlib', 'less.kdump', 'kdump-compressed/linux', '--drop-zeros')
  expect(pagesOf('less.kdump')).toEqual(pagesOf('mixed.zlib'))
  expect(statSync(file('less.kdump')).size).toBeLessThan(statSync(file('all.kdump')).size)
  // They are not lost on the way to another form.
  for (const format of ['vmcore/elf', 'vmcore/linux', 'kdump-compressed/linux']) {
    await convert('less.kdump', 'other', format)
    expect(pagesOf('other')).toEqual(pagesOf('mixed.zlib'))
  }
})

test('KD-M8: vmcore/linux has alignment 0, notes as they are, and no virtual addresses where none are known', async () => {
  for (const [name, more] of [
    ['kdump.zlib', []],
    ['linux.elf', ['--physical-only']],
  ] as const) {
    expect((await convert(name, 'out.vmcore', 'vmcore/linux', ...more)).status).toBe(0)
    const { segments, notes } = requireElfDump(memorySource(new Uint8Array(readFileSync(file('out.vmcore')))), new Diagnostics())
    expect(segments.every(({ p_align }) => p_align === 0n)).toBe(true)
    expect(segments[0]).toMatchObject({ p_type: segmentType.PT_NOTE })
    expect(notes.map(({ owner }) => owner)).toContain('VMCOREINFO')
    expect(notes.map(({ owner }) => owner)).not.toContain('exhume')
    const loads = segments.filter(({ p_type }) => p_type === segmentType.PT_LOAD)
    expect(loads.every(({ p_filesz, p_memsz }) => p_filesz === p_memsz)).toBe(true)
    expect(loads.every(({ p_vaddr, p_paddr }) => p_vaddr !== p_paddr)).toBe(true)
    expect(pagesOf('out.vmcore')).toEqual(pagesOf(name))
    expect((await exhume('check', file('out.vmcore'))).stdout).toContain('vmcore/linux')
  }
})

const CRASH = 'crash'
const crash = spawnSync(CRASH, ['--version']).status === 0
test.skipIf(!crash)('KD-M8: crash(8) reads the release of both', async () => {
  for (const format of ['vmcore/linux', 'kdump-compressed/linux']) {
    await convert('linux.elf', 'for-crash', format)
    expect(spawnSync(CRASH, ['--osrelease', file('for-crash')], { encoding: 'utf8' }).stdout.trim()).toBe('6.1.0')
  }
})

test('KD-M8: dumps of other systems are refused', async () => {
  for (const format of ['vmcore/linux', 'kdump-compressed/linux'])
    expect(await convert('amd64.core', 'refused', format)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('made of Linux dumps'),
    })
})

test('KD-M8: --level takes a number from 0 to 31, and needs VMCOREINFO with the structures of pages', async () => {
  for (const level of ['32', '-1', 'all'])
    expect(await convert('kdump.zlib', 'refused', 'kdump-compressed/linux', `--level=${level}`)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('from 0 to 31'),
    })
  expect(await convert('kdump.zlib', 'refused', 'kdump-compressed/linux', '--level', '31')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('VMCOREINFO has no'),
  })
  expect((await convert('mixed.zlib', 'one', 'kdump-compressed/linux', '--level', '1')).status).toBe(0)
  await convert('mixed.zlib', 'two', 'kdump-compressed/linux', '--drop-zeros')
  expect(readFileSync(file('one')).equals(readFileSync(file('two')))).toBe(true)
})
