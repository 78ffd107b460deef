/** What has the name already, on a real directory. */
import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, linkSync, lstatSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openCore } from '../../../src/families/core.js'
import { memorySource } from '../../../src/io/source.js'
import { dumpCore } from '../../../src/writers/dump/dump-core.js'
import { temporaryFolder } from '../../support/temp.js'
import { dumped, failure, fakeFiles, nobody } from './process.js'

/** The superuser may write to any file, so that the process is of somebody else there. */
const superuser = process.getuid?.() === 0
const user = superuser ? 65534 : (process.getuid?.() ?? 0)
const ids = { euid: user, egid: superuser ? 65534 : (process.getgid?.() ?? 0) }

let count = 0
const top = temporaryFolder()
chmodSync(top, 0o755)
function folder(): string {
  const path = join(top, String(count++))
  mkdirSync(path)
  if (superuser) chownSync(path, ids.euid, ids.egid)
  return path
}

const dumpIn = (directory: string, changes: Parameters<typeof dumped>[0] = {}) => dumpCore(dumped({ directory, ids, ...changes }))

test('a new file: mode 0600, of the user, with everything in it', async () => {
  const directory = folder()
  const { outcomes, dumped: good, event } = await dumpIn(directory)
  const path = join(directory, 'core')
  expect(outcomes).toMatchObject([{ destination: 'process', name: 'core', path, failed: [] }])
  expect(outcomes[0]?.error).toBeUndefined()
  expect(good).toBe(true)
  const stat = statSync(path)
  expect([stat.mode & 0o777, stat.uid]).toEqual([0o600, user])
  expect(event).toEqual({ type: 'CT_PR_EV_CORE', pid: 1159, signal: 11, processFile: 'core' })
  const core = openCore(memorySource(readFileSync(path)))
  expect(core.diagnostics.list).toEqual([])
  expect(core.process).toMatchObject({ pid: 1159, name: 'vi', signal: { number: 11 } })
  expect([...core.memory.read(0x700000n, 2)]).toEqual([0x33, 0x33])
})

test('a symbolic link is not followed, and not removed', async () => {
  const directory = folder()
  const target = join(directory, 'precious')
  writeFileSync(target, 'precious')
  symlinkSync(target, join(directory, 'core'))
  expect(await dumpIn(directory)).toMatchObject({ dumped: false, outcomes: [{ error: 'EACCES', size: 0 }] })
  expect(readFileSync(target, 'utf8')).toBe('precious')
  expect(lstatSync(join(directory, 'core')).isSymbolicLink()).toBe(true)
})

test('a symbolic link that leads nowhere makes no file either', async () => {
  const directory = folder()
  symlinkSync(join(directory, 'new'), join(directory, 'core'))
  expect(await dumpIn(directory)).toMatchObject({ outcomes: [{ error: 'EACCES' }] })
  expect(lstatSync(join(directory, 'new'), { throwIfNoEntry: false })).toBeUndefined()
})

test('a hard link: the other name keeps its file', async () => {
  const directory = folder()
  const other = join(directory, 'other')
  writeFileSync(other, 'precious')
  if (superuser) chownSync(other, ids.euid, ids.egid)
  linkSync(other, join(directory, 'core'))
  expect(await dumpIn(directory)).toMatchObject({ dumped: true })
  expect(readFileSync(other, 'utf8')).toBe('precious')
  expect(statSync(other).nlink).toBe(1)
  expect(statSync(join(directory, 'core')).size).toBeGreaterThan(4096)
})

test('an old core is another file than the new one', async () => {
  const directory = folder()
  await dumpIn(directory)
  const before = statSync(join(directory, 'core')).ino
  // Held by somebody: the number is not given away again.
  linkSync(join(directory, 'core'), join(directory, 'held'))
  await dumpIn(directory)
  expect(statSync(join(directory, 'core')).ino).not.toBe(before)
})

test('a directory', async () => {
  const directory = folder()
  mkdirSync(join(directory, 'core'))
  expect(await dumpIn(directory)).toMatchObject({ outcomes: [{ error: 'EACCES' }] })
  expect(statSync(join(directory, 'core')).isDirectory()).toBe(true)
})

test('a FIFO is not waited for', async () => {
  const directory = folder()
  expect(spawnSync('mkfifo', [join(directory, 'core')]).status).toBe(0)
  expect(await dumpIn(directory)).toMatchObject({ outcomes: [{ error: 'EACCES' }] })
  expect(statSync(join(directory, 'core')).isFIFO()).toBe(true)
})

test('a file that may not be written to', async () => {
  const directory = folder()
  const path = join(directory, 'core')
  writeFileSync(path, 'precious')
  chmodSync(path, 0o444)
  if (superuser) chownSync(path, ids.euid, ids.egid)
  expect(await dumpIn(directory)).toMatchObject({ outcomes: [{ error: 'EACCES' }] })
  expect(readFileSync(path, 'utf8')).toBe('precious')
})

test('a folder that may not be written to, and one that is not there', async () => {
  const directory = folder()
  chmodSync(directory, 0o555)
  expect(await dumpIn(directory)).toMatchObject({ outcomes: [{ error: 'EACCES' }] })
  expect(await dumpIn(directory, { pattern: 'nowhere/core' })).toMatchObject({ outcomes: [{ error: 'ENOENT' }] })
  chmodSync(directory, 0o755)
})

test('a symbolic link in the path to the folder is followed', async () => {
  const directory = folder()
  mkdirSync(join(directory, 'real'), { mode: 0o777 })
  chmodSync(join(directory, 'real'), 0o777)
  symlinkSync('real', join(directory, 'link'))
  expect(await dumpIn(directory, { pattern: 'link/core' })).toMatchObject({ dumped: true })
  expect(statSync(join(directory, 'real', 'core')).isFile()).toBe(true)
})

test('absolute names begin at the root of the process, and .. does not leave it', async () => {
  const root = folder()
  for (const pattern of ['/core', '/../../core']) expect(await dumpIn('.', { root, pattern })).toMatchObject({ dumped: true })
  expect(statSync(join(root, 'core')).isFile()).toBe(true)
})

test('somebody was faster', async () => {
  const files = fakeFiles({
    create: () => {
      throw failure('EEXIST')
    },
  })
  expect(await dumpCore(dumped(), { files, identity: nobody })).toMatchObject({ dumped: false, outcomes: [{ error: 'EEXIST', size: 0 }] })
})

test('a file that the file system gives to somebody else is removed', async () => {
  const files = fakeFiles({ owner: 60001 })
  const identity = { run: <T>(_: unknown, work: (owner: number) => T): T => work(100) }
  expect(await dumpCore(dumped(), { files, identity })).toMatchObject({ dumped: false, outcomes: [{ error: 'EACCES' }] })
  expect(files.unlinked).toHaveLength(1)
  expect(files.made.size).toBe(0)
})

test('a read-only file system; errors that have no name here', async () => {
  for (const [code, error] of [
    ['EROFS', 'EROFS'],
    ['ESOMETHING', 'EIO'],
  ] as const) {
    const files = fakeFiles({
      look: () => 'regular file',
      checkWritable: () => {
        throw failure(code)
      },
    })
    expect(await dumpCore(dumped(), { files, identity: nobody })).toMatchObject({ outcomes: [{ error }] })
    expect(files.unlinked).toEqual([])
  }
})

test('a mistake of the program is no outcome', async () => {
  const files = fakeFiles({
    create: () => {
      throw new TypeError('a mistake')
    },
  })
  await expect(dumpCore(dumped(), { files, identity: nobody })).rejects.toThrow('a mistake')
})
