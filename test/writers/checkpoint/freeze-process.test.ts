/** Freezing a process as the kernel does: refusals in their order, the name, the log, and what a failing freeze leaves behind. */
import { describe, expect, test } from 'vitest'
import { openCheckpoint } from '../../../src/families/checkpoint.js'
import { memorySource } from '../../../src/io/source.js'
import { buildCheckpoint } from '../../../src/writers/checkpoint/build-checkpoint.js'
import { type FreezableProcess, type FreezePolicy, freezeProcess } from '../../../src/writers/checkpoint/freeze-process.js'
import type { DumpFile, DumpFileSystem } from '../../../src/writers/dump/filesystem.js'
import { process } from '../../readers/checkpoint/lives.js'

const systemError = (code: string): Error => Object.assign(new Error(code), { code })

/** Files in memory; every call is noted. */
class MemoryFiles implements DumpFileSystem {
  readonly contents = new Map<string, Uint8Array>()
  readonly calls: string[] = []
  refuse: string | undefined
  room = Number.POSITIVE_INFINITY

  look = (path: string) => (this.contents.has(path) ? ('regular file' as const) : undefined)
  checkWritable(): void {}
  unlink(path: string): void {
    this.calls.push(`unlink ${path}`)
    if (!this.contents.delete(path)) throw systemError('ENOENT')
  }
  create(): DumpFile {
    throw systemError('EEXIST')
  }
  openTruncated(path: string, mode: number): DumpFile {
    this.calls.push(`open ${path} ${mode.toString(8)}`)
    if (this.refuse) throw systemError(this.refuse)
    this.contents.set(path, new Uint8Array())
    return this.file(path)
  }
  file(path: string): DumpFile {
    return {
      write: (bytes, offset) => {
        if (offset >= this.room) throw systemError('ENOSPC')
        const count = Math.min(bytes.length, this.room - offset)
        const old = this.contents.get(path) ?? new Uint8Array()
        const all = new Uint8Array(Math.max(old.length, offset + count))
        all.set(old)
        all.set(bytes.subarray(0, count), offset)
        this.contents.set(path, all)
        return count
      },
      extend: () => {},
      owner: () => undefined,
      close: () => {},
    }
  }
}

const facts = (changes: Partial<FreezableProcess> = {}): FreezableProcess => ({
  ...process('amd64'),
  pid: 77,
  uid: 1001,
  directory: '/home/x',
  ...changes,
})

function run(changes: Partial<FreezableProcess> = {}, settings: FreezePolicy = {}, files = new MemoryFiles()) {
  return { files, outcome: freezeProcess(facts(changes), { files, ...settings }) }
}

const whole = (changes: Partial<FreezableProcess> = {}): Uint8Array => {
  const built = buildCheckpoint(facts(changes))
  if (!built.ok) throw new Error(built.message)
  return built.bytes()
}

