/** Traces from one system, machine or version to another and back. */
import { describe, expect, test } from 'vitest'
import { toDialect } from '../../src/convert/ktrace/to-dialect.js'
import { conversion } from '../../src/convert/registry.js'
import type { Diagnostic } from '../../src/errors.js'
import { openTrace, type Trace, type TraceRecord } from '../../src/families/ktrace.js'
import { memorySink, memorySource } from '../../src/io/index.js'
import { type PlainRecord, TraceWriter } from '../../src/writers/ktrace/index.js'
import { opened, someRecords, variants, written } from '../readers/ktrace/made.js'

const FORMATS = ['netbsd-v0', 'netbsd-v1', 'netbsd-v2', 'freebsd', 'openbsd', 'dragonfly', 'darwin'].map((name) => `ktrace/${name}`)

async function convert(
  file: Trace,
  format: string,
  options: Record<string, unknown> = {},
  as: string = format,
): Promise<{ trace: Trace; bytes: Uint8Array; lost: readonly Diagnostic[] }> {
  const sink = memorySink()
  const input = { file, source: memorySource(new Uint8Array()), options, turn: () => undefined }
  const lost = await toDialect(format)(input, sink)
  const abi = typeof options.abi === 'string' ? { abi: options.abi } : {}
  return { trace: openTrace(memorySource(sink.bytes()), { as, ...abi }), bytes: sink.bytes(), lost }
}

const text = (value: string): Uint8Array => new TextEncoder().encode(value)
const plain = ({ type, pid, tid, comm, time, payload }: TraceRecord): unknown => ({ type, pid, tid, comm, time, payload })
const told = (lost: readonly Diagnostic[]): string[] => lost.map(({ message }) => message)

function made(format: string, abi: string, records: readonly Partial<PlainRecord>[], tid?: number): Trace {
  const sink = memorySink()
  const writer = new TraceWriter(sink, { format, abi })
  for (const [i, record] of records.entries()) {
    writer.write({
      type: 'KTR_NAMEI',
      pid: 10,
      comm: 'sh',
      time: `17000000${10 + i}.000001`,
      ...(tid !== undefined && { tid }),
      ...record,
    })
  }
  return openTrace(memorySource(sink.bytes()), { as: format, abi })
}

const emul = { type: 'KTR_EMUL', payload: { emul: 'netbsd' } }
/** open, its path, its failure; read and its data; a signal. */
const shared = [
  emul,
  { type: 'KTR_SYSCALL', payload: { ktr_code: 5, ktr_argsize: 24, args: [0x1000n, 0n, 0n] } },
  { type: 'KTR_NAMEI', payload: { path: '/etc/missing' } },
  { type: 'KTR_SYSRET', payload: { ktr_code: 5, ktr_eosys: 0, ktr_error: 2, ktr_retval: 0n, ktr_retval_1: 0n } },
  { type: 'KTR_SYSCALL', payload: { ktr_code: 3, ktr_argsize: 24, args: [3n, 0x2000n, 10n] } },
  { type: 'KTR_GENIO', payload: { ktr_fd: 3, ktr_rw: 0, data: text('0123456789') } },
  { type: 'KTR_SYSRET', payload: { ktr_code: 3, ktr_eosys: 0, ktr_error: 0, ktr_retval: 10n, ktr_retval_1: 0n } },
  { type: 'KTR_SYSRET', payload: { ktr_code: 59, ktr_eosys: 0, ktr_error: -2, ktr_retval: 0n, ktr_retval_1: 0n } },
  { type: 'KTR_PSIG', payload: { signo: 30, action: 0x4000n, mask: [0x80000, 0, 0, 0], code: 0 } },
  { type: 'KTR_USER', payload: { ktr_id: 'mark', data: { raw: text('of a program') } } },
]

/** What every system has in the same words. */
const bodies: readonly Partial<PlainRecord>[] = [
  { type: 'KTR_NAMEI', payload: { path: '/etc/motd' } },
  { type: 'KTR_GENIO', payload: { ktr_fd: 3, ktr_rw: 0, data: text('0123456789') } },
  { type: 'KTR_USER', payload: text('data of a program that begin with no label') },
]
/** FreeBSD's and DragonFly's. */
const counted: readonly Partial<PlainRecord>[] = [
  { type: 'KTR_SYSCALL', payload: { ktr_code: 3, ktr_narg: 3, ktr_args: [3n, 0x2000n, 10n] } },
  ...bodies,
  { type: 'KTR_SYSRET', payload: { ktr_code: 3, ktr_eosys: 0, ktr_error: 0, ktr_retval: 10n } },
  { type: 'KTR_SYSRET', payload: { ktr_code: 3, ktr_eosys: 0, ktr_error: 35, ktr_retval: 0n } },
  { type: 'KTR_PSIG', payload: { signo: 30, action: 0x4000n, code: 0, mask: [0x80000, 0, 0, 0] } },
]

