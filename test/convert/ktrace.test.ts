/** Views of a trace, and what Perfetto gets of it. */
import { describe, expect, test } from 'vitest'
import { toChromeTrace } from '../../src/convert/ktrace/chrome-trace.js'
import { toKdump } from '../../src/convert/ktrace/kdump.js'
import { conversionByExtension } from '../../src/convert/registry.js'
import { makeViews, openTrace, type Trace } from '../../src/families/ktrace.js'
import { memorySink, memorySource } from '../../src/io/index.js'
import { type PlainRecord, TraceWriter } from '../../src/writers/ktrace/index.js'

const text = (value: string): Uint8Array => new TextEncoder().encode(value)

/** A shell that starts a program, which reads a file that is there and misses one. */
function made(): Trace {
  const sink = memorySink()
  const writer = new TraceWriter(sink, { format: 'ktrace/netbsd-v2', abi: 'amd64' })
  let microseconds = 0
  const add = (type: string, pid: number, comm: string, payload: NonNullable<PlainRecord['payload']>): void => {
    microseconds += 100
    writer.write({ type, pid, tid: 1, comm, time: `1700000000.${String(microseconds).padStart(6, '0')}`, payload })
  }
  const call = (pid: number, comm: string, code: number, ...args: number[]): void =>
    add('KTR_SYSCALL', pid, comm, { ktr_code: code, ktr_argsize: args.length * 8, args: args.map(BigInt) })
  const done = (pid: number, comm: string, code: number, value: number, error = 0): void =>
    add('KTR_SYSRET', pid, comm, { ktr_code: code, ktr_eosys: 0, ktr_error: error, ktr_retval: BigInt(value), ktr_retval_1: 0n })
  add('KTR_EMUL', 10, 'sh', text('netbsd'))
  call(10, 'sh', 2)
  done(10, 'sh', 2, 11)
  call(11, 'sh', 59, 1, 2, 3)
  add('KTR_NAMEI', 11, 'sh', text('/bin/cat'))
  add('KTR_EMUL', 11, 'cat', text('netbsd'))
  done(11, 'cat', 59, 0, -2)
  call(11, 'cat', 5, 1, 0)
  add('KTR_NAMEI', 11, 'cat', text('/etc/missing'))
  done(11, 'cat', 5, -1, 2)
  call(11, 'cat', 5, 1, 0)
  add('KTR_NAMEI', 11, 'cat', text('/etc/there'))
  done(11, 'cat', 5, 3)
  call(11, 'cat', 3, 3, 0, 10)
  add('KTR_GENIO', 11, 'cat', { ktr_fd: 3, ktr_rw: 0, data: text('0123456789') })
  done(11, 'cat', 3, 10)
  call(11, 'cat', 4, 1, 0, 10)
  add('KTR_GENIO', 11, 'cat', { ktr_fd: 1, ktr_rw: 1, data: text('0123456789') })
  done(11, 'cat', 4, 10)
  add('KTR_PSIG', 11, 'cat', { signo: 15, action: 0n, mask: [0, 0, 0, 0], code: 0 })
  call(11, 'cat', 1, 0)
  return openTrace(memorySource(sink.bytes()))
}

