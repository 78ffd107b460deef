/** Minidumps: cores to minidumps and back, those of Windows, both byte orders, damage; and what lldb makes of ours. */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { convertCore } from '../../../src/convert/core/convert-core.js'
import { convertToMinidump } from '../../../src/convert/minidump/to-minidump.js'
import { FormatError } from '../../../src/errors.js'
import { openCore } from '../../../src/families/core.js'
import { openMinidump, reader } from '../../../src/families/minidump.js'
import { arm64 } from '../../../src/formats/minidump/contexts/arm.js'
import { contextKinds } from '../../../src/formats/minidump/contexts/context-kinds.js'
import { amd64 } from '../../../src/formats/minidump/contexts/x86.js'
import * as md from '../../../src/formats/minidump/headers.js'
import { stringifyChunks } from '../../../src/io/json-text.js'
import { memorySink } from '../../../src/io/sink.js'
import { memorySource } from '../../../src/io/source.js'
import { type AbiName, abi } from '../../../src/schema/base.js'
import { zeroValue } from '../../../src/schema/zero-value.js'
import { buildMinidump, minidumpAbis } from '../../../src/writers/minidump/build-minidump.js'
import { writer } from '../../../src/writers/minidump/document.js'
import { MinidumpOutput } from '../../../src/writers/minidump/minidump-layout.js'
import { describeSamples, sample } from '../../support/samples.js'
import { temporaryFolder } from '../../support/temp.js'
import { load } from '../core/helper.js'

const folder = temporaryFolder()
const page = (fill: number): Uint8Array => new Uint8Array(4096).fill(fill)

/** The bytes that the document of a minidump makes. */
async function copyOf(bytes: Uint8Array): Promise<Uint8Array> {
  const document = reader.open(memorySource(bytes)).document?.({ inlineLimit: Number.POSITIVE_INFINITY })
  const sink = memorySink()
  const open = () => memorySource(bytes)
  await writer.write(JSON.parse([...stringifyChunks(document)].join('')), [], sink, { directory: '.', open, turn: () => undefined })
  return sink.bytes()
}

const stackRegister: Partial<Record<AbiName, string>> = { amd64: 'rsp', i386: 'esp', powerpc: 'r1', powerpc64: 'r1', powerpc64le: 'r1' }
const counterRegister: Partial<Record<AbiName, string>> = { amd64: 'rip', i386: 'eip' }

describe.each(minidumpAbis)('built for %s', (name) => {
  const sp = stackRegister[name] ?? 'sp'
  const pc = counterRegister[name] ?? 'pc'
  const built = buildMinidump({
    abi: name,
    process: { pid: 70, ppid: 69, name: 'prog', uid: 1000, gid: 100, signal: { number: 11, code: 1, address: 0x99n } },
    threads: [
      { tid: 71, registers: { [pc]: 0x1234n, [sp]: 0x8010n }, name: 'worker' },
      { tid: 70, registers: { [pc]: 0x2345n, [sp]: 0x9010n } },
    ],
    memory: [
      { address: 0x1000n, size: 0x3000n, permissions: 'r-x', content: page(1) },
      { address: 0x8000n, content: page(2) },
      { address: 0x9000n, content: page(3) },
    ],
    modules: [{ start: 0x1000n, end: 0x4000n, path: '/bin/prog', buildId: '0123456789abcdef0123456789abcdef01234567' }],
    files: [{ start: 0x1000n, end: 0x4000n, offset: 0n, path: '/bin/prog' }],
    auxv: [
      { type: 6n, value: 4096n },
      { type: 0n, value: 0n },
    ],
    argv: ['prog', '-x', 'a b'],
    environment: ['A=1'],
  })
  const bytes = built.bytes()

  test('reads back as what it was built of', () => {
    expect(built.lost).toEqual([])
    const dump = openMinidump(memorySource(bytes))
    expect(dump.diagnostics.list).toEqual([])
    expect(dump.abi.name).toBe(name)
    expect(dump.process).toMatchObject({ pid: 70, ppid: 69, name: 'prog', uid: 1000, gid: 100, arguments: 'prog -x a b' })
    expect(dump.process.signal).toEqual({ number: 11, code: 1, address: 0x99n, tid: 71 })
    expect(dump.threads.map(({ tid, name: called }) => [tid, called])).toEqual([
      [71, 'worker'],
      [70, undefined],
    ])
    expect(dump.threads[0]?.registers).toMatchObject({ [pc]: 0x1234n, [sp]: 0x8010n })
    expect(dump.threads[1]?.registers).toMatchObject({ [pc]: 0x2345n, [sp]: 0x9010n })
    expect(dump.memory.read(0x8ffen, 4)).toEqual(Uint8Array.of(2, 2, 3, 3))
    expect(dump.mappings.map(({ start, end, permissions }) => [start, end, permissions])).toEqual([
      [0x1000n, 0x2000n, 'r-x'],
      [0x2000n, 0x4000n, 'r-x'],
      [0x8000n, 0x9000n, 'rw-'],
      [0x9000n, 0xa000n, 'rw-'],
    ])
    expect(dump.image.missing).toEqual([{ start: 0x2000n, end: 0x4000n, why: 'not dumped' }])
    expect(dump.image.modules).toEqual([
      { start: 0x1000n, end: 0x4000n, path: '/bin/prog', buildId: '0123456789abcdef0123456789abcdef01234567' },
    ])
    expect(dump.image.argv).toEqual(['prog', '-x', 'a b'])
    expect(dump.image.environment).toEqual(['A=1'])
    expect(dump.auxv.map(({ type }) => type)).toEqual([6n, 0n])
    expect(dump.files).toEqual([{ start: 0x1000n, end: 0x4000n, offset: 0n, path: '/bin/prog' }])
  })

  test('its document makes the same bytes', async () => {
    expect(Buffer.compare(await copyOf(bytes), bytes)).toBe(0)
  })

  test('every register has a place of its own', () => {
    for (const kind of contextKinds.filter(({ abis }) => abis.includes(name))) {
      for (const { names, struct } of [kind.general, kind.floating]) {
        const paths = Object.values(names)
        expect(new Set(paths).size, struct.name).toBe(paths.length)
      }
    }
  })
})

