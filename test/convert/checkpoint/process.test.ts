/** Cores as checkpoints: what is written, what is recorded by a handle, what is lost; and there and back again. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { coreOfCheckpoint } from '../../../src/convert/checkpoint/checkpoint-as-core.js'
import { checkpointOfCore } from '../../../src/convert/checkpoint/to-checkpoint.js'
import { convertCore } from '../../../src/convert/core/to-core.js'
import { openCheckpoint, systemFor, thaw } from '../../../src/families/checkpoint.js'
import { openCore } from '../../../src/families/core.js'
import { memorySource } from '../../../src/io/source.js'
import { type FileMap, noFiles, parseFileMap } from '../../../src/readers/checkpoint/file-map.js'
import { type BuildOptions, buildCore } from '../../../src/writers/core/build/build-core.js'
import { checkpointOf, variants } from '../../readers/checkpoint/lives.js'
import { load } from '../../readers/core/helper.js'
import { exhume } from '../../support/cli.js'
import { describeSamples, sample } from '../../support/samples.js'
import { temporaryFolder } from '../../support/temp.js'

const folder = temporaryFolder()
const at = (name: string): string => join(folder, name)
const page = 4096
const handles = ['01000000020000001400000001020304000000000000000000000000', '01000000020000001400000005060708000000000000000000000000']
const map = { files: { '/bin/p': handles[0], '/lib/c': handles[1] } }
const files = parseFileMap(JSON.stringify(map))

const facts: BuildOptions = {
  system: 'linux',
  abi: 'amd64',
  process: { pid: 7, name: 'p', arguments: 'p -x', signal: { number: 11, code: 1, address: 0x99n } },
  threads: [
    { tid: 7, registers: { rip: 0x400123n, rsp: 0x7ff800n, cs: 0x33n, ss: 0x2bn, eflags: 0x10246n, rax: 5n }, floating: { fctrl: 0x37fn } },
    { tid: 8, registers: { rip: 0x400456n, cs: 0x33n, eflags: 0x202n } },
  ],
  memory: [
    { address: 0x400000n, permissions: 'r-x', size: 4n * BigInt(page) },
    { address: 0x600000n, permissions: 'rw-', content: new Uint8Array(page).fill(1) },
    { address: 0x700000n, permissions: 'r-x', size: 2n * BigInt(page) },
    { address: 0x7fe000n, permissions: 'rw-', content: new Uint8Array(2 * page).fill(3) },
  ],
  files: [
    { start: 0x400000n, end: 0x404000n, offset: 0n, path: '/bin/p' },
    { start: 0x600000n, end: 0x601000n, offset: 0x1000n, path: '/bin/p' },
    { start: 0x700000n, end: 0x702000n, offset: 0n, path: '/lib/c' },
  ],
}

function made(changes: Partial<BuildOptions> = {}, known: FileMap = files) {
  const source = memorySource(buildCore({ ...facts, ...changes }).bytes())
  const { frozen, lost } = checkpointOfCore(openCore(source), source, known)
  const checkpoint = openCheckpoint(memorySource(frozen.bytes()))
  return { checkpoint, lost, thawed: thaw(checkpoint.source, systemFor(checkpoint)) }
}

describe('a Linux core with handles of its files', () => {
  const { checkpoint, lost, thawed } = made()

  test('is a whole checkpoint that a kernel thaws', () => {
    expect(checkpoint.diagnostics.list).toEqual([])
    expect(checkpoint.form?.name).toBe('frominfo')
    expect(checkpoint.process?.pr_fname).toBe('p')
    expect(checkpoint.threads.map(({ tid, registers }) => [tid, registers.rip])).toEqual([
      [7, 0x400123n],
      [8, 0x400456n],
    ])
    expect(checkpoint.threads[0]?.registers).toMatchObject({ rsp: 0x7ff800n, eflags: 0x246n, cs: 0x33n, rax: 5n })
    expect(thawed).toMatchObject({ ok: true, plan: { name: 'p', registers: { rip: 0x400123n }, threadsDropped: 1 } })
  })

  test('files that are not in the core are recorded, the rest is written', () => {
    expect(checkpoint.vnodes.map(({ vnh_phdr, vnh_fh }) => [vnh_phdr.p_vaddr, vnh_phdr.p_filesz, vnh_fh.fh_fid.fid_data[0]])).toEqual([
      [0x400000n, 0x4000n, 1],
      [0x700000n, 0x2000n, 5],
    ])
    expect(checkpoint.segments.map(({ start, end }) => [start, end])).toEqual([
      [0x600000n, 0x601000n],
      [0x7fe000n, 0x800000n],
    ])
    expect([...checkpoint.memory.read(0x600000n, 2), ...checkpoint.memory.read(0x7fffffn, 2)]).toEqual([1, 1, 3])
    expect(checkpoint.vminfo).toMatchObject({ cvm_tsize: 4n, cvm_taddr: 0x400000n, cvm_dsize: 1n, cvm_daddr: 0x600000n })
  })

  test('what has no place is named', () => {
    expect(lost.map(({ path }) => path)).toEqual(expect.arrayContaining(['process', 'process.signal', 'process.arguments', 'files']))
    expect(lost.find(({ path }) => path === 'process.signal')?.message).toContain('SIGSEGV')
    expect(lost.map(({ message }) => message).join()).not.toMatch(/omitted|would fail/)
  })
})

test('memory above that of a program is left out', () => {
  const memory = [...facts.memory, { address: 0xffffffffff600000n, permissions: 'r-x', content: new Uint8Array(page) }]
  const { checkpoint, lost } = made({ memory })
  expect(checkpoint.segments).toHaveLength(2)
  expect(lost.map(({ message }) => message).join()).toContain('0xffffffffff600000-0xffffffffff601000 is above')
})

test('registers that no program can have: a kernel will refuse it, which is said', () => {
  const { lost, thawed } = made({ threads: [{ tid: 1, registers: { rip: 1n, cs: 0x30n, eflags: 0x202n } }] })
  expect(thawed).toMatchObject({ ok: false, errno: 'EINVAL', step: 'registers' })
  expect(lost.find(({ path }) => path === 'thaw.registers')?.message).toContain('cs is 0x30')
})

test('without handles, memory that is not in the core is left out, and that is said', () => {
  const { checkpoint, lost } = made({}, noFiles)
  expect(checkpoint.vnodes).toEqual([])
  expect(checkpoint.segments).toHaveLength(2)
  const left = lost.filter(({ message }) => message.includes('omitted')).map(({ message }) => message)
  expect(left).toHaveLength(2)
  expect(left[0]).toContain(
    'memory 0x400000-0x404000: 16384 bytes are missing from the core and the file map has no handle for /bin/p; omitted',
  )
})

test('a file that is mapped from another place than its start', () => {
  const moved = [{ start: 0x400000n, end: 0x404000n, offset: 0x3000n, path: '/bin/p' }]
  const { checkpoint, lost } = made({ files: moved })
  expect(checkpoint.vnodes).toHaveLength(1)
  expect(lost.map(({ message }) => message).join()).toContain('is mapped from offset 12288')
})

test('the first page alone, as Linux dumps that of a file', () => {
  const memory = [{ address: 0x400000n, permissions: 'r-x', size: 4n * BigInt(page), content: new Uint8Array(page).fill(0x7f) }]
  const { checkpoint } = made({ memory })
  expect(checkpoint.vnodes.map(({ vnh_phdr }) => vnh_phdr.p_filesz)).toEqual([0x4000n])
  expect(checkpoint.segments.map(({ start, end }) => [start, end])).toEqual([[0x400000n, 0x401000n]])
  expect(
    made({ memory }, noFiles)
      .lost.map(({ message }) => message)
      .join(),
  ).toContain('12288 bytes')
})

test('text that is in the core is recorded and written, data only written', () => {
  const memory = [
    { address: 0x400000n, permissions: 'r-x', content: new Uint8Array(4 * page).fill(9) },
    { address: 0x600000n, permissions: 'rw-', content: new Uint8Array(page).fill(1) },
  ]
  const { checkpoint } = made({ memory })
  expect(checkpoint.vnodes.map(({ vnh_phdr }) => vnh_phdr.p_vaddr)).toEqual([0x400000n])
  expect(checkpoint.segments.map(({ start }) => start)).toEqual([0x400000n, 0x600000n])
})

describe('there and back again', () => {
  test.each(variants)('%s, form %s: the same registers, memory and mapped files', (abi, form) => {
    const bytes = checkpointOf(abi, form)
    const before = openCheckpoint(memorySource(bytes))
    const known = parseFileMap(
      JSON.stringify({
        files: {
          '/a': '11000000feffffff1400000056341200000000000000000000000000',
          '/b': '11000000feffffff1400000000100000000000000000000000000000',
        },
        open: [{ descriptor: 5, path: '/a', access: 'rw', offset: 77 }],
      }),
    )
    const source = memorySource(bytes)
    const linux = memorySource(convertCore(coreOfCheckpoint(source, known).core, source, 'linux').bytes())
    const { frozen } = checkpointOfCore(openCore(linux), linux, known, { form })
    const after = openCheckpoint(memorySource(frozen.bytes()))
    expect(after.form?.name).toBe(form)
    expect(after.threads.map(({ tid, registers }) => [tid, registers])).toEqual(
      before.threads.map(({ tid, registers }) => [tid, registers]),
    )
    expect(after.vnodes.map(({ vnh_fh, vnh_phdr }) => [vnh_fh, vnh_phdr])).toEqual(
      before.vnodes.map(({ vnh_fh, vnh_phdr }) => [vnh_fh, vnh_phdr]),
    )
    expect(after.segments.map(({ start, end, permissions }) => [start, end, permissions])).toEqual(
      before.segments.map(({ start, end, permissions }) => [start, end, permissions]),
    )
    for (const { start, end } of before.segments)
      expect(Buffer.compare(after.memory.read(start, Number(end - start)), before.memory.read(start, Number(end - start)))).toBe(0)
    expect(after.files).toMatchObject([{ cfi_index: 5, cfi_flags: 3, cfi_offset: 77n, cfi_fh: before.files[0]?.cfi_fh }])
    expect(thaw(after.source, systemFor(after)).ok).toBe(true)
  })
})

describe('refusals', () => {
  test('a machine that DragonFly does not have', () => {
    const source = memorySource(buildCore({ ...facts, abi: 'aarch64', threads: [{ tid: 1, registers: { pc: 1n } }] }).bytes())
    expect(() => checkpointOfCore(openCore(source), source)).toThrow(expect.objectContaining({ code: 'LOST', found: 'aarch64' }))
  })

  test('a form that the machine does not have', () => {
    const source = memorySource(buildCore(facts).bytes())
    expect(() => checkpointOfCore(openCore(source), source, noFiles, { form: '2003' })).toThrow(
      expect.objectContaining({ code: 'BAD_VALUE' }),
    )
  })

  test('a limit is refused as the kernel refuses it', async () => {
    writeFileSync(at('p.core'), buildCore(facts).bytes())
    const run = (limit: string) => exhume('convert', at('p.core'), at('p.ckpt'), '--limit', limit)
    expect(await run('0')).toMatchObject({ status: 2, stderr: expect.stringContaining('ERANGE') })
    expect(await run('5000')).toMatchObject({ status: 2, stderr: expect.stringContaining('EFAULT') })
    expect(await run('1000000')).toMatchObject({ status: 0 })
    expect(openCheckpoint(memorySource(readFileSync(at('p.ckpt')))).diagnostics.list).toEqual([])
  })

  test('a trace is no core', async () => {
    const result = await exhume('convert', 'examples/hello.ktrace', at('never'), '--to', 'checkpoint/dragonfly')
    expect(result).toMatchObject({ status: 1, stderr: expect.stringContaining('a checkpoint requires an ELF core, found ktrace') })
  })
})

describe('a map of files', () => {
  test.each([
    ['no JSON', '{', ''],
    ['a list', '[]', ''],
    ['a handle that is too short', '{"files":{"/x":"0102"}}', 'files["/x"]'],
    ['a handle that is no text', '{"files":{"/x":true}}', 'files["/x"]'],
    ['files that are a list', '{"files":[]}', 'files'],
    ['open files that are none', '{"open":{}}', 'open'],
    ['an open file that is none', '{"open":[3]}', 'open[0]'],
    ['a descriptor below 0', `{"open":[{"descriptor":-1,"handle":"${handles[0]}"}]}`, 'open[0].descriptor'],
    ['an unknown access', `{"open":[{"descriptor":3,"handle":"${handles[0]}","access":"x"}]}`, 'open[0].access'],
    ['an offset that is no number', `{"open":[{"descriptor":3,"handle":"${handles[0]}","offset":"x"}]}`, 'open[0].offset'],
    ['a path without a handle', '{"open":[{"descriptor":3,"path":"/x"}]}', 'open[0]'],
  ])('%s', (_, text, path) => {
    expect(() => parseFileMap(text)).toThrow(expect.objectContaining({ code: 'BAD_DOCUMENT', path }))
  })

  test('that is not there, and one that is wrong, on the command line', async () => {
    writeFileSync(at('q.core'), buildCore(facts).bytes())
    writeFileSync(at('bad.json'), '{"files":{"/x":"0102"}}')
    expect(await exhume('convert', at('q.core'), at('q.ckpt'), '--files', at('nowhere'))).toMatchObject({ status: 2 })
    const result = await exhume('convert', at('q.core'), at('q.ckpt'), '--files', at('bad.json'))
    expect(result).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('files["/x"]: expected a handle of 28 bytes in hexadecimal'),
    })
  })
})

describeSamples('real cores as checkpoints', (samples) => {
  test.each([
    'netbsd-amd64-1lwp.core',
    'netbsd-amd64-2lwp.core',
    'freebsd-amd64-cut.core',
    'freebsd-i386-cut.core',
    'illumos-amd64-cut.core',
    'illumos-i386-cut.core',
    'linux-amd64.core',
    'linux-i386.core',
    'linux-amd64-threads.core',
  ])('%s', (name) => {
    const source = memorySource(load(sample(samples, 'elf-core', name)))
    const core = openCore(source)
    const { frozen } = checkpointOfCore(core, source)
    const checkpoint = openCheckpoint(memorySource(frozen.bytes()))
    expect(checkpoint.diagnostics.list).toEqual([])
    const [pc, sp] = core.abi.name === 'amd64' ? ['rip', 'rsp'] : ['eip', 'esp']
    expect(checkpoint.threads.map(({ registers }) => [registers[pc as string], registers[sp as string]])).toEqual(
      core.threads
        .filter(({ registers }) => (pc as string) in registers)
        .map(({ registers }) => [registers[pc as string], registers[sp as string]]),
    )
    for (const { start, end } of checkpoint.segments) {
      const held = core.memory.read(start, Math.min(Number(end - start), 1 << 20))
      expect(Buffer.compare(checkpoint.memory.read(start, held.length), held), start.toString(16)).toBe(0)
    }
  })
})
