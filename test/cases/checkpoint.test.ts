/** The case book of DragonFly checkpoints: each case by its id, with the value that the kernel gives. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { processOfFile } from '../../src/convert/checkpoint/checkpoint-process.js'
import { checkpointOfFile } from '../../src/convert/checkpoint/to-checkpoint.js'
import { openCheckpoint, systemFor, type ThawSystem, thaw } from '../../src/families/checkpoint.js'
import { openCore } from '../../src/families/core.js'
import { detect } from '../../src/families/registry.js'
import { memorySource } from '../../src/io/source.js'
import { statedSystem } from '../../src/readers/index.js'
import { buildCheckpoint } from '../../src/writers/checkpoint/build-checkpoint.js'
import { freezeProcess } from '../../src/writers/checkpoint/freeze-process.js'
import { expandCorePattern } from '../../src/writers/policy/expand-pattern.js'
import { checkpointOf, process } from '../readers/checkpoint/lives.js'
import { exhume } from '../support/cli.js'
import { temporaryFolder } from '../support/temp.js'

const folder = temporaryFolder()
const at = (name: string): string => join(folder, name)
const fixture = (name: string): Uint8Array =>
  Uint8Array.from(gunzipSync(readFileSync(new URL(`../fixtures/checkpoint/${name}.gz`, import.meta.url))))
/** The path of a case's file. */
function input(name: string): string {
  writeFileSync(at(name), fixture(name))
  return at(name)
}
const map = new URL('../fixtures/checkpoint/hammer2-map.json', import.meta.url).pathname

const thawed = (name: string, system: Partial<ThawSystem> = {}) => {
  const source = memorySource(fixture(name))
  return thaw(source, { ...systemFor(openCheckpoint(source)), ...system })
}
const check = (name: string, ...args: string[]) => exhume('check', input(name), ...args)

describe('a DragonFly core is a checkpoint', () => {
  test('CKPT-A1: the core shows what the checkpoint shows', async () => {
    const { stdout } = await exhume('read', input('segv-dragonfly.core'), '--json', '--only', 'process,descriptors,mappings,signals')
    const report = JSON.parse(stdout)
    expect(report.descriptors).toHaveLength(3)
    expect(report.mappings).toHaveLength(2)
    expect(report.signals.actions).toHaveLength(2)
    expect(report.signals.timer.interval).toEqual({ seconds: 3, microseconds: 1 })
    expect(report).toHaveProperty('text.pages')
  })

  test('CKPT-A1: core to checkpoint and checkpoint to core differ in the signal only', async () => {
    const core = fixture('segv-dragonfly.core')
    const checkpoint = fixture('three-threads.ckpt')
    expect((await exhume('convert', input('segv-dragonfly.core'), at('x.ckpt'))).status).toBe(0)
    expect(Uint8Array.from(readFileSync(at('x.ckpt')))).toEqual(checkpoint)
    expect((await exhume('convert', input('three-threads.ckpt'), at('y.core'), '--to', 'elf-core/dragonfly')).status).toBe(0)
    const back = readFileSync(at('y.core'))
    const different = [...core.keys()].filter((i) => core[i] !== back[i])
    expect([back.length, different.length]).toEqual([core.length, 4])
    expect(different.map((i) => core[i])).toEqual([11, 11, 11, 11])
  })

  test('CKPT-A1, CKPT-M3: a core can be restored', async () => {
    expect(await check('segv-dragonfly.core', '--thaw-on', 'group=0')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('opens 3 descriptors'),
    })
  })

  test('CKPT-M1: the process of a core, frozen, restored on a stated system and converted back, is the same but for the signal', async () => {
    const core = fixture('segv-dragonfly.core')
    const { process: frozen, form } = processOfFile(memorySource(core))
    const outcome = freezeProcess({ ...frozen, pid: 9, directory: folder }, { ...(form !== undefined && { form }), pattern: 'frozen.%P' })
    expect(outcome).toMatchObject({ ok: true, left: 'checkpoint', path: at('frozen.9') })
    const source = memorySource(readFileSync(at('frozen.9')))
    const system = statedSystem('descriptors=64,group=0,groups=0')(openCheckpoint(source))
    expect(thaw(source, system)).toMatchObject({
      ok: true,
      plan: { descriptors: [{ descriptor: 10 }, { descriptor: 19 }, { descriptor: 30 }] },
    })
    expect((await exhume('convert', at('frozen.9'), at('back.core'), '--to', 'elf-core/dragonfly')).status).toBe(0)
    const back = readFileSync(at('back.core'))
    expect([...core.keys()].filter((i) => core[i] !== back[i])).toHaveLength(4)
  })

  test('CKPT-A1: a core with open files, to a checkpoint, restored, and back to a core, keeps everything', () => {
    const core = fixture('segv-dragonfly.core')
    const { frozen } = checkpointOfFile(memorySource(core))
    const source = memorySource(frozen.bytes())
    const plan = thaw(source, { ...systemFor(openCheckpoint(source)), descriptors: 64 })
    expect(plan).toMatchObject({ ok: true, plan: { descriptors: [{ descriptor: 10 }, { descriptor: 19 }, { descriptor: 30 }] } })
    const first = openCheckpoint(memorySource(core))
    const again = openCheckpoint(memorySource(checkpointOfFile(source).frozen.bytes()))
    expect(again.vnodes).toEqual(first.vnodes)
    expect(again.files).toEqual(first.files)
    expect(again.siginfo).toEqual(first.siginfo)
    expect(again.threads.map(({ status }) => status.pr_reg)).toEqual(first.threads.map(({ status }) => status.pr_reg))
  })
})

