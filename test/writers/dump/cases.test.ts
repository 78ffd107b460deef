/** Rules of the kernel's core.c, one test per case. */
import { spawn } from 'node:child_process'
import { copyFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openCore } from '../../../src/families/core.js'
import { memorySource } from '../../../src/io/source.js'
import { formatCoreadm, parseCoreadmConf } from '../../../src/writers/dump/coreadm.js'
import {
  type DumpFileSystem,
  type DumpIdentity,
  type DumpProcess,
  type DumpSettings,
  dumpCore,
} from '../../../src/writers/dump/dump-core.js'
import { temporaryFolder } from '../../support/temp.js'
import { failure, fakeFiles, nobody } from './process.js'

const process = { pid: 7, name: 'sh', uid: 100, gid: 1, signal: { number: 11 } }
const sample = (changes: Partial<DumpProcess> = {}): DumpProcess => ({
  system: 'illumos',
  abi: 'amd64',
  process,
  threads: [{ tid: 1, registers: {} }],
  memory: [
    { address: 0x10000n, content: new Uint8Array(0x4000).fill(0xaa) },
    { address: 0x20000n, content: new Uint8Array(0x2000).fill(0xbb) },
  ],
  directory: '/home/u',
  ...changes,
})

type Hooks = Parameters<typeof fakeFiles>[0]

/** Dumps to files in memory. */
async function run(changes: Partial<DumpProcess> = {}, settings: DumpSettings = {}, hooks: Hooks = {}) {
  const calls: string[] = []
  const files = fakeFiles({
    ...hooks,
    create: (path, mode) => {
      calls.push(`create ${path} ${mode.toString(8)}`)
      hooks.create?.(path, mode)
    },
  })
  const result = await dumpCore(sample(changes), { files, identity: nobody, ...settings })
  const [first] = files.made.values()
  return { ...result, files, calls, first: result.outcomes[0], bytes: first?.bytes ?? new Uint8Array(0), file: first }
}

const loads = (bytes: Uint8Array) =>
  openCore(memorySource(bytes)).programHeaders.flatMap(({ p_type, p_flags, p_filesz, p_offset }) =>
    p_type === 1 ? [{ flags: p_flags, size: Number(p_filesz), offset: Number(p_offset) }] : [],
  )
const int32 = (bytes: Uint8Array, at = 0): number => new DataView(bytes.buffer).getInt32(at, true)
const isMemory = (bytes: Uint8Array): boolean => bytes[0] === 0xaa
const fail = (code: string): never => {
  throw failure(code)
}
const noteValue = (bytes: Uint8Array, wanted: string) =>
  openCore(memorySource(bytes)).notes.find(({ name }) => name === wanted)?.value as Record<string, unknown> | undefined

test('POL-F2: a relative name does not leave the root of the process', async () => {
  const { calls } = await run({ pattern: '../../../up/core', root: '/chroot', directory: '/chroot/w' })
  expect(calls).toEqual(['create /chroot/up/core 600'])
})

describe('POL-F3: a file of another owner is closed and removed, whatever fails meanwhile', () => {
  test.each([
    ['the owner is not known', { owner: (): number => fail('ESTALE') }],
    ['close fails', { owner: (): number => 60001, close: () => fail('EIO') }],
    ['unlink fails', { owner: (): number => 60001, unlink: () => fail('EIO') }],
    ['nothing fails', { owner: (): number => 60001 }],
  ])('%s', async (_, faults: { owner: () => number; close?: () => void; unlink?: () => void }) => {
    const done: string[] = []
    const files: DumpFileSystem = {
      look: () => (done.includes('create') ? 'regular file' : undefined),
      checkWritable: () => {},
      unlink: () => {
        done.push('unlink')
        faults.unlink?.()
      },
      create: () => {
        done.push('create')
        return {
          write: (bytes) => bytes.length,
          extend: () => {},
          owner: faults.owner,
          close: () => {
            done.push('close')
            faults.close?.()
          },
        }
      },
    }
    const identity: DumpIdentity = { run: (as, work) => work(as.uid) }
    const { outcomes } = await dumpCore(sample(), { files, identity })
    expect(outcomes[0]).toMatchObject({ error: 'EACCES', size: 0 })
    expect(done).toEqual(['create', 'close', 'unlink'])
  })
})

test.each([[['global']], [['global', 'log']]] as const)('POL-F4: the action of the limit runs with %j', async (options) => {
  const { first, log } = await run({}, { zone: { options, globalPattern: '/c' } }, { write: () => fail('EFBIG') })
  expect(first).toMatchObject({ error: 'EFBIG', limitAction: true })
  expect(log.map(({ limitAction }) => limitAction)).toEqual(options.length > 1 ? [true] : [])
  const own = await run({}, {}, { write: () => fail('EFBIG') })
  expect(own.first).not.toHaveProperty('limitAction')
})

