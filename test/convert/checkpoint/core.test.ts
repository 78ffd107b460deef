/** Checkpoints as cores: the same registers and memory, for every form, and gdb opens them. */
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type CoreInput, coreOfCheckpoint } from '../../../src/convert/checkpoint/checkpoint-as-core.js'
import { convertCore } from '../../../src/convert/core/to-core.js'
import { openCheckpoint } from '../../../src/families/checkpoint.js'
import { openCore } from '../../../src/families/core.js'
import { memorySource } from '../../../src/io/source.js'
import { parseFileMap } from '../../../src/readers/checkpoint/file-map.js'
import { checkpointOf, process as frozen, variants } from '../../readers/checkpoint/lives.js'
import { exhume } from '../../support/cli.js'
import { temporaryFolder } from '../../support/temp.js'

const folder = temporaryFolder()
const at = (name: string): string => join(folder, name)
const systems = ['linux', 'freebsd', 'netbsd', 'openbsd', 'dragonfly', 'illumos'] as const
const gdb = spawnSync('gdb-multiarch', ['--version']).status === 0

/** Sane contents of the coprocessor: control, status and tag words, and a number in the first register. */
const floating = new Uint8Array(108)
floating.set([0x7f, 0x03, 0xff, 0xff], 0)
floating.set([0x00, 0x38], 4)
floating.set([0x80], 8)
floating.set([0, 0, 0, 0, 0, 0, 0, 0x80, 0xff, 0x3f], 28)

const made = (abi: 'amd64' | 'i386', form: string, changes: Parameters<typeof frozen>[1] = {}): Uint8Array => {
  const [thread] = frozen(abi).threads
  if (!thread) throw new Error('no thread')
  return checkpointOf(abi, form, { threads: [{ ...thread, floating }], ...changes })
}

const text = '11000000feffffff1400000056341200000000000000000000000000'
const library = '11000000feffffff1400000000100000000000000000000000000000'
const files = parseFileMap(JSON.stringify({ files: { '/bin/counter': text, '/lib/libc.so.8': library } }))

describe.each(variants)('%s, form %s', (abi, form) => {
  const source = memorySource(made(abi, form))
  const { core, lost } = coreOfCheckpoint(source)

  test('as the model of a core', () => {
    const checkpoint = openCheckpoint(source)
    expect(core.process).toEqual({ name: 'counter' })
    expect(core.threads.map(({ tid, registers }) => [tid, registers])).toEqual(
      checkpoint.threads.map(({ tid, registers }) => [tid, registers]),
    )
    expect(core.threads[0]?.extra.NT_FPREGSET).toMatchObject({ fctrl: 0x37fn, fstat: 0x3800n })
    expect(core.mappings.map(({ start, end, permissions, fileSize }) => [start, end, permissions, fileSize])).toEqual([
      [0x400000n, 0x401000n, 'r-x', 0n],
      [0x600000n, 0x602000n, 'rw-', 0x2000n],
      [0x800000n, 0x803000n, 'r-x', 0n],
      [0xa00000n, 0xa01000n, 'rw-', 0x1000n],
    ])
    expect(lost.map(({ path }) => path)).toEqual(['vnodes', 'siginfo', 'files', 'vminfo'])
  })

  test.each(systems)('as a core of %s', (system) => {
    const built = convertCore(core, source, system)
    const to = openCore(memorySource(built.bytes()))
    expect(to.format).toBe(`elf-core/${system}`)
    expect(to.diagnostics.list).toEqual([])
    const registers = to.threads[0]?.registers ?? {}
    let compared = 0
    for (const [name, value] of Object.entries(core.threads[0]?.registers ?? {})) {
      if (!(name in registers)) continue
      expect(registers[name], name).toBe(value)
      compared++
    }
    expect(compared).toBeGreaterThan(10)
    expect([...to.memory.read(0x600000n, 3)]).toEqual([0xde, 0xad, 0])
    expect([...to.memory.read(0xa00fffn, 1)]).toEqual([0x5a])
    // DragonFly writes no header for memory that is not dumped.
    const kept = core.mappings.filter(({ fileSize }) => system !== 'dragonfly' || fileSize > 0n)
    expect(to.mappings.map(({ start, end }) => [start, end])).toEqual(kept.map(({ start, end }) => [start, end]))
  })

  test.runIf(gdb)('gdb opens it as a Linux core, with the same registers and memory', async () => {
    const name = `${abi}.${form}`
    writeFileSync(at(`${name}.ckpt`), made(abi, form))
    const { status } = await exhume('convert', at(`${name}.ckpt`), at(`${name}.core`), '--to', 'elf-core/linux')
    expect(status).toBe(0)
    const registers = Object.entries(core.threads[0]?.registers ?? {})
    const commands = [
      `core-file ${at(`${name}.core`)}`,
      // Flags are of a type of 32 bits.
      ...registers.map(
        ([register]) => `printf "${register} %#lx\\n", (unsigned long)(${register === 'eflags' ? '(int)' : ''}$${register})`,
      ),
      'printf "fctrl %#x\\n", $fctrl',
      'printf "st0 %g\\n", $st0',
      'x/2xb 0x600000',
      'info threads',
    ]
    const { stdout } = spawnSync('gdb-multiarch', ['-nx', '-batch', ...commands.flatMap((each) => ['-ex', each])], {
      encoding: 'utf8',
      timeout: 60_000,
    })
    const shown = (value: bigint): string => (value === 0n ? '0' : `0x${value.toString(16)}`)
    for (const [register, value] of registers) expect(stdout, register).toMatch(new RegExp(`^${register} ${shown(value)}$`, 'm'))
    expect(stdout).toContain('fctrl 0x37f')
    expect(stdout).toContain('st0 1')
    expect(stdout).toMatch(/0x600000:\s+0xde\s+0xad/)
    expect([...stdout.matchAll(/^[* ] +\d+ +/gm)]).toHaveLength(1)
  })
})

