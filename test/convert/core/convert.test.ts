/** Cores made of cores of other systems: the same registers, memory and signal, and what is lost is named. */
import { expect, test } from 'vitest'
import { convertCore } from '../../../src/convert/core/to-core.js'
import { conversion } from '../../../src/convert/registry.js'
import { openCore } from '../../../src/families/core.js'
import { systems } from '../../../src/formats/core/registry.js'
import { memorySource } from '../../../src/io/source.js'
import type { AbiName } from '../../../src/schema/abi.js'
import { type BuildSystem, buildCore } from '../../../src/writers/core/build/build-core.js'
import { load } from '../../readers/core/helper.js'
import { describeSamples, sample } from '../../support/samples.js'

function converted(bytes: Uint8Array, system: BuildSystem) {
  const source = memorySource(bytes)
  const built = convertCore(openCore(source), source, system)
  return { from: openCore(source), to: openCore(memorySource(built.bytes())), lost: built.lost, bytes: built.bytes() }
}

const linux = (signal: number): Uint8Array =>
  buildCore({
    system: 'linux',
    abi: 'amd64',
    process: { pid: 7, name: 'p', signal: { number: signal, code: 1, address: 0x99n } },
    threads: [{ tid: 7, registers: { rip: 0x1234n, rsp: 0x5678n, fs_base: 0x10n }, floating: { mxcsr: 0x1f80n } }],
    memory: [{ address: 0x1000n, size: 0x2000n, content: new Uint8Array(0x1000).fill(0x5a), permissions: 'r-x' }],
    auxv: [
      { type: 6n, value: 4096n },
      { type: 31n, value: 1n },
      { type: 0n, value: 0n },
    ],
    files: [{ start: 0x1000n, end: 0x2000n, offset: 0n, path: '/bin/p' }],
  }).bytes()

test('a signal is translated by its name, a code by its', () => {
  const { to } = converted(linux(7), 'netbsd')
  expect(to.format).toBe('elf-core/netbsd')
  // SIGBUS is 7 on Linux and 10 on NetBSD.
  expect(to.process).toMatchObject({ pid: 7, name: 'p', signal: { number: 10, code: 1 } })
  expect(to.threads[0]?.registers).toMatchObject({ rip: 0x1234n, rsp: 0x5678n })
  expect(to.memory.read(0x1000n, 16)).toEqual(new Uint8Array(16).fill(0x5a))
  expect(to.auxv.map(({ type }) => type)).toEqual([6n, 0n])
})

test('what has no place is named', () => {
  const { lost } = converted(linux(16), 'netbsd')
  expect(new Set(lost.map(({ code }) => code))).toEqual(new Set(['LOST']))
  const paths = lost.map(({ path }) => path)
  expect(paths).toEqual(expect.arrayContaining(['process.signal', 'auxv', 'files']))
  expect(lost.find(({ path }) => path === 'auxv')?.message).toContain('AT_EXECFN')
})

test.each(['linux', 'freebsd', 'netbsd', 'openbsd', 'illumos'] as const)(
  'SSE of a 32-bit process, without AVX, as a core of %s',
  (system) => {
    const floating = { fctrl: 0x37fn, xmm0: 1n << 100n, xmm7: 7n, mxcsr: 0x1f80n }
    const from: BuildSystem = system === 'openbsd' ? 'linux' : 'openbsd'
    const threads = [{ tid: 1, registers: { eip: 1n }, floating }]
    const { to, lost } = converted(buildCore({ system: from, abi: 'i386', process: { pid: 1 }, threads, memory: [] }).bytes(), system)
    expect(Object.assign({}, ...Object.values(to.threads[0]?.extra ?? {}))).toMatchObject(floating)
    expect(lost.filter(({ path }) => path === 'threads[0].floating')).toEqual([])
  },
)

test.each(['linux', 'netbsd', 'openbsd'] as const)('all floating-point registers of SPARC, illumos to %s', (system) => {
  const floating = { d0: 0x0123456789abcdefn, d30: 30n, d62: 62n << 40n }
  const threads = [{ tid: 1, registers: { pc: 1n }, floating }]
  const { to, lost } = converted(buildCore({ system: 'illumos', abi: 'sparc64', process: { pid: 1 }, threads, memory: [] }).bytes(), system)
  expect(Object.assign({}, ...Object.values(to.threads[0]?.extra ?? {}))).toMatchObject(floating)
  expect(lost.filter(({ path }) => path === 'threads[0].floating')).toEqual([])
})

test('minidumps by their whole name as well', () => {
  expect(conversion('minidump/windows')).toBe(conversion('minidump'))
})

test('a machine that the system does not have is refused', () => {
  const bytes = buildCore({ system: 'linux', abi: 's390x', process: {}, threads: [{ tid: 1, registers: {} }], memory: [] }).bytes()
  expect(() => converted(bytes, 'netbsd')).toThrow(expect.objectContaining({ code: 'LOST' }))
})

describeSamples('real cores', (samples) => {
  const names = [
    'netbsd-amd64-1lwp.core',
    'netbsd-amd64-2lwp.core',
    'netbsd-aarch64-1lwp.core',
    'openbsd-sparc64.core.gz',
    'freebsd-amd64-cut.core',
    'freebsd-i386-cut.core',
    'illumos-amd64-cut.core',
    'illumos-i386-cut.core',
    'linux-aarch64.core',
  ]
  const cases = names.flatMap((name) => {
    const machine = openCore(memorySource(load(sample(samples, 'elf-core', name)))).abi.name as AbiName
    return systems.filter(({ writableAbis }) => writableAbis.includes(machine)).map((system) => [name, system.name as BuildSystem] as const)
  })

  test.each(cases)('%s to %s: threads, registers and memory are the same', (name, system) => {
    const { from, to } = converted(load(sample(samples, 'elf-core', name)), system)
    expect(to.format).toBe(`elf-core/${system}`)
    // illumos stores threads by number, others begin with the one that received the signal.
    const byTid = (threads: typeof to.threads): typeof to.threads => [...threads].sort((a, b) => (a.tid ?? 0) - (b.tid ?? 0))
    const threads = byTid(to.threads)
    expect(threads.map(({ tid }) => tid)).toEqual(byTid(from.threads).map(({ tid }) => tid))
    for (const [i, { registers }] of byTid(from.threads).entries())
      for (const [register, value] of Object.entries(threads[i]?.registers ?? {}))
        if (register in registers) expect(value, register).toBe(registers[register])
    // DragonFly writes no header for memory that is not dumped.
    const kept = from.mappings.filter(({ start }) => system !== 'dragonfly' || from.memory.read(start, 1).length > 0)
    expect(to.mappings.map(({ start, end, permissions }) => [start, end, permissions])).toEqual(
      kept.map(({ start, end, permissions }) => [start, end, permissions]),
    )
    for (const { start, end } of from.mappings) {
      const length = Math.min(Number(end - start), 1 << 20)
      const held = from.memory.read(start, length)
      expect(Buffer.compare(to.memory.read(start, held.length), held), start.toString(16)).toBe(0)
    }
    const signalOf = (core: typeof from) => core.process.signal && core.system.signals.name(core.process.signal.number, core.abi)
    expect(signalOf(to)).toBe(signalOf(from))
  })
})