describe('between systems', () => {
  for (const format of FORMATS) {
    test(`NetBSD to ${format} and back: every record that both can hold`, async () => {
      const start = made('ktrace/netbsd-v2', 'amd64', shared, 1)
      const there = await convert(start, format)
      const back = await convert(there.trace, 'ktrace/netbsd-v2', { abi: 'amd64' })
      // Where there are no emulations, the record of them is made anew when the process is first seen.
      const without = (record: TraceRecord): unknown => ({
        ...(plain(record) as object),
        tid: undefined,
        ...(record.type === 'KTR_EMUL' && { time: undefined }),
      })
      expect([...back.trace].map(without)).toEqual([...start].map(without))
      expect(told(there.lost).filter((message) => !message.startsWith('thread ID'))).toEqual([])
      expect(back.lost).toEqual([])
    })
  }

  /** A made trace of each system, in its own words. */
  const own: Readonly<Record<string, { abi: string; tid?: number; records: readonly Partial<PlainRecord>[] }>> = {
    'ktrace/freebsd': { abi: 'amd64', tid: 7, records: counted },
    'ktrace/dragonfly': { abi: 'amd64', tid: 7, records: counted },
    'ktrace/openbsd': {
      abi: 'amd64',
      tid: 7,
      records: [
        { type: 'KTR_START', pid: -1, tid: -1, comm: '' },
        { type: 'KTR_SYSCALL', payload: { ktr_code: 3, ktr_argsize: 24, ktr_args: [3n, 0x2000n, 10n] } },
        ...bodies.slice(0, 2),
        { type: 'KTR_USER', payload: { ktr_id: 'a label', data: text('data') } },
        { type: 'KTR_SYSRET', payload: { ktr_code: 3, ktr_error: 0, ktr_retval: 10n } },
        { type: 'KTR_SYSRET', payload: { ktr_code: 3, ktr_error: 35 } },
      ],
    },
    'ktrace/darwin': {
      abi: 'powerpc',
      records: [
        { type: 'KTR_SYSCALL', payload: { ktr_code: 3, ktr_narg: 3, ktr_args: [3n, 0x2000n, 10n] } },
        ...bodies,
        { type: 'KTR_CSW', payload: { out: 1, user: 0 } },
        { type: 'KTR_SYSRET', payload: { ktr_code: 3, ktr_eosys: 0, ktr_error: 0, ktr_retval: 10 } },
        { type: 'KTR_SYSRET', payload: { ktr_code: 3, ktr_eosys: 0, ktr_error: -1, ktr_retval: 0 } },
      ],
    },
  }
  for (const [from, { abi, tid, records }] of Object.entries(own)) {
    for (const format of FORMATS) {
      test(`${from} to ${format} and back: no record but those that were named as lost`, async () => {
        const start = made(from, abi, records, tid)
        const there = await convert(start, format)
        const back = await convert(there.trace, from, { abi })
        const facts = ({ type, pid, comm, time, payload }: TraceRecord): unknown => ({ type, pid, comm, time, payload })
        const before = [...start].filter(({ type }) => type !== 'KTR_START' && !(type === 'KTR_CSW' && format === 'ktrace/openbsd'))
        // Where NetBSD needs an emulation, FreeBSD gets the ABI of it.
        const after = [...back.trace].filter(({ type }) => type !== 'KTR_START' && type !== 'KTR_PROCCTOR')
        expect(after.map(facts)).toEqual(before.map(facts))
        expect([...there.lost, ...back.lost].filter(({ message }) => !/^thread ID|^KTR_CSW/.test(message))).toEqual([])
      })
    }
  }

  test('numbers are those of the names: calls, errors, signals', async () => {
    const start = made(
      'ktrace/freebsd',
      'amd64',
      [
        { type: 'KTR_SYSCALL', payload: { ktr_code: 59, ktr_narg: 3, ktr_args: [1n, 2n, 3n] } },
        { type: 'KTR_SYSRET', payload: { ktr_code: 59, ktr_eosys: 0, ktr_error: -2, ktr_retval: 0n } },
        { type: 'KTR_SYSRET', payload: { ktr_code: 3, ktr_eosys: 0, ktr_error: -1, ktr_retval: 0n } },
      ],
      100,
    )
    const { trace, lost } = await convert(start, 'ktrace/netbsd-v2')
    expect(lost).toEqual([])
    expect([...trace].map(({ type, name, payload }) => ({ type, name, error: (payload as Record<string, unknown>).ktr_error }))).toEqual([
      { type: 'KTR_EMUL', name: undefined, error: undefined },
      { type: 'KTR_SYSCALL', name: 'execve', error: undefined },
      { type: 'KTR_SYSRET', name: 'execve', error: -2 },
      { type: 'KTR_SYSRET', name: 'read', error: -3 },
    ])
  })

  test('what has no counterpart is named, with how often', async () => {
    const fd = { type: 'KTR_EXEC_FD', payload: { ktr_fd: 3, ktr_dtype: 1 } }
    const call = { type: 'KTR_SYSCALL', payload: { ktr_code: 309, ktr_argsize: 0, args: [] } }
    const start = made('ktrace/netbsd-v2', 'amd64', [emul, fd, fd, call], 1)
    const { trace, lost } = await convert(start, 'ktrace/dragonfly')
    expect([...trace]).toEqual([])
    expect(lost.every(({ code }) => code === 'LOST')).toBe(true)
    expect(told(lost)).toEqual([
      'KTR_EXEC_FD: record type not supported by DragonFly (2 records)',
      'system call _lwp_create: not defined on DragonFly (1 record)',
    ])
  })

  test('--keep-unknown carries it, and back it is what it was', async () => {
    const fd = { type: 'KTR_EXEC_FD', payload: { ktr_fd: 3, ktr_dtype: 1 } }
    const start = made('ktrace/netbsd-v2', 'amd64', [emul, fd, { type: 'KTR_MIB', payload: { mib: [1, 14] } }], 1)
    for (const format of ['ktrace/freebsd', 'ktrace/openbsd', 'ktrace/dragonfly', 'ktrace/darwin']) {
      const there = await convert(start, format, { keepUnknown: true })
      expect([...there.trace].filter(({ type }) => type === 'KTR_USER')).toHaveLength(2)
      const back = await convert(there.trace, 'ktrace/netbsd-v2', { abi: 'sparc64' })
      expect([...back.trace].map(({ type, payload }) => ({ type, payload }))).toEqual(
        [...start].map(({ type, payload }) => ({ type, payload })),
      )
    }
  })

  test('OpenBSD begins with its mark', async () => {
    const { trace } = await convert(made('ktrace/netbsd-v2', 'amd64', shared, 1), 'ktrace/openbsd')
    expect([...trace][0]).toMatchObject({ type: 'KTR_START', pid: -1 })
    expect([...trace].filter(({ type }) => type === 'KTR_START')).toHaveLength(1)
  })

  test('arguments of a program: a record each, or one for all', async () => {
    const strings = ['ls', '-l', '/tmp']
    const start = made('ktrace/openbsd', 'amd64', [{ type: 'KTR_START' }, { type: 'KTR_EXECARGS', payload: { strings } }], 1)
    const there = await convert(start, 'ktrace/netbsd-v2')
    expect([...there.trace].filter(({ type }) => type === 'KTR_EXEC_ARG').map(({ payload }) => payload)).toEqual(
      strings.map((arg) => ({ arg })),
    )
    const back = await convert(there.trace, 'ktrace/openbsd')
    expect([...back.trace].filter(({ type }) => type === 'KTR_EXECARGS').map(({ payload }) => payload)).toEqual([{ strings }])
  })

  test('every format is a conversion', () => {
    for (const format of FORMATS) expect(conversion(format)?.name).toBe(format)
  })
})