describe('forms', () => {
  test('CKPT-A2: ps_frominfo of releases 5.4 and later', async () => {
    const checkpoint = openCheckpoint(memorySource(fixture('frominfo-4320.ckpt')))
    expect(checkpoint).toMatchObject({ form: { name: 'frominfo' }, siginfo: { csi_ckptpisz: 4320 }, diagnostics: { list: [] } })
    expect((await check('frominfo-4320.ckpt')).status).toBe(0)
    const built = buildCheckpoint(process('amd64', { signals: { frominfo: { 11: { pid: 5, uid: 7 } } } }))
    const again = openCheckpoint(memorySource(built.ok ? built.bytes() : new Uint8Array()))
    expect(again.siginfo?.csi_sigacts.ps_frominfo?.[10]).toEqual({ pid: 5, uid: 7 })
  })

  test('CKPT-A2: of an unknown size, sizes and mapped files are shown', () => {
    const bytes = fixture('three-threads.ckpt')
    const known = openCheckpoint(memorySource(bytes))
    const place = known.parts.find(({ path }) => path === 'siginfo')?.offset ?? 0
    new DataView(bytes.buffer).setInt32(place, 5000, true)
    const checkpoint = openCheckpoint(memorySource(bytes))
    expect(checkpoint.form).toBeUndefined()
    expect([checkpoint.vminfo, checkpoint.vnodes]).toEqual([known.vminfo, known.vnodes])
    expect(checkpoint.diagnostics.list[0]?.message).toContain('found 5000')
  })

  test('CKPT-A3: offsets of 2^63 take the file from no reader', async () => {
    expect(await check('note-offset-2p63.ckpt')).toMatchObject({ status: 0, stdout: expect.stringContaining('checkpoint/dragonfly') })
  })

  test.each([
    ['release-1.6.ckpt', 'checkpoint/dragonfly', '2005'],
    ['release-2.4-i386.ckpt', 'checkpoint/dragonfly', 'release-2.4'],
    ['release-2.4-i386.core', 'elf-core/dragonfly', 'release-2.4'],
  ])('CKPT-A5: %s', async (name, format, form) => {
    const source = memorySource(fixture(name))
    expect((await detect(source))?.format).toBe(format)
    const checkpoint = openCheckpoint(source)
    expect(checkpoint.form?.name).toBe(form)
    expect(thaw(source, systemFor(checkpoint))).toMatchObject({ ok: true, plan: { descriptors: [{ descriptor: 3, offset: 5n }] } })
  })

  test('CKPT-A6: i386 registers of 80 bytes', () => {
    const registers = { gs: 0x1bn, fs: 2n, eip: 0x400123n, esp: 0x601ff0n, cs: 0x1fn, ss: 0x27n, eflags: 0x202n, eax: 9n, trapno: 12n }
    const built = buildCheckpoint(process('i386', { threads: [{ tid: 0, registers }] }), { form: 'final', registerSetSize: 80 })
    const bytes = built.ok ? built.bytes() : new Uint8Array()
    const checkpoint = openCheckpoint(memorySource(bytes))
    expect(checkpoint.notesSize).toBe(128 + 324)
    expect(checkpoint.threads[0]?.status.pr_gregsetsz).toBe(80n)
    expect(checkpoint.threads[0]?.registers).toMatchObject({ gs: 0x1bn, fs: 2n, eip: 0x400123n, eax: 9n })
    expect(thaw(checkpoint.source, systemFor(checkpoint))).toMatchObject({ ok: true, plan: { registers: { gs: 0x1bn, eip: 0x400123n } } })
    const core = openCore(memorySource(bytes), { as: 'elf-core/dragonfly' })
    expect(core.threads[0]?.registers).toMatchObject({ gs: 0x1bn, eip: 0x400123n })
  })
})

