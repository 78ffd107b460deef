/** What is asked first of a dump: processors, translations, mappings, memory at symbols. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { reader } from '../../../src/families/kcore.js'
import { memorySource } from '../../../src/io/source.js'
import { nearestSymbol } from '../../../src/readers/kcore/symbols/nearest-symbol.js'
import type { KernelSymbol, SymbolTable } from '../../../src/readers/kcore/symbols/table.js'
import { exhume } from '../../support/cli.js'
import { architectures, elfMachines, kernelSpace } from '../../support/kernel.js'
import { temporaryFolder } from '../../support/temp.js'

const folder = temporaryFolder()
const samples = process.env.EXHUME_SAMPLES && join(process.env.EXHUME_SAMPLES, 'kcore/netbsd-7.99.10')
const real = describe.skipIf(!samples || !existsSync(samples))

for (const of of architectures) {
  describe(of.name, () => {
    const space = kernelSpace(of)
    const dump = join(folder, `${of.name.replace(' ', '-')}.core`)
    const kernel = `${dump}.kernel`
    writeFileSync(dump, space.file())
    writeFileSync(kernel, space.kernel(elfMachines[of.abi.name] as number))

    test('KD-M4: each page of --only mappings translates to the physical address that it states', () => {
      const file = reader.open(memorySource(readFileSync(dump)))
      const { mappings } = file.report({ only: ['mappings'] }) as { mappings: Iterable<{ start: string; physical: string; size: number }> }
      let pages = 0
      for (const { start, physical, size } of mappings)
        for (let at = 0; at < size; at += 4096) {
          const found = file.kvm.translate(BigInt(start) + BigInt(at))
          expect(found?.physical).toBe(Number(physical) + at)
          if (++pages > 5000) return
        }
      expect(pages).toBeGreaterThan(0)
      expect(file.diagnostics).toEqual([])
    })

    test('KD-M4: --translate ends at the physical address and the file offset of the byte', async () => {
      const { virtual, physical } = space.mapped[0] as (typeof space.mapped)[number]
      const address = `0x${BigInt.asUintN(of.abi.bits, virtual).toString(16)}`
      const { status, stdout } = await exhume('read', dump, '--translate', address, '--json')
      expect(status).toBe(0)
      const { translation } = JSON.parse(stdout)
      expect(translation).toMatchObject({ virtual: address, physical: `0x${physical.toString(16)}` })
      const bytes = readFileSync(dump)
      expect(Uint8Array.from(bytes.subarray(translation.offset, translation.offset + 32))).toEqual(
        Uint8Array.from(space.bytesAt(physical, 32)),
      )
      // Each entry is in the file where it says.
      for (const { value, offset } of translation.entries)
        if (offset !== undefined) expect(BigInt(value) & 0xffn).toBe(BigInt(bytes[offset] as number))
      const memory = await exhume('read', dump, '--physical', `0x${physical.toString(16)}`, '--length', '32', '--raw')
      expect(Buffer.from(memory.stdout, 'utf8').length).toBeGreaterThan(0)
      expect(await exhume('read', dump, '--translate', '0x123000')).toMatchObject({ stderr: expect.stringMatching(/is not mapped|^$/) })
    })

    test('KD-M6: several places in one run, by symbol and offset', async () => {
      const args = ['read', dump, '--kernel', kernel, '--at', 'hostname+2', '--at', 'hostname', '--length', '8', '--json']
      const { memory } = JSON.parse((await exhume(...args)).stdout)
      expect(memory).toHaveLength(2)
      expect(memory[1].hex.slice(4)).toBe(memory[0].hex.slice(0, 12))
      expect(BigInt(memory[0].address)).toBe(BigInt(memory[1].address) + 2n)
      const wrong = await exhume('read', dump, '--kernel', kernel, '--at', 'no_such_symbol')
      expect(wrong).toMatchObject({ status: 2, stderr: expect.stringContaining('unknown symbol no_such_symbol') })
    })
  })
}

test('KD-M4: --translate and --physical are refused for other files; wrong options are named', async () => {
  const file = join(folder, 'amd64.core')
  expect(await exhume('read', file, '--physical', '0x1000')).toMatchObject({ status: 2, stderr: expect.stringContaining('--length') })
  expect(await exhume('read', file, '--translate', '1', '--length', '1')).toMatchObject({ status: 2 })
  expect(await exhume('read', file, '--at', '1', '--length', '1', '--raw', '--json')).toMatchObject({ status: 2 })
})

test('KD-M5: the nearest symbol: sizes, equal addresses, local labels', () => {
  const symbols: KernelSymbol[] = [
    { name: 'start', value: 0x1000n, type: 5, size: 0x100 },
    { name: '.local', value: 0x1080n, type: 0 },
    { name: 'alias', value: 0x2000n, type: 4 },
    { name: 'global', value: 0x2000n, type: 5, size: 8 },
    { name: 'file.c', value: 0x2001n, type: 0x1e },
    { name: 'tail', value: 0x3000n, type: 4 },
  ]
  const table: SymbolTable = { kind: 'elf', underscores: false, get: () => undefined, all: () => symbols }
  expect(nearestSymbol(table, 0xfffn)).toBeUndefined()
  expect(nearestSymbol(table, 0x1090n)).toEqual({ name: 'start', offset: 0x90n })
  expect(nearestSymbol(table, 0x1101n)).toBeUndefined()
  expect(nearestSymbol(table, 0x2003n)).toEqual({ name: 'global', offset: 3n })
  expect(nearestSymbol(table, 0x4000n)).toEqual({ name: 'tail', offset: 0x1000n })
  expect(nearestSymbol(table, 0x4000000n)).toBeUndefined()
})

/** A name of the sample dumps with its kernel and what EXPECTED.md states of the panicking thread. */
const dumps = [
  {
    name: 'amd64-panic-sparse.raw.gz',
    kernel: 'netbsd-amd64',
    registers: { rbp: '0xfffffe80012c4d50' },
    calls: ['cpu_reboot', 'vpanic+0x158', 'panic+0x3c', 'sys_reboot+0x98', 'syscall+0x9c', 'Xsyscall+0x101'],
  },
  {
    name: 'i386-ddb-full.raw.gz',
    kernel: 'netbsd-i386',
    registers: { ebp: '0xc4238b20' },
    calls: [
      'cpu_reboot',
      'db_reboot_cmd',
      'db_command+0xac',
      'db_command_loop+0xdb',
      'db_trap+0xe1',
      'kdb_trap+0x109',
      'trap+0x193',
      'alltraps+0x5f',
    ],
  },
]

