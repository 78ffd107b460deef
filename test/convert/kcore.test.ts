/** Conversions of kernel dumps: documents, ELF files that debuggers open, back to kcore. */
import { spawnSync } from 'node:child_process'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join as path } from 'node:path'
import { describe, expect, test } from 'vitest'
import { reader } from '../../src/families/kcore.js'
import { memorySource } from '../../src/io/source.js'
import { exhume } from '../support/cli.js'
import { hexOf } from '../support/common.js'
import { architectures, elfMachines, kernelSpace, MESSAGES } from '../support/kernel.js'
import { LEFT_OUT, minidump } from '../support/minidump.js'
import { temporaryFolder } from '../support/temp.js'

const has = (tool: string): boolean => spawnSync(tool, ['--version']).status === 0
const gdb = has('gdb-multiarch')
const readelf = has('readelf')
const folder = temporaryFolder()
const same = (a: string, b: string): boolean => Buffer.compare(readFileSync(a), readFileSync(b)) === 0

for (const of of architectures) {
  describe(of.name, () => {
    const space = kernelSpace(of)
    const name = (what: string): string => path(folder, `${of.name.replace(' ', '-')}.${what}`)
    const kernel = name('kernel')
    writeFileSync(kernel, space.kernel(elfMachines[of.abi.name] as number))
    const dumps = {
      file: space.file(),
      device: space.device(),
      minidump: minidump(space, { version: of.name === 'amd64' ? 3 : 2, ranges: true }),
    }

    for (const [kind, bytes] of Object.entries(dumps)) {
      test(`${kind}: document and back, the same bytes`, async () => {
        const dump = name(kind)
        writeFileSync(dump, bytes)
        for (const inline of [[], ['--inline']]) {
          expect(await exhume('convert', dump, name('json'), '--force', ...inline)).toMatchObject({ status: 0, stderr: '' })
          expect(await exhume('write', name('json'), name('again'), '--force')).toMatchObject({ status: 0, stderr: '' })
          expect(same(dump, name('again'))).toBe(true)
        }
      })

      test(`${kind}: as an ELF file it reads the same`, async () => {
        writeFileSync(name(kind), bytes)
        const elf = name(`${kind}.elf`)
        expect(await exhume('convert', name(kind), elf, '--to', 'vmcore/elf', '--force')).toMatchObject({ status: 0, stderr: '' })
        const file = reader.open(memorySource(readFileSync(elf)), { kernel: memorySource(readFileSync(kernel)) })
        expect(file.format).toBe('vmcore/elf')
        expect(file.diagnostics).toEqual([])
        for (const { virtual, physical, size } of space.mapped)
          for (const at of [0, size - 64]) {
            const found = file.kvm.read(BigInt.asUintN(of.abi.bits, virtual) + BigInt(at), 64)
            const page = physical + at - ((physical + at) % 4096)
            expect(hexOf(found)).toBe(LEFT_OUT.has(page) && kind === 'minidump' ? '' : hexOf(space.bytesAt(physical + at, 64)))
          }
        if (readelf) {
          const { stderr, stdout } = spawnSync('readelf', ['-lW', elf], { encoding: 'utf8' })
          expect(stderr).toBe('')
          expect(stdout).toContain('CORE')
        }
      })

      test.skipIf(!gdb)(`${kind}: gdb reads the same bytes`, async () => {
        writeFileSync(name(kind), bytes)
        const elf = name(`${kind}.gdb`)
        await exhume('convert', name(kind), elf, '--to', 'vmcore/elf', '--force')
        const places = space.mapped
          .slice(0, 4)
          .map(({ virtual, physical }) => [BigInt.asUintN(of.abi.bits, virtual) + 8n, physical + 8] as const)
        const commands = places.flatMap(([address]) => ['-ex', `x/1gx 0x${address.toString(16)}`])
        const { stdout } = spawnSync('gdb-multiarch', ['-batch', '-nx', '-ex', `core-file ${elf}`, ...commands], { encoding: 'utf8' })
        for (const [address, physical] of places) {
          const view = new DataView(space.bytesAt(physical, 8).buffer)
          expect(stdout).toContain(`0x${address.toString(16)}:\t0x${view.getBigUint64(0, true).toString(16).padStart(16, '0')}`)
        }
      })
    }

    test('an ELF file of a kcore file becomes that kcore file again', async () => {
      writeFileSync(name('file'), dumps.file)
      await exhume('convert', name('file'), name('elf'), '--to', 'vmcore/elf', '--force')
      expect(await exhume('convert', name('elf'), name('back'), '--to', 'kcore/netbsd', '--force')).toMatchObject({ status: 0, stderr: '' })
      expect(same(name('file'), name('back'))).toBe(true)
    })

    test('a raw dump at an offset becomes a file', async () => {
      const raw = Buffer.concat([new Uint8Array(1024), dumps.device])
      writeFileSync(name('raw'), raw)
      const converted = await exhume(
        'convert',
        name('raw'),
        name('core'),
        '--as',
        'kcore/netbsd',
        '--to',
        'kcore/netbsd',
        '--offset',
        '1024',
        '--force',
      )
      // What is in front of the offset is not looked at.
      expect(converted).toMatchObject({ status: 0, stderr: '' })
      const file = reader.open(memorySource(readFileSync(name('core'))), { kernel: memorySource(readFileSync(kernel)) })
      expect(file.diagnostics).toEqual([])
      expect(file.report().dmesg).toBe(MESSAGES.replace('<4>', ''))
    })
  })
}

test('pages of zeros are left out, and read as zero; holes take no room', async () => {
  const space = kernelSpace(architectures[0] as (typeof architectures)[number])
  for (let at = 0x600000; at < 0x800000; at += 4096) space.memory.set(at, new Uint8Array(4096))
  const dump = path(folder, 'zeros')
  writeFileSync(dump, space.file())
  const small = path(folder, 'zeros.elf')
  expect(await exhume('convert', dump, small, '--to', 'vmcore/elf', '--drop-zeros')).toMatchObject({ status: 0 })
  expect(statSync(small).size).toBeLessThan(statSync(dump).size - 0x1f0000)
  const file = reader.open(memorySource(readFileSync(small)))
  const large = space.mapped.find(({ size }) => size > 4096)
  expect(file.diagnostics).toEqual([])
  expect(hexOf(file.dump.memory.read(0x600000, 32))).toBe('00'.repeat(32))
  expect(file.kvm.read(large?.virtual ?? 0n, 8)).toHaveLength(8)
  const sparse = path(folder, 'zeros.sparse')
  expect(await exhume('convert', dump, sparse, '--to', 'kcore/netbsd', '--sparse')).toMatchObject({ status: 0 })
  expect(same(dump, sparse)).toBe(true)
  expect(statSync(sparse).blocks).toBeLessThan(statSync(dump).size / 512 - 3000)
})

test('a range of physical memory alone', async () => {
  const space = kernelSpace(architectures[0] as (typeof architectures)[number])
  const dump = path(folder, 'range')
  writeFileSync(dump, space.file())
  const part = path(folder, 'range.elf')
  expect(await exhume('convert', dump, part, '--to', 'vmcore/elf', '--range', '0x100000-0x140000')).toMatchObject({ status: 0 })
  const file = reader.open(memorySource(readFileSync(part)))
  expect([...file.dump.memory.ranges()].map(({ start, size }) => [start, size])).toEqual([[0x100000, 0x40000]])
  expect(await exhume('convert', dump, part, '--to', 'vmcore/elf', '--range', 'all', '--force')).toMatchObject({ status: 2 })
})