describe('handles', () => {
  test('CKPT-A4: fid_len is kept there and back', async () => {
    expect((await exhume('convert', input('hammer2-handles.ckpt'), at('h.core'), '--to', 'elf-core/freebsd', '--files', map)).status).toBe(
      0,
    )
    expect((await exhume('convert', at('h.core'), at('h.ckpt'), '--files', map)).status).toBe(0)
    const { stdout } = await exhume('check', at('h.ckpt'))
    expect(stdout).toContain('11000000feffffff1400000056341200000000000000000000000000')
    expect(stdout).toMatch(/open 10 .*11000000feffffff1400000000100000000000000000000000000000/)
  })

  test('CKPT-M2: inodes are shown, and named by a map or by ls -i', async () => {
    const path = input('hammer2-handles.ckpt')
    expect((await exhume('read', path, '--only', 'files')).stdout).toContain('inode 4096 on fffffffe00000011')
    writeFileSync(at('listing'), '  4096 /var/log/messages\n')
    expect((await exhume('read', path, '--only', 'files', '--files', at('listing'))).stdout).toContain(
      '/var/log/messages on fffffffe00000011',
    )
    expect((await exhume('check', path, '--files', at('listing'))).stdout).toMatch(/open 10 .*\/var\/log\/messages/)
    writeFileSync(at('inodes.json'), '{"fsid":"fffffffe00000011","files":{"/x":4096}}')
    expect((await exhume('read', path, '--only', 'files', '--files', at('inodes.json'))).stdout).toContain('/x on fffffffe00000011')
    expect(await exhume('read', 'examples/hello.ktrace', '--files', map)).toMatchObject({ status: 2 })
  })

  test('CKPT-B5: a file system without handles fails the freeze; a mapping of it keeps the file system', () => {
    const handle = { fsid: [3, 4] as const, fid: new Uint8Array(16) }
    expect(buildCheckpoint(process('amd64', { files: [{ descriptor: 5, flags: 1, handleError: 'EOPNOTSUPP' }] }))).toMatchObject({
      ok: false,
      errno: 'EOPNOTSUPP',
    })
    const mapped = buildCheckpoint(
      process('amd64', {
        mappings: [{ start: 0x400000n, end: 0x401000n, permissions: 'r-x', top: 'vnode', noCore: true, handle, handleError: 'EOPNOTSUPP' }],
      }),
    )
    const [vnode] = openCheckpoint(memorySource(mapped.ok ? mapped.bytes() : new Uint8Array())).vnodes
    expect(vnode?.vnh_fh).toMatchObject({ fh_fsid: { val: [3, 4] }, fh_fid: { fid_len: 0, fid_ext: 0 } })
  })
})