test('POL-F5: EINTR of the file system is an error like others', async () => {
  let times = 0
  const write = (bytes: Uint8Array): number => (isMemory(bytes) && times++ === 0 ? fail('EINTR') : bytes.length)
  const { bytes, dumped, first } = await run({}, {}, { write })
  const [failed, complete] = loads(bytes)
  expect([failed?.flags, failed?.size, int32(bytes, failed?.offset)]).toEqual([0x100006, 0, 4])
  expect([complete?.flags, complete?.size]).toEqual([6, 0x2000])
  expect(dumped).toBe(true)
  expect(first?.failed).toEqual([{ address: 0x10000n, errno: 'EINTR' }])
})

test.each([
  ['EIO', 'core dump failed, errno=5'],
  ['ENOSPC', 'no space left on device, core truncated'],
  ['EDQUOT', 'core dump failed, errno=49'],
])('POL-F6: a device that fails for good is not "core dumped": %s', async (code, text) => {
  let dead = false
  const write = (bytes: Uint8Array): number => {
    dead ||= isMemory(bytes)
    return dead ? fail(code) : bytes.length
  }
  const { dumped, first, log, event } = await run({}, { zone: { options: ['global', 'log'], globalPattern: '/c' } }, { write })
  expect([dumped, first?.error]).toEqual([false, code])
  expect(log).toEqual([{ zone: 'zone', text: `core_log: sh[7] ${text}: /c` }])
  expect(event).not.toHaveProperty('globalFile')
})

test('POL-F7: after a signal the later files are made, with marks', async () => {
  const abort = new AbortController()
  const write = (bytes: Uint8Array): number => {
    if (isMemory(bytes)) abort.abort()
    return bytes.length
  }
  const settings: DumpSettings = { abort: abort.signal, zone: { options: ['process', 'global', 'log'], globalPattern: '/c' } }
  const { outcomes, log, event, files } = await run({}, settings, { write })
  expect(outcomes.map(({ error }) => error)).toEqual([undefined, undefined])
  expect(log).toEqual([{ zone: 'zone', text: 'core_log: sh[7] core dumped: /c' }])
  expect(event).toMatchObject({ processFile: 'core', globalFile: '/c' })
  for (const { bytes } of files.made.values()) expect(loads(bytes).map(({ flags }) => flags)).toEqual([0x700006, 0x300006])
})

test('POL-F8: a page that was never touched cannot fail', async () => {
  const content = new Uint8Array(0x100000).fill(0xaa)
  const memory = [{ address: 0x10000n, content, touched: (offset: number) => offset < 0x1000 }]
  for (const limit of [undefined, 200000n]) {
    const { bytes, first } = await run({ memory, ...(limit && { limit }) })
    const [load] = loads(bytes)
    expect([first?.failed, load?.flags, load?.size]).toEqual([[], 6, 0x100000])
    expect(bytes.subarray(load?.offset).every((byte) => byte === 0xaa)).toBe(true)
    expect(bytes.length).toBe((load?.offset ?? 0) + 0x1000)
  }
})

test('POL-F9: a section that does not fit gives its place to the next', async () => {
  const objects = [{ address: 0x10000n, ctf: new Uint8Array(50_000).fill(1) }]
  const memory = [{ address: 0x10000n, permissions: 'r-x', file: true, content: new Uint8Array(4096).fill(2) }]
  const { bytes, dumped, first } = await run({ objects, memory, limit: 20_000n })
  expect([dumped, first?.error]).toEqual([true, undefined])
  const [, ctf, names] = openCore(memorySource(bytes)).sectionHeaders
  expect([ctf?.sh_size, ctf?.sh_offset]).toEqual([0n, 0n])
  expect(Number(names?.sh_offset)).toBe((loads(bytes)[0]?.offset ?? 0) + 4096)
  expect(Buffer.from(bytes.subarray(Number(names?.sh_offset), Number(names?.sh_offset) + Number(names?.sh_size))).toString()).toBe(
    '\0.SUNW_ctf\0.shstrtab\0',
  )
})

