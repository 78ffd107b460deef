import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { systems } from '../../../src/formats/ktrace/registry.js'
import { memorySink } from '../../../src/io/sink.js'
import { memorySource } from '../../../src/io/source.js'
import { createJsonEmitter } from '../../../src/readers/ktrace/json-emitter.js'
import { suggestNames } from '../../../src/readers/ktrace/similar-names.js'
import { abi as abis } from '../../../src/schema/abi.js'
import { arbitraryBytes } from '../../../src/schema/arbitrary.js'
import { toJson } from '../../../src/schema/json.js'
import type { Struct } from '../../../src/schema/struct.js'
import { writer } from '../../../src/writers/ktrace/document.js'
import { check, runs, seed } from '../../support/property.js'
import { opened, someRecords, variants, written } from './made.js'

type Value = Record<string, unknown>
type Line = { payload: Value } & Value

const v2 = { format: 'ktrace/netbsd-v2', abi: 'amd64', layout: 'v2' }

describe('JSON lines', () => {
  test('have the names that scripts rely on', () => {
    const [first, second, third, fourth] = [...opened(written(v2, someRecords(v2))).recordLines()]
    expect(first).toBe(
      '{"index":0,"offset":0,"type":"KTR_EMUL","pid":1234,"tid":1,"comm":"ls","time":"1700000000.123456789","payload":{"emul":"netbsd"}}',
    )
    expect(JSON.parse(second as string)).toMatchObject({
      index: 1,
      offset: 62,
      type: 'KTR_SYSCALL',
      payload: { name: 'read', ktr_code: 3, ktr_argsize: 24, args: ['0x4', '0x7f001000', '0x40'] },
    })
    expect(JSON.parse(third as string)).toMatchObject({ payload: { ktr_fd: 4, ktr_rw: 'UIO_READ', data: '68656c6c6f2022776f726c64220a' } })
    expect(JSON.parse(fourth as string)).toMatchObject({ payload: { name: 'read', ktr_error: 0, ktr_retval: 14 } })
  })

  test('a layout without threads has none', () => {
    const variant = { format: 'ktrace/netbsd-v0', abi: 'i386', layout: 'pre-4' }
    const [first] = opened(written(variant, someRecords(variant))).recordLines()
    expect(JSON.parse(first as string)).not.toHaveProperty('tid')
  })

  test('are what the records themselves say', () => {
    for (const variant of variants) {
      const trace = opened(written(variant, someRecords(variant)))
      const lines = [...trace.recordLines()].map((line) => JSON.parse(line) as Line)
      const records = [...trace]
      expect(lines.length).toBe(records.length)
      for (const [i, record] of records.entries()) {
        const { index, offset, type, pid, tid, comm, time, payload } = lines[i] as Line
        expect({ index, offset, type, pid, comm, time }).toEqual({
          index: record.index,
          offset: record.offset,
          type: record.type,
          pid: record.pid,
          comm: record.comm,
          time: record.time,
        })
        expect(tid).toBe(record.tid)
        expect(payload.name).toBe(record.name)
        expect(record.header).toMatchObject({ ktr_pid: 1234, ktr_comm: 'ls' })
      }
    }
  })

  const names = (options: Record<string, unknown>): unknown[] =>
    [...opened(written(v2, someRecords(v2))).recordLines(options)].map((line) => {
      const { type, payload } = JSON.parse(line) as Line
      return payload.name ?? type
    })
  test.each([
    [{ pid: 1 }, []],
    [{ pid: '1234,1', type: 'KTR_CSW' }, ['KTR_CSW']],
    [{ tid: '1', type: 'mib,csw' }, ['KTR_CSW', 'KTR_MIB']],
    [{ type: 'n' }, ['KTR_NAMEI']],
    [{ type: 'wS' }, ['KTR_CSW', 'KTR_MIB']],
    [{ type: '-cins' }, ['KTR_EMUL']],
    [{ type: '-c+w' }, ['KTR_EMUL', 'KTR_GENIO', 'KTR_NAMEI', 'KTR_PSIG', 'KTR_CSW']],
    [{ type: '10' }, ['KTR_EXEC_ARG']],
    [{ syscall: 'open' }, ['open', 'open']],
    [{ syscall: 'open,20' }, ['open', 'open', 'getpid', 'getpid']],
    [{ syscall: 'fork,__stat50' }, []],
    [{ syscall: '77777' }, []],
    [{ errors: true }, ['open']],
  ])('%j', (options, expected) => expect(names(options)).toEqual(expected))

  test.each([
    [{ pid: 'x' }, 'pid'],
    [{ type: 'nonsense' }, 'type'],
    [{ type: 'c-c' }, 'type'],
    [{ type: 'NAMEI', syscall: 'open' }, 'type'],
    [{ type: 'SYSCALL', errors: true }, 'type'],
    [{ syscall: 'open,opne' }, 'syscall'],
    [{ emulation: 'linx' }, 'emulation'],
  ])('%j is refused', (options, path) => {
    expect(() => names(options)).toThrow(expect.objectContaining({ code: 'BAD_VALUE', path }))
  })
})

