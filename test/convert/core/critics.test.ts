/** Debuggers open converted cores and see what the original has: each thread, its registers, its stack. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { convertCore } from '../../../src/convert/core/to-core.js'
import { type Core, openCore } from '../../../src/families/core.js'
import { memorySource } from '../../../src/io/source.js'
import type { AbiName } from '../../../src/schema/abi.js'
import { type BuildSystem, buildCore } from '../../../src/writers/core/build/build-core.js'
import { load } from '../../readers/core/helper.js'
import { describeWith, run } from '../../support/critics.js'
import { samples } from '../../support/samples.js'
import { patterned, temporaryFolder } from '../../support/temp.js'

const folder = temporaryFolder()
const STACK = 0x7ffff000n

const amd64 = 'rax rbx rcx rdx rsi rdi rbp r8 r9 r10 r11 r12 r13 r14 r15 rip'.split(' ')
const general: Partial<Record<AbiName, readonly string[]>> = {
  amd64,
  aarch64: [...Array.from({ length: 31 }, (_, i) => `x${i}`), 'sp', 'pc'],
  i386: 'eax ebx ecx edx esi edi ebp esp eip'.split(' '),
}

/** A core with two threads, memory and everything that the system has a place for. */
function made(system: BuildSystem, abi: AbiName = 'amd64'): Uint8Array {
  const names = general[abi] ?? []
  const wide = abi !== 'i386'
  const registersOf = (seed: bigint): Record<string, bigint> => ({
    ...Object.fromEntries(names.map((name, i) => [name, (wide ? 0x1122334400000000n : 0x11220000n) + seed * 0x1000n + BigInt(i)])),
    [abi === 'amd64' ? 'rsp' : abi === 'i386' ? 'esp' : 'sp']: STACK + seed * 16n,
  })
  const floating =
    abi === 'aarch64'
      ? { v0: 0x0123456789abcdeffedcba9876543210n, fpcr: 0n }
      : {
          mxcsr: 0x1f80n,
          fctrl: 0x37fn,
          ftag: 0xffffn,
          xmm1: 0x0123456789abcdeffedcba9876543210n,
          ymm1: (7n << 128n) | 0x0123456789abcdeffedcba9876543210n,
        }
  return buildCore({
    system,
    abi,
    process: {
      pid: 700,
      ppid: 1,
      name: 'demo',
      arguments: 'demo -x',
      uid: 5,
      gid: 6,
      signal: { number: 11, code: 1, address: 0x99n, tid: 701 },
    },
    threads: [
      { tid: 701, name: 'first', registers: registersOf(1n), floating },
      { tid: 702, name: 'second', registers: registersOf(2n), floating },
    ],
    memory: [
      { address: 0x400000n, content: patterned(8192), permissions: 'r-x' },
      { address: STACK, content: patterned(4096, 7) },
    ],
    auxv: [
      { type: 6n, value: 4096n },
      { type: 9n, value: 0x400000n },
      { type: 0n, value: 0n },
    ],
    files: [{ start: 0x400000n, end: 0x402000n, offset: 0n, path: '/bin/demo' }],
  }).bytes()
}

interface Case {
  readonly name: string
  readonly bytes: () => Uint8Array
}

const sampleCases: Case[] = [
  'netbsd-amd64-1lwp.core',
  'netbsd-amd64-2lwp.core',
  'netbsd-aarch64-1lwp.core',
  'illumos-amd64-cut.core',
  'freebsd-amd64-cut.core',
  'freebsd-i386-cut.core',
].flatMap((name) => {
  const at = samples()
  return at === undefined ? [] : [{ name, bytes: () => load(join(at, 'elf-core', name)) }]
})
const builtCases: Case[] = (['freebsd', 'netbsd', 'openbsd', 'dragonfly', 'illumos'] as const).map((system) => ({
  name: `${system} amd64, built`,
  bytes: () => made(system),
}))
const builtOthers: Case[] = [
  { name: 'freebsd aarch64, built', bytes: () => made('freebsd', 'aarch64') },
  { name: 'openbsd aarch64, built', bytes: () => made('openbsd', 'aarch64') },
  { name: 'illumos i386, built', bytes: () => made('illumos', 'i386') },
]

let count = 0
function converted(bytes: Uint8Array, system: BuildSystem): { readonly from: Core; readonly path: string } {
  const source = memorySource(bytes)
  const from = openCore(source)
  const path = join(folder, `${++count}.${system}`)
  writeFileSync(path, convertCore(from, source, system).bytes())
  return { from, path }
}

const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => `0x${byte.toString(16).padStart(2, '0')}`).join(' ')