describe('thaw', () => {
  test('CKPT-B1: a short read is ESPIPE', async () => {
    expect(thawed('cut-in-siginfo.ckpt')).toMatchObject({ ok: false, errno: 'ESPIPE', number: 29, step: 'siginfo' })
    expect((await check('cut-in-siginfo.ckpt')).stdout).toContain('ESPIPE in siginfo')
  })

  test('CKPT-B2: RF may not change, and is cleared on the way to a checkpoint', () => {
    expect(thawed('rflags-rf.ckpt')).toMatchObject({ ok: false, errno: 'EINVAL', step: 'registers' })
    const { frozen, lost } = checkpointOfFile(memorySource(fixture('rflags-rf.ckpt')))
    expect(openCheckpoint(memorySource(frozen.bytes())).threads[0]?.registers.eflags).toBe(0x202n)
    expect(lost.map(({ message }) => message).join()).toContain('resume flag')
  })

  test.each(['vaddr-unaligned', 'segment-over-user-end', 'filesz-negative'])(
    'CKPT-B3: %s is refused after the old memory is gone',
    (name) => {
      expect(thawed(`${name}.ckpt`)).toMatchObject({ ok: false, errno: 'EINVAL', step: 'mappings', oldSpaceGone: true })
    },
  )

  test('CKPT-B3: offset and address need only be congruent', () => {
    expect(thawed('offset-and-vaddr-congruent.ckpt')).toMatchObject({ ok: true })
  })

  test('CKPT-B3: the limit of memory, and a pipe', () => {
    expect(thawed('three-threads.ckpt', { memoryLimit: 0x3000n })).toMatchObject({ ok: false, errno: 'ENOMEM' })
    expect(thawed('three-threads.ckpt', { memoryLimit: 0x6000n })).toMatchObject({ ok: true })
    expect(thawed('three-threads.ckpt', { call: { regularFile: false } })).toMatchObject({ ok: false, errno: 'EINVAL', step: 'mappings' })
  })

  test('CKPT-B4: notes are padded to the word size', () => {
    expect(thawed('name4-pad8.ckpt')).toMatchObject({ ok: true })
    expect(thawed('name4-pad8.ckpt', { notePadding: 4 })).toMatchObject({ ok: false, errno: 'EINVAL', step: 'notes' })
  })

  test('CKPT-C2: everything can be stated, negative numbers and JSON too', async () => {
    expect((await check('three-threads.ckpt', '--thaw-on', 'group=-1')).status).toBe(0)
    const states = (text: string): ThawSystem => statedSystem(text)(openCheckpoint(memorySource(fixture('three-threads.ckpt'))))
    expect(
      states('eflags=0x246,retval=7,readable=no,loses-actions=yes,user-end=0x1000,vm-limit=4096,pid=5,own-pid=6,pipe=yes'),
    ).toMatchObject({
      eflags: 0x246n,
      losesActions: true,
      maxUserAddress: 0x1000n,
      memoryLimit: 4096n,
      call: { retval: 7, readable: false, pid: 5, ownPid: 6, regularFile: false },
    })
    expect(states('{"checkpointGroup":-1,"descriptors":12,"call":{"groups":[0,5]}}')).toMatchObject({
      checkpointGroup: -1,
      descriptors: 12,
      call: { groups: [0, 5] },
    })
    const gone = openCheckpoint(memorySource(fixture('hammer2-handles.ckpt'))).vnodes[0]
    expect(gone).toBeDefined()
    expect(
      (await check('hammer2-handles.ckpt', '--thaw-on', 'gone=11000000feffffff1400000056341200000000000000000000000000')).stdout,
    ).toContain('ESTALE in vnodes')
  })

  test('CKPT-C3: p_comm has 16 bytes', () => {
    const bytes = fixture('three-threads.ckpt')
    const note = openCheckpoint(memorySource(bytes)).notes[0]?.descriptorOffset ?? 0
    bytes[note + 16 + 16] = 0x51
    const source = memorySource(bytes)
    expect(thaw(source, systemFor(openCheckpoint(source)))).toMatchObject({ ok: true, plan: { name: 'abcdefghijklmnop' } })
  })

  test('CKPT-C4, CKPT-C5: a lost descriptor is a diagnostic, and the kernel uses freed memory', async () => {
    const { status, stdout, stderr } = await check('three-threads.ckpt', '--thaw-on', 'descriptors=12')
    expect(status).toBe(1)
    expect(stderr).toContain('descriptor 19 is not below the limit of 12')
    expect(stdout.replace(/\s+/g, ' ')).toContain("the kernel's behavior is undefined")
  })

  test('CKPT-C6: counts that harm the kernel', async () => {
    expect((await detect(memorySource(fixture('phnum0.ckpt'))))?.format).toBe('checkpoint/dragonfly')
    expect((await check('phnum0.ckpt')).stdout).toContain('faults')
    const bytes = fixture('three-threads.ckpt')
    const place = openCheckpoint(memorySource(bytes)).parts.find(({ path }) => path === 'vnodeCount')?.offset ?? 0
    new DataView(bytes.buffer).setInt32(place, 0x7fffffff, true)
    const result = thaw(memorySource(bytes), { bits: 64, form: 'final' })
    expect(result).toMatchObject({ ok: false, step: 'vnodes', undefinedBehavior: expect.stringContaining('without a limit') })
  })

  test('CKPT-C7: a program counter outside of all mappings', () => {
    const bytes = checkpointOf('amd64', 'final', {
      threads: [{ tid: 1, registers: { rip: 0xfffffd7fee9584bdn, cs: 0x43n, rflags: 0x202n, rsp: 0x601ff0n } }],
    })
    const result = thaw(memorySource(bytes), { bits: 64, form: 'final' })
    expect(result).toMatchObject({ ok: true, plan: { warnings: ['rip 0xfffffd7fee9584bd is not mapped: the program faults at once'] } })
  })

  test.each([
    ['amd64', 'final-mailbox', 128n],
    ['i386', 'final', 128n],
    ['amd64', 'final', 256n],
    ['amd64', 'frominfo', 32n * 1024n],
  ] as const)('CKPT-C9: maxtsiz on %s, form %s', (abi, form, mebibytes) => {
    const pages = mebibytes * 1024n * 1024n
    const run = (count: bigint) =>
      thaw(memorySource(checkpointOf(abi, form, { text: { pages: count, address: 0x400000n } })), { bits: abi === 'amd64' ? 64 : 32, form })
    if (abi === 'amd64') expect(run(pages)).toMatchObject({ ok: true })
    expect(run(pages + 1n)).toMatchObject({ ok: false, errno: 'ERANGE', step: 'vminfo' })
  })

  test('CKPT-C10: the checkpoint becomes the text of the process', () => {
    expect(thawed('three-threads.ckpt')).toMatchObject({ ok: true, plan: { textIsCheckpoint: true } })
  })

  test('CKPT-M3, CKPT-M4: the verdict as JSON, several systems, and --as', async () => {
    const result = await check('three-threads.ckpt', '--json', '--thaw-on', 'group=0', '--thaw-on', 'group=7')
    const [line] = result.stdout.split('\n')
    expect(JSON.parse(line ?? '')).toMatchObject({
      format: 'checkpoint/dragonfly',
      verdicts: [
        { ok: true, plan: {} },
        { ok: false, refused: 'EPERM' },
      ],
    })
    expect(result.status).toBe(1)
    const one = JSON.parse((await check('three-threads.ckpt', '--json')).stdout)
    expect(one).toMatchObject({ status: 'ok', diagnostics: [], verdict: { ok: true } })
    expect((await check('three-threads.ckpt', '--as', 'elf-core/dragonfly')).stdout).toContain('elf-core/dragonfly')
  })

  test('CKPT-M5: what a restore does not bring back', () => {
    const result = thawed('three-threads.ckpt', { losesActions: true })
    expect(result).toMatchObject({
      ok: true,
      plan: {
        notRestored: [
          'descriptors 0 to 2 (inherited from the caller)',
          'sockets and pipes',
          '3 threads',
          'SSE registers',
          'fs base',
          'alternate signal stacks',
          'actions of all signals but SIGHUP (1)',
        ],
      },
    })
  })
})

