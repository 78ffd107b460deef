import { execFileSync, spawn } from 'node:child_process'
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { fileSink } from '../../src/io/file-sink.js'
import { patterned, temporaryFolder, thrown } from '../support/temp.js'

const root = temporaryFolder()
let folder: string
let count = 0
beforeEach(() => {
  folder = join(root, String(count++))
  mkdirSync(folder)
})
const names = (): string[] => readdirSync(folder).sort()

describe('content', () => {
  test('what was written is there after commit(), and only then', () => {
    const path = join(folder, 'out')
    const sink = fileSink(path)
    const parts = [patterned(10), patterned(300_000, 2), patterned(5, 3), patterned(1_000_000, 4), patterned(200_000, 5)]
    for (const part of parts) sink.write(part)
    expect(sink.position).toBe(1_500_015)
    expect(existsSync(path)).toBe(false)
    sink.commit()
    expect(readFileSync(path).equals(Buffer.concat(parts))).toBe(true)
    expect(names()).toEqual(['out'])
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  test('holes are zeros, and sparse', () => {
    const path = join(folder, 'out')
    const sink = fileSink(path)
    sink.write(Uint8Array.of(1))
    sink.skip(99)
    sink.write(Uint8Array.of(2))
    sink.skip(50_000_000)
    sink.write(Uint8Array.of(3))
    sink.skip(50_000_000)
    expect(sink.position).toBe(100_000_102)
    sink.commit()
    const stat = statSync(path)
    expect(stat.size).toBe(100_000_102)
    expect(stat.blocks * 512).toBeLessThan(1_000_000)
    const bytes = readFileSync(path)
    expect([bytes[0], bytes[1], bytes[100], bytes[101], bytes[50_000_101]]).toEqual([1, 0, 2, 0, 3])
  })

  test('an empty file is a file', () => {
    fileSink(join(folder, 'out')).commit()
    expect(statSync(join(folder, 'out')).size).toBe(0)
  })

  test('bytes that the caller reuses are safe', () => {
    const buffer = Uint8Array.of(1)
    const sink = fileSink(join(folder, 'out'))
    sink.write(buffer)
    buffer[0] = 2
    sink.write(buffer)
    sink.commit()
    expect([...readFileSync(join(folder, 'out'))]).toEqual([1, 2])
  })

  test('abort() leaves nothing, and is harmless afterwards', () => {
    const sink = fileSink(join(folder, 'out'))
    sink.write(patterned(1_000_000))
    sink.abort()
    sink.abort()
    expect(names()).toEqual([])
    expect(() => sink.write(Uint8Array.of(1))).toThrow(/already aborted/)
    const committed = fileSink(join(folder, 'out'))
    committed.commit()
    committed.abort()
    expect(names()).toEqual(['out'])
  })

  test('a hole of no length is refused', () => {
    const sink = fileSink(join(folder, 'out'))
    expect(() => sink.skip(-1)).toThrow(expect.objectContaining({ code: 'BAD_BOUNDS' }))
    expect(names()).toEqual([])
  })
})

describe('names that are taken', () => {
  test('a regular file is replaced with force only', () => {
    const path = join(folder, 'out')
    writeFileSync(path, 'old')
    expect(() => fileSink(path)).toThrow(expect.objectContaining({ code: 'IO', found: 'EEXIST' }))
    expect(names()).toEqual(['out'])
    const sink = fileSink(path, { force: true })
    sink.write(Buffer.from('new'))
    expect(readFileSync(path, 'utf8')).toBe('old')
    sink.commit()
    expect(readFileSync(path, 'utf8')).toBe('new')
    expect(names()).toEqual(['out'])
  })

  test('a file that appears meanwhile stays', () => {
    const path = join(folder, 'out')
    const sink = fileSink(path)
    sink.write(Buffer.from('new'))
    writeFileSync(path, 'theirs')
    expect(() => sink.commit()).toThrow(expect.objectContaining({ code: 'IO' }))
    expect(readFileSync(path, 'utf8')).toBe('theirs')
    expect(names()).toEqual(['out'])
  })

  test.each(['symbolic link', 'dangling symbolic link', 'directory', 'FIFO'])('a %s is never replaced', (kind) => {
    const path = join(folder, 'out')
    writeFileSync(join(folder, 'target'), 'old')
    if (kind === 'symbolic link') symlinkSync('target', path)
    if (kind === 'dangling symbolic link') symlinkSync('nowhere', path)
    if (kind === 'directory') mkdirSync(path)
    if (kind === 'FIFO') execFileSync('mkfifo', [path])
    for (const force of [false, true]) {
      const error = thrown(() => fileSink(path, { force }))
      expect(error).toMatchObject({ name: 'FormatError', code: 'IO', message: expect.stringContaining(kind.replace('dangling ', '')) })
    }
    expect(names()).toEqual(['out', 'target'])
    expect(readFileSync(join(folder, 'target'), 'utf8')).toBe('old')
  })

  test('a symbolic link that appears meanwhile is not followed and not replaced', () => {
    const path = join(folder, 'out')
    writeFileSync(join(folder, 'target'), 'old')
    const sink = fileSink(path, { force: true })
    sink.write(Buffer.from('new'))
    symlinkSync('target', path)
    expect(() => sink.commit()).toThrow(/a symbolic link/)
    expect(lstatSync(path).isSymbolicLink()).toBe(true)
    expect(readFileSync(join(folder, 'target'), 'utf8')).toBe('old')
    expect(names()).toEqual(['out', 'target'])
  })

  test('a device is never replaced', () => {
    expect(() => fileSink('/dev/null', { force: true })).toThrow(/a device/)
  })

  test('a folder that is not there is named', () => {
    const path = join(folder, 'no', 'out')
    expect(() => fileSink(path)).toThrow(expect.objectContaining({ code: 'IO', found: 'ENOENT', message: expect.stringContaining(path) }))
  })
})

describe('failures', () => {
  const script = (body: string): string => `
    import { fileSink } from ${JSON.stringify(new URL('../../.tools/src/io/file-sink.js', import.meta.url).href)}
    const sink = fileSink(process.argv[1])
    ${body}`

  test('a write that the system refuses is an IO error, and leaves nothing', () => {
    // A limit on the size of files stands for a full disk; SIGXFSZ is ignored by Node.
    const body = `try { for (let i = 0; i < 100; i++) sink.write(new Uint8Array(100_000).fill(1)) } catch (error) { console.log(error.code, error.found) }`
    const output = execFileSync(
      'sh',
      ['-c', 'ulimit -f 1000; exec "$0" --input-type=module -e "$1" "$2"', process.execPath, script(body), join(folder, 'out')],
      { encoding: 'utf8' },
    )
    expect(output.trim()).toBe('IO EFBIG')
    expect(names()).toEqual([])
  })

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s removes the unfinished file and ends the process', async (signal) => {
    const body = `sink.write(new Uint8Array(1_000_000)); console.log('ready'); setInterval(() => {}, 1000)`
    const child = spawn(process.execPath, ['--input-type=module', '-e', script(body), join(folder, 'out')])
    await new Promise((resolve) => child.stdout.once('data', resolve))
    expect(names().length).toBe(1)
    child.kill(signal)
    const ended = await new Promise((resolve) => child.once('exit', (_, by) => resolve(by)))
    expect(ended).toBe(signal)
    expect(names()).toEqual([])
  })

  test('after the last sink a signal does what it did before', async () => {
    // Test files share a process: sinks of others may be open, and all sinks share one handler.
    const before = process.listenerCount('SIGTERM')
    const sink = fileSink(join(folder, 'out'))
    expect(process.listenerCount('SIGTERM')).toBe(Math.max(before, 1))
    sink.abort()
    // A signal that arrived before must not be lost, so the handlers stay for a turn of the event loop.
    await vi.waitFor(() => expect(process.listenerCount('SIGTERM')).toBeLessThanOrEqual(before), { timeout: 3000 })
  })
})
