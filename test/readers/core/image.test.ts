/** What memory tells of a process: arguments, environment, modules, build IDs, and what of it is missing. */
import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { openCore } from '../../../src/families/core.js'
import { psStrings } from '../../../src/formats/elf/index.js'
import { memorySource } from '../../../src/io/source.js'
import { readInitialStack } from '../../../src/readers/core/image/initial-stack.js'
import { MemoryView } from '../../../src/readers/core/image/memory-view.js'
import { type AbiName, abi } from '../../../src/schema/base.js'
import { buildCore } from '../../../src/writers/core/build/build-core.js'
import { describeSamples, sample } from '../../support/samples.js'
import { load } from './helper.js'
import { imageOf, type MadeImage } from './process.js'

const machines: readonly AbiName[] = ['amd64', 'i386', 's390x', 'powerpc', 'mips-n64el', 'riscv64']

function opened({ memory, auxv, stackPointer }: MadeImage, name: AbiName, more: { auxv?: boolean } = {}) {
  const built = buildCore({
    system: 'linux',
    abi: name,
    process: { pid: 1 },
    threads: [{ tid: 1, registers: { [registerOf[name] ?? 'sp']: stackPointer } }],
    memory,
    ...(more.auxv !== false && { auxv }),
  })
  return openCore(memorySource(built.bytes()))
}
const registerOf: Partial<Record<AbiName, string>> = { amd64: 'rsp', i386: 'esp', s390x: 'r15', powerpc: 'r1' }

describe.each(machines)('a process on %s', (name) => {
  const made = imageOf(abi[name], {
    argv: ['./prog', '', 'a b', 'ü'],
    environment: ['HOME=/root', 'EMPTY=', `LONG=${'x'.repeat(5000)}`],
    modules: [
      { name: '', address: 0x400000n, soname: 'prog', buildId: '0123456789abcdef0123456789abcdef01234567' },
      { name: '/lib/libc.so', address: 0x700000n, soname: 'libc.so.6', buildId: 'aabb' },
    ],
  })

  test('arguments and environment in full, by the auxiliary vector', () => {
    const { image } = opened(made, name)
    expect(image.argv).toEqual(['./prog', '', 'a b', 'ü'])
    expect(image.environment).toEqual(['HOME=/root', 'EMPTY=', `LONG=${'x'.repeat(5000)}`])
    expect(image.executable).toBe('./prog')
  })

  test('of a stack whose bytes are zeros: nothing is told, rather than empty names', () => {
    const zeroed = made.memory.map((part) => ({ ...part, content: new Uint8Array(Number(part.size ?? 4096n)) }))
    const { image } = opened({ ...made, memory: zeroed }, name)
    expect([image.argv, image.environment, image.executable]).toEqual([undefined, undefined, undefined])
  })

  test('without an auxiliary vector in the notes, by their form on the stack', () => {
    const { image } = opened(made, name, { auxv: false })
    expect(image.argv).toEqual(['./prog', '', 'a b', 'ü'])
    expect(image.environment).toHaveLength(3)
  })

  test('modules with names of the run-time linker and build IDs of memory', () => {
    expect(opened(made, name).image.modules).toEqual([
      { start: 0x400000n, end: 0x402000n, path: './prog', soname: 'prog', buildId: '0123456789abcdef0123456789abcdef01234567' },
      { start: 0x700000n, end: 0x702000n, path: '/lib/libc.so', soname: 'libc.so.6', buildId: 'aabb' },
    ])
  })
})

test('the list of modules without their headers: from data that points to it', () => {
  const name = 'amd64'
  const made = imageOf(abi[name], {
    argv: ['p'],
    environment: [],
    modules: [
      { name: './p', address: 0x400000n, soname: 'p', buildId: '01' },
      { name: '/lib/x.so', address: 0x700000n, soname: 'x', buildId: '02' },
    ],
  })
  // The first pages, which have the headers, were not dumped.
  const memory = made.memory.map((each) => {
    const { content: _, ...rest } = each
    return (each.address & 0xfffffn) === 0n && each.address < 0x800000n ? rest : each
  })
  expect(opened({ ...made, memory }, name).image.modules).toEqual([
    { start: 0x400000n, end: 0x402000n, path: './p' },
    { start: 0x700000n, end: 0x702000n, path: '/lib/x.so' },
  ])
})

test('a list of modules that goes round in circles ends', () => {
  const made = imageOf(abi.amd64, {
    argv: ['p'],
    environment: [],
    modules: [{ name: '', address: 0x400000n, soname: 'p', buildId: '01' }],
    circular: true,
  })
  expect(opened(made, 'amd64').image.modules).toHaveLength(1)
})

