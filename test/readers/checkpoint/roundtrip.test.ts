/** Checkpoints of every form: what is read of them, and the same bytes again, damaged ones included. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openCheckpoint, reader, thaw } from '../../../src/families/checkpoint.js'
import { identify } from '../../../src/families/registry.js'
import { jsonText } from '../../../src/io/json-text.js'
import { memorySink } from '../../../src/io/sink.js'
import { memorySource } from '../../../src/io/source.js'
import { systemFor } from '../../../src/readers/checkpoint/thaw/thaw-system.js'
import { dragonflyErrors } from '../../../src/systems/dragonfly/errno.js'
import { writer } from '../../../src/writers/checkpoint/document.js'
import { fileRuns, seed } from '../../support/property.js'
import { checkpointOf, process, variants } from './lives.js'

async function again(bytes: Uint8Array, reference?: string): Promise<Uint8Array> {
  const source = memorySource(bytes)
  const opened = reader.open(source)
  const document = JSON.parse(jsonText(opened.document?.({ reference, inlineLimit: reference ? 64 : Number.POSITIVE_INFINITY }))) as Record<
    string,
    unknown
  >
  const sink = memorySink()
  await writer.write(document, [], sink, { directory: '.', open: () => source, turn: () => undefined })
  return sink.bytes()
}

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0

describe.each(variants)('%s, form %s', (abi, form) => {
  const bytes = checkpointOf(abi, form)

  test('is recognised', async () => {
    const { detection } = await identify(memorySource(bytes))
    expect(detection).toMatchObject({ format: 'checkpoint/dragonfly', confidence: 1 })
    expect(detection.reasons.join()).toContain('csi_ckptpisz')
  })

  test('reads back', () => {
    const checkpoint = openCheckpoint(memorySource(bytes))
    expect(checkpoint.diagnostics.list).toEqual([])
    expect(checkpoint.form?.name).toBe(form)
    expect(checkpoint.process?.pr_fname).toBe('counter')
    const pc = abi === 'amd64' ? 'rip' : 'eip'
    expect(checkpoint.threads).toMatchObject([{ tid: 1, registers: { [pc]: process(abi).threads[0]?.registers?.[pc] } }])
    expect(checkpoint.vnodes).toHaveLength(2)
    expect(checkpoint.files).toMatchObject([{ cfi_index: 5, cfi_flags: 3, cfi_offset: 0x1_0000_0001n, beyond: false }])
    expect(checkpoint.memory.read(0x600000n, 4)).toEqual(Uint8Array.of(0xde, 0xad, 0, 0))
    expect(checkpoint.memory.read(0xa00ffen, 16)).toEqual(Uint8Array.of(0x5a, 0x5a))
    expect(checkpoint.memory.read(0x400000n, 4)).toHaveLength(0)
  })

  test('report and text', () => {
    const opened = reader.open(memorySource(bytes))
    const report = JSON.parse(jsonText(opened.report())) as Record<string, unknown>
    expect(report).toMatchObject({
      format: 'checkpoint/dragonfly',
      form,
      process: { name: 'counter', signal: { number: 33, name: 'SIGCKPT' } },
      signals: {
        actions: [
          { signal: 'SIGHUP', handler: 'ignore' },
          { signal: 'SIGINT', handler: '0x401000', mask: ['SIGHUP', 'SIGTERM'], flags: ['onStack'] },
          { signal: 'SIGCKPT', handler: '0x402000' },
        ],
        ignored: ['SIGHUP'],
        timer: { interval: { seconds: 1, microseconds: 500_000 } },
        parentSignal: 'SIGCHLD',
      },
      files: [
        {
          descriptor: 5,
          access: 'rw',
          offset: 0x1_0000_0001,
          fsid: 'fffffffe00000011',
          handle: '11000000feffffff1400000056341200000000000000000000000000',
        },
      ],
      thaw: { plan: { name: 'counter', retval: 1, threadsDropped: 0 } },
      diagnostics: [],
    })
    expect((report.mappings as { in: string }[]).map((each) => each.in)).toEqual(['file', 'checkpoint', 'file', 'checkpoint'])
    const text = [...opened.text()].join('')
    expect(text).toContain('Thread 1')
    expect(text).toContain('a thaw maps 2 of files and 2 of the checkpoint, opens 1 descriptor')
  })

  test('the field map names every byte once', () => {
    let at = 0
    for (const { offset, length } of reader.open(memorySource(bytes)).fields()) {
      expect(offset).toBe(at)
      at += length
    }
    expect(at).toBe(bytes.length)
  })

  test('gives the same bytes again', async () => {
    expect(same(await again(bytes), bytes)).toBe(true)
    expect(same(await again(bytes, 'original'), bytes)).toBe(true)
  })

  test('cut anywhere: reads, says so, and gives the same bytes again', async () => {
    const step = Math.max(1, Math.floor(bytes.length / 40))
    for (let size = 16; size < bytes.length; size += step) {
      const cut = bytes.slice(0, size)
      const opened = reader.open(memorySource(cut))
      expect(opened.diagnostics.length, `cut at ${size}`).toBeGreaterThan(0)
      jsonText(opened.report())
      expect([...opened.text()].length).toBeGreaterThan(0)
      expect(same(await again(cut), cut), `cut at ${size}`).toBe(true)
      expect(thaw(memorySource(cut), systemFor(openCheckpoint(memorySource(bytes))))).toMatchObject(
        // The memory itself is not read by a thaw, only mapped.
        size < (abi === 'amd64' ? 0x1340 : 0xc00) ? { ok: false } : {},
      )
    }
  })

  test('damaged anywhere: an errno or a plan, and the same bytes again', async () => {
    const headers = bytes.length - 0x3000
    const damage = fc.array(fc.tuple(fc.nat({ max: headers - 1 }), fc.oneof(fc.nat({ max: 255 }), fc.constantFrom(0, 0xff, 0x7f, 0x80))), {
      minLength: 1,
      maxLength: 4,
    })
    await fc.assert(
      fc.asyncProperty(damage, async (changes) => {
        const bad = bytes.slice()
        for (const [at, byte] of changes) if (at !== 4 && at !== 5 && at > 3) bad[at] = byte
        const system = { ...systemFor(openCheckpoint(memorySource(bytes))), isMounted: () => true }
        const thawed = thaw(memorySource(bad), system)
        expect(thawed.ok || dragonflyErrors.number(thawed.errno) === thawed.number).toBe(true)
        reader.detect(memorySource(bad))
        const opened = reader.open(memorySource(bad))
        jsonText(opened.report())
        for (const _ of opened.text());
        for (const _ of opened.fields());
        expect(same(await again(bad), bad)).toBe(true)
      }),
      { numRuns: Math.min(fileRuns, 50), seed },
    )
  })
})

test('random bytes behind the magic number: an errno or a plan', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 4000 }), fc.constantFrom(...variants), (tail, [abi, form]) => {
      const bytes = Uint8Array.from([...checkpointOf(abi, form).subarray(0, 0xe8), ...tail])
      expect(typeof thaw(memorySource(bytes), { bits: abi === 'amd64' ? 64 : 32, form, checkpointGroup: -1 }).ok).toBe('boolean')
    }),
    { numRuns: fileRuns, seed },
  )
})

test('several threads, more files, placeholders beyond the count', async () => {
  const fid = Uint8Array.of(9)
  const bytes = checkpointOf('amd64', 'final', {
    threads: [1, 2, 3].map((tid) => ({ tid, registers: { rflags: 0x202n, cs: 0x43n } })),
    files: [
      { descriptor: 3, flags: 1 },
      { descriptor: 4, flags: 1, handle: { fsid: [1, 1], fid } },
      { descriptor: 7, flags: 2, handle: { fsid: [1, 1], fid }, isCheckpoint: true },
    ],
  })
  const checkpoint = openCheckpoint(memorySource(bytes))
  expect(checkpoint.threads.map(({ tid }) => tid)).toEqual([1, 2, 3])
  expect(checkpoint.files.map(({ cfi_index, beyond }) => [cfi_index, beyond])).toEqual([
    [-1, false],
    [4, false],
    [7, true],
  ])
  expect(checkpoint.diagnostics.list).toMatchObject([{ code: 'LOST', path: 'fileHeader.cfh_nfiles' }])
  const thawed = thaw(memorySource(bytes), systemFor(checkpoint))
  expect(thawed).toMatchObject({ ok: true, plan: { threadsDropped: 2, descriptors: [{ descriptor: 4 }] } })
  expect(same(await again(bytes), bytes)).toBe(true)
})

test('a core of the same kernel has the same structures, and is none', () => {
  const bytes = checkpointOf('amd64', 'final').slice()
  // pr_cursig.
  bytes[0x188 + 36] = 11
  expect(reader.detect(memorySource(bytes))).toBeUndefined()
  expect(reader.open(memorySource(bytes), { as: 'checkpoint/dragonfly' }).report()).toMatchObject({
    process: { signal: { name: 'SIGSEGV' } },
  })
})

test('strict: the first thing that is wrong is thrown', () => {
  const bytes = checkpointOf('amd64', 'final').slice(0, -1)
  expect(() => reader.open(memorySource(bytes), { strict: true })).toThrow(expect.objectContaining({ code: 'TRUNCATED' }))
})
