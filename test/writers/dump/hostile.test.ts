/** Hostile names, links and process facts under a chroot and a zone: nothing outside is made, removed or followed. */
import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type DumpFileSystem, type DumpProcess, type DumpSettings, dumpCore, machineFiles } from '../../../src/writers/dump/dump-core.js'
import { temporaryFolder } from '../../support/temp.js'
import { dumped } from './process.js'

const NAMES = [
  '../../outside/kept',
  '/outside/kept',
  '..',
  '.',
  '',
  '../core',
  'a/b',
  'kept\0x',
  '!',
  'x'.repeat(300),
  '\u202e',
  '%p',
  '~',
  '-rf',
  '\n',
]
const PATTERNS = [
  '%f',
  '/%f',
  '../%f',
  '../../../outside/%f',
  '/../../outside/kept',
  '/abs/%f',
  '/abs/kept',
  '/rel/kept',
  '/loop/x',
  '/deep/kept',
  '/own/../../../outside/kept',
  '/nowhere/../kept',
  '/link',
  '%z/%n/%m',
  '/%d/%f',
  '%Z/%f',
  '/%f/../../%f',
]

/** A machine: a root with links that lead out of it, and a folder outside that must not change. */
function machine() {
  const top = temporaryFolder()
  const root = join(top, 'zone', 'root')
  mkdirSync(join(root, 'own'), { recursive: true })
  const outside = join(top, 'outside')
  mkdirSync(outside)
  // Everybody may write everywhere: only the lookup keeps a core inside.
  chmodSync(top, 0o755)
  for (const folder of [root, join(root, 'own'), outside]) chmodSync(folder, 0o777)
  writeFileSync(join(outside, 'kept'), 'precious')
  symlinkSync(outside, join(root, 'abs'))
  symlinkSync('../../outside', join(root, 'rel'))
  symlinkSync('loop', join(root, 'loop'))
  symlinkSync('own/again', join(root, 'deep'))
  symlinkSync('../../../../outside', join(root, 'own', 'again'))
  symlinkSync(join(outside, 'kept'), join(root, 'link'))
  return { top, root, outside }
}

/** Everything below a directory except a subdirectory, with contents. */
function contents(top: string, except: string): string[] {
  return readdirSync(top).flatMap((name) => {
    const path = join(top, name)
    if (path === except) return []
    const status = lstatSync(path)
    if (status.isDirectory()) return [path, ...contents(path, except)]
    return [`${path} ${status.ino} ${status.isFile() ? readFileSync(path, 'utf8') : readlinkSync(path)}`]
  })
}

const hostile = (name: string, pattern: string, root: string): DumpProcess =>
  dumped({
    process: { pid: 7, name, executable: `/${name}/${name}` },
    pattern,
    root,
    directory: join(root, 'own'),
    names: { nodeName: name, machine: name, zone: { name, root: name } },
  })

describe.each(['as this user', 'as a user without privileges'] as const)('%s', (who) => {
  const root = process.geteuid?.() === 0
  const ids = who === 'as this user' ? {} : { ids: { ruid: 65534, euid: 65534, suid: 65534, rgid: 65534, egid: 65534, sgid: 65534 } }

  test.runIf(root || who === 'as this user')('POL-F2, POL-F23: hostile names and links below a chroot and a zone', async () => {
    const { top, root: own, outside } = machine()
    const before = contents(top, own)
    const written = new Set<string>()
    for (const pattern of PATTERNS) {
      for (const name of NAMES) {
        const globalPattern = pattern.startsWith('/') ? pattern : `/${pattern}`
        const settings: DumpSettings = {
          zone: { options: ['process', 'global', 'proc-setid', 'global-setid'], globalPattern, root: own },
        }
        const { outcomes } = await dumpCore({ ...hostile(name, pattern, own), ...ids }, settings)
        for (const { path, destination, error } of outcomes) {
          if (path !== undefined) expect(path.startsWith(`${own}/`), `${pattern} ${name}`).toBe(true)
          if (!error) written.add(destination)
        }
        expect(contents(top, own), `${pattern} ${JSON.stringify(name)}`).toEqual(before)
        expect(readdirSync(outside)).toEqual(['kept'])
      }
    }
    expect([...written].sort()).toEqual(['process', 'zone'])
  })
})

