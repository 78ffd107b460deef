/** Rules of kern_ktrace.c 1.77 that a summary of it gets wrong, and of later releases; one test for each case. */
import { describe, expect, test } from 'vitest'
import { openTrace, type TraceRecord } from '../../../src/families/ktrace.js'
import { memorySink, memorySource } from '../../../src/io/index.js'
import {
  facilities,
  KTRFAC_INHERIT,
  KTRFLAG_DESCEND,
  KTROP_CLEAR,
  KTROP_SET,
  type NewProcess,
  type SessionOptions,
  type TraceFile,
  TraceSession,
} from '../../../src/writers/ktrace/index.js'

const NAMEI = facilities('KTR_NAMEI')
const GENIO = facilities('KTR_GENIO')
const EMUL = facilities('KTR_EMUL')
const USER = facilities('KTR_USER')
const SYSCALL = facilities('KTR_SYSCALL')
const FILE = 3
const HEADER = 56

interface Play {
  session: TraceSession
  file: TraceFile
  log: string[]
  /** Errors of the next writes. */
  errors: string[]
  yields: () => number
  bytes: () => Buffer
  records: () => TraceRecord[]
}

function play(options: Partial<SessionOptions> = {}, processes: readonly Partial<NewProcess>[] = [{}]): Play {
  const sink = memorySink()
  const log: string[] = []
  const errors: string[] = []
  let yields = 0
  let tick = 0
  const open = (): TraceFile => ({
    type: 'regular',
    node: sink,
    writable: true,
    append(record) {
      const error = errors.shift()
      if (error !== undefined) return error
      sink.write(record)
      return undefined
    },
  })
  const file = open()
  const made: SessionOptions = {
    ...{ abi: 'amd64', open, ...(options.format === undefined ? { format: 'ktrace/netbsd-v0', layout: 'pre-4' } : { format: '' }) },
    now: () => `1000000000.${String(tick++).padStart(6, '0')}`,
    log: (line) => log.push(line),
    yield: () => yields++,
    ...options,
  }
  const session = new TraceSession(made)
  for (const [i, process] of processes.entries())
    session.add({ pid: 10 + i, group: 10, credentials: 100, comm: 'sh', descriptors: { [FILE]: file }, ...process })
  const bytes = (): Buffer => Buffer.from(sink.bytes())
  const { format, abi, layout } = made
  const as = { as: format, abi, ...(layout !== undefined && { layout }) }
  const records = (): TraceRecord[] => (bytes().length === 0 ? [] : [...openTrace(memorySource(bytes()), as)])
  return { session, file, log, errors, yields: () => yields, bytes, records }
}

const lengths = ({ records }: Play): number[] => records().map(({ payload }) => (payload as { data: Uint8Array }).data.length)
const pids = ({ records }: Play): number[] => records().map(({ pid }) => pid)
/** Length of the payload of the first record. */
const firstLength = ({ bytes }: Play): number => bytes().readInt32LE(0)

