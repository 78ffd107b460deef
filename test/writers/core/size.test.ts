/** Cores as large as they get: more segments than the ELF header can count, thousands of threads. */
import { describe, expect, test } from 'vitest'
import { convertCore } from '../../../src/convert/core/to-core.js'
import { openCore } from '../../../src/families/core.js'
import { memorySource } from '../../../src/io/source.js'
import { type BuildSystem, buildCore } from '../../../src/writers/core/build/build-core.js'

const SEGMENTS = 70_000

describe(`${SEGMENTS} segments`, () => {
  const memory = Array.from({ length: SEGMENTS }, (_, i) => ({
    address: BigInt(i) << 13n,
    size: 4096n,
    ...(i % 7000 === 0 && { content: new Uint8Array(4096).fill(1 + i / 7000) }),
  }))
  test.each(['openbsd', 'illumos'] as const)('%s', (system) => {
    const bytes = buildCore({ system, abi: 'amd64', process: {}, threads: [{ tid: 1, registers: { rip: 5n } }], memory }).bytes()
    const core = openCore(memorySource(bytes))
    expect(core.diagnostics.list).toEqual([])
    expect(core.header.e_phnum).toBe(0xffff)
    expect(core.mappings).toHaveLength(SEGMENTS)
    expect(core.threads[0]?.registers.rip).toBe(5n)
    for (const i of [0, 7000, 63_000]) expect(core.memory.read(BigInt(i) << 13n, 4)).toEqual(new Uint8Array(4).fill(1 + i / 7000))
  })

  test('from one system to another', () => {
    const source = memorySource(
      buildCore({ system: 'linux', abi: 'amd64', process: {}, threads: [{ tid: 1, registers: {} }], memory }).bytes(),
    )
    const core = openCore(memorySource(convertCore(openCore(source), source, 'freebsd').bytes()))
    expect(core.mappings).toHaveLength(SEGMENTS)
    expect(core.memory.read(7000n << 13n, 1)).toEqual(Uint8Array.of(2))
  })
})

test.each([
  ['linux', 5000],
  ['netbsd', 1000],
  ['freebsd', 1000],
  ['illumos', 1000],
] as const)('%s with %i threads', (system: BuildSystem, count) => {
  const threads = Array.from({ length: count }, (_, i) => ({
    tid: 100 + i,
    registers: { rip: BigInt(i), rsp: BigInt(2 * i) },
    floating: { mxcsr: 0x1f80n, xmm0: BigInt(i) },
  }))
  const bytes = buildCore({ system, abi: 'amd64', process: { pid: 1 }, threads, memory: [] }).bytes()
  const core = openCore(memorySource(bytes))
  expect(core.diagnostics.list).toEqual([])
  expect(core.threads).toHaveLength(count)
  const last = core.threads.at(-1)
  expect([last?.tid, last?.registers.rip, last?.registers.rsp]).toEqual([99 + count, BigInt(count - 1), BigInt(2 * count - 2)])
  expect(Object.assign({}, ...Object.values(last?.extra ?? {})).xmm0).toBe(BigInt(count - 1))
})