describe('views', () => {
  const views = makeViews(made().walk())

  test('summary: calls, failures and time by name and by thread', () => {
    const open = views.summary.calls.find(({ name }) => name === 'open')
    expect(open).toEqual({ name: 'open', calls: 2, errors: 1, nanoseconds: 400_000, returned: 2, p50: 200_000, p99: 200_000, max: 200_000 })
    expect(views.summary.calls.find(({ name }) => name === 'exit')).toMatchObject({ calls: 1, returned: 0 })
    expect(views.summary.threads).toEqual([
      { pid: 10, tid: 1, calls: 1, errors: 0, nanoseconds: 100_000 },
      { pid: 11, tid: 1, calls: 6, errors: 1, nanoseconds: 1_100_000 },
    ])
  })

  test('files: paths with the call and what became of it', () => {
    expect(views.files).toEqual([
      { path: '/bin/cat', call: 'execve', result: 'ok', count: 1 },
      { path: '/etc/missing', call: 'open', result: 'errno 2', count: 1 },
      { path: '/etc/there', call: 'open', result: 'ok', count: 1 },
    ])
  })

  test('io: bytes by descriptor', () => {
    expect(views.io).toEqual([
      { pid: 11, fd: 3, reads: 1, bytesRead: 10, writes: 0, bytesWritten: 0 },
      { pid: 11, fd: 1, reads: 0, bytesRead: 0, writes: 1, bytesWritten: 10 },
    ])
  })

  test('tree: who started whom, and what they ran', () => {
    expect(views.tree).toEqual([
      { pid: 10, commands: ['sh'], programs: [] },
      { pid: 11, parent: 10, commands: ['sh', 'cat'], programs: ['/bin/cat'] },
    ])
    const shown = [...made().text({ only: ['tree'] })].join('')
    expect(shown).toBe('10 sh\n  11 sh -> cat  ran /bin/cat\n')
  })

  test('of some calls, of those that failed, of some processes', () => {
    const open = makeViews(made().walk(), { syscall: 'open' })
    expect(open.summary.calls.map(({ name, calls, errors }) => [name, calls, errors])).toEqual([['open', 2, 1]])
    expect(open.summary.threads).toEqual([{ pid: 11, tid: 1, calls: 2, errors: 1, nanoseconds: 400_000 }])
    expect([open.summary.types, open.files.map(({ path }) => path), open.io]).toEqual([
      { KTR_SYSCALL: 2, KTR_SYSRET: 2 },
      ['/etc/missing', '/etc/there'],
      [],
    ])
    expect(makeViews(made().walk(), { syscall: '3' }).io).toEqual([views.io[0]])
    const failed = makeViews(made().walk(), { errors: true })
    expect(failed.summary.calls).toEqual([
      { name: 'open', calls: 1, errors: 1, nanoseconds: 200_000, returned: 1, p50: 200_000, p99: 200_000, max: 200_000 },
    ])
    expect([failed.files, failed.io]).toEqual([[{ path: '/etc/missing', call: 'open', result: 'errno 2', count: 1 }], []])
    const one = makeViews(made().walk(), { pid: 10 })
    expect(one.summary.threads).toEqual([views.summary.threads[0]])
    expect(one.io).toEqual([])
    expect(() => makeViews(made().walk(), { syscall: 'nonesuch' })).toThrow(expect.objectContaining({ code: 'BAD_VALUE' }))
  })

  test('they are also parts of the JSON report', () => {
    expect(made().report({ only: ['io'] })).toEqual({ format: 'ktrace/netbsd-v2', io: views.io, diagnostics: [] })
  })
})

const input = (file: Trace) => ({ file, source: memorySource(new Uint8Array()), options: {}, turn: () => undefined })

describe('conversions', () => {
  test('chrome-trace: slices that nest, counters, instants', async () => {
    const sink = memorySink()
    expect(await toChromeTrace(input(made()), sink)).toEqual([])
    const { traceEvents } = JSON.parse(new TextDecoder().decode(sink.bytes())) as { traceEvents: Record<string, unknown>[] }
    const slices = traceEvents.filter(({ ph }) => ph === 'X') as { name: string; pid: number; tid: number; ts: number; dur: number }[]
    expect(slices.map(({ name }) => name)).toEqual(['fork', 'execve', 'open', 'open', 'read', 'write'])
    const ends = new Map<string, number>()
    for (const { pid, tid, ts, dur } of slices) {
      expect(ts).toBeGreaterThanOrEqual(ends.get(`${pid} ${tid}`) ?? 0)
      ends.set(`${pid} ${tid}`, ts + dur)
    }
    expect(slices[2]).toMatchObject({ ts: 800, dur: 200, args: { path: '/etc/missing', errno: 2 } })
    expect(traceEvents.filter(({ ph }) => ph === 'C')).toMatchObject([
      { name: 'fd 3 bytes read', args: { bytes: 10 } },
      { name: 'fd 1 bytes written', args: { bytes: 10 } },
    ])
    expect(traceEvents.filter(({ ph }) => ph === 'i')).toMatchObject([{ name: 'SIGTERM' }])
    expect(traceEvents.filter(({ ph }) => ph === 'B')).toMatchObject([{ name: 'exit' }])
    expect(traceEvents.filter(({ ph }) => ph === 'M').map(({ args }) => args)).toEqual([{ name: 'sh' }, { name: 'sh' }, { name: 'cat' }])
  })

  test('kdump: what read prints', async () => {
    const sink = memorySink()
    await toKdump(input(made()), sink)
    const printed = [...made().text()].map((piece) => (typeof piece === 'string' ? piece : new TextDecoder().decode(piece))).join('')
    expect(new TextDecoder().decode(sink.bytes())).toBe(printed)
  })

  test('the longest extension decides', () => {
    expect(conversionByExtension('a.trace.json')?.name).toBe('chrome-trace')
    expect(conversionByExtension('a.json')?.name).toBe('json')
    expect(conversionByExtension('a.kdump')?.name).toBe('kdump')
  })
})