test.each([
  ['stat', ['__stat50', '__stat13', '__lstat50', 'compat_12_stat12', 'netbsd32___stat50']],
  ['opne', []],
  ['OPEN', ['open', 'openat', 'netbsd32_open']],
  ['x'.repeat(1_000_000), []],
  ['', []],
])('names near %.20s', (word, near) => {
  const names = ['open', 'openat', '__stat13', '__stat50', '__lstat50', 'compat_12_stat12', 'netbsd32_open', 'netbsd32___stat50', 'pause']
  expect(suggestNames(word, names)).toEqual(near)
})

test('threads of a trace that names none are refused', () => {
  const variant = { format: 'ktrace/netbsd-v0', abi: 'i386', layout: 'pre-4' }
  const trace = opened(written(variant, someRecords(variant)))
  expect(() => [...trace.recordLines({ tid: 1 })]).toThrow(expect.objectContaining({ code: 'BAD_VALUE', path: 'tid' }))
})

describe('report', () => {
  test('counts', () => {
    const report = opened(written(v2, someRecords(v2))).report()
    expect(report).toMatchObject({
      format: 'ktrace/netbsd-v2',
      abi: 'amd64',
      bits: 64,
      endian: 'little',
      records: 14,
      failures: 1,
      calls: { read: 1, open: 1, getpid: 1 },
      firstTime: '1700000000.123456789',
      lastTime: '1700000013.123456789',
      processes: [{ pid: 1234, commands: ['ls'], threads: 1, records: 14 }],
    })
    expect(Object.keys(report).at(-1)).toBe('diagnostics')
  })
  test('only what is asked for', () => {
    const report = opened(written(v2, someRecords(v2))).report({ only: ['types'] })
    expect(Object.keys(report)).toEqual(['format', 'types', 'diagnostics'])
  })
})

/** All structures of payloads and headers, with the ABIs that files are of. */
const structures = systems.flatMap(({ dialects }) =>
  dialects.flatMap((dialect) => {
    const payloads = Object.values(dialect.records).flatMap(({ payload }) => payload.candidates)
    return dialect.abis.flatMap((name) => {
      const headers = dialect.layouts.map((layout) => layout.struct(abis[name]))
      return [...new Set([...payloads, ...headers])].map((struct) => ({
        struct: struct as Struct<Value>,
        name,
        title: `${struct.name} of ${dialect.title} on ${name}`,
      }))
    })
  }),
)