test('POL-F13: users of the policy and of the notes are one fact', async () => {
  const credentials = { ruid: 1000, euid: 0, svuid: 0, rgid: 10, egid: 10, svgid: 10 }
  const byCredentials = await run({ process: { ...process, uid: 1000, gid: 10, credentials }, pattern: 'core.%u' })
  expect(byCredentials.first).toMatchObject({ error: 'ENOTSUP', name: 'core.0' })
  const ids = { ruid: 1000, euid: 0, suid: 0, rgid: 10, egid: 10, sgid: 10 }
  const { bytes } = await run({ ids }, { zone: { options: ['process', 'proc-setid'] } })
  expect(noteValue(bytes, 'NT_PRCRED')).toMatchObject({ pr_ruid: 1000, pr_euid: 0, pr_suid: 0, pr_rgid: 10, pr_egid: 10, pr_sgid: 10 })
  for (const name of ['NT_PSINFO', 'NT_PRPSINFO'])
    expect(noteValue(bytes, name)).toMatchObject({ pr_uid: 1000, pr_euid: 0, pr_gid: 10, pr_egid: 10 })
  const limits = [{ name: 'RLIMIT_CORE', soft: 0n }]
  expect((await run({ process: { ...process, limits } })).first?.error).toBe('EFBIG')
  const { directory: _, ...placed } = sample({ process: { ...process, cwd: '/jail/w', root: '/jail', umask: 0o277 }, pattern: '../../x' })
  const files = fakeFiles()
  const { outcomes } = await dumpCore(placed, { files, identity: nobody })
  expect(outcomes[0]?.path).toBe('/jail/x')
})

test.runIf(existsSync('/bin/sleep'))('POL-F15: the file of a running program is replaced', async () => {
  const folder = temporaryFolder()
  copyFileSync('/bin/sleep', join(folder, 'core'))
  const child = spawn(join(folder, 'core'), ['20'])
  await new Promise((done) => child.once('spawn', done))
  try {
    const { outcomes } = await dumpCore(sample({ process: { pid: 7, name: 'sh' }, directory: folder, pattern: 'core' }))
    expect(outcomes[0]).toMatchObject({ path: join(folder, 'core') })
    expect(outcomes[0]?.error).toBeUndefined()
  } finally {
    child.kill()
  }
})

describe('POL-F17: names and event', () => {
  const global = { zone: { options: ['global', 'log'] as const, globalPattern: '/%f' } }

  test('u_comm has 16 bytes', async () => {
    const { log } = await run({ process: { ...process, name: 'averyveryverylongname' } }, global)
    expect(log[0]?.text).toBe('core_log: averyveryverylon[7] core dumped: /averyveryverylon')
    const wide = await run({ process: { ...process, name: 'é'.repeat(16) } }, global)
    expect(wide.first?.name).toBe(`/${'é'.repeat(8)}`)
  })

  test('the event has the name as expanded', async () => {
    expect((await run({ root: '/chroot', directory: '/chroot/w', pattern: 'core.%p' })).event?.processFile).toBe('core.7')
  })

  test('the umask is that of the process', async () => {
    expect((await run({ process: { ...process, umask: 0o277 } })).calls).toEqual(['create /home/u/core 400'])
  })

  test('patterns that corectl(2) does not accept', async () => {
    expect((await run({ pattern: `${'%d'.repeat(600)}core` })).first).toMatchObject({ error: 'ENAMETOOLONG' })
    expect((await run({ pattern: 'a\0b' })).first?.name).toBe('a')
    await expect(run({}, { zone: { options: ['process'], globalPattern: 'relative' } })).rejects.toMatchObject({ code: 'BAD_VALUE' })
    await expect(run({}, { coreChunk: 0.5 })).rejects.toMatchObject({ code: 'BAD_VALUE' })
  })
})

test('POL-F18: node, machine and zone are in names and notes', async () => {
  const names = { nodeName: 'mars', machine: 'i86pc', zone: { name: 'web', root: '/zones/web' } }
  const { bytes, first } = await run({
    pattern: '%d/%f.%z.%m.%n.%Z',
    process: { ...process, executable: '/usr/bin/sh' },
    names,
  })
  expect(first?.name).toBe('usr/bin/sh.web.i86pc.mars./zones/web')
  expect(noteValue(bytes, 'NT_ZONENAME')).toMatchObject({ text: 'web' })
  expect(noteValue(bytes, 'NT_UTSNAME')).toMatchObject({ sysname: 'SunOS', nodename: 'mars', machine: 'i86pc' })
  const plain = await run({ pattern: '%z.%m', abi: 'sparc', threads: [{ tid: 1, registers: {} }] })
  expect(plain.first?.name).toBe('global.sun4u')
  expect(noteValue(plain.bytes, 'NT_ZONENAME')).toMatchObject({ text: 'global' })
})

