import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { memorySink } from '../../../src/io/sink.js'
import { type PlainRecord, TraceWriter } from '../../../src/writers/ktrace/index.js'
import { opened, someRecords, variants, written } from '../../readers/ktrace/made.js'
import { hex } from '../../support/common.js'
import { check, runs } from '../../support/property.js'

const v2 = { format: 'ktrace/netbsd-v2', abi: 'amd64', layout: 'v2' }

describe('byte for byte', () => {
  test('amd64, version 2: an EMUL record and a successful write', () => {
    const bytes = written({ format: 'ktrace/netbsd-v2', abi: 'amd64' }, [
      { type: 'KTR_EMUL', pid: 1234, tid: 1, comm: 'ls', time: '1700000000.123456789', payload: { emul: 'netbsd' } },
      {
        type: 'KTR_SYSRET',
        pid: 1234,
        tid: 1,
        comm: 'ls',
        time: '1700000000.123460000',
        payload: { ktr_code: 4, ktr_eosys: 0, ktr_error: 0, ktr_retval: 4096n, ktr_retval_1: 0n },
      },
    ])
    expect(Buffer.from(bytes).toString('hex')).toBe(
      Buffer.from(
        hex(`06 00 00 00 07 00 02 00 d2 04 00 00 6c 73 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
             00 f1 53 65 00 00 00 00 15 cd 5b 07 00 00 00 00 01 00 00 00 00 00 00 00 6e 65 74 62 73 64
             18 00 00 00 02 00 02 00 d2 04 00 00 6c 73 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
             00 f1 53 65 00 00 00 00 a0 d9 5b 07 00 00 00 00 01 00 00 00 00 00 00 00 04 00 00 00 00 00 00 00
             00 10 00 00 00 00 00 00 00 00 00 00 00 00 00 00`),
      ).toString('hex'),
    )
  })

  test('the same from a big-endian machine begins with the version', () => {
    const bytes = written({ format: 'ktrace/netbsd-v2', abi: 'sparc64' }, [{ type: 'KTR_EMUL', pid: 1234, payload: { emul: 'netbsd' } }])
    expect(Buffer.from(bytes.subarray(0, 12)).toString('hex')).toBe('00000006000200070000' + '04d2')
  })

  test('i386 of 2003', () => {
    const bytes = written({ format: 'ktrace/netbsd-v0', abi: 'i386', layout: 'pre-4' }, [
      { type: 'KTR_EMUL', pid: 1234, comm: 'ls', time: '1050000000.25', header: { ktr_buf: 0xc0a1b2c4n }, payload: { emul: 'netbsd' } },
    ])
    expect(Buffer.from(bytes).toString('hex')).toBe(
      Buffer.from(
        hex(`06 00 00 00 07 00 00 00 d2 04 00 00 6c 73 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
             80 ba 95 3e 90 d0 03 00 c4 b2 a1 c0 6e 65 74 62 73 64`),
      ).toString('hex'),
    )
  })
})

/** What is read of a record, as it was given. */
const given = ({ type, pid, tid, comm, time, payload }: PlainRecord): unknown => ({
  type,
  pid,
  ...(tid !== undefined && { tid }),
  comm,
  time,
  payload,
})

test.each(variants)('what is written is read: $layout on $abi', (variant) => {
  const records = someRecords(variant)
  expect([...opened(written(variant, records))].map(given as (record: unknown) => unknown)).toEqual(records.map(given))
})

