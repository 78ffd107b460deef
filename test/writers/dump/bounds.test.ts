/** Limits, full disks, short writes, holes, signals: what is in the file when a dump ends early. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { openCore } from '../../../src/families/core.js'
import { memorySource } from '../../../src/io/source.js'
import { buildCore } from '../../../src/writers/core/build/build-core.js'
import { type DumpMemory, type DumpProcess, type DumpSettings, dumpCore } from '../../../src/writers/dump/dump-core.js'
import { temporaryFolder } from '../../support/temp.js'
import { dumped, failure, fakeFiles, memory, nobody, page } from './process.js'

const directory = temporaryFolder()

async function dumpTo(changes: Partial<DumpProcess> = {}, settings: DumpSettings = {}, hooks: Parameters<typeof fakeFiles>[0] = {}) {
  const files = fakeFiles(hooks)
  const { outcomes, dumped: good } = await dumpCore(dumped({ directory, ...changes }), { files, identity: nobody, ...settings })
  const [outcome] = outcomes
  if (!outcome) throw new Error('no outcome')
  return { outcome, good, bytes: [...files.made.values()][0]?.bytes ?? new Uint8Array(0), files }
}

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0

const systems = ['linux', 'netbsd', 'freebsd', 'openbsd', 'dragonfly', 'illumos'] as const

test.each(systems)('%s: the file is the one that the builder makes', async (system) => {
  // illumos' cores record the content as well.
  const { bytes, outcome } = await dumpTo({ system })
  expect(outcome).toMatchObject({ size: bytes.length, failed: [] })
  const core = openCore(memorySource(bytes))
  expect(core.format).toBe(`elf-core/${system}`)
  expect(core.diagnostics.list).toEqual([])
  for (const { address, content } of memory)
    expect(same(core.memory.read(address, (content as Uint8Array).length), content as Uint8Array), address.toString(16)).toBe(true)
  if (system !== 'illumos') {
    const { process, threads, abi } = dumped()
    const built = buildCore({ system, abi, process, threads, memory })
    expect(same(bytes, built.bytes())).toBe(true)
  }
})

test.each([1, 2, 3, 5, 100])('short writes of %i bytes give the same file', async (most) => {
  const whole = await dumpTo()
  const { bytes } = await dumpTo({}, {}, { write: (part) => Math.min(most * 97, part.length) })
  expect(same(bytes, whole.bytes)).toBe(true)
})

test('a write that succeeds without progress is a full disk', async () => {
  expect((await dumpTo({}, {}, { write: () => 0 })).outcome).toMatchObject({ error: 'ENOSPC', size: 0 })
})

test('an error of the close counts only if nothing failed before', async () => {
  const close = (): never => {
    throw failure('EDQUOT')
  }
  expect((await dumpTo({}, {}, { close })).outcome).toMatchObject({ error: 'EDQUOT' })
  expect((await dumpTo({}, {}, { close, write: () => 0 })).outcome).toMatchObject({ error: 'ENOSPC' })
})

test('offsets above the largest of the file system', async () => {
  const { outcome } = await dumpTo({}, { maxOffset: 64 * 1024 * 1024 })
  expect(outcome.failed).toEqual([])
  expect((await dumpTo({}, { maxOffset: 100 })).outcome).toMatchObject({ error: 'EOVERFLOW' })
})

describe('a limit', () => {
  test('of 0 makes no file', async () => {
    const { outcome, files } = await dumpTo({ limit: 0n })
    expect(outcome).toMatchObject({ error: 'EFBIG', size: 0 })
    expect(files.made.size).toBe(0)
  })

  test.each(systems)('%s: at every boundary of header, note and segment', async (system) => {
    const whole = await dumpTo({ system })
    const core = openCore(memorySource(whole.bytes))
    const loads = core.programHeaders.filter(({ p_type }) => p_type === 1)
    const first = Math.min(...loads.map(({ p_offset }) => Number(p_offset)))
    // Everything but memory: headers, notes, and what DragonFly has behind them.
    const empty = await dumpTo({ system, content: 'none' })
    // DragonFly has no headers for memory that is not dumped.
    const omitted = core.programHeaders.length - openCore(memorySource(empty.bytes)).programHeaders.length
    const notesEnd = empty.outcome.size + 56 * omitted
    const boundaries = [
      64,
      64 + 56 * core.programHeaders.length,
      ...core.notes.flatMap(({ offset, size }) => [offset, offset + size]),
      notesEnd,
      ...loads.flatMap(({ p_offset, p_filesz }) => [Number(p_offset), Number(p_offset + p_filesz)]),
    ]
    const limits = new Set(boundaries.flatMap((at) => [at - 1, at, at + 1]).filter((at) => at > 0))
    for (const limit of limits) {
      const { outcome, bytes, good } = await dumpTo({ system, limit: BigInt(limit) })
      const note = `limit ${limit}`
      expect(bytes.length, note).toBeLessThanOrEqual(limit)
      expect(outcome.size, note).toBe(bytes.length)
      if (limit < notesEnd) {
        expect(outcome.error, note).toBe('EFBIG')
        expect(good, note).toBe(false)
        expect(bytes.length, note).toBe(limit)
        expect(same(bytes, whole.bytes.subarray(0, limit)), note).toBe(true)
        continue
      }
      // Memory that is missing does not fail a dump.
      expect(outcome.error, note).toBeUndefined()
      const missing = loads.filter(({ p_offset, p_filesz }) => Number(p_offset + p_filesz) > limit)
      expect(outcome.failed, note).toHaveLength(missing.length)
      if (missing.length === 0) expect(same(bytes, whole.bytes), note).toBe(true)
      else {
        expect(outcome.failed[0], note).toMatchObject({ errno: 'EFBIG' })
        if (limit > first) expect(bytes.length, note).toBe(limit)
      }
      if (missing.length > 0 && system !== 'illumos') {
        const cut = openCore(memorySource(bytes))
        expect(
          cut.diagnostics.list.map(({ code }) => code),
          note,
        ).toContain('TRUNCATED')
        expect(cut.process, note).toMatchObject({ signal: { number: 11 } })
      }
    }
  })
})

describe('a full disk', () => {
  const capacity =
    (size: number) =>
    (bytes: Uint8Array, offset: number): number => {
      if (offset >= size) throw failure('ENOSPC')
      return Math.min(bytes.length, size - offset)
    }

  test('in the notes fails the dump, in memory it does not', async () => {
    const whole = await dumpTo()
    expect((await dumpTo({}, {}, { write: capacity(500) })).outcome).toMatchObject({ error: 'ENOSPC', size: 500 })
    const { outcome, bytes } = await dumpTo({}, {}, { write: capacity(3 * page) })
    expect(outcome.error).toBeUndefined()
    expect(outcome.failed).toMatchObject([{ address: 0x600000n, errno: 'ENOSPC' }, { address: 0x700000n }, { address: 0x7ffff000n }])
    expect(same(bytes, whole.bytes.subarray(0, 3 * page))).toBe(true)
  })

  const small = join(directory, 'small')
  mkdirSync(small)
  const mounted = process.getuid?.() === 0 && spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', small]).status === 0
  afterAll(() => {
    if (mounted) spawnSync('umount', [small])
  })
  test.runIf(mounted)('a real one', async () => {
    const { outcomes, dumped: good } = await dumpCore(dumped({ directory: small }))
    expect(good).toBe(true)
    expect(outcomes[0]?.failed[0]).toMatchObject({ errno: 'ENOSPC' })
    const bytes = readFileSync(join(small, 'core'))
    expect(bytes.length).toBe(outcomes[0]?.size)
    expect(openCore(memorySource(bytes)).diagnostics.list).toMatchObject([{ code: 'TRUNCATED' }])
  })
})

describe('memory', () => {
  test('that was never touched is neither read nor written, and counts in the size', async () => {
    const reads: number[] = []
    const content = {
      size: 300 * page,
      read(offset: number, length: number) {
        for (let at = offset; at < offset + length; at += page) reads.push(at / page)
        return new Uint8Array(length).fill(0x77)
      },
    }
    const touched = (offset: number): boolean => [3, 4, 200].includes(offset / page)
    const sparse: DumpMemory = { address: 0x700000n, content, touched }
    const path = join(directory, 'sparse')
    const { outcomes } = await dumpCore(dumped({ directory, pattern: 'sparse', memory: [sparse] }))
    expect(outcomes[0]).toMatchObject({ failed: [] })
    expect(reads).toEqual([3, 4, 200])
    const stat = statSync(path)
    expect(stat.size).toBeGreaterThanOrEqual(300 * page)
    expect(stat.blocks * 512).toBeLessThan(20 * page)
    const core = openCore(memorySource(readFileSync(path)))
    expect(core.diagnostics.list).toEqual([])
    expect([2, 3, 200, 299].map((at) => core.memory.read(0x700000n + BigInt(at * page), 1)[0])).toEqual([0, 0x77, 0x77, 0])
  })

  test('is read in chunks', async () => {
    const lengths: number[] = []
    const content = {
      size: 70 * page,
      read(_offset: number, length: number) {
        lengths.push(length / page)
        return new Uint8Array(length).fill(1)
      },
    }
    await dumpTo({ memory: [{ address: 0x700000n, content }] })
    expect(lengths).toEqual([32, 32, 6])
    lengths.length = 0
    await dumpTo({ memory: [{ address: 0x700000n, content }] }, { coreChunk: 50 })
    expect(lengths).toEqual([50, 20])
  })

  test('that cannot be read', async () => {
    const short: DumpMemory = { address: 0x500000n, size: 4n * BigInt(page), content: new Uint8Array(page + 7).fill(9) }
    const { outcome, good } = await dumpTo({ memory: [...memory, short] })
    expect(good).toBe(true)
    expect(outcome.failed[0]).toEqual({ address: 0x500000n, errno: 'EFAULT' })
  })
})

describe('a signal', () => {
  /** Memory whose third chunk brings a signal. */
  function interrupted(abort: AbortController): DumpMemory {
    let reads = 0
    return {
      address: 0x500000n,
      content: {
        size: 100 * page,
        read(_offset, length) {
          if (++reads === 3) abort.abort()
          return new Uint8Array(length).fill(5)
        },
      },
    }
  }

  test('in the middle of memory ends it between two chunks', async () => {
    const abort = new AbortController()
    const { outcome, bytes, files } = await dumpTo({ memory: [interrupted(abort), ...memory] }, { abort: abort.signal, coreChunk: 8 })
    expect(outcome.error).toBeUndefined()
    // The first two are in the file: memory is written by address.
    expect(outcome.failed).toEqual([
      { address: 0x500000n, errno: 'EINTR' },
      { address: 0x600000n },
      { address: 0x700000n },
      { address: 0x7ffff000n },
    ])
    expect([...files.made.values()][0]?.closed).toBe(true)
    const core = openCore(memorySource(bytes))
    expect(core.diagnostics.list.map(({ code }) => code)).toContain('TRUNCATED')
    // 8 pages each: what was written before the signal is there.
    expect(core.memory.read(0x500000n, 100 * page).length).toBe(24 * page)
    expect(core.memory.read(0x400000n, 1)[0]).toBe(0x11)
  })

  test('before the dump: the file is made, with the first memory that is written', async () => {
    const { outcome, files } = await dumpTo({}, { abort: AbortSignal.abort() })
    expect(outcome.error).toBeUndefined()
    expect(outcome.failed).toMatchObject([
      { address: 0x400000n, errno: 'EINTR' },
      { address: 0x600000n },
      { address: 0x700000n },
      { address: 0x7ffff000n },
    ])
    expect(files.made.size).toBe(1)
  })

  test('that arrives from outside is seen while memory is written', async () => {
    const abort = new AbortController()
    // SIGINT itself would end the program that runs the tests.
    process.once('SIGUSR2', () => abort.abort())
    setTimeout(() => process.kill(process.pid, 'SIGUSR2'), 20)
    const content = { size: 2 ** 40, read: (_offset: number, length: number) => new Uint8Array(length).fill(5) }
    const files = fakeFiles()
    const kept = { write: (part: Uint8Array) => part.length, extend: () => {}, owner: () => undefined, close: () => {} }
    const { outcomes } = await dumpCore(dumped({ memory: [{ address: 0x500000n, content }] }), {
      files: { ...files, create: () => kept },
      identity: nobody,
      abort: abort.signal,
    })
    expect(outcomes[0]?.failed).toEqual([{ address: 0x500000n, errno: 'EINTR' }])
  })
})

