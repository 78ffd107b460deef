/** Cores with registers or memory changed: what was changed is read so, everything else is the same byte. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { editCore } from '../../../src/convert/core/edit/edit-core.js'
import { openCore } from '../../../src/families/core.js'
import { memorySink } from '../../../src/io/sink.js'
import { memorySource } from '../../../src/io/source.js'
import { type BuildSystem, buildCore } from '../../../src/writers/core/build/build-core.js'
import { load } from '../../readers/core/helper.js'
import { check } from '../../support/property.js'
import { describeSamples, sample } from '../../support/samples.js'
import { thrown } from '../../support/temp.js'

const systems: readonly BuildSystem[] = ['linux', 'freebsd', 'netbsd', 'openbsd', 'dragonfly', 'illumos']

function made(system: BuildSystem): Uint8Array {
  return buildCore({
    system,
    abi: 'amd64',
    process: { pid: 7, name: 'p', signal: { number: 11, code: 1 } },
    threads: [
      { tid: 7, registers: { rip: 0x1234n, rax: 1n }, floating: { mxcsr: 0x1f80n, fctrl: 0x37fn, ftag: 0xffffn } },
      { tid: 8, registers: { rip: 0x5678n } },
    ],
    memory: [
      { address: 0x1000n, content: new Uint8Array(0x1000).fill(0x5a) },
      { address: 0x2000n, size: 0x2000n, content: new Uint8Array(0x1000).fill(0x5b) },
    ],
  }).bytes()
}

/** Offsets at which two files differ. */
const differences = (a: Uint8Array, b: Uint8Array): number[] => [...a.keys()].filter((i) => a[i] !== b[i])

function saved(bytes: Uint8Array, change: (edit: ReturnType<typeof editCore>) => void): Uint8Array {
  const edit = editCore(memorySource(bytes))
  change(edit)
  const sink = memorySink()
  edit.write(sink)
  return sink.bytes()
}

test.each(systems)('%s: a core that nothing was changed of is the same', (system) => {
  const bytes = made(system)
  expect(
    Buffer.compare(
      saved(bytes, () => {}),
      bytes,
    ),
  ).toBe(0)
})

test.each(systems)('%s: a register of one thread', (system) => {
  const bytes = made(system)
  const after = saved(bytes, (edit) => edit.setRegisters(8, { rip: 0xabcdef0123456789n, rax: 5n }))
  const core = openCore(memorySource(after))
  expect(core.diagnostics.list).toEqual([])
  expect(core.threads.map(({ registers }) => [registers.rip, registers.rax])).toEqual([
    [0x1234n, 1n],
    [0xabcdef0123456789n, 5n],
  ])
  // Two registers, in two notes at most.
  expect(differences(bytes, after).length).toBeLessThanOrEqual(2 * (8 + 1))
})

test.each(systems.filter((system) => system !== 'dragonfly'))('%s: a vector register of the thread that died', (system) => {
  const bytes = made(system)
  const after = openCore(memorySource(saved(bytes, (edit) => edit.setRegisters(7, { xmm3: 0x1122n, fctrl: 0x27fn }))))
  const registers = Object.assign({}, ...Object.values(after.threads[0]?.extra ?? {}))
  expect(registers).toMatchObject({ xmm3: 0x1122n, fctrl: 0x27fn, mxcsr: 0x1f80n, ftag: 0xffffn })
})

test('parts of a wide register follow it', () => {
  const registers = { rip: 1n }
  const floating = { xmm1: 1n, ymm1: (7n << 128n) | 1n, zmm1: (9n << 256n) | (7n << 128n) | 1n }
  for (const system of ['linux', 'freebsd', 'netbsd', 'illumos'] as const) {
    const bytes = buildCore({ system, abi: 'amd64', process: {}, threads: [{ tid: 1, registers, floating }], memory: [] }).bytes()
    const read = (change: Record<string, bigint>) => {
      const core = openCore(memorySource(saved(bytes, (edit) => edit.setRegisters(1, change))))
      return Object.assign({}, ...Object.values(core.threads[0]?.extra ?? {})) as Record<string, bigint>
    }
    expect(read({ xmm1: 2n }), system).toMatchObject({ xmm1: 2n, ymm1: (7n << 128n) | 2n, zmm1: (9n << 256n) | (7n << 128n) | 2n })
    expect(read({ ymm1: 3n << 128n }), system).toMatchObject({ xmm1: 0n, ymm1: 3n << 128n, zmm1: (9n << 256n) | (3n << 128n) })
    expect(read({ zmm1: 5n }), system).toMatchObject({ xmm1: 5n, ymm1: 5n, zmm1: 5n })
  }
})

test('the vector registers of illumos, which several notes tell of', () => {
  const floating = { xmm1: 1n, ymm1: (7n << 128n) | 1n, fctrl: 0x37fn, ftag: 0xffffn, mxcsr: 0x1f80n }
  const threads = [{ tid: 1, registers: { rip: 1n }, floating }]
  const bytes = buildCore({ system: 'illumos', abi: 'amd64', process: {}, threads, memory: [] }).bytes()
  const after = saved(bytes, (edit) => edit.setRegisters(1, { mxcsr: 0x1fa0n, ymm15: 3n << 200n }))
  const core = openCore(memorySource(after))
  expect(core.threads[0]?.extra.NT_PRXREG).toMatchObject({ ymm1: (7n << 128n) | 1n, xmm15: 0n, ymm15: 3n << 200n })
  expect(core.threads[0]?.extra.NT_LWPSTATUS).toMatchObject({ mxcsr: 0x1fa0n })
  // mxcsr in each of four notes, one byte of ymm15.
  expect(differences(bytes, after)).toHaveLength(4 + 1)
  expect(thrown(() => editCore(memorySource(bytes)).setRegisters(1, { zmm1: 1n }))).toMatchObject({
    code: 'BAD_VALUE',
    message: expect.stringContaining('cannot store zmm1'),
  })
})