test('files that the map names are in the list of mapped files, and are not lost', () => {
  const source = memorySource(made('amd64', 'final'))
  const { core, lost } = coreOfCheckpoint(source, files)
  expect(lost.map(({ path }) => path)).not.toContain('vnodes')
  const to = openCore(memorySource(convertCore(core, source, 'linux').bytes()))
  expect(to.files).toEqual([
    { start: 0x400000n, end: 0x401000n, offset: 0n, path: '/bin/counter' },
    { start: 0x800000n, end: 0x803000n, offset: 0n, path: '/lib/libc.so.8' },
  ])
})

test('several threads', () => {
  const threads = [7, 8, 9].map((tid) => ({ tid, registers: { rip: BigInt(0x1000 * tid), cs: 0x43n, rflags: 0x202n } }))
  const { core } = coreOfCheckpoint(memorySource(made('amd64', 'final', { threads })))
  expect(core.threads.map(({ tid, registers }) => [tid, registers.rip])).toEqual([
    [7, 0x7000n],
    [8, 0x8000n],
    [9, 0x9000n],
  ])
})

test('memory in the checkpoint goes over the file that is mapped there', () => {
  const fid = Uint8Array.of(1)
  const page = (n: number): bigint => 0x400000n + BigInt(n * 4096)
  const source = memorySource(
    made('amd64', 'final', {
      mappings: [
        { start: page(0), end: page(8), permissions: 'r-x', top: 'vnode', noCore: true, handle: { fsid: [1, 1], fid } },
        { start: page(2), end: page(3), permissions: 'rw-', top: 'default', contents: Uint8Array.of(1) },
        { start: page(5), end: page(9), permissions: 'rw-', top: 'default', contents: Uint8Array.of(2) },
      ],
    }),
  )
  const { core } = coreOfCheckpoint(source)
  expect(core.mappings.map(({ start, end, fileSize }) => [start, end, fileSize > 0n])).toEqual([
    [page(0), page(2), false],
    [page(2), page(3), true],
    [page(3), page(5), false],
    [page(5), page(9), true],
  ])
})

test('cut anywhere it is a core, or is refused', () => {
  const whole = made('i386', 'final')
  for (let size = 64; size < whole.length; size += 97) {
    const source = memorySource(whole.slice(0, size))
    let input: CoreInput | undefined
    try {
      input = coreOfCheckpoint(source)
    } catch (error) {
      expect(error, `cut at ${size}`).toHaveProperty('code')
    }
    if (input && input.core.threads.length > 0) expect(convertCore(input.core, source, 'linux').bytes().length).toBeGreaterThan(100)
  }
})

test('the command names what is lost, and takes a map', async () => {
  writeFileSync(at('counter.ckpt'), made('amd64', 'final'))
  writeFileSync(at('map.json'), JSON.stringify({ files: { '/bin/counter': text, '/lib/libc.so.8': library } }))
  const plain = await exhume('convert', at('counter.ckpt'), at('plain'), '--to', 'elf-core/linux')
  expect(plain.stderr).toContain('vnodes: 2 file mappings known by handle only')
  const named = await exhume('convert', at('counter.ckpt'), at('named'), '--to', 'elf-core/linux', '--files', at('map.json'))
  expect(named.stderr).not.toContain('vnodes')
  expect(openCore(memorySource(readFileSync(at('named')))).files).toHaveLength(2)
})