test.each(variants)('whatever records are written are read: $layout on $abi', (variant) => {
  const digits = variant.layout === 'v1' || variant.layout === 'v2' ? 9 : 6
  const text = fc.string({ unit: 'grapheme-ascii', maxLength: 16 }).filter((comm) => !comm.includes('\0'))
  const payload = fc.oneof(
    fc.record({ type: fc.constant('KTR_NAMEI'), payload: fc.record({ path: fc.string({ unit: 'binary' }) }) }),
    fc.record({
      type: fc.constant('KTR_GENIO'),
      payload: fc.record({
        ktr_fd: fc.integer({ min: -1, max: 100 }),
        ktr_rw: fc.constantFrom(0, 1),
        data: fc.uint8Array({ maxLength: 100 }).map((bytes) => Uint8Array.from(bytes)),
      }),
    }),
    fc.record({ type: fc.constant('KTR_CSW'), payload: fc.record({ out: fc.nat(), user: fc.nat() }) }),
    fc.record({ type: fc.constant('KTR_EMUL'), payload: fc.record({ emul: fc.constantFrom('netbsd', 'linux') }) }),
  )
  const record = fc.tuple(payload, fc.nat({ max: 30000 }), text, fc.nat({ max: 0x7fffffff }), fc.nat({ max: 10 ** digits - 1 })).map(
    ([of, pid, comm, seconds, fraction]): PlainRecord => ({
      ...of,
      pid,
      comm,
      time: `${seconds}.${String(fraction).padStart(digits, '0')}`,
    }),
  )
  check(
    fc.array(record, { maxLength: 10 }),
    (records) => {
      const bytes = written(variant, records)
      const trace = opened(bytes, { as: variant.format, abi: variant.abi })
      expect([...trace].map(({ type, pid, comm, time, payload }) => ({ type, pid, comm, time, payload }))).toEqual(
        records.map(({ type, pid, comm, time, payload }) => ({ type, pid, comm, time, payload })),
      )
      expect(trace.diagnostics).toEqual([])
    },
    Math.min(runs, 50),
  )
})

describe('what cannot be written', () => {
  const write = (record: PlainRecord): void => new TraceWriter(memorySink(), v2).write(record)
  test.each<[string, PlainRecord, object]>([
    ['a type that is none', { type: 'KTR_NONE', pid: 1 }, { code: 'BAD_VALUE', path: 'records[0].type' }],
    [
      'a command that is too long',
      { type: 'KTR_EMUL', pid: 1, comm: 'x'.repeat(18) },
      { code: 'OUT_OF_RANGE', path: 'records[0].header.ktr_comm' },
    ],
    ['a process that is too large', { type: 'KTR_EMUL', pid: 2 ** 31 }, { code: 'OUT_OF_RANGE', path: 'records[0].header.ktr_pid' }],
    ['a time that is none', { type: 'KTR_EMUL', pid: 1, time: 'now' }, { code: 'BAD_VALUE', path: 'records[0].time' }],
    ['a time that is too fine', { type: 'KTR_EMUL', pid: 1, time: '1.0123456789' }, { code: 'BAD_VALUE', path: 'records[0].time' }],
    [
      'a field that does not fit',
      { type: 'KTR_CSW', pid: 1, payload: { out: 2n ** 40n, user: 0 } },
      { code: 'OUT_OF_RANGE', path: 'records[0].payload.out' },
    ],
    ['a field that is missing', { type: 'KTR_CSW', pid: 1, payload: { out: 1 } }, { code: 'BAD_VALUE', path: 'records[0].payload.user' }],
    ['a layout that is none', { type: 'KTR_CSW', pid: 1, layout: 'v7' }, { code: 'BAD_DOCUMENT', path: 'records[0].layout' }],
  ])('%s', (_what, record, error) => expect(() => write(record)).toThrow(expect.objectContaining(error)))

  test('a thread where headers have none', () => {
    const writer = new TraceWriter(memorySink(), { format: 'ktrace/netbsd-v0', abi: 'i386' })
    expect(() => writer.write({ type: 'KTR_EMUL', pid: 1, tid: 1 })).toThrow(expect.objectContaining({ path: 'records[0].tid' }))
  })

  test.each([
    [{ format: 'ktrace/netbsd-v9', abi: 'i386' }, 'format'],
    [{ format: 'ktrace/netbsd-v2', abi: 'pdp11' }, 'abi'],
    [{ format: 'ktrace/netbsd-v2', abi: 'i386', layout: 'v0' }, 'layout'],
  ])('%j', (options, path) => {
    expect(() => new TraceWriter(memorySink(), options)).toThrow(expect.objectContaining({ code: 'BAD_DOCUMENT', path }))
  })
})
