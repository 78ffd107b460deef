/** Where a core goes: three destinations, their contents, rights and log lines. */
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openCore } from '../../../src/families/core.js'
import { memorySource } from '../../../src/io/source.js'
import { type DumpCredentials, type DumpProcess, type DumpSettings, dumpCore } from '../../../src/writers/dump/dump-core.js'
import { temporaryFolder } from '../../support/temp.js'
import { dumped, failure, fakeFiles, nobody, page } from './process.js'

const fake = (hooks: Parameters<typeof fakeFiles>[0] = {}) => ({ files: fakeFiles(hooks), identity: nobody })

const all = ['process', 'global', 'global-setid', 'proc-setid', 'log'] as const

test('three places, with different contents and outcomes, on real folders', async () => {
  const top = temporaryFolder()
  for (const name of ['own', 'zone', 'global']) mkdirSync(join(top, name))
  mkdirSync(join(top, 'zone', 'core.vi'))
  const {
    outcomes,
    log,
    event,
    dumped: good,
  } = await dumpCore(
    dumped({ directory: join(top, 'own'), pattern: '%f.%p', content: 'all-stack', names: { zone: { name: 'web', root: '/zones/web' } } }),
    {
      zone: { options: [...all], globalPattern: '/core.%f', root: join(top, 'zone') },
      globalZone: { options: ['global', 'log'], globalPattern: '/%z.%f', globalContent: 'stack', root: join(top, 'global') },
    },
  )
  expect(outcomes).toMatchObject([
    { destination: 'process', path: join(top, 'own', 'vi.1159') },
    { destination: 'zone', name: '/core.vi', error: 'EACCES', size: 0 },
    { destination: 'global', path: join(top, 'global', 'web.vi') },
  ])
  expect(good).toBe(true)
  expect(log).toEqual([
    { zone: 'zone', text: 'core_log: vi[1159] core dump failed, errno=13: /core.vi' },
    { zone: 'global', text: 'core_log: vi[1159] core dumped: /web.vi' },
  ])
  expect(event).toEqual({
    type: 'CT_PR_EV_CORE',
    pid: 1159,
    signal: 11,
    processFile: 'vi.1159',
    zoneFile: '/web.vi',
  })
  const held = (path: string) =>
    openCore(memorySource(readFileSync(path))).mappings.flatMap(({ start, fileSize }) => (fileSize > 0n ? [start] : []))
  expect(held(join(top, 'own', 'vi.1159'))).toEqual([0x400000n, 0x600000n, 0x700000n])
  expect(held(join(top, 'global', 'web.vi'))).toEqual([0x7ffff000n])
})

test('nothing is written without an option; the event says so', async () => {
  expect(await dumpCore(dumped(), { zone: { options: ['log'] }, ...fake() })).toEqual({
    dumped: false,
    outcomes: [],
    log: [],
    event: { type: 'CT_PR_EV_CORE', pid: 1159, signal: 11 },
  })
  expect(await dumpCore(dumped(), { fromOtherContract: true, ...fake() })).not.toHaveProperty('event')
})

describe('the words of the log', () => {
  const logged = async (changes: Partial<DumpProcess>, settings: DumpSettings) =>
    (await dumpCore(dumped(changes), { zone: { options: ['global', 'log'], globalPattern: '/c/%f' }, ...settings })).log
  const full = (code: string) =>
    fake({
      write: () => {
        throw failure(code)
      },
    })

  test.each<[string, Partial<DumpProcess>, DumpSettings, string]>([
    ['a core', {}, fake(), 'core dumped: /c/vi'],
    ['no pattern', {}, { ...fake(), zone: { options: ['global', 'log'] } }, 'no global core file pattern exists'],
    ['an empty pattern', {}, { ...fake(), zone: { options: ['global', 'log'], globalPattern: '' } }, 'no global core file pattern exists'],
    [
      'a pattern that is too long',
      {},
      { ...fake(), zone: { options: ['global', 'log'], globalPattern: `/${'x'.repeat(1020)}%p` } },
      `global core file pattern too long: /${'x'.repeat(1020)}%p`,
    ],
    ['other rights', { noCoreDump: true }, fake(), 'setid process, core not dumped: /c/vi'],
    ['a full disk', {}, full('ENOSPC'), 'no space left on device, core truncated: /c/vi'],
    ['a file too large', {}, full('EFBIG'), 'core rlimit exceeded, core truncated: /c/vi'],
    ['a file too large for a process with limit 0', { limit: 0n }, full('EFBIG'), 'core rlimit is zero, core not dumped: /c/vi'],
    ['anything else', {}, full('EIO'), 'core dump failed, errno=5: /c/vi'],
  ])('%s', async (_, changes, settings, text) => {
    expect(await logged(changes, settings)).toMatchObject([{ zone: 'zone', text: `core_log: vi[1159] ${text}` }])
  })

  test('the limit of the process is not that of other places, and its action runs after EFBIG', async () => {
    expect((await logged({ limit: 0n }, fake()))[0]?.text).toContain('core dumped')
    expect(await logged({}, full('EFBIG'))).toMatchObject([{ limitAction: true }])
  })

  test('no log line for the own place of a process, and none without the option', async () => {
    expect(await logged({}, { ...fake(), zone: { options: ['process', 'global'], globalPattern: '/c/%f' } })).toEqual([])
  })
})