describe('requests', () => {
  test('KT-D1: SET through another open file of the same name starts anew', () => {
    const { session } = play()
    session.ktrace(10, 'f', KTROP_SET, NAMEI, 10)
    session.ktrace(10, 'f', KTROP_SET, GENIO, 10)
    expect(session.facilitiesOf(10)).toBe(GENIO)
  })

  test('KT-D1: SET through the same descriptor, or a dup of it, adds', () => {
    const { session } = play()
    session.fktrace(10, FILE, KTROP_SET, NAMEI, 10)
    expect(session.dup(10, FILE, 7)).toBeUndefined()
    expect(session.close(10, FILE)).toBeUndefined()
    expect(session.fktrace(10, FILE, KTROP_SET, GENIO, 10)).toBe('EBADF')
    session.fktrace(10, 7, KTROP_SET, GENIO, 10)
    expect(session.facilitiesOf(10)).toBe(NAMEI | GENIO)
  })

  test('KT-D6: a process that traces itself writes an EMUL record only for a new file', () => {
    const traced = play()
    traced.session.fktrace(10, FILE, KTROP_SET, EMUL | NAMEI, 10)
    traced.session.fktrace(10, FILE, KTROP_SET, EMUL | NAMEI | GENIO, 10)
    traced.session.ktrace(10, undefined, KTROP_CLEAR, GENIO, 10)
    expect(pids(traced)).toEqual([10])
  })

  test('KT-D10: ACTIVE set on another process suppresses its records until its next own request', () => {
    const muted = play({}, [{}, {}])
    muted.session.fktrace(10, FILE, KTROP_SET, NAMEI | 0x20000000, 11)
    muted.session.namei(11, '/x')
    expect(muted.records()).toEqual([])
    // A bad descriptor is refused before the request begins.
    muted.session.fktrace(11, 99, KTROP_SET, NAMEI, 11)
    muted.session.namei(11, '/x')
    expect(muted.records()).toEqual([])
    muted.session.ktrace(11, undefined, KTROP_CLEAR, USER, 11)
    muted.session.namei(11, '/x')
    expect(pids(muted)).toEqual([11])
  })

  test('KT-F1: descendants are visited newest first', () => {
    const traced = play()
    traced.session.fork(10, 11)
    traced.session.fork(10, 12)
    traced.session.fktrace(10, FILE, KTROP_SET | KTRFLAG_DESCEND, EMUL, 10)
    expect(pids(traced)).toEqual([10, 12, 11])
  })

  test('KT-F1: a forked process follows its parent in the group', () => {
    const traced = play({}, [{}, {}])
    traced.session.fork(10, 12)
    traced.session.fktrace(10, FILE, KTROP_SET, EMUL, -10)
    expect(pids(traced)).toEqual([10, 12, 11])
  })

  test('KT-F2: a set-ID exec ends the tracing of a plain user, not that of root', () => {
    const traced = play({}, [{}, { credentials: 0 }])
    traced.session.fktrace(10, FILE, KTROP_SET, EMUL | NAMEI, 10)
    traced.session.exec(10, { comm: 'su', setId: true })
    traced.session.namei(10, '/etc/master.passwd')
    expect([traced.session.facilitiesOf(10), traced.records().length]).toEqual([0, 1])
    traced.session.fktrace(11, FILE, KTROP_SET, NAMEI, 10)
    traced.session.exec(10, { comm: 'su', credentials: { uid: 100, euid: 0, svuid: 0, gid: 100, svgid: 100 } })
    expect(traced.session.traces(10, 'KTR_NAMEI')).toBe(true)
  })

  test('KT-F2: new effective IDs make a program set-ID', () => {
    const { session } = play()
    session.fktrace(10, FILE, KTROP_SET, NAMEI, 10)
    session.exec(10, { credentials: { uid: 100, euid: 0, svuid: 0, gid: 100, svgid: 100 } })
    expect(session.facilitiesOf(10)).toBe(0)
  })

  test('KT-F3: process 1 adopts orphans, at the head of its list', () => {
    const traced = play({}, [
      { pid: 1, credentials: 0 },
      { pid: 20, parent: 1 },
    ])
    traced.session.fork(20, 21)
    traced.session.fork(20, 22)
    traced.session.exit(20)
    traced.session.fktrace(1, FILE, KTROP_SET | KTRFLAG_DESCEND, EMUL, 1)
    expect(pids(traced)).toEqual([1, 21, 22])
  })
})

