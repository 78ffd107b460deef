/** There and back: what both systems can hold is what it was, in real traces and in made ones, on machines of either kind. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { toDialect } from '../../src/convert/ktrace/to-dialect.js'
import type { Diagnostic } from '../../src/errors.js'
import { openTrace, type Trace, type TraceRecord } from '../../src/families/ktrace.js'
import { memorySink, memorySource } from '../../src/io/index.js'
import type { PlainRecord } from '../../src/writers/ktrace/index.js'
import { lifeOf } from '../readers/ktrace/lives.js'
import { opened, someRecords, written } from '../readers/ktrace/made.js'
import { describeSamples } from '../support/samples.js'

const FORMATS = ['netbsd-v0', 'netbsd-v1', 'netbsd-v2', 'freebsd', 'openbsd', 'dragonfly', 'darwin'].map((name) => `ktrace/${name}`)

async function convert(
  file: Trace,
  format: string,
  options: Record<string, unknown> = {},
): Promise<{ trace: () => Trace; lost: readonly Diagnostic[] }> {
  const sink = memorySink()
  const lost = await toDialect(format)({ file, source: memorySource(new Uint8Array()), options, turn: () => undefined }, sink)
  const abi = typeof options.abi === 'string' ? { abi: options.abi } : {}
  return { trace: () => openTrace(memorySource(sink.bytes()), { as: format, ...abi }), lost }
}

/** Records that say how others are to be read: each system has its own, and they are made where they are needed. */
const STEERING = ['KTR_START', 'KTR_EMUL', 'KTR_PROCCTOR', 'KTR_PROCDTOR']

const plain = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_, each) => {
      if (typeof each === 'bigint') return String(each)
      return each instanceof Uint8Array ? Buffer.from(each).toString('hex') : each
    }),
  )

/** The name of a call without what marks its version: the same one has another number, and another mark, elsewhere. */
const callName = (name: string): string => name.replace(/^(compat_\d+_|(compat|freebsd)\d*\.)/, '').replace(/^__(.+?)(\d\d)?$/, '$1')

/** What is compared of a record. A call that failed has no value, whatever stood in its place. */
function facts({ type, pid, comm, name, payload }: TraceRecord): string {
  const { ktr_error, ktr_retval, ktr_retval_1, ktr_eosys, ktr_code, ktr_argsize, ktr_narg, ktr_args, args, ...rest } = payload as Record<
    string,
    unknown
  >
  const call = ktr_code === undefined ? {} : { call: name === undefined ? ktr_code : callName(name), args: args ?? ktr_args }
  const values = { value: String(ktr_retval ?? 0), second: String(ktr_retval_1 ?? 0) }
  // One system has several forms of some structures, of which only the newest is made.
  const struct = type === 'KTR_STRUCT' && rest.name === 'stat' ? { data: statOf(rest.data) } : {}
  const returned = ktr_error === undefined ? {} : { ktr_error, ...(ktr_error === 0 && values) }
  return JSON.stringify(plain({ type, pid, comm: comm.slice(0, 16), ...call, ...returned, ...rest, ...struct }))
}