describe('faults and floating point', () => {
  test('CKPT-B7: the trap frame tells address and access', async () => {
    const core = openCore(memorySource(fixture('fault-address.core')))
    expect(core.process.signal).toEqual({ number: 11, address: 0x10n, code: 1, access: 'write' })
    await exhume('convert', input('fault-address.core'), at('f.core'), '--to', 'elf-core/linux')
    expect(openCore(memorySource(readFileSync(at('f.core')))).process.signal).toMatchObject({ number: 11, code: 1, address: 0x10n })
    // Nothing is known of this one: SI_KERNEL, never 0, which is kill(2).
    await exhume('convert', input('segv-dragonfly.core'), at('s.core'), '--to', 'elf-core/linux')
    expect(openCore(memorySource(readFileSync(at('s.core')))).process.signal).toMatchObject({ number: 11, code: 0x80 })
  })

  test.each(['elf-core/linux', 'elf-core/netbsd', 'elf-core/openbsd', 'elf-core/illumos', 'elf-core/freebsd', 'checkpoint/dragonfly'])(
    'CKPT-B8, CKPT-C8: the image of FSAVE converts to %s',
    async (format) => {
      expect((await exhume('convert', input('i386-fsave.core'), at(format.replace('/', '-')), '--to', format)).status).toBe(0)
      const source = memorySource(readFileSync(at(format.replace('/', '-'))))
      const core = openCore(source, format.startsWith('checkpoint') ? { as: 'elf-core/dragonfly' } : {})
      expect(Object.assign({}, ...Object.values(core.threads[0]?.extra ?? {}))).toMatchObject({ fctrl: 0x127fn, fstat: 0n, ftag: 0xffffn })
    },
  )
})