test('a machine that minidumps do not have is refused', () => {
  const facts = { abi: 'm68k', process: {}, threads: [], memory: [] } as const
  expect(() => buildMinidump(facts)).toThrow(expect.objectContaining({ code: 'LOST', found: 'm68k' }))
})

test('a register without a place is named', () => {
  const { lost } = buildMinidump({ abi: 'amd64', process: {}, threads: [{ tid: 1, registers: { rip: 1n, fs_base: 2n } }], memory: [] })
  expect(lost).toEqual([expect.objectContaining({ code: 'LOST', path: 'threads[0]', message: expect.stringContaining('fs_base') })])
})

/** One of Windows: a list of memory, one stack, an exception with a context of its own. */
function windowsDump(more: { code: number; padded?: boolean }): Uint8Array {
  const out = new MinidumpOutput(abi.amd64)
  const info = zeroValue(md.systemInfo, out.abi)
  info.processor_architecture = md.architecture.PROCESSOR_ARCHITECTURE_AMD64
  info.platform_id = md.platform.VER_PLATFORM_WIN32_NT
  out.structure(md.streamType.SystemInfoStream, md.systemInfo, info)
  const contextOf = (rip: bigint): md.Location => {
    const value = zeroValue(amd64, out.abi)
    value.rip = rip
    value.rsp = 0x5000n
    value.context_flags = 0x10000f
    return out.add(amd64.for(out.abi).encode(value), 16)
  }
  const stack = out.add(page(7), 16)
  const thread = {
    thread_id: 4,
    suspend_count: 0,
    priority_class: 0,
    priority: 0,
    teb: 0n,
    stack: { start_of_memory_range: 0x5000n, memory: stack },
    thread_context: contextOf(1n),
  }
  const other = {
    ...thread,
    thread_id: 5,
    stack: { start_of_memory_range: 0n, memory: { data_size: 0, rva: 0 } },
    thread_context: contextOf(2n),
  }
  if (more.padded) {
    const layout = md.thread.for(out.abi)
    const bytes = new Uint8Array(8 + 2 * layout.size)
    bytes[0] = 2
    bytes.set(layout.encode(other), 8)
    bytes.set(layout.encode(thread), 8 + layout.size)
    out.stream(md.streamType.ThreadListStream, bytes)
  } else out.list(md.streamType.ThreadListStream, md.thread, [other, thread])
  const name = out.string('C:\\app.exe')
  const module = zeroValue(md.module, out.abi)
  Object.assign(module, { base_of_image: 0x140000000n, size_of_image: 0x1000, module_name_rva: name })
  const guid = Uint8Array.from({ length: 24 }, (_, i) => i)
  guid.set([0x52, 0x53, 0x44, 0x53])
  module.cv_record = out.add(guid, 4)
  out.list(md.streamType.ModuleListStream, md.module, [module])
  const exception = zeroValue(md.exception, out.abi)
  exception.thread_id = 4
  exception.exception_record.number_parameters = 2
  exception.exception_record.exception_code = more.code
  exception.exception_record.exception_address = 0x140000123n
  exception.exception_record.exception_information = [1n, 0xdeadn, ...new Array<bigint>(13).fill(0n)]
  exception.thread_context = contextOf(0x140000123n)
  out.structure(md.streamType.ExceptionStream, md.exception, exception)
  out.finish(0n)
  const bytes = new Uint8Array(out.end)
  for (const { offset, content } of out.pieces) bytes.set(content as Uint8Array, offset)
  return bytes
}