test.each(['amd64', 'i386'] as const)('arguments by ps_strings, as BSD keeps them, on %s', (name) => {
  const base = 0x10000
  const page = new Uint8Array(4096)
  const at = psStrings.for(abi[name]).size
  const word = abi[name].bits / 8
  const texts = ['one', 'two', 'A=b']
  let text = 512
  const view = new DataView(page.buffer)
  texts.forEach((each, i) => {
    view.setUint32(at + i * word, base + text, true)
    text += Buffer.from(page.buffer).write(`${each}\0`, text)
  })
  const [argv, environment] = [BigInt(base + at), BigInt(base + at + 2 * word)]
  page.set(psStrings.for(abi[name]).encode({ ps_argvstr: argv, ps_nargvstr: 2, ps_envstr: environment, ps_nenvstr: 1 }))
  const memory = { read: (address: bigint, length: number) => page.subarray(Number(address) - base, Number(address) - base + length) }
  const rest = { mappings: [], auxv: [], stackPointers: [], textLimit: 100 }
  const found = readInitialStack({ view: new MemoryView(memory, abi[name]), psStrings: BigInt(base), ...rest })
  expect(found).toEqual({ argv: ['one', 'two'], environment: ['A=b'] })
})

test('missing memory: what was not dumped, and what was cut off', () => {
  const built = buildCore({
    system: 'linux',
    abi: 'amd64',
    process: { pid: 1 },
    threads: [{ tid: 1, registers: {} }],
    memory: [
      { address: 0x1000n, size: 0x2000n, content: new Uint8Array(0x1000).fill(1) },
      { address: 0x3000n, size: 0x1000n },
      { address: 0x9000n, content: new Uint8Array(0x1000).fill(2) },
    ],
  })
  const bytes = built.bytes()
  expect(openCore(memorySource(bytes)).image.missing).toEqual([{ start: 0x2000n, end: 0x4000n, why: 'not dumped' }])
  const cut = openCore(memorySource(bytes.subarray(0, bytes.length - 0x800)))
  expect(cut.image.missing).toEqual([
    { start: 0x2000n, end: 0x4000n, why: 'not dumped' },
    { start: 0x9800n, end: 0xa000n, why: 'cut' },
  ])
})

const coreOf = (folder: string, file: string) => openCore(memorySource(load(sample(folder, 'elf-core', file))))

const unstrip = spawnSync('eu-unstrip', ['--version']).status === 0

describeSamples('real cores', (folder) => {
  test.each([
    ['linux-amd64.core', ['./segfault'], 11],
    ['linux-aarch64.core', ['./crash-linux-arm64'], 21],
    ['linux-ppc.core.gz', ['./backtrace.ppc.exec', '--gencore'], 37],
    ['linux-s390x.core', ['./a.out'], 16],
    ['linux-m68k.core', ['./a.out'], 65],
    ['netbsd-amd64-1lwp.core', ['./1lwp_SIGSEGV.amd64'], 28],
    ['netbsd-aarch64-1lwp.core', ['./1lwp_SIGSEGV.evbarm'], 16],
    ['openbsd-sparc64.core.gz', ['./sparc64_insn_jmp.bin'], 17],
  ])('%s: arguments and environment', (file, argv, count) => {
    const { image } = coreOf(folder, file)
    expect(image.argv).toEqual(argv)
    expect(image.environment).toHaveLength(count)
    for (const variable of image.environment ?? []) expect(variable).toMatch(/^[^=]+=/)
  })

  test('NetBSD: modules by the list in memory, though their text was not dumped', () => {
    const { image } = coreOf(folder, 'netbsd-amd64-2lwp.core')
    expect(image.modules.map(({ path }) => path)).toEqual(['./2lwp_process_SIGSEGV.amd64', '/usr/lib/libc.so.12', '/usr/libexec/ld.elf_so'])
  })

  test('FreeBSD: directory, program, open files, groups and limits of its notes', () => {
    const { process, descriptors } = coreOf(folder, 'freebsd-amd64-cut.core')
    expect(process).toMatchObject({ cwd: '/root/bsi', executable: '/usr/local/bin/bsi', groups: [0, 5], umask: 0o22 })
    expect(process.limits?.find(({ name }) => name === 'RLIMIT_STACK')).toEqual({
      name: 'RLIMIT_STACK',
      soft: 536870912n,
      hard: 536870912n,
    })
    expect(descriptors.map(({ fd, path }) => [fd, path])).toEqual([
      [0, '/dev/pts/1'],
      [1, '/dev/pts/1'],
      [2, '/dev/pts/1'],
    ])
  })

  test.each([
    'linux-amd64.core',
    'linux-i386.core',
    'linux-aarch64.core',
    'linux-riscv64.core',
    'linux-mips64el.core',
    'linux-x32.core',
    'linux-amd64-threads.core',
    'linux-ppc64.core',
    'linux-s390x.core',
  ])('%s: build IDs are those that eu-unstrip finds', (file) => {
    if (!unstrip) return void console.log('eu-unstrip is not installed: build IDs are not held against it')
    const out = spawnSync('eu-unstrip', ['-n', `--core=${sample(folder, 'elf-core', file)}`], { encoding: 'utf8' }).stdout
    const theirs = [...out.matchAll(/^0x([0-9a-f]+)\+\S+ ([0-9a-f]{8,})@/gm)].map(([, start, id]) => `${start} ${id}`)
    const { image } = coreOf(folder, file)
    const ours = image.modules.flatMap(({ start, buildId }) => (buildId === undefined ? [] : [`${start.toString(16)} ${buildId}`]))
    expect(theirs.length).toBeGreaterThan(0)
    expect(ours).toEqual(expect.arrayContaining(theirs))
  })
})