describeWith('gdb-multiarch', 'gdb opens them as Linux cores', () => {
  test.each([...sampleCases, ...builtCases, ...builtOthers].map((each) => [each.name, each] as const))('%s', (_name, { bytes }) => {
    const { from, path } = converted(bytes(), 'linux')
    const names = (general[from.abi.name as AbiName] ?? []).filter((name) => from.threads[0]?.registers[name] !== undefined)
    const print = names.flatMap((name) => ['-ex', `echo ${name}=`, '-ex', `output/x $${name}`, '-ex', 'echo \\n'])
    const thread = from.threads.flatMap((_, i) => ['-ex', `thread ${i + 1}`, ...print, '-ex', 'x/8xb $sp'])
    const output = run('gdb-multiarch', ['-nx', '-batch', '-ex', `core-file ${path}`, '-ex', 'info threads', ...thread])
    expect(
      [...output.matchAll(/LWP (\d+)/g)]
        .slice(0, from.threads.length)
        .map(([, tid]) => Number(tid))
        .sort(),
    ).toEqual(from.threads.map(({ tid }) => tid).sort())
    const seen = [...output.matchAll(/^(\w+)=(0x[0-9a-f]+|0)$/gm)].map(([, name, value = '0']) => [name, BigInt(value)])
    const mask = from.abi.bits === 64 ? 0xffffffffffffffffn : 0xffffffffn
    // gdb shows the threads in the order of the file.
    expect(seen).toEqual(from.threads.flatMap(({ registers }) => names.map((name) => [name, (registers[name] ?? 0n) & mask])))
    for (const { registers } of from.threads) {
      const pointer = registers.rsp ?? registers.esp ?? registers.sp ?? 0n
      const word = from.memory.read(pointer, 8)
      if (word.length === 8) expect(output.replaceAll('\t', ' ')).toContain(hex(word))
    }
  })

  test('vector registers', () => {
    const { path } = converted(made('freebsd'), 'linux')
    const output = run('gdb-multiarch', [
      '-nx',
      '-batch',
      '-ex',
      `core-file ${path}`,
      '-ex',
      'output/x $ymm1.v2_int128[1]',
      '-ex',
      'echo \\n',
      '-ex',
      'output/x $xmm1.uint128',
      '-ex',
      'echo \\n',
      '-ex',
      'output/x $fctrl',
      '-ex',
      'echo \\n',
      '-ex',
      'output/x $ftag',
    ])
    expect(output).toMatch(/0x7\n0x0?123456789abcdeffedcba9876543210\n0x37f\n0xffff/)
  })
})

/** lldb's own names of two registers of AArch64. */
const lldbName = (name: string): string => ({ x29: 'fp', x30: 'lr' })[name] ?? name

describeWith('lldb', 'lldb opens Linux cores that were made FreeBSD and NetBSD cores', () => {
  const cases: Case[] = ['linux-amd64.core', 'linux-amd64-threads.core', 'linux-aarch64.core'].flatMap((name) => {
    const at = samples()
    return at === undefined ? [] : [{ name, bytes: () => load(join(at, 'elf-core', name)) }]
  })
  const all = [
    ...cases,
    { name: 'built amd64', bytes: () => made('linux') },
    { name: 'built aarch64', bytes: () => made('linux', 'aarch64') },
  ]
  const pairs = all.flatMap((each) => (['freebsd', 'netbsd'] as const).map((system) => [each.name, system, each] as const))
  test.each(pairs)('%s as %s', (_name, system, { bytes }) => {
    const { from, path } = converted(bytes(), system)
    const names = general[from.abi.name as AbiName] ?? []
    const each = from.threads.flatMap(({ registers }, i) => {
      const held = from.memory.read(registers.rsp ?? registers.sp ?? 0n, 8).length === 8
      // An error would end it.
      return [
        '-o',
        `thread select ${i + 1}`,
        '-o',
        `register read ${names.map(lldbName).join(' ')}`,
        ...(held ? ['-o', 'memory read $sp -c 8'] : []),
      ]
    })
    const output = run('lldb', ['--no-use-colors', '-x', '-b', '-c', path, '-o', 'thread list', ...each])
    const listed = output.slice(output.indexOf('Process '))
    expect([...listed.matchAll(/thread #\d+: tid = (\d+)/g)].slice(0, from.threads.length).map(([, tid]) => Number(tid))).toEqual(
      from.threads.map(({ tid }) => tid),
    )
    const seen = [...output.matchAll(/^ *(\w+) = (0x[0-9a-f]+)/gm)]
      .filter(([, name = '']) => names.some((each) => lldbName(each) === name))
      .map(([, name, value = '0']) => [name, BigInt(value)])
    expect(seen).toEqual(from.threads.flatMap(({ registers }) => names.map((name) => [lldbName(name), registers[name]])))
    for (const { registers } of from.threads) {
      const word = from.memory.read(registers.rsp ?? registers.sp ?? 0n, 8)
      if (word.length === 8) expect(output).toContain([...word].map((byte) => byte.toString(16).padStart(2, '0')).join(' '))
    }
  })
})

const readers: readonly (readonly [program: string, options: readonly string[]])[] = [
  ['readelf', ['-nW']],
  ['eu-readelf', ['-n']],
  ['llvm-readobj', ['--notes', '--program-headers', '--file-header']],
]

for (const [program, options] of readers) {
  describeWith(program, `${program} finds nothing wrong`, () => {
    const machines: Readonly<Record<string, readonly AbiName[]>> = {
      linux: ['amd64', 'i386', 'aarch64'],
      freebsd: ['amd64', 'i386', 'aarch64'],
      netbsd: ['amd64', 'i386', 'aarch64'],
      openbsd: ['amd64', 'i386', 'aarch64'],
      dragonfly: ['amd64', 'i386'],
      illumos: ['amd64', 'i386'],
    }
    const cases = Object.entries(machines).flatMap(([system, list]) => list.map((name) => [system as BuildSystem, name] as const))
    test.each(cases)('%s %s', (system, name) => {
      const path = join(folder, `${program}-${system}-${name}`)
      writeFileSync(path, made(system, name))
      // It says so of files that a kernel wrote as well.
      const output = run(program, [...options, path]).replaceAll('Cannot decode 64-bit note in 32-bit build', '')
      expect(output).not.toMatch(/warning|error|invalid|corrupt|cannot|unable/i)
      expect(output).toMatch(system === 'freebsd' ? /FreeBSD/ : /CORE|NetBSD|OpenBSD/)
    })
  })
}