describe('the fast way to JSON gives what the slow one gives', () => {
  let fast = 0
  test.each(structures)('$title', ({ struct, name }) => {
    const layout = struct.for(abis[name])
    const emit = createJsonEmitter(layout.plan)
    if (!emit) return
    fast++
    const cases = fc.nat({ max: 40 }).chain((more) => arbitraryBytes(layout.fixed ? layout.size + (more % 2) * 4 : layout.size + more))
    check(
      cases,
      (bytes) => {
        // Not at the start of its buffer, as records are not.
        const room = new Uint8Array(bytes.length + 8)
        room.set(bytes, 4)
        const at = { offset: 4, end: 4 + bytes.length }
        const slow = JSON.stringify(toJson(layout.plan, layout.interpret(room, at)))
        const into = new Uint8Array(emit.room(bytes.length) + 1)
        const end = emit.write(into, 1, new DataView(room.buffer), room, at.offset, at.end)
        expect(end).toBeLessThanOrEqual(into.length)
        expect(`{${new TextDecoder('utf-8', { ignoreBOM: true }).decode(into.subarray(1, end))}`).toBe(slow)
      },
      Math.min(runs, 50),
    )
    expect(emit.size).toBe(layout.size)
  })
  test('for many', () => expect(fast).toBeGreaterThan(structures.length / 3))
})

describe('any bytes come back from a document', () => {
  const rewrite = async (bytes: Uint8Array, form: 'ndjson' | 'json', as: { as: string; abi: string }): Promise<void> => {
    const trace = opened(bytes, as)
    const options = { inlineLimit: Number.POSITIVE_INFINITY }
    const sink = memorySink()
    const context = { directory: '.', open: () => memorySource(new Uint8Array(0)), turn: () => undefined }
    if (form === 'ndjson') {
      const [first, ...lines] = trace.ndjsonDocument(options)
      await writer.write(JSON.parse(first as string) as Value, lines, sink, context)
    } else {
      const { records, ...rest } = trace.document(options)
      await writer.write({ ...rest, records: [...(records as Iterable<unknown>)] }, [], sink, context)
    }
    expect(Buffer.from(sink.bytes()).toString('hex')).toBe(Buffer.from(bytes).toString('hex'))
  }

  test.each(variants)('$layout on $abi', async (variant) => {
    const { system, dialect } = systems
      .flatMap((system) => system.dialects.map((dialect) => ({ system, dialect })))
      .find(({ dialect }) => dialect.layouts.some(({ name }) => name === variant.layout))!
    expect(system.name).toBe('netbsd')
    const types = Object.values(dialect.records).map(({ type }) => type)
    const abi = abis[variant.abi as keyof typeof abis]
    const header = dialect.layouts
      .find(({ name }) => name === variant.layout)!
      .struct(abi)
      .for(abi)
    const little = abi.endian === 'little'
    const record = fc
      .tuple(
        fc.constantFrom(...types, 77),
        fc.oneof(fc.nat({ max: 64 }), fc.constantFrom(12, 16, 24, 28, 40, 128 + 28, 160, 168, 20, 68, 48)),
      )
      .chain(([type, length]) => fc.tuple(fc.constant(type), arbitraryBytes(header.size), arbitraryBytes(length)))
      .map(([type, head, payload]) => {
        const view = new DataView(head.buffer, head.byteOffset)
        const offsets = header.offsets as Record<string, number>
        view.setInt32(offsets.ktr_len!, payload.length, little)
        view.setInt16(offsets.ktr_type!, type, little)
        if (offsets.ktr_version !== undefined) view.setInt16(offsets.ktr_version, Number(variant.layout.slice(1)), little)
        else if (variant.abi !== 'm68k') view.setInt16(6, 0)
        view.setInt32(offsets.ktr_pid!, type * 10, little)
        return Buffer.concat([head, payload])
      })
    const files = fc
      .sample(fc.array(record, { maxLength: 12 }), { seed, numRuns: Math.min(runs, 60) })
      .map((records) => Buffer.concat(records))
    for (const [i, bytes] of files.entries()) {
      await rewrite(new Uint8Array(bytes), i % 2 === 0 ? 'ndjson' : 'json', { as: variant.format, abi: variant.abi })
    }
  })
})