describe('records', () => {
  const traced = (types: number, options: Partial<SessionOptions> = {}): Play => {
    const all = play(options)
    all.session.fktrace(10, FILE, KTROP_SET, types, 10)
    return all
  }
  const one = Uint8Array.of(65)
  const none = new Uint8Array(0)

  test('KT-D2: an empty iovec leaves a record while bytes are left', () => {
    const inside = traced(GENIO)
    inside.session.genio(10, 1, 'write', [none, one, none, one])
    expect(lengths(inside)).toEqual([0, 1, 0, 1])
    const atEnd = traced(GENIO)
    atEnd.session.genio(10, 1, 'write', [one, none])
    expect(lengths(atEnd)).toEqual([1])
  })

  test('KT-D3: all pieces of a transfer have one time', () => {
    const all = traced(GENIO)
    all.session.genio(10, 1, 'write', [new Uint8Array(9000)])
    expect(all.records().map(({ time }) => time)).toEqual(new Array(3).fill('1000000000.000000'))
  })

  test('KT-D4: a label of 20 bytes from user space becomes empty; one of the kernel is cut', () => {
    const all = traced(USER)
    all.session.utrace(10, 'a-label-of-20-chars!', one)
    all.session.user(10, 'a-label-of-20-chars!', one)
    const label = (at: number): string => all.bytes().toString('latin1', at, at + 20)
    expect(label(HEADER)).toBe('\0-label-of-20-chars\0')
    expect(label(2 * HEADER + 21)).toBe('a-label-of-20-chars\0')
  })

  test('KT-D5: unreadable utrace data leave the label; too long data are refused before that', () => {
    const all = traced(USER)
    expect(all.session.utrace(10, 'label', undefined, 2049)).toBe('EINVAL')
    expect(all.session.utrace(10, 'label', undefined, 8)).toBeUndefined()
    expect(firstLength(all)).toBe(20)
  })

  test('KT-D5: since 4.0 the record is empty and the error is ENOSPC', () => {
    const all = traced(USER, { format: 'ktrace/netbsd-v1' })
    expect(all.session.utrace(10, 'label', undefined, 2049)).toBe('ENOSPC')
    all.session.utrace(10, 'label', undefined, 8)
    expect(firstLength(all)).toBe(0)
  })

  test('KT-D9: the translated code selects the arguments, the real one is recorded', () => {
    const all = traced(SYSCALL, { argumentWords: (_emulation, code) => (code === 26 ? 2 : 0) })
    all.session.syscall(10, -26, [1n, 2n], 26)
    expect(all.records()[0]?.payload).toMatchObject({ ktr_code: -26, ktr_argsize: 16, args: [1n, 2n] })
  })

  test('KT-A3: the size of the arguments may end inside a register', () => {
    const all = traced(SYSCALL)
    all.session.syscall(10, 3, [1n, 2n], { argumentBytes: 12 })
    expect([firstLength(all), all.bytes().readInt32LE(HEADER + 4), all.bytes().readUInt32LE(HEADER + 16)]).toEqual([20, 12, 0])
  })

  test('KT-D11: a path ends at its NUL', () => {
    const all = traced(NAMEI)
    all.session.namei(10, 'a\0b')
    expect(firstLength(all)).toBe(1)
  })
})

describe('writing', () => {
  test('KT-D7: the notice has the number of the error', () => {
    const { session, errors, log } = play()
    session.fktrace(10, FILE, KTROP_SET, NAMEI, 10)
    errors.push('EFBIG')
    session.namei(10, '/x')
    expect(log).toEqual(['ktrace write failed, errno 27, tracing stopped'])
  })

  test('KT-D8, KT-D8b: EAGAIN and EWOULDBLOCK are one error, and the kernel yields after every attempt', () => {
    const all = play()
    all.session.fktrace(10, FILE, KTROP_SET, NAMEI, 10)
    all.errors.push('EAGAIN', 'EWOULDBLOCK')
    all.session.namei(10, '/x')
    expect([all.records().length, all.yields()]).toEqual([1, 2])
    all.errors.push('EWOULDBLOCK', 'EAGAIN', 'EWOULDBLOCK')
    all.session.namei(10, '/x')
    expect([all.records().length, all.yields(), all.log.length]).toEqual([1, 5, 1])
  })
})