test('POL-F20: the record of an interrupt has the signal', async () => {
  for (const [reason, number] of [
    [1, 1],
    [{ signal: 9 }, 9],
    [undefined, 15],
  ] as const) {
    const abort = new AbortController()
    abort.abort(reason)
    const { bytes } = await run({}, { abort: abort.signal })
    const at = loads(bytes)[0]?.offset ?? 0
    expect([int32(bytes, at), int32(bytes, at + 8), int32(bytes, at + 12)]).toEqual([4, number, 32767])
  }
})

test('POL-F23: a slash in a name does not lead out of the folder', async () => {
  const hostile = '../../etc/x'
  const names = { nodeName: hostile, machine: hostile, zone: { name: hostile, root: '/' } }
  for (const [token, style] of [
    ['%f', 'illumos'],
    ['%n', 'illumos'],
    ['%m', 'illumos'],
    ['%z', 'illumos'],
    ['%N', 'dragonfly'],
    ['%N', 'freebsd'],
    ['%H', 'freebsd'],
    ['%n', 'netbsd'],
    ['%e', 'linux'],
  ] as const) {
    const zone = { options: ['global'] as const, globalPattern: `/var/core/${token}` }
    const { calls } = await run({ process: { ...process, name: hostile }, names }, { zone, style })
    expect(calls).toEqual([`create /var/core/..!..!etc!x 600`])
  }
})

describe('POL-M1: facts of other rules', () => {
  test('a share reservation protects the old file', async () => {
    const files = { ...fakeFiles({ look: () => 'regular file' }), isReserved: () => true }
    const { outcomes } = await dumpCore(sample(), { files, identity: nobody })
    expect([outcomes[0]?.error, files.unlinked, files.made.size]).toEqual(['EACCES', [], 0])
  })

  test('an unknown executable format leaves an empty file', async () => {
    const { first, file } = await run({ unknownFormat: true })
    expect([first?.error, file?.bytes.length, file?.closed]).toEqual(['ENOSYS', 0, true])
  })

  test.each([
    [1, [], true],
    [2, [], true],
    [9, [9], true],
    [15, [], true],
    [15, [15], false],
    [3, [], false],
  ] as const)('signal %i with %j blocked interrupts: %s', async (signal, blockedSignals, interrupts) => {
    const abort = new AbortController()
    abort.abort({ signal })
    const { bytes } = await run({ blockedSignals }, { abort: abort.signal })
    expect(loads(bytes)[1]?.size).toBe(interrupts ? 0 : 0x2000)
  })
})

describe('POL-M2: coreadm', () => {
  test('the report', () => {
    expect(formatCoreadm({})).toBe(
      [
        '      global core file pattern: ',
        '      global core file content: default',
        '        init core file pattern: core',
        '        init core file content: default',
        '             global core dumps: disabled',
        '        per-process core dumps: enabled',
        '       global setid core dumps: disabled',
        '  per-process setid core dumps: disabled',
        '      global core dump logging: disabled',
        '',
      ].join('\n'),
    )
    const report = formatCoreadm({
      options: ['global', 'log'],
      globalPattern: '/var/core/%f',
      globalContent: 'all-stack',
      defaultContent: 1n,
    })
    expect(report.split('\n').map((line) => line.slice(32))).toEqual([
      '/var/core/%f',
      'all-stack',
      'core',
      'stack',
      'enabled',
      'disabled',
      'disabled',
      'disabled',
      'enabled',
      '',
    ])
  })

  test('coreadm.conf', () => {
    const text =
      '# comment\n\nCOREADM_GLOB_PATTERN=/var/core/%f\nCOREADM_GLOB_ENABLED=yes\nCOREADM_PROC_ENABLED=maybe\nCOREADM_INIT_CONTENT=stack+heap\nX=1\n'
    const { settings, warnings } = parseCoreadmConf(text)
    expect(settings).toEqual({ globalPattern: '/var/core/%f', defaultContent: 'stack+heap', options: ['global'] })
    expect(warnings).toEqual(['line 5: COREADM_PROC_ENABLED: expected yes or no, found "maybe"', 'line 7: unknown name "X"'])
    expect(parseCoreadmConf('').settings).toEqual({ options: ['process'] })
  })
})

test('POL-M3: after a signal, later segments have the marks since 2013, not the errno of 2004', async () => {
  const abort = new AbortController()
  abort.abort()
  const { bytes, first } = await run({}, { abort: abort.signal })
  const [, later] = loads(bytes)
  expect([later?.flags, later?.size]).toEqual([0x300006, 0])
  // No record was written at its offset.
  expect(bytes.length).toBeLessThanOrEqual(later?.offset ?? 0)
  expect(first?.failed).toEqual([{ address: 0x10000n, errno: 'EINTR' }, { address: 0x20000n }])
})