describe('CKPT-M1: by signal', () => {
  test('the name, the log line, unlink before create, mode 0600', () => {
    const { files, outcome } = run()
    const path = '/home/x/counter.ckpt'
    expect(files.calls).toEqual([`unlink ${path}`, `open ${path} 600`])
    expect(outcome).toMatchObject({ ok: true, name: path, path, unlinked: false, left: 'checkpoint', endsProcess: false })
    expect(outcome.log).toEqual([{ to: 'log', text: `pid 77 (counter), uid 1001: checkpointing to ${path}` }])
    expect(files.contents.get(path)).toEqual(whole())
    expect(outcome.size).toBe(whole().length)
  })

  test('SIGCKPTEXIT ends the process, also when the freeze fails', () => {
    expect(run({}, { signal: 34 }).outcome).toMatchObject({ ok: true, endsProcess: true })
    expect(run({ limit: 0n }, { signal: 34 }).outcome).toMatchObject({ ok: false, errno: 'ERANGE', endsProcess: true })
  })

  test('set-ID is refused before anything is touched, unless kern.sugid_coredump is set', () => {
    const { files, outcome } = run({ setId: true, limit: 0n })
    expect(outcome).toMatchObject({ ok: false, errno: 'EPERM', number: 1, left: 'nothing', log: [] })
    expect(files.calls).toEqual([])
    expect(run({ setId: true }, { sugidCoredump: true }).outcome.ok).toBe(true)
  })

  test('a name that is too long, or relative to an unknown directory: ENOMEM, and nothing is touched', () => {
    const long = run({}, { pattern: `/${'%N'.repeat(200)}` })
    expect(long.outcome).toMatchObject({ ok: false, errno: 'ENOMEM', number: 12, left: 'nothing' })
    expect(long.outcome.log[0]?.text).toContain('is too long')
    const { directory: _, ...rest } = facts()
    expect(freezeProcess(rest, { files: long.files })).toMatchObject({ ok: false, errno: 'ENOMEM' })
    expect(long.files.calls).toEqual([])
  })

  test('a file that cannot be opened: its error, on the console; the old file is gone', () => {
    const files = new MemoryFiles()
    files.contents.set('/home/x/counter.ckpt', Uint8Array.of(1))
    files.refuse = 'EACCES'
    const { outcome } = run({}, {}, files)
    expect(outcome).toMatchObject({ ok: false, errno: 'EACCES', unlinked: true, left: 'nothing' })
    expect(outcome.log.at(-1)).toEqual({ to: 'console', text: 'checkpoint failed with open - error: 13' })
    expect(files.contents.size).toBe(0)
  })

  test.each<[string, Partial<FreezableProcess>, FreezePolicy, string, number]>([
    ['a limit of 0', { limit: 0n }, {}, 'ERANGE', 34],
    ['a limit that is too small', { limit: 5000n }, {}, 'EFAULT', 14],
    ['a file system without handles', { files: [{ descriptor: 5, flags: 1, handleError: 'EOPNOTSUPP' }] }, {}, 'EOPNOTSUPP', 45],
    ['a core dump under way', {}, { coreDumpUnderWay: true }, 'ERANGE', 34],
  ])('%s leaves an empty file and no old checkpoint', (_, changes, settings, errno, number) => {
    const files = new MemoryFiles()
    files.contents.set('/home/x/counter.ckpt', Uint8Array.of(1, 2, 3))
    const { outcome } = run(changes, settings, files)
    expect(outcome).toMatchObject({ ok: false, errno, number, unlinked: true, left: 'empty file', size: 0 })
    expect(files.contents.get('/home/x/counter.ckpt')).toHaveLength(0)
  })

  test('a page that cannot be read, or a full disk, leaves a cut file', () => {
    const memory = { start: 0x600000n, end: 0x602000n, permissions: 'rw-', top: 'default', readable: 4096 } as const
    const cut = run({ mappings: [memory] })
    expect(cut.outcome).toMatchObject({ ok: false, errno: 'EFAULT', left: 'cut file' })
    expect(cut.files.contents.get('/home/x/counter.ckpt')).toHaveLength(cut.outcome.size)
    const full = new MemoryFiles()
    full.room = 6000
    expect(run({}, {}, full).outcome).toMatchObject({ ok: false, errno: 'ENOSPC', left: 'cut file', size: 6000 })
  })

  test('CKFIF_ISCKPTFD is never set, and a thawed process records no mapping of its checkpoint', () => {
    const { files } = run({
      files: [{ descriptor: 5, flags: 3, isCheckpoint: true, handle: { fsid: [1, 1], fid: new Uint8Array(16) } }],
      mappings: [{ start: 0x600000n, end: 0x601000n, permissions: 'rw-', top: 'vnode', checkpointText: true }],
    })
    const checkpoint = openCheckpoint(memorySource(files.contents.get('/home/x/counter.ckpt') as Uint8Array))
    expect(checkpoint.files.map(({ cfi_ckflags }) => cfi_ckflags)).toEqual([0])
    expect([checkpoint.vnodes, checkpoint.segments.length]).toEqual([[], 1])
  })
})

describe('CKPT-M1: by sys_checkpoint', () => {
  test.each<[string, FreezePolicy, string]>([
    ['not of the group', { call: { groups: [5] } }, 'EPERM'],
    ['another process', { checkpointGroup: -1, call: { pid: 12 } }, 'EINVAL'],
    ['a reserved type', { call: { type: 3 } }, 'EOPNOTSUPP'],
    ['its own number and no descriptor', { call: { pid: 77 } }, 'EBADF'],
    ['a descriptor that is not open for writing', { call: { fd: 3 } }, 'EBADF'],
  ])('%s', (_, settings, errno) => {
    const { files, outcome } = run({ files: [{ descriptor: 3, flags: 1 }] }, settings)
    expect(outcome).toMatchObject({ ok: false, errno, left: 'nothing' })
    expect(files.calls).toEqual([])
  })

  test('without a descriptor it does what the signal does', () => {
    expect(run({}, { call: {} })).toMatchObject({ outcome: { ok: true, path: '/home/x/counter.ckpt', endsProcess: false } })
  })

  test('into a descriptor: at its offset, without name, log, set-ID and truncation', () => {
    const files = new MemoryFiles()
    files.contents.set('/old', new Uint8Array(100_000).fill(7))
    const own = { descriptor: 4, flags: 2, offset: 4096n, handle: { fsid: [1, 1] as const, fid: new Uint8Array(16) } }
    const { outcome } = run({ setId: true, files: [own] }, { call: { fd: 4, file: files.file('/old') } }, files)
    expect(outcome).toMatchObject({ ok: true, log: [], left: 'checkpoint' })
    expect(files.calls).toEqual([])
    const bytes = files.contents.get('/old') as Uint8Array
    expect(bytes).toHaveLength(100_000)
    expect([bytes[4095], bytes[4096], bytes[99_999]]).toEqual([7, 0x7f, 7])
    const checkpoint = openCheckpoint(memorySource(bytes.slice(4096, 4096 + outcome.size)))
    expect(checkpoint.files[0]).toMatchObject({ cfi_index: 4, cfi_ckflags: 1 })
  })
})