test.each([false, true])('of Windows: exception, its thread first, its registers; entries aligned to 8: %s', (padded) => {
  const dump = openMinidump(memorySource(windowsDump({ code: 0xc0000005, padded })))
  expect(dump.diagnostics.list).toEqual([])
  expect(dump.title).toBe('Minidump of Windows')
  expect(dump.process.signal).toEqual({ number: 11, address: 0xdeadn, tid: 4 })
  expect(dump.threads.map(({ tid }) => tid)).toEqual([4, 5])
  expect(dump.threads[0]?.registers.rip).toBe(0x140000123n)
  expect(dump.memory.read(0x5000n, 2)).toEqual(Uint8Array.of(7, 7))
  expect(dump.image.modules).toEqual([
    { start: 0x140000000n, end: 0x140001000n, path: 'C:\\app.exe', buildId: '0405060708090a0b0c0d0e0f10111213' },
  ])
})

test.each([
  [0xc000001d, { number: 4 }],
  [0xc0000094, { number: 8, code: 1 }],
  [0xc0000095, { number: 8, code: 2 }],
  [0x80000003, { number: 5 }],
])('of Windows: exception 0x%s as a signal', (code, signal) => {
  expect(openMinidump(memorySource(windowsDump({ code }))).process.signal).toMatchObject({ ...signal, address: 0x140000123n })
})

test('of Linux, by a writer that leaves the code out: no fault is said to have been sent by another process', () => {
  const signalOf = (signal: { number: number; code?: number }) => {
    const built = buildMinidump({ abi: 'amd64', process: { pid: 1, signal }, threads: [{ tid: 1, registers: { rip: 0x10n } }], memory: [] })
    return openMinidump(memorySource(built.bytes())).process.signal
  }
  expect(signalOf({ number: 11 })).toEqual({ number: 11, tid: 1 })
  expect(signalOf({ number: 6, code: 0 })).toEqual({ number: 6, code: 0, tid: 1 })
})

test('of Windows: an exception that is no signal', () => {
  expect(openMinidump(memorySource(windowsDump({ code: 0xc0000008 }))).process.signal).toBeUndefined()
})

test('of arm64: the context of Microsoft', () => {
  const out = new MinidumpOutput(abi.aarch64)
  const info = zeroValue(md.systemInfo, out.abi)
  info.processor_architecture = md.architecture.PROCESSOR_ARCHITECTURE_ARM64
  out.structure(md.streamType.SystemInfoStream, md.systemInfo, info)
  const value = zeroValue(arm64, out.abi)
  value.cpsr = 0x60000000
  value.iregs = value.iregs.map((_, i) => BigInt(i))
  value.float_save.fpsr = 5
  const context = out.add(arm64.for(out.abi).encode(value), 16)
  const thread = zeroValue(md.thread, out.abi)
  Object.assign(thread, { thread_id: 9, thread_context: context })
  out.list(md.streamType.ThreadListStream, md.thread, [thread])
  out.finish(0n)
  const bytes = new Uint8Array(out.end)
  for (const { offset, content } of out.pieces) bytes.set(content as Uint8Array, offset)
  const [found] = openMinidump(memorySource(bytes)).threads
  expect(found?.registers).toMatchObject({ x0: 0n, x30: 30n, sp: 31n, pc: 32n, cpsr: 0x60000000n })
  expect(found?.extra.CONTEXT).toMatchObject({ fpsr: 5n })
})

