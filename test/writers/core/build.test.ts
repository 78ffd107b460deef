/** Cores built of plain facts are read as the same facts. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openCore } from '../../../src/families/core.js'
import { floatingOf as dragonflyFloating, generalOf as dragonflyGeneral } from '../../../src/formats/core/dragonfly/registers.js'
import { freebsdAbis, portOf as freebsdPort } from '../../../src/formats/core/freebsd/registers/by-abi.js'
import { illumosAbis, portOf as illumosPort } from '../../../src/formats/core/illumos/registers/by-abi.js'
import { linuxAbis, floatingOf as linuxFloating, generalOf as linuxGeneral } from '../../../src/formats/core/linux/registers/by-abi.js'
import { netbsdAbis, floatingOf as netbsdFloating, generalOf as netbsdGeneral } from '../../../src/formats/core/netbsd/registers/by-abi.js'
import { openbsdAbis, portOf as openbsdPort } from '../../../src/formats/core/openbsd/registers.js'
import type { MappedFile, ProcessInfo } from '../../../src/formats/core/process-info.js'
import type { RegisterSet } from '../../../src/formats/core/register-set.js'
import { memorySource } from '../../../src/io/source.js'
import { type Abi, type AbiName, abi } from '../../../src/schema/abi.js'
import { type BuildOptions, buildCore } from '../../../src/writers/core/build/build-core.js'
import { expectLossless, numbers, readAll } from '../../readers/core/helper.js'
import { check, fileRuns } from '../../support/property.js'

const systems = {
  linux: { abis: linuxAbis, generalOf: linuxGeneral, floatingOf: linuxFloating },
  netbsd: { abis: netbsdAbis, generalOf: netbsdGeneral, floatingOf: netbsdFloating },
  freebsd: portsOf(freebsdAbis, freebsdPort),
  openbsd: portsOf(openbsdAbis, openbsdPort),
  dragonfly: { abis: ['amd64', 'i386'] as readonly AbiName[], generalOf: dragonflyGeneral, floatingOf: dragonflyFloating },
  illumos: portsOf(illumosAbis, illumosPort),
} as const

type Port = { readonly general: RegisterSet; readonly floating: RegisterSet }

function portsOf(abis: readonly AbiName[], portOf: (abi: Abi) => Port | undefined) {
  return { abis, generalOf: (each: Abi) => portOf(each)?.general, floatingOf: (each: Abi) => portOf(each)?.floating }
}

const cases = Object.entries(systems).flatMap(([system, { abis }]) => abis.map((name) => [system, name] as const)) as [
  keyof typeof systems,
  AbiName,
][]

/** Registers that gdb makes of others, or whose low bits mean something else. */
const derived = new Set(['pc', 'pcoqh'])
/** What the system's cores do not have, of what is put in. */
const untold: Readonly<Record<string, readonly string[]>> = {
  dragonfly: ['pid', 'ppid', 'pgrp', 'sid', 'uid', 'gid'],
}

/** The floating-point registers of a set, each of a width that it has. */
function floatingValues(set: RegisterSet | undefined, draw: (limit: number) => number): Record<string, bigint> {
  const values: Record<string, bigint> = {}
  for (const name of Object.keys(set?.names ?? {})) {
    // An abridged tag word tells no more than which registers are in use: all of them, as none is zero.
    if (name === 'ftag') values[name] = 0xaaaan
    else values[name] = BigInt(name === 'fop' ? draw(0x7ff) : 1 + draw(0xfffe))
  }
  return values
}

describe.each(cases)('%s on %s', (system, name) => {
  const set = systems[system].generalOf(abi[name])
  const floatingSet = systems[system].floatingOf(abi[name])
  const draw = numbers(name.length)
  const registers = Object.fromEntries(Object.keys(set?.names ?? {}).map((register) => [register, BigInt(draw(0xffff)) * 16n]))
  if (system === 'freebsd' && name === 'amd64') for (const segment of ['es', 'ds', 'fs', 'gs']) registers[segment] = 0x33n
  const floating = floatingValues(floatingSet, draw)
  const built = buildCore({
    system,
    abi: name,
    process: { pid: 99, ppid: 98, pgrp: 97, sid: 96, name: 'demo', uid: 5, gid: 6, signal: { number: 11, code: 1 } },
    threads: [
      { tid: 99, registers, ...(Object.keys(floating).length > 0 && { floating }) },
      { tid: 100, registers },
    ],
    memory: [{ address: 0x10000n, size: 8192n, content: new Uint8Array(5000).fill(7), permissions: 'r-x' }],
    auxv: [
      { type: 6n, value: 4096n },
      { type: 0n, value: 0n },
    ],
  })
  const core = openCore(memorySource(built.bytes()))

  test('is read as what it was built of', () => {
    const told = untold[system] ?? []
    expect(built.lost.map(({ path }) => path)).toEqual(told.length > 0 ? ['process', 'process.signal', 'auxv'] : [])
    expect(core.diagnostics.list).toEqual([])
    expect([core.format, core.abi.name]).toEqual([`elf-core/${system}`, name])
    const process = { pid: 99, ppid: 98, pgrp: 97, sid: 96, name: 'demo', uid: 5, gid: 6 }
    expect(core.process).toMatchObject(Object.fromEntries(Object.entries(process).filter(([key]) => !told.includes(key))))
    expect(core.process.signal).toMatchObject(system === 'dragonfly' ? { number: 11 } : { number: 11, code: 1 })
    expect(core.threads.map(({ tid }) => tid)).toEqual([99, 100])
    for (const thread of core.threads) {
      for (const [register, value] of Object.entries(registers)) {
        if (!derived.has(register)) expect(thread.registers[register], register).toBe(value)
      }
    }
    const extra: Record<string, bigint> = Object.assign({}, ...Object.values(core.threads[0]?.extra ?? {}))
    for (const [register, value] of Object.entries(floating)) expect(extra[register], register).toBe(value)
    const auxv = [
      { type: 6n, value: 4096n },
      { type: 0n, value: 0n },
    ]
    expect(core.auxv).toEqual(system === 'dragonfly' ? [] : auxv)
    expect(core.mappings).toMatchObject([{ start: 0x10000n, end: 0x12000n, permissions: 'r-x', fileSize: 5000n }])
    expect(core.notes.filter((note) => !note.whole).map((note) => note.name)).toEqual([])
    expect(core.memory.read(0x10000n, 5000)).toEqual(new Uint8Array(5000).fill(7))
  })

  test('its document gives the same bytes', () => {
    expectLossless(built.bytes())
  })

  test('damaged, it is survived', () => {
    const bytes = built.bytes()
    for (let i = 0; i < 8; i++) {
      const changed = bytes.slice(0, 4 + draw(bytes.length - 4))
      for (let changes = draw(5); changes >= 0; changes--) changed[8 + draw(changed.length)] = draw(256)
      readAll(changed)
      expectLossless(changed, `change ${i}`)
    }
  })
})