describe('CKPT-C1: names', () => {
  const facts = { pid: 100, uid: 0, name: 'abcdefghijklmnop', cwd: '/home' }
  const names = (count: number): string => `/${'%N'.repeat(count)}`
  test.each<[string, object, object]>([
    [names(100), { errno: 'EINVAL' }, { errno: 'ENOMEM' }],
    [
      names(63) + 'a'.repeat(15),
      { path: `/${facts.name.repeat(63)}${'a'.repeat(15)}` },
      { path: `/${facts.name.repeat(63)}${'a'.repeat(15)}` },
    ],
    [
      names(63) + 'a'.repeat(40),
      { path: `/${facts.name.repeat(63)}${'a'.repeat(15)}` },
      { path: `/${facts.name.repeat(63)}${'a'.repeat(15)}` },
    ],
    ['/a%', { path: '/a', log: ["Unknown format character \0 in `/a%'"] }, { path: '/a', log: ["Unknown format character \0 in `/a%'"] }],
    ['/a%é', { bytes: Uint8Array.of(0x2f, 0x61, 0xa9) }, { bytes: Uint8Array.of(0x2f, 0x61, 0xa9) }],
    ['%N.x', { path: 'abcdefghijklmnop.x' }, { path: '/home/abcdefghijklmnop.x' }],
  ])('case %#', (format, core, checkpoint) => {
    expect(expandCorePattern(format, facts, 'dragonfly')).toMatchObject(core)
    expect(expandCorePattern(format, facts, 'dragonfly-checkpoint')).toMatchObject(checkpoint)
  })

  test('the pid of a checkpoint is not known', async () => {
    const result = await exhume('convert', input('three-threads.ckpt'), folder, '--to', 'elf-core/dragonfly', '--name-pattern', '%N.%P')
    expect(result.status).not.toBe(0)
    expect(result.stderr).toContain('which the core does not contain')
  })
})