real('real NetBSD dumps', () => {
  const sample = (name: string): string => join(samples as string, name)

  for (const { name, kernel, registers, calls } of dumps) {
    const raw = join(folder, name.replace('.gz', ''))

    test(`KD-M1: ${name}: registers and calls of the processor that panicked`, async () => {
      writeFileSync(raw, gunzipSync(readFileSync(sample(name))))
      const { status, stdout } = await exhume('read', raw, '--kernel', sample(kernel), '--only', 'cpus', '--json')
      expect(status).toBe(0)
      const [cpu] = JSON.parse(stdout).cpus
      expect(cpu).toMatchObject({ id: 0, panicked: true, registers })
      const found = cpu.frames.map((frame: { function: string; functionOffset: string }) => `${frame.function}+${frame.functionOffset}`)
      for (const [index, call] of calls.entries()) expect(found[index]).toMatch(new RegExp(`^${call.replace('+', '\\+')}(?:$|\\+)`))
    })

    test(`KD-M1: ${name}: gdb reads the registers in the ELF`, async () => {
      writeFileSync(raw, gunzipSync(readFileSync(sample(name))))
      const elf = `${raw}.elf`
      expect((await exhume('convert', raw, elf, '--to', 'vmcore/elf', '--kernel', sample(kernel), '--force')).status).toBe(0)
      const [[register, value]] = Object.entries(registers) as [[string, string]]
      const { error, stdout } = spawnSync(
        'gdb-multiarch',
        ['-batch', '-nx', '-ex', `core-file ${elf}`, '-ex', `info registers ${register}`],
        {
          encoding: 'utf8',
        },
      )
      if (!error) expect(stdout).toContain(value)
      // The way back to the kcore file is the same as without them.
      await exhume('convert', elf, `${elf}.core`, '--to', 'kcore/netbsd', '--force')
      await exhume('convert', raw, `${raw}.core`, '--to', 'kcore/netbsd', '--force')
      expect(readFileSync(`${elf}.core`).equals(readFileSync(`${raw}.core`))).toBe(true)
    })

    test(`KD-M4: ${name}: addresses of QEMU's TLB`, async () => {
      writeFileSync(raw, gunzipSync(readFileSync(sample(name))))
      const file = reader.open(memorySource(readFileSync(raw)))
      const expected =
        readFileSync(sample('EXPECTED.md'), 'utf8')
          .split(/^## /m)
          .find((part) => part.startsWith(name.replace('.raw.gz', ''))) ?? ''
      const lines =
        expected
          .split('### Translation')[1]
          ?.split('###')[0]
          ?.matchAll(/^(0x[0-9a-f]+) (0x[0-9a-f]+)/gm) ?? []
      let count = 0
      for (const [, virtual = '0', physical = '0'] of lines) {
        expect(file.translate?.(BigInt(virtual)).report).toMatchObject({ physical })
        count++
      }
      expect(count).toBeGreaterThan(10)
    })
  }

  test('KD-M1: a dump without symbols says that the registers are not known', async () => {
    const raw = join(folder, 'no-symbols.raw')
    writeFileSync(raw, gunzipSync(readFileSync(sample('amd64-panic-sparse.raw.gz'))))
    expect(await exhume('read', raw, '--only', 'cpus')).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringContaining('--kernel'),
    })
  })
})