const word = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n })
const id = fc.integer({ min: 0, max: 0x7fffffff })
const text = fc.string({ maxLength: 30, unit: fc.constantFrom(...'abcxyz/._-é中 ') })

const process: fc.Arbitrary<ProcessInfo> = fc.record({
  // No process has the ID 0; readers take it for one that is not known.
  pid: fc.integer({ min: 1, max: 0x7fffffff }),
  ppid: id,
  pgrp: id,
  sid: id,
  name: fc.stringMatching(/^[a-z]{0,15}$/),
  arguments: text.map((each) => each.trimEnd()),
  uid: fc.nat({ max: 0xffffffff }),
  gid: fc.nat({ max: 0xffffffff }),
})

const files: fc.Arbitrary<MappedFile[]> = fc.array(
  fc.record({ start: word, end: word, offset: fc.bigInt({ min: 0n, max: 1n << 40n }), path: text }),
  { maxLength: 4 },
)

/** Where nothing overlaps another: the address is told by the index. */
const memory = fc
  .array(
    fc.record({
      length: fc.nat({ max: 9000 }),
      more: fc.nat({ max: 5000 }),
      fill: fc.nat({ max: 255 }),
      permissions: fc.constantFrom('r--', 'rw-', 'r-x', '---'),
    }),
    { maxLength: 5 },
  )
  .map((parts) =>
    parts.map(({ length, more, fill, permissions }, i) => ({
      address: BigInt(i + 1) << 20n,
      size: BigInt(length + more),
      content: new Uint8Array(length).fill(fill),
      permissions,
    })),
  )

test(`any facts of an amd64 process, ${fileRuns} of them`, () => {
  const registers = fc.dictionary(fc.constantFrom('rax', 'rip', 'rsp', 'fs_base', 'gs'), word)
  const threads = fc.array(fc.record({ tid: id, registers }), { minLength: 1, maxLength: 4 })
  check(
    fc.record({ process, threads, memory, files }),
    (facts) => {
      const options: BuildOptions = { system: 'linux', abi: 'amd64', ...facts }
      const bytes = buildCore(options).bytes()
      const core = openCore(memorySource(bytes))
      expect(core.diagnostics.list).toEqual([])
      const { arguments: args, ...rest } = facts.process
      expect(core.process).toMatchObject(rest)
      expect(args?.startsWith(core.process.arguments ?? '')).toBe(true)
      expect(core.threads.map(({ tid }) => tid)).toEqual(facts.threads.map(({ tid }) => tid))
      facts.threads.forEach((thread, i) => {
        expect(core.threads[i]?.registers).toMatchObject(thread.registers)
      })
      expect(core.files).toEqual(facts.files)
      for (const { address, content } of facts.memory) expect(core.memory.read(address, content.length)).toEqual(content)
      expectLossless(bytes)
    },
    fileRuns,
  )
})

test('a name that is too long is cut at a character', () => {
  const name = 'ééééééééé'
  const core = openCore(
    memorySource(buildCore({ system: 'linux', abi: 'amd64', process: { name }, threads: [{ tid: 1, registers: {} }], memory: [] }).bytes()),
  )
  expect(core.process.name).toBe('ééééééé')
})

test('what has no room is named', () => {
  const { lost } = buildCore({
    system: 'linux',
    abi: 'i386',
    process: { uid: 70000 },
    threads: [{ tid: 1, name: 'main', registers: { eip: 1n, trapno: 6n, err: 4n } }],
    memory: [],
  })
  expect(lost.map(({ path, message }) => `${path}: ${message}`).sort()).toEqual([
    'process.uid: process.uid: 70000 does not fit in 16 bits',
    'threads[0].name: thread 1: Linux cores cannot store thread names',
    'threads[0].registers: threads[0].registers: cannot store registers trapno, err',
  ])
})

test('memory may come from a source', () => {
  const content = memorySource(new Uint8Array(100_000).fill(5))
  const built = buildCore({ system: 'netbsd', abi: 'amd64', process: {}, threads: [], memory: [{ address: 0x1000n, content }] })
  expect(openCore(memorySource(built.bytes())).memory.read(0x1000n, 200_000).length).toBe(100_000)
  expect(built.document).toMatchObject({ data: [{ segment: 0, from: { length: 100_000 } }] })
})