describe('damage', () => {
  const bytes = windowsDump({ code: 0xc0000005 })

  test('cut anywhere: a diagnostic or an error, and the document is lossless', async () => {
    for (let cut = 4; cut < bytes.length; cut += 97) {
      const part = bytes.slice(0, cut)
      if (cut < 32) {
        expect(() => openMinidump(memorySource(part))).toThrow(FormatError)
        continue
      }
      expect(openMinidump(memorySource(part)).diagnostics.list.length, `cut at ${cut}`).toBeGreaterThan(0)
      expect(Buffer.compare(await copyOf(part), part), `cut at ${cut}`).toBe(0)
    }
  })

  test('bytes changed: read to the end, or refused', async () => {
    let seed = 7
    const draw = (below: number): number => {
      seed = (Math.imul(seed, 1103515245) + 12345) >>> 0
      return (seed >>> 8) % below
    }
    for (let i = 0; i < 100; i++) {
      const changed = bytes.slice()
      for (let changes = draw(4); changes >= 0; changes--)
        changed[draw(i % 2 ? 200 : bytes.length)] = [0, 0xff, 0x80, draw(256)][draw(4)] as number
      try {
        const file = reader.open(memorySource(changed))
        for (const _ of file.text());
        for (const _ of stringifyChunks(file.report()));
        expect(Buffer.compare(await copyOf(changed), changed), `change ${i}`).toBe(0)
      } catch (error) {
        expect(error, `change ${i}`).toBeInstanceOf(FormatError)
      }
    }
  })

  test('counts are claims', () => {
    const changed = bytes.slice()
    new DataView(changed.buffer).setUint32(8, 0x7fffffff, true)
    const dump = openMinidump(memorySource(changed))
    expect(dump.diagnostics.list.map(({ code }) => code)).toContain('LIMIT')
    const small = openMinidump(memorySource(changed), { limits: { tableEntries: 3 } })
    expect(small.minidump.streams).toHaveLength(3)
  })
})

const lldb = spawnSync('lldb', ['--version']).status === 0

describeSamples('real cores as minidumps', (samples) => {
  const files = [
    'linux-amd64.core',
    'linux-amd64-threads.core',
    'linux-i386.core',
    'linux-aarch64.core',
    'linux-arm-minimal.core',
    'linux-riscv64.core',
    'linux-mips64el.core',
    'linux-ppc64.core',
    'linux-ppc.core.gz',
    'linux-sparc64.core.gz',
  ]

  test.each(files)('%s and back: threads, registers, modules, memory, signal', async (name) => {
    const source = memorySource(load(sample(samples, 'elf-core', name)))
    const core = openCore(source)
    const built = convertToMinidump(core, source)
    // One core does not tell its process id.
    expect(built.lost.filter(({ path: where }) => where !== 'process.pid')).toEqual([])
    const bytes = built.bytes()
    const dump = openMinidump(memorySource(bytes))
    expect(dump.diagnostics.list).toEqual([])
    expect(Buffer.compare(await copyOf(bytes), bytes)).toBe(0)
    const back = openCore(memorySource(convertCore(dump, memorySource(bytes), 'linux').bytes()))
    for (const each of [dump, back]) {
      expect(each.abi.name).toBe(core.abi.name)
      expect(each.threads.map(({ tid }) => tid)).toEqual(core.threads.map(({ tid }) => tid))
      for (const [i, { registers }] of each.threads.entries()) expect(registers).toMatchObject(core.threads[i]?.registers ?? {})
      expect(each.process.signal?.number).toBe(core.process.signal?.number)
      expect(each.process.signal?.address).toBe(core.process.signal?.address)
      for (const { start, end, fileSize } of core.mappings) {
        if (fileSize === 0n) continue
        const size = Math.min(Number(end - start), 8192)
        expect(each.memory.read(start, size)).toEqual(core.memory.read(start, size))
      }
      const modules = each.image.modules.map(({ start, buildId }) => [start, buildId])
      expect(new Set(modules.map(String))).toEqual(new Set(core.image.modules.map(({ start, buildId }) => String([start, buildId]))))
    }
  })

  test.each(['linux-amd64.core', 'linux-i386.core', 'linux-aarch64.core', 'netbsd-amd64-2lwp.core'])('%s: lldb sees the same', (name) => {
    if (!lldb) return void console.log('lldb is not installed: minidumps are not held against it')
    const source = memorySource(load(sample(samples, 'elf-core', name)))
    const core = openCore(source)
    const path = join(folder, `${name}.dmp`)
    writeFileSync(path, convertToMinidump(core, source).bytes())
    const commands = ['target create -c', path].join(' ')
    const out = spawnSync('lldb', ['-b', '-o', commands, '-o', 'thread list', '-o', 'register read', '-o', 'image list'], {
      encoding: 'utf8',
    }).stdout
    const [first] = core.threads
    for (const { tid } of core.threads) expect(out).toContain(`tid = ${tid}`)
    for (const register of ['rip', 'rsp', 'rbx', 'eip', 'esp', 'pc', 'sp', 'x19']) {
      const value = first?.registers[register]
      if (value === undefined) continue
      const found = new RegExp(`^ +${register} = 0x0*([0-9a-f]+)`, 'm').exec(out)?.[1]
      expect(found, `${register} in:\n${out}`).toBe(value.toString(16))
    }
    for (const { path: file } of core.image.modules) if (file !== undefined) expect(out).toContain(file.replace(/^\.\//, ''))
  })
})
