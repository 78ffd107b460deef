/** Cores made of cores of the same system: the same bytes, less what is left out. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { copyCore } from '../../../src/convert/core/edit/copy-core.js'
import { openCore } from '../../../src/families/core.js'
import { writeLayers } from '../../../src/io/layered-file.js'
import { memorySink } from '../../../src/io/sink.js'
import { memorySource } from '../../../src/io/source.js'
import { type BuildSystem, buildCore } from '../../../src/writers/core/build/build-core.js'
import { load } from '../../readers/core/helper.js'
import { exhume } from '../../support/cli.js'
import { describeSamples, sample } from '../../support/samples.js'
import { temporaryFolder } from '../../support/temp.js'

const folder = temporaryFolder()
const systems: readonly BuildSystem[] = ['linux', 'freebsd', 'netbsd', 'openbsd', 'dragonfly', 'illumos']

function made(system: BuildSystem): Uint8Array {
  return buildCore({
    system,
    abi: 'amd64',
    process: { pid: 7, name: 'p', signal: { number: 11, code: 1, tid: 7 } },
    threads: [7, 8, 9].map((tid) => ({ tid, registers: { rip: BigInt(tid), rsp: 0x1800n }, floating: { mxcsr: 0x1f80n } })),
    memory: [
      { address: 0x1000n, content: new Uint8Array(0x1000).fill(0x5a) },
      { address: 0x2000n, content: new Uint8Array(0x3abc).fill(0x5b), permissions: 'r-x' },
      { address: 0x8000n, content: new Uint8Array(0x1000).fill(0x5c), permissions: 'r--' },
    ],
  }).bytes()
}

function copied(bytes: Uint8Array, options: Parameters<typeof copyCore>[2]): Uint8Array {
  const source = memorySource(bytes)
  const { pieces, size } = copyCore(openCore(source), source, options)
  const sink = memorySink()
  for (const _ of writeLayers(pieces, size, sink));
  return sink.bytes()
}

describe.each(systems)('%s', (system) => {
  const bytes = made(system)

  test('nothing left out: the same bytes', () => {
    expect(Buffer.compare(copied(bytes, {}), bytes)).toBe(0)
    expect(Buffer.compare(copied(bytes, { threads: new Set([7, 8, 9]) }), bytes)).toBe(0)
  })

  test('threads left out', () => {
    const core = openCore(memorySource(copied(bytes, { threads: new Set([8]) })))
    expect(core.diagnostics.list).toEqual([])
    expect(core.threads.map(({ tid, registers }) => [tid, registers.rip])).toEqual([[8, 8n]])
    expect([1, undefined]).toContain(core.process.threadCount)
    expect(core.memory.read(0x2000n, 0x3abc)).toEqual(new Uint8Array(0x3abc).fill(0x5b))
    // Those of the others are nowhere.
    const own = core.notes.filter(({ name }) => /STATUS|REGS|PROCSTAT_PROC|LWP/.test(name ?? ''))
    for (const note of own) expect(JSON.stringify(note.fields)).not.toMatch(/"(?:pr_lwpid|pr_who|ki_tid|pl_lwpid)":(?:7|9)\b/)
  })

  test('memory left out', () => {
    const after = copied(bytes, { strip: ({ start }) => start === 0x2000n })
    const core = openCore(memorySource(after))
    expect(core.diagnostics.list).toEqual([])
    expect(core.mappings.map(({ start, end, fileSize }) => [start, end, fileSize])).toEqual([
      [0x1000n, 0x2000n, 0x1000n],
      [0x2000n, 0x5abcn, 0n],
      [0x8000n, 0x9000n, 0x1000n],
    ])
    expect(core.memory.read(0x1000n, 0x1000)).toEqual(new Uint8Array(0x1000).fill(0x5a))
    expect(core.memory.read(0x8000n, 0x1000)).toEqual(new Uint8Array(0x1000).fill(0x5c))
    expect(after.includes(0x5b)).toBe(false)
    expect(after.length).toBe(bytes.length - 0x3000)
    expect(core.threads).toHaveLength(3)
  })
})

test('contents that another segment has too stay', () => {
  const bytes = made('linux')
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  // The third segment's contents become those of the second.
  const at = (segment: number): number => 64 + 56 * segment + 8
  view.setBigUint64(at(3), view.getBigUint64(at(2), true), true)
  const core = openCore(memorySource(copied(bytes, { strip: ({ start }) => start === 0x2000n })))
  expect(core.memory.read(0x8000n, 0x1000)).toEqual(new Uint8Array(0x1000).fill(0x5b))
})

test('section headers behind memory that is left out are still found', () => {
  const memory = Array.from({ length: 65536 }, (_, i) => ({
    address: BigInt(i) << 13n,
    content: i < 4 ? new Uint8Array(8192).fill(1) : new Uint8Array(0),
    size: 8192n,
  }))
  const bytes = buildCore({ system: 'linux', abi: 'amd64', process: {}, threads: [{ tid: 1, registers: {} }], memory }).bytes()
  const core = openCore(memorySource(copied(bytes, { strip: ({ start }) => start === 0n })))
  expect(core.diagnostics.list).toEqual([])
  expect(core.mappings).toHaveLength(65536)
  expect(core.memory.read(8192n, 8192)).toEqual(new Uint8Array(8192).fill(1))
})

describe('the command line', () => {
  const input = join(folder, 'in.core')
  writeFileSync(input, made('linux'))
  const convert = (...options: string[]) =>
    exhume('convert', input, join(folder, 'out.core'), '--to', 'elf-core/linux', '--force', ...options)

  test('leaves out what it is told to', async () => {
    expect(await convert('--only-threads', '7,9', '--strip-memory', 'text,rodata')).toEqual({
      status: 0,
      stdout: '',
      stderr: expect.stringContaining('REMAINS: arguments, names and user IDs remain in the notes'),
    })
    const core = openCore(memorySource(load(join(folder, 'out.core'))))
    expect(core.threads.map(({ tid }) => tid)).toEqual([7, 9])
    expect(core.mappings.map(({ fileSize }) => fileSize)).toEqual([0x1000n, 0n, 0n])
  })

  test('says what is wrong', async () => {
    expect(await convert('--only-threads', 'x')).toMatchObject({ status: 2, stderr: expect.stringContaining('"x"') })
    expect(await convert('--strip-memory', 'everything')).toMatchObject({ status: 2, stderr: expect.stringContaining('stack, heap') })
    expect(await convert('--only-threads', '5')).toMatchObject({ status: 2, stderr: expect.stringContaining('threads: 7, 8, 9') })
    expect(await convert('--redact', 'everything')).toMatchObject({ status: 2, stderr: expect.stringContaining('environment') })
    expect(await convert('--redact-with', '1')).toMatchObject({ status: 2 })
  })

  test('does the same on the way to another system', async () => {
    const out = join(folder, 'out.netbsd')
    const { status } = await exhume('convert', input, out, '--to', 'elf-core/netbsd', '--only-threads', '8', '--strip-memory', 'rodata')
    expect(status).toBe(0)
    const core = openCore(memorySource(load(out)))
    expect(core.threads.map(({ tid }) => tid)).toEqual([8])
    expect(core.mappings.map(({ fileSize }) => fileSize)).toEqual([0x1000n, 0x3abcn, 0n])
  })
})

describeSamples('real cores', (samples) => {
  const names = [
    'linux-amd64-threads.core',
    'linux-i386.core',
    'linux-ppc.core.gz',
    'linux-sparc64.core.gz',
    'netbsd-amd64-2lwp.core',
    'openbsd-sparc64.core.gz',
    'freebsd-i386-cut.core',
    'illumos-amd64-cut.core',
  ]
  test.each(names)('%s converted to its own system is the same file', async (name) => {
    const path = sample(samples, 'elf-core', name)
    const out = join(folder, name.replace('.gz', ''))
    const system = openCore(memorySource(load(path))).system.name
    await exhume('convert', path, out, '--to', `elf-core/${system}`)
    expect(Buffer.compare(load(out), load(path))).toBe(0)
  })

  test.each(['linux-amd64-threads.core', 'linux-ppc.core.gz', 'linux-sparc64.core.gz', 'netbsd-amd64-2lwp.core'])(
    '%s with its last thread only',
    (name) => {
      const bytes = load(sample(samples, 'elf-core', name))
      const before = openCore(memorySource(bytes))
      const last = before.threads.at(-1)
      const after = openCore(memorySource(copied(bytes, { threads: new Set([last?.tid ?? 0]) })))
      expect(after.threads.map(({ tid, registers }) => [tid, registers])).toEqual([[last?.tid, last?.registers]])
      expect(after.mappings.map(({ start, fileSize }) => [start, fileSize])).toEqual(
        before.mappings.map(({ start, fileSize }) => [start, fileSize]),
      )
      const stack = before.mappings.at(-1)
      const read = (core: typeof before) => core.memory.read(stack?.start ?? 0n, 4096)
      expect(Buffer.compare(read(after), read(before))).toBe(0)
    },
  )
})