test('POL-F2: a folder that is replaced by a link after the lookup is not followed', async () => {
  const { top, root, outside } = machine()
  mkdirSync(join(root, 'var'))
  const before = contents(top, root)
  for (const moment of ['look', 'create', 'unlink'] as const) {
    let swapped = false
    const swap = (): void => {
      if (swapped) return
      swapped = true
      renameSync(join(root, 'var'), join(root, `var.${moment}`))
      symlinkSync(outside, join(root, 'var'))
    }
    writeFileSync(join(root, 'var', 'kept'), 'old')
    const files: DumpFileSystem = {
      ...machineFiles,
      look(path) {
        if (moment === 'look') swap()
        return machineFiles.look(path)
      },
      unlink(path) {
        if (moment === 'unlink') swap()
        machineFiles.unlink(path)
      },
      create(path, mode) {
        if (moment === 'create') swap()
        return machineFiles.create(path, mode)
      },
    }
    const { outcomes } = await dumpCore(dumped(), { zone: { options: ['global'], globalPattern: '/var/kept', root }, files })
    expect(outcomes[0]?.error, moment).toBe('EACCES')
    expect(contents(top, root), moment).toEqual(before)
    // Nothing of the refused file stays in the folder that was moved away.
    expect(readdirSync(join(root, `var.${moment}`)), moment).toEqual([])
    renameSync(join(root, 'var'), join(root, `link.${moment}`))
    mkdirSync(join(root, 'var'))
  }
})

test('POL-F2: links inside the root are followed there, `..` stays at the root', async () => {
  const { root } = machine()
  mkdirSync(join(root, 'srv', 'cores'), { recursive: true })
  symlinkSync('/srv/cores', join(root, 'cores'))
  const run = async (pattern: string) => {
    const { outcomes } = await dumpCore(dumped({ root, directory: join(root, 'own'), pattern }), { zone: { options: ['process'], root } })
    return outcomes[0]?.path ?? outcomes[0]?.error
  }
  expect(await run('/cores/x')).toBe(join(root, 'srv', 'cores', 'x'))
  expect(await run('../../../../y')).toBe(join(root, 'y'))
  expect(await run('/abs/x')).toBe('ENOENT')
  expect(await run('/loop/x')).toBe('ELOOP')
  expect(await run('/nowhere/../x')).toBe('ENOENT')
  expect(await run('/y/../x')).toBe('ENOTDIR')
  expect(await run('/link')).toBe('EACCES')
})

test('POL-F2: a root and a working directory with several names', async () => {
  const { top, root } = machine()
  const alias = join(top, 'alias')
  symlinkSync(root, alias)
  const run = async (given: Partial<DumpProcess>) => {
    const { outcomes } = await dumpCore(dumped({ pattern: '../../../outside/kept', ...given }))
    return outcomes[0]?.path ?? outcomes[0]?.error
  }
  expect(await run({ root: alias, directory: join(root, 'own') })).toBe('ENOENT')
  expect(await run({ root, directory: join(alias, 'own') })).toBe('ENOENT')
  expect(await run({ root: alias, directory: join(root, 'own'), pattern: '../../../../x' })).toBe(join(root, 'x'))
  // Without a root, links in the working directory are followed, as a process in it has followed them.
  expect(await run({ directory: join(alias, 'own'), pattern: 'y' })).toBe(join(root, 'own', 'y'))
  expect(await run({ root: join(top, 'none'), directory: top, pattern: '/y' })).toBe('ENOENT')
  expect(await run({ root, directory: join(top, 'gone'), pattern: '/y' })).toBe(join(root, 'y'))
  expect(await run({ root, directory: join(top, 'gone'), pattern: 'y' })).toBe('ENOENT')
  expect(readFileSync(join(top, 'outside', 'kept'), 'utf8')).toBe('precious')
})