describe('KT-M7: what the kernel sees beyond text', () => {
  test('paths, command names and labels that are not UTF-8', () => {
    const all = play({}, [{ comm: Uint8Array.of(0xff, 0x61) }])
    all.session.fktrace(10, FILE, KTROP_SET, NAMEI | USER, 10)
    all.session.namei(10, Uint8Array.of(0x2f, 0xfe))
    all.session.utrace(10, Uint8Array.of(0xfd), new Uint8Array(0))
    const bytes = all.bytes()
    expect([...bytes.subarray(12, 15)]).toEqual([0xff, 0x61, 0])
    expect([...bytes.subarray(HEADER, HEADER + 2)]).toEqual([0x2f, 0xfe])
    expect(bytes[2 * HEADER + 2]).toBe(0xfd)
  })

  test('a page that becomes unreadable drops its piece and the rest', () => {
    const all = play()
    all.session.fktrace(10, FILE, KTROP_SET, GENIO, 10)
    all.session.genio(10, 1, 'write', [{ readable: new Uint8Array(6000), length: 9000 }, Uint8Array.of(1)])
    expect(lengths(all)).toEqual([4088])
  })

  test('a short transfer', () => {
    const all = play()
    all.session.fktrace(10, FILE, KTROP_SET, GENIO, 10)
    all.session.genio(10, 1, 'read', [new Uint8Array(100), new Uint8Array(100)], 0, 130)
    expect(lengths(all)).toEqual([100, 30])
  })

  test('changed credentials and groups', () => {
    const { session } = play({}, [{}, {}])
    session.setCredentials(11, 200)
    expect(session.fktrace(10, FILE, KTROP_SET, NAMEI, 11)).toBe('EPERM')
    session.setGroup(10)
    session.setGroup(11, 77)
    expect([-10, -77].map((group) => session.fktrace(11, FILE, KTROP_SET, NAMEI, group))).toEqual(['EPERM', 'EPERM'])
    expect(session.fktrace(10, FILE, KTROP_SET, NAMEI, -10)).toBeUndefined()
  })

  test('threads of a process', () => {
    const all = play({ format: 'ktrace/netbsd-v2' })
    all.session.fktrace(10, FILE, KTROP_SET, NAMEI, 10)
    all.session.namei(10, '/a')
    all.session.setThread(10, 5)
    all.session.namei(10, '/a')
    expect(all.records().map(({ tid }) => tid)).toEqual([1, 5])
  })

  test('a request makes the file non-blocking', () => {
    const { session, file } = play()
    let set = 0
    session.openDescriptor(10, 8, { ...file, nonBlocking: () => set++ })
    session.fktrace(10, 8, KTROP_SET, NAMEI, 10)
    expect(set).toBe(1)
  })
})

describe('KT-M6: kernels of 4.0 and later', () => {
  const ALL = 0xffff
  const types = ({ records }: Play): unknown[] => records().map(({ type }) => type)

  test('the strings and open descriptors of an exec, and sysctl names', () => {
    const all = play({ format: 'ktrace/netbsd-v2' })
    all.session.fktrace(10, FILE, KTROP_SET, ALL & ~EMUL, 10)
    all.session.exec(10, { arguments: ['ls', '-l'], environment: ['A=1'], descriptorTypes: { 0: 1 } })
    all.session.mib(10, [1, 2])
    expect(types(all)).toEqual(['KTR_EXEC_ARG', 'KTR_EXEC_ARG', 'KTR_EXEC_ENV', 'KTR_EXEC_FD', 'KTR_MIB'])
    expect(all.records()[3]?.payload).toEqual({ ktr_fd: 0, ktr_dtype: 1 })
  })

  test('1.77 records none of them, 4.0 no descriptors', () => {
    const exec = { arguments: ['ls'], descriptorTypes: { 0: 1 } }
    for (const [format, expected] of [
      ['ktrace/netbsd-v0', []],
      ['ktrace/netbsd-v1', ['KTR_EXEC_ARG', 'KTR_MIB']],
    ] as const) {
      const all = play({ format })
      all.session.fktrace(10, FILE, KTROP_SET, ALL & ~EMUL, 10)
      all.session.exec(10, exec)
      all.session.mib(10, [1, 2])
      expect(types(all)).toEqual(expected)
    }
  })

  test('bits of the facilities select the version of the headers', () => {
    const all = play({ format: 'ktrace/netbsd-v2' })
    all.session.fktrace(10, FILE, KTROP_SET, NAMEI | KTRFAC_INHERIT | 0x01000000, 10)
    all.session.namei(10, '/a')
    expect(all.bytes().readUInt16LE(6)).toBe(1)
    expect(() => all.session.fktrace(10, FILE, KTROP_SET, NAMEI | 0x03000000, 10)).toThrow(/version 3/)
  })

  test('an older kernel cannot write a later format', () => {
    expect(() => play({ format: 'ktrace/netbsd-v2', kernel: '1.77' })).toThrow(/does not write/)
  })
})