test('components of a compacted XSAVE area', () => {
  const floating = { xmm1: 1n, ymm1: (7n << 128n) | 1n, zmm1: (9n << 256n) | (7n << 128n) | 1n, k1: 5n }
  const threads = [{ tid: 1, registers: { rip: 1n }, floating }]
  const bytes = buildCore({ system: 'linux', abi: 'amd64', process: {}, threads, memory: [] }).bytes()
  const note = openCore(memorySource(bytes)).notes.find(({ name }) => name === 'NT_X86_XSTATE')
  if (!note) throw new Error('no XSAVE area')
  const area = bytes.subarray(note.descriptorOffset, note.descriptorOffset + note.size)
  // YMM stays where it is, the masks and the upper halves of ZMM move behind it; the upper 16 registers are left out.
  area.copyWithin(832, 1088, 1088 + 64)
  area.copyWithin(832 + 64, 1152, 1152 + 512)
  area.fill(0, 1408)
  new DataView(bytes.buffer, bytes.byteOffset + note.descriptorOffset).setBigUint64(520, (1n << 63n) | 0x67n, true)
  const extra = (file: Uint8Array) => openCore(memorySource(file)).threads[0]?.extra.NT_X86_XSTATE ?? {}
  expect(extra(bytes)).toMatchObject(floating)
  const after = saved(bytes, (edit) => edit.setRegisters(1, { zmm2: 5n << 500n, k1: 6n, ymm1: 0n }))
  expect(extra(after)).toMatchObject({ zmm2: 5n << 500n, k1: 6n, xmm1: 0n, ymm1: 0n, zmm1: 9n << 256n })
  // One byte or two of each that is changed.
  expect(differences(bytes, after).length).toBeLessThanOrEqual(6)
  expect(thrown(() => editCore(memorySource(bytes)).setRegisters(1, { zmm20: 1n }))).toMatchObject({ code: 'BAD_VALUE' })
})

test.each(systems)('%s: memory, over the end of a segment into the next one', (system) => {
  const bytes = made(system)
  const text = new TextEncoder().encode('changed')
  const after = saved(bytes, (edit) => edit.writeMemory(0x1ffdn, text))
  expect(openCore(memorySource(after)).memory.read(0x1ffdn, 7)).toEqual(text)
  expect(differences(bytes, after)).toHaveLength(7)
})

test('what is not there is refused', () => {
  const edit = editCore(memorySource(made('linux')))
  expect(thrown(() => edit.setRegisters(99, { rip: 1n }))).toMatchObject({ code: 'BAD_VALUE', message: expect.stringContaining('7, 8') })
  expect(thrown(() => edit.setRegisters(7, { x0: 1n }))).toMatchObject({ code: 'BAD_VALUE', message: expect.stringContaining('x0') })
  expect(thrown(() => edit.setRegisters(7, { rip: 1n << 64n }))).toMatchObject({ code: 'OUT_OF_RANGE' })
  expect(thrown(() => edit.writeMemory(0x2ff8n, new Uint8Array(16)))).toMatchObject({
    code: 'UNMAPPED',
    message: expect.stringContaining('0x3000'),
  })
})

test('many changes of memory, the last one on top', () => {
  const bytes = made('linux')
  const change = fc.record({ at: fc.nat({ max: 0x1fe0 }), bytes: fc.uint8Array({ maxLength: 32 }) })
  check(fc.array(change, { maxLength: 20 }), (changes) => {
    const expected = openCore(memorySource(bytes)).memory.read(0x1000n, 0x2000).slice()
    const after = saved(bytes, (edit) => {
      for (const each of changes) {
        edit.writeMemory(0x1000n + BigInt(each.at), each.bytes)
        expected.set(each.bytes, each.at)
      }
    })
    expect(Buffer.compare(openCore(memorySource(after)).memory.read(0x1000n, 0x2000), expected)).toBe(0)
  })
})

describeSamples('real cores', (samples) => {
  const cases = [
    ['linux-amd64.core', 'rip'],
    ['linux-i386.core', 'eip'],
    ['linux-aarch64.core', 'x5'],
    ['linux-s390x.core', 'r5'],
    ['netbsd-amd64-2lwp.core', 'rip'],
    ['openbsd-sparc64.core.gz', 'g1'],
    ['freebsd-amd64-cut.core', 'rip'],
    ['illumos-amd64-cut.core', 'rip'],
    ['illumos-i386-cut.core', 'eip'],
  ] as const
  test.each(cases)('%s: %s is changed and nothing else', (name, register) => {
    const bytes = load(sample(samples, 'elf-core', name))
    const before = openCore(memorySource(bytes))
    const tid = before.threads[0]?.tid ?? 0
    const after = saved(bytes, (edit) => edit.setRegisters(tid, { [register]: 0x01020304n }))
    expect(openCore(memorySource(after)).threads[0]?.registers).toEqual({ ...before.threads[0]?.registers, [register]: 0x01020304n })
    expect(differences(bytes, after).length).toBeLessThanOrEqual(3 * 8)
    expect(after.length).toBe(bytes.length)
  })
})