function statOf(data: unknown): unknown {
  const [stat] = Object.values(data as Record<string, Record<string, unknown>>)
  const fields = Object.entries(stat ?? {}).filter(([name]) => !/pad|spare|_ext$/.test(name))
  return fields
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(plain(value)) : String(value)}`)
}

const recordsOf = (trace: Trace): string[] => [...trace].filter(({ type }) => !STEERING.includes(String(type))).map(facts)

/** How many records the losses are of, whole or in part. */
const named = (lost: readonly Diagnostic[]): number =>
  lost.reduce((sum, { message }) => sum + Number(/\((\d+) records?\)$/.exec(message)?.[1] ?? 0), 0)

describeSamples('real traces', (folder) => {
  const names = readdirSync(join(folder, 'ktrace')).filter((name) => name.endsWith('.ktrace') && !name.startsWith('made-'))
  for (const name of names) {
    const bytes = new Uint8Array(readFileSync(join(folder, 'ktrace', name)))
    const start = opened(bytes)
    test.each(FORMATS)(`${name} to %s and back`, async (format) => {
      const there = await convert(opened(bytes), format)
      const back = await convert(there.trace(), start.format, { abi: start.abi })
      const before = recordsOf(start)
      const after = recordsOf(back.trace())
      // Those that came back are such as were there, in their order.
      let at = 0
      const strange: string[] = []
      for (const record of after) {
        const found = before.indexOf(record, at)
        if (found < 0) strange.push(record)
        else at = found + 1
      }
      // One of which a part is lost comes back without it; all of that is named.
      expect(before.length - after.length + strange.length).toBeLessThanOrEqual(named(there.lost) + named(back.lost))
      expect(after.length - strange.length).toBeGreaterThan(before.length / 3)
    })
  }
})

describe('32 bits big-endian to 64 bits little-endian and back is what it was', () => {
  const pairs = [
    ['ktrace/netbsd-v2', 'sparc', 'amd64', 'v2'],
    ['ktrace/netbsd-v1', 'sparc', 'amd64', 'v1'],
    ['ktrace/netbsd-v0', 'sparc', 'amd64', 'v0'],
    ['ktrace/netbsd-v0', 'sparc', 'amd64', 'pre-4'],
    ['ktrace/freebsd', 'powerpc', 'amd64', 'v1'],
    ['ktrace/openbsd', 'powerpc', 'amd64', 'comm24'],
  ] as const
  test.each(pairs)('%s of %s by way of %s, %s', async (format, narrow, wide, layout) => {
    const variant = { format, abi: narrow, layout }
    const bytes = written(variant, format.startsWith('ktrace/netbsd') ? someRecords(variant) : lifeOf(variant))
    const there = await convert(opened(bytes, { as: format, abi: narrow, layout }), format, { abi: wide })
    expect(there.lost).toEqual([])
    const sink = memorySink()
    const input = { file: there.trace(), source: memorySource(new Uint8Array()), options: { abi: narrow }, turn: () => undefined }
    expect(await toDialect(format)(input, sink)).toEqual([])
    expect(Buffer.from(sink.bytes()).toString('hex')).toBe(Buffer.from(bytes).toString('hex'))
  })
})

describe('facts that are in other places elsewhere', () => {
  const head = { pid: 10, tid: 1, comm: 'sh', time: '1700000000.000001000' }
  const trace = (format: string, abi: string, records: readonly Pick<PlainRecord, 'type' | 'payload'>[]): Trace =>
    opened(
      written(
        { format, abi },
        records.map((record) => ({ ...head, ...record })),
      ),
      { as: format, abi },
    )
  const told = (lost: readonly Diagnostic[]): string[] => lost.map(({ message }) => message)

  const times = { st_atim: { tv_sec: 1n, tv_nsec: 2n }, st_mtim: { tv_sec: 3n, tv_nsec: 4n }, st_ctim: { tv_sec: 5n, tv_nsec: 6n } }
  const openbsdStat = {
    ...{ st_mode: 0o100644, st_dev: 7, st_ino: 8n, st_nlink: 1, st_uid: 1000, st_gid: 100, st_rdev: 9, ...times },
    ...{ st_size: 10n, st_blocks: 11n, st_blksize: 512, st_flags: 2, st_gen: 3, st_birthtim: { tv_sec: 0n, tv_nsec: 0n } },
  }
  const address6 = {
    sin6_len: 28,
    sin6_family: 24,
    sin6_port: [0, 80],
    sin6_flowinfo: new Uint8Array(4),
    sin6_addr: new Uint8Array(16).fill(7),
  }
  const structs = [
    { type: 'KTR_STRUCT', payload: { name: 'stat', data: { stat: openbsdStat } } },
    { type: 'KTR_STRUCT', payload: { name: 'sockaddr', data: { sockaddr_in6: { ...address6, sin6_scope_id: 5 } } } },
    { type: 'KTR_STRUCT', payload: { name: 'sockaddr', data: { sockaddr_un: { sun_len: 7, sun_family: 1, sun_path: '/x/y' } } } },
    {
      type: 'KTR_STRUCT',
      payload: {
        name: 'itimerval',
        data: { itimerval: { it_interval: { tv_sec: 1n, tv_usec: 2n }, it_value: { tv_sec: 3n, tv_usec: 4n } } },
      },
    },
  ]
  test.each(['amd64', 'i386', 'powerpc'])('structures of OpenBSD in FreeBSD on %s and back', async (abi) => {
    const there = await convert(trace('ktrace/openbsd', 'amd64', structs), 'ktrace/freebsd', { abi })
    expect(there.lost).toEqual([])
    const made = [...there.trace()]
      .filter(({ type }) => type === 'KTR_STRUCT')
      .map(({ payload }) => payload as (typeof structs)[0]['payload'])
    const arm = abi === 'i386' ? 'stat_i386' : 'stat'
    expect(made[0]).toMatchObject({
      name: 'stat',
      data: { [arm]: { st_mode: 0o100644, st_dev: 7n, st_nlink: 1n, st_size: 10n, ...times } },
    })
    expect(made[1]).toMatchObject({ data: { sockaddr_in6: { sin6_family: 28, sin6_scope_id: 5 } } })
    const back = await convert(there.trace(), 'ktrace/openbsd', { abi: 'amd64' })
    expect(back.lost).toEqual([])
    const payloads = [...back.trace()].filter(({ type }) => type === 'KTR_STRUCT').map(({ payload }) => payload)
    expect(payloads).toEqual(structs.map(({ payload }) => payload))
  })

  test('what a structure has no room for is named', async () => {
    const stat = { ...openbsdStat, st_dev: 1n << 40n, st_ino: 8n, st_nlink: 1n, st_rdev: 9n, st_gen: 3n }
    const filled = { ...stat, st_padding0: 0, st_padding1: 0, st_spare: new Array<bigint>(10).fill(0n) }
    const start = trace('ktrace/freebsd', 'amd64', [{ type: 'KTR_STRUCT', payload: { name: 'stat', data: { stat: filled } } }])
    const { lost, trace: made } = await convert(start, 'ktrace/openbsd')
    expect(told(lost)).toContainEqual('KTR_STRUCT stat: cannot be stored on OpenBSD since about 7.1: st_dev (1 record)')
    expect([...made()].at(-1)?.payload).toMatchObject({ data: { stat: { st_dev: 0, st_ino: 8n } } })
  })

  const rt = { _rt: { _pid: 5, _uid: 100, _value: 0x1000n } }
  const child = { _child: { _pid: 6, _uid: 0, _status: 256, _utime: 3, _stime: 4 } }
  const fault = { _fault: { _addr: 0xdeadn, _trap: 14, _trap2: 0, _trap3: 0 } }
  test.each([
    [15, 0, 0, rt],
    [15, -1, -2, rt],
    [14, -2, -3, rt],
    [15, -5, -1, rt],
    [20, 1, 1, child],
    [11, 1, 1, fault],
  ])('signal %i with code %i: what is known of it, in OpenBSD (code %i) and back', async (signo, code, theirs, reason) => {
    const si = { _signo: signo, _code: code, _errno: 2, _reason: reason }
    const payload = { signo, action: 0x4000n, mask: [0, 0, 0, 0], code: 0, si }
    const start = trace('ktrace/netbsd-v2', 'amd64', [{ type: 'KTR_PSIG', payload }])
    const there = await convert(start, 'ktrace/openbsd', { abi: 'sparc64' })
    expect(there.lost).toEqual([])
    expect([...there.trace()].at(-1)?.payload).toMatchObject({ si: { si_signo: signo, si_code: theirs, si_errno: 2 } })
    const back = await convert(there.trace(), 'ktrace/netbsd-v2', { abi: 'amd64' })
    expect(back.lost).toEqual([])
    expect([...back.trace()].at(-1)?.payload).toEqual(payload)
  })

  test('a code that only one system has is named', async () => {
    const si = { _signo: 23, _code: -3, _errno: 0, _reason: rt }
    const payload = { signo: 23, action: 0x4000n, mask: [0, 0, 0, 0], code: 0, si }
    const there = await convert(trace('ktrace/netbsd-v2', 'amd64', [{ type: 'KTR_PSIG', payload }]), 'ktrace/openbsd')
    expect(told(there.lost)).toContainEqual('KTR_PSIG: siginfo (1 record)')
  })

  type Event = Record<string, unknown>
  const event = (filter: number, flags: number, fflags: number, more: Event = {}): Event => {
    return { ident: 5n, filter, flags, fflags, data: -7n, udata: 0x1234n, ...more }
  }
  const last = (made: Trace): unknown => [...made].at(-1)?.payload
  const ofOpenbsd = (list: readonly Event[]): Pick<PlainRecord, 'type' | 'payload'> => ({
    type: 'KTR_STRUCT',
    payload: { name: 'kevent', data: { kevent: list } },
  })

  test.each(['amd64', 'i386', 'powerpc'])('events and polls of OpenBSD in FreeBSD on %s and back', async (abi) => {
    const events = ofOpenbsd([
      event(-1, 0x8001, 0x1),
      event(-4, 0x21, 0x7f),
      event(-5, 0x1, 0xe0000007),
      event(-6, 0xd1, 0, { ident: 15n }),
      event(-2, 0x4000, 0, { data: 9n }),
    ])
    const polls = { type: 'KTR_STRUCT', payload: { name: 'pollfd', data: { pollfd: [{ fd: 3, events: 0x1ff, revents: -1 & 0x11 }] } } }
    const start = trace('ktrace/openbsd', 'amd64', [events, polls])
    const there = await convert(start, 'ktrace/freebsd', { abi })
    expect(there.lost).toEqual([])
    const back = await convert(there.trace(), 'ktrace/openbsd', { abi: 'amd64' })
    expect(back.lost).toEqual([])
    const payloads = [...back.trace()].filter(({ type }) => type === 'KTR_STRUCT').map(({ payload }) => payload)
    expect(payloads).toEqual([events.payload, polls.payload])
  })

  test('events of FreeBSD in OpenBSD: what there is none of is named, and goes', async () => {
    const ext = [0n, 0n, 0n, 0n]
    const list = [event(-11, 1, 0), event(-1, 0x201, 2), event(-7, 1, 4), event(-2, 0x4001, 0, { data: 93n }), event(-2, 1, 0)]
    const kevent = list.map((each) => ({ ...each, ext }))
    const arrays = { type: 'KTR_STRUCT_ARRAY', payload: { struct_size: 64n, name: 'kevent', data: { kevent } } }
    const { lost, trace: made } = await convert(trace('ktrace/freebsd', 'amd64', [arrays]), 'ktrace/openbsd')
    expect(told(lost)).toContainEqual(
      'KTR_STRUCT_ARRAY kevent: not defined on OpenBSD since about 7.1: EVFILT_USER, EV_KEEPUDATA, NOTE_FILE_POLL, NOTE_USECONDS, ' +
        'ENOTCAPABLE (1 record)',
    )
    expect(last(made())).toMatchObject(
      ofOpenbsd([event(-1, 1, 0), event(-7, 1, 0), event(-2, 0x4001, 0, { data: 0n }), event(-2, 1, 0)]).payload as object,
    )
  })

  test.each<[string, string, bigint, Event]>([
    ['amd64', 'freebsd11_kevent', 32n, event(-1, 1, 0)],
    ['amd64', 'kevent32', 56n, event(-1, 1, 0, { ident: 5, udata: 0x1234, data: [0xfffffff9, 0xffffffff], ext: new Array(8).fill(0) })],
    ['i386', 'freebsd11_kevent', 20n, event(-1, 1, 0)],
  ])('on %s, %s is a kevent too', async (abi, name, size, given) => {
    const array = { type: 'KTR_STRUCT_ARRAY', payload: { struct_size: size, name, data: { [name]: [given] } } }
    const { lost, trace: made } = await convert(trace('ktrace/freebsd', abi, [array]), 'ktrace/openbsd')
    expect(told(lost).filter((message) => message.startsWith('KTR_STRUCT'))).toEqual([])
    expect(last(made())).toEqual(ofOpenbsd([event(-1, 1, 0)]).payload)
  })

  test('events of NetBSD records there are none of', async () => {
    const { lost } = await convert(trace('ktrace/openbsd', 'amd64', [ofOpenbsd([event(-1, 1, 0)])]), 'ktrace/netbsd-v2')
    expect(told(lost)).toContainEqual('KTR_STRUCT kevent: structure not defined on NetBSD 4.0 and later (1 record)')
  })
})