describe('within a system', () => {
  for (const from of variants) {
    for (const abi of ['amd64', 'sparc64', 'i386', 'sparc', 'm68k']) {
      test(`${from.layout} of ${from.abi} to ${abi} and back`, async () => {
        const start = opened(written(from, someRecords(from)), { abi: from.abi, as: from.format, layout: from.layout })
        const there = await convert(start, 'ktrace/netbsd-v2', { abi })
        const back = await convert(there.trace, 'ktrace/netbsd-v2', { abi: from.abi })
        expect(there.lost).toEqual([])
        expect(back.lost).toEqual([])
        const now = [...back.trace].map(({ type, pid, comm, payload }) => ({ type, pid, comm, payload }))
        expect(now).toEqual([...start].map(({ type, pid, comm, payload }) => ({ type, pid, comm, payload })))
      })
    }
  }

  test('numbers that have no name stay', async () => {
    const start = made('ktrace/netbsd-v2', 'sparc', [{ type: 'KTR_SYSCALL', payload: { ktr_code: 9999, ktr_argsize: 4, args: [7n] } }], 1)
    const { trace, lost } = await convert(start, 'ktrace/netbsd-v2', { abi: 'amd64' })
    expect(lost).toEqual([])
    expect([...trace][0]?.payload).toEqual({ ktr_code: 9999, ktr_argsize: 8, args: [7n] })
  })

  test('words that are too wide are cut and named', async () => {
    const call = { type: 'KTR_SYSCALL', payload: { ktr_code: 3, ktr_argsize: 24, args: [3n, 0x7f7fff001000n, 0xffffffffffffffffn] } }
    const start = made('ktrace/netbsd-v2', 'amd64', [call], 1)
    const { trace, lost } = await convert(start, 'ktrace/netbsd-v2', { abi: 'i386' })
    expect((([...trace][0] as TraceRecord).payload as Record<string, unknown>).args).toEqual([3n, 0xff001000n, 0xffffffffn])
    expect(told(lost)).toEqual(['KTR_SYSCALL read: the upper halves of numbers do not fit in words of i386 (1 record)'])
  })
})