describe('rights', () => {
  const ids = { ruid: 100, euid: 100, suid: 100, rgid: 10, egid: 10, sgid: 10 }

  test.each([
    ['another effective user', { euid: 0 }],
    ['another real user', { ruid: 7 }],
    ['another saved user', { suid: 0 }],
    ['another effective group', { egid: 0 }],
    ['another real group', { rgid: 7 }],
    ['another saved group', { sgid: 0 }],
  ])('%s: ENOTSUP unless it is allowed', async (_, change) => {
    const process = dumped({ ids: { ...ids, ...change } })
    expect(await dumpCore(process, fake())).toMatchObject({ dumped: false, outcomes: [{ error: 'ENOTSUP' }] })
    expect(await dumpCore(process, { ...fake(), zone: { options: ['process', 'proc-setid'] } })).toMatchObject({ dumped: true })
  })

  test('each place has its own permission', async () => {
    const { outcomes } = await dumpCore(dumped({ noCoreDump: true }), {
      ...fake(),
      zone: { options: ['process', 'global', 'global-setid'], globalPattern: '/c' },
      globalZone: { options: ['global'], globalPattern: '/d' },
    })
    expect(outcomes.map(({ error }) => error)).toEqual(['ENOTSUP', undefined, 'ENOTSUP'])
  })

  test('the file is made with the rights of the process, or of the zone', async () => {
    const used: DumpCredentials[] = []
    const identity = {
      run<T>(as: DumpCredentials, work: (owner: number | undefined) => T): T {
        used.push(as)
        return work(undefined)
      },
    }
    const zone = { options: [...all], globalPattern: '/g' }
    await dumpCore(dumped({ ids }), { files: fakeFiles(), identity, zone })
    expect(used).toEqual([
      { uid: 100, gid: 10 },
      { uid: 0, gid: 0 },
    ])
    used.length = 0
    await dumpCore(dumped({ ids: { ...ids, euid: 0 } }), { files: fakeFiles(), identity, zone: { options: ['process', 'proc-setid'] } })
    expect(used).toEqual([{ uid: 0, gid: 0 }])
  })
})

test('names: of the zone where the process has none, with the facts of the process', async () => {
  const { outcomes } = await dumpCore(dumped({ ids: { euid: 100, egid: 10 }, names: { time: 99 } }), {
    ...fake(),
    zone: { defaultPattern: 'c.%f.%p.%u.%g.%t.%z' },
  })
  expect(outcomes).toMatchObject([{ name: 'c.vi.1159.100.10.99.global' }])
  const freebsd = await dumpCore(dumped({ pattern: '%N.%S.core' }), { ...fake(), style: 'freebsd' })
  expect(freebsd.outcomes).toMatchObject([{ name: 'vi.11.core' }])
})

test('a program at the end of a pipe is not run', async () => {
  expect(await dumpCore(dumped({ pattern: '|/bin/false' }), { ...fake(), style: 'linux' })).toMatchObject({
    outcomes: [{ error: 'ENOTSUP' }],
  })
})

test.each([
  ['a global pattern that is relative', { zone: { options: ['global' as const], globalPattern: 'core' } }],
  ['a content that is none', { zone: { defaultContent: 'stack+' } }],
  ['unknown bits', { zone: { defaultContent: 1n << 40n } }],
])('%s is refused', async (_, settings) => {
  await expect(dumpCore(dumped(), { ...fake(), ...settings })).rejects.toMatchObject({ code: 'BAD_VALUE' })
})

test('content decides which memory is there', async () => {
  const kinds = {
    stack: { kind: 'stack' },
    heap: { kind: 'heap' },
    shm: { kind: 'shm', shared: true },
    // The kernel has these two the wrong way round.
    ism: { kind: 'dism', shared: true },
    dism: { kind: 'ism', shared: true },
    shanon: { shared: true },
    shfile: { shared: true, file: true },
    text: { permissions: 'r-x', file: true },
    rodata: { permissions: 'r--', file: true },
    data: { permissions: '--x', file: true },
    anon: {},
  } as const
  const memory = [
    ...Object.values(kinds).map((each, i) => ({ address: BigInt((i + 1) * page), content: new Uint8Array(page).fill(i + 1), ...each })),
    { address: 0x900000n, content: new Uint8Array(page).fill(1), kind: 'device' as const },
  ]
  for (const [i, content] of [...Object.keys(kinds), 'all', 'none'].entries()) {
    const options = fake()
    await dumpCore(dumped({ memory, content }), options)
    const bytes = [...options.files.made.values()][0]?.bytes ?? new Uint8Array(0)
    const held = openCore(memorySource(bytes)).mappings.flatMap(({ start, fileSize }) => (fileSize > 0n ? [Number(start) / page - 1] : []))
    const every = Object.keys(kinds).map((_, index) => index)
    expect(held, content).toEqual(content === 'all' ? every : content === 'none' ? [] : [i])
  }
})