describe('illumos marks in the program headers what is not there', () => {
  const FAILURE = 0x100000
  const KILLED = 0x200000
  const SIGINFO = 0x400000
  const system = 'illumos'
  const headersOf = (bytes: Uint8Array) => openCore(memorySource(bytes)).programHeaders.filter(({ p_type }) => p_type === 1)

  test('a segment that cannot be read: the number of the error is where its bytes would be', async () => {
    const short: DumpMemory = { address: 0x500000n, size: 4n * BigInt(page), content: new Uint8Array(page).fill(9) }
    const { bytes, outcome } = await dumpTo({ system, memory: [...memory, short] })
    expect(outcome.failed).toEqual([{ address: 0x500000n, errno: 'EFAULT' }])
    const headers = headersOf(bytes)
    const bad = headers.find(({ p_vaddr }) => p_vaddr === 0x500000n)
    expect(bad).toMatchObject({ p_filesz: 0n, p_memsz: 4n * BigInt(page), p_flags: FAILURE | 6 })
    expect(new DataView(bytes.buffer).getInt32(Number(bad?.p_offset), true)).toBe(14)
    expect(headers.filter(({ p_flags }) => p_flags & FAILURE)).toHaveLength(1)
    expect(openCore(memorySource(bytes)).memory.read(0x7ffff000n, 1)[0]).toBe(0x44)
  })

  test('a signal: a record of it, and nothing behind', async () => {
    const abort = new AbortController()
    const content = {
      size: 100 * page,
      read(_offset: number, length: number) {
        abort.abort()
        return new Uint8Array(length).fill(5)
      },
    }
    const { bytes } = await dumpTo({ system, memory: [...memory, { address: 0x500000n, content }] }, { abort: abort.signal })
    expect(headersOf(bytes).map(({ p_vaddr, p_filesz, p_flags }) => [p_vaddr, p_filesz, p_flags & 0xff00000])).toEqual([
      [0x400000n, 2n * BigInt(page), 0],
      [0x500000n, 0n, FAILURE | KILLED | SIGINFO],
      [0x600000n, 0n, FAILURE | KILLED],
      [0x700000n, 0n, FAILURE | KILLED],
      [0x7ffff000n, 0n, FAILURE | KILLED],
    ])
    const at = Number(headersOf(bytes)[1]?.p_offset)
    const view = new DataView(bytes.buffer)
    expect([view.getInt32(at, true), view.getInt32(at + 8, true), view.getInt32(at + 12, true)]).toEqual([4, 15, 32767])
  })

  test('memory that the content does not have is at offset 0, and the content is in the notes', async () => {
    const { bytes } = await dumpTo({ system, content: 'default-heap' })
    expect(headersOf(bytes).find(({ p_vaddr }) => p_vaddr === 0x700000n)).toMatchObject({ p_filesz: 0n, p_offset: 0n })
    const note = openCore(memorySource(bytes)).notes.filter(({ name }) => name === 'NT_CONTENT')
    expect(note.map(({ value }) => value)).toEqual([{ content: 0x1ff9n }])
  })
})
