/** What NetBSD's kernel does between a tracing request and the file, rule by rule. */
import { describe, expect, test } from 'vitest'
import { openTrace, type TraceRecord } from '../../../src/families/ktrace.js'
import { memorySink, memorySource } from '../../../src/io/index.js'
import {
  type Errno,
  facilities,
  fileTo,
  KTRFAC_INHERIT,
  KTRFAC_ROOT,
  KTRFLAG_DESCEND,
  KTROP_CLEAR,
  KTROP_CLEARFILE,
  KTROP_SET,
  type NewProcess,
  type SessionOptions,
  type TraceFile,
  TraceSession,
} from '../../../src/writers/ktrace/index.js'

const ALL = facilities('KTR_SYSCALL', 'KTR_SYSRET', 'KTR_NAMEI', 'KTR_GENIO', 'KTR_PSIG', 'KTR_CSW', 'KTR_EMUL', 'KTR_USER', 'KTR_MMSG')
const NAMEI = facilities('KTR_NAMEI')
const OUT = 3

interface Made {
  session: TraceSession
  file: TraceFile
  notices: string[]
  /** Error that the file gives from now on. */
  fail: (error: Errno | undefined, times?: number) => void
  tries: () => number
  records: () => TraceRecord[]
}

function made(processes: readonly Partial<NewProcess>[] = [{}], options: Partial<SessionOptions> = {}): Made {
  const sink = memorySink()
  const inner = fileTo(sink)
  let failing: Errno | undefined
  let left = 0
  let tries = 0
  const file: TraceFile = {
    ...inner,
    append(record) {
      tries++
      if (failing !== undefined && left-- > 0) return failing
      return inner.append(record)
    },
  }
  const notices: string[] = []
  let time = 1_700_000_000
  const session = new TraceSession({
    format: 'ktrace/netbsd-v0',
    layout: 'pre-4',
    abi: 'i386',
    now: () => `${time++}`,
    buffer: 0xc0000000n,
    open: (name) => (name === 'ktrace.out' ? file : name === '/' ? { ...file, type: 'directory' } : 'ENOENT'),
    log: (notice) => notices.push(notice),
    ...options,
  })
  for (const [i, process] of processes.entries()) {
    session.add({ pid: 10 + i, group: 10, credentials: 100, comm: 'sh', descriptors: { [OUT]: file }, ...process })
  }
  return {
    session,
    file,
    notices,
    fail(error, times = Number.POSITIVE_INFINITY) {
      failing = error
      left = times
    },
    tries: () => tries,
    records: () =>
      sink.bytes().length === 0 ? [] : [...openTrace(memorySource(sink.bytes()), { as: 'ktrace/netbsd-v0', abi: 'i386', layout: 'pre-4' })],
  }
}

const types = (records: readonly TraceRecord[]): string[] => records.map(({ type, pid }) => `${String(type).slice(4)} ${pid}`)
const payloads = (records: readonly TraceRecord[]): Record<string, unknown>[] =>
  records.map(({ payload }) => payload as Record<string, unknown>)
const owner = (uid: number, gid = uid): NonNullable<NewProcess['credentials']> => ({ uid, euid: uid, svuid: uid, gid, svgid: gid })

describe('requests', () => {
  test('ktrace opens by name; what cannot be opened gives the error of opening', () => {
    const { session } = made()
    expect(session.ktrace(10, 'ktrace.out', KTROP_SET, ALL, 10)).toBeUndefined()
    expect(session.ktrace(10, 'missing', KTROP_SET, ALL, 10)).toBe('ENOENT')
  })

  test('ktrace to what is no regular file: EACCES', () => {
    expect(made().session.ktrace(10, '/', KTROP_SET, ALL, 10)).toBe('EACCES')
  })

  test('ktrace to clear opens no file', () => {
    const { session } = made()
    session.ktrace(10, 'ktrace.out', KTROP_SET, ALL, 10)
    expect(session.ktrace(10, undefined, KTROP_CLEAR, ALL, 10)).toBeUndefined()
    expect(session.facilitiesOf(10)).toBe(0)
  })

  test('fktrace with a descriptor that is not open, or not for writing: EBADF', () => {
    const { session, file } = made()
    expect(session.fktrace(10, 7, KTROP_SET, ALL, 10)).toBe('EBADF')
    session.add({ pid: 20, group: 20, credentials: 100, comm: 'a', descriptors: { 4: { ...file, writable: false } } })
    expect(session.fktrace(20, 4, KTROP_SET, ALL, 20)).toBe('EBADF')
  })

  test('the root bit that a caller asks for is dropped, and nothing is left: EINVAL', () => {
    const { session } = made()
    expect(session.fktrace(10, OUT, KTROP_SET, KTRFAC_ROOT, 10)).toBe('EINVAL')
    expect(session.fktrace(10, OUT, KTROP_CLEAR, 0, 10)).toBe('EINVAL')
    session.fktrace(10, OUT, KTROP_SET, KTRFAC_ROOT | NAMEI, 10)
    expect(session.facilitiesOf(10)).toBe(NAMEI)
  })

  test('no such process, no such group: ESRCH', () => {
    const { session } = made()
    expect(session.fktrace(10, OUT, KTROP_SET, ALL, 99)).toBe('ESRCH')
    expect(session.fktrace(10, OUT, KTROP_SET, ALL, -99)).toBe('ESRCH')
  })

  test('only operation and descend flag of ops count', () => {
    const { session } = made()
    expect(session.fktrace(10, OUT, KTROP_SET | 0x100, ALL, 10)).toBeUndefined()
    expect(session.facilitiesOf(10)).toBe(ALL)
  })

  test('a negative pid is a process group', () => {
    const { session } = made([{}, {}, { group: 12 }])
    session.fktrace(10, OUT, KTROP_SET, NAMEI, -10)
    expect([10, 11, 12].map((pid) => session.facilitiesOf(pid))).toEqual([NAMEI, NAMEI, 0])
  })

  test('descend: all descendants, children before siblings, nothing above', () => {
    const { session, records } = made([{}, { parent: 10 }, { parent: 10 }, { parent: 11 }, { parent: 12 }])
    session.fktrace(10, OUT, KTROP_SET | KTRFLAG_DESCEND, ALL, 10)
    expect(types(records())).toEqual(['EMUL 10', 'EMUL 11', 'EMUL 13', 'EMUL 12', 'EMUL 14'])
    const other = made([{}, { parent: 10 }, { parent: 11 }])
    other.session.fktrace(10, OUT, KTROP_SET | KTRFLAG_DESCEND, ALL, 11)
    expect(types(other.records())).toEqual(['EMUL 11', 'EMUL 12'])
  })

  test('it succeeds when one process could be changed, otherwise EPERM', () => {
    const { session } = made([{}, { credentials: 0 }])
    expect(session.fktrace(10, OUT, KTROP_SET, NAMEI, -10)).toBeUndefined()
    expect(session.facilitiesOf(11)).toBe(0)
    expect(session.fktrace(10, OUT, KTROP_SET, NAMEI, 11)).toBe('EPERM')
  })

  test('clear-file stops every process of the same file, whatever facilities and pid say', () => {
    const { session, file } = made([{}, {}, {}])
    session.fktrace(10, OUT, KTROP_SET, NAMEI, 10)
    // Another open file of the same node.
    session.add({ pid: 20, group: 20, credentials: 100, comm: 'a', descriptors: { 4: { ...file }, 5: { ...file, node: {} } } })
    session.fktrace(20, 4, KTROP_SET, NAMEI, 11)
    session.fktrace(20, 5, KTROP_SET, NAMEI, 12)
    expect(session.fktrace(10, OUT, KTROP_CLEARFILE, 0, 999)).toBeUndefined()
    expect([10, 11, 12].map((pid) => session.facilitiesOf(pid))).toEqual([0, 0, NAMEI])
  })

  test('clear-file: EPERM when one could not be stopped; the others are stopped all the same', () => {
    const { session } = made([{}, { credentials: 0 }, {}])
    session.fktrace(11, OUT, KTROP_SET, NAMEI, 11)
    session.fktrace(10, OUT, KTROP_SET, NAMEI, 10)
    expect(session.fktrace(10, OUT, KTROP_CLEARFILE, 0, 10)).toBe('EPERM')
    expect([10, 11].map((pid) => session.facilitiesOf(pid) & ALL)).toEqual([0, NAMEI])
  })
})

describe('the operation', () => {
  test('set adds facilities', () => {
    const { session } = made()
    session.fktrace(10, OUT, KTROP_SET, NAMEI, 10)
    session.fktrace(10, OUT, KTROP_SET, facilities('KTR_PSIG'), 10)
    expect(session.facilitiesOf(10)).toBe(NAMEI | facilities('KTR_PSIG'))
  })

  test('set to another file: the old one is given up with all bits', () => {
    const { session, file } = made()
    session.fktrace(10, OUT, KTROP_SET, NAMEI, 10)
    session.add({ pid: 20, group: 20, credentials: 100, comm: 'a', descriptors: { 4: { ...file, node: {} } } })
    session.fktrace(20, 4, KTROP_SET, facilities('KTR_PSIG'), 10)
    expect(session.facilitiesOf(10)).toBe(facilities('KTR_PSIG'))
  })

  test('clear removes facilities; the file is given up with the last type', () => {
    const { session } = made()
    session.fktrace(10, OUT, KTROP_SET, NAMEI | facilities('KTR_PSIG') | KTRFAC_INHERIT, 10)
    session.fktrace(10, OUT, KTROP_CLEAR, NAMEI, 10)
    expect(session.traces(10, 'KTR_PSIG')).toBe(true)
    session.fktrace(10, OUT, KTROP_CLEAR, facilities('KTR_PSIG'), 10)
    expect(session.facilitiesOf(10)).toBe(0)
  })

  test('every set and every partial clear of another process leaves an EMUL record', () => {
    const { session, records } = made([{}, { emulation: 'linux' }])
    session.fktrace(10, OUT, KTROP_SET, ALL, 11)
    session.fktrace(10, OUT, KTROP_SET, NAMEI, 11)
    session.fktrace(10, OUT, KTROP_CLEAR, NAMEI, 11)
    session.fktrace(10, OUT, KTROP_CLEAR, ALL, 11)
    expect(payloads(records())).toEqual([{ emul: 'linux' }, { emul: 'linux' }, { emul: 'linux' }])
  })

  test('no EMUL record when that type is off', () => {
    const { session, records } = made()
    session.fktrace(10, OUT, KTROP_SET, NAMEI, 10)
    expect(records()).toEqual([])
  })

  test('a set by root is marked as such', () => {
    const { session } = made([{ credentials: 0 }, {}])
    session.fktrace(10, OUT, KTROP_SET, NAMEI, 11)
    expect(session.facilitiesOf(11)).toBe((NAMEI | KTRFAC_ROOT) >>> 0)
  })
})

describe('who may', () => {
  const may = (caller: NewProcess['credentials'], target: Partial<NewProcess>): boolean => {
    const { session } = made([{ credentials: caller }, target])
    return session.fktrace(10, OUT, KTROP_SET, NAMEI, 11) === undefined
  }

  test('effective uid 0 always', () => {
    expect(may({ uid: 5, euid: 0, svuid: 5, gid: 5, svgid: 5 }, { credentials: 7, setId: true })).toBe(true)
    expect(may({ uid: 0, euid: 5, svuid: 0, gid: 5, svgid: 5 }, { credentials: 7 })).toBe(false)
  })

  test("the caller's effective uid is the target's real uid and that its saved uid", () => {
    expect(may(owner(5), { credentials: owner(5) })).toBe(true)
    expect(may(owner(5), { credentials: owner(6, 5) })).toBe(false)
    expect(may(owner(5), { credentials: { ...(owner(5) as object), svuid: 6 } as NewProcess['credentials'] })).toBe(false)
  })

  test("the caller's real gid is the target's real gid and that its saved gid", () => {
    expect(may(owner(5), { credentials: owner(5, 6) })).toBe(false)
    expect(may(owner(5), { credentials: { ...(owner(5) as object), svgid: 6 } as NewProcess['credentials'] })).toBe(false)
  })

  test('not what root traces', () => {
    const { session } = made([{ credentials: 0 }, {}, {}])
    session.fktrace(10, OUT, KTROP_SET, NAMEI, 11)
    expect(session.fktrace(12, OUT, KTROP_CLEAR, NAMEI, 11)).toBe('EPERM')
  })

  test('not a set-id program', () => {
    expect(may(owner(5), { credentials: owner(5), setId: true })).toBe(false)
  })
})

describe('inheritance', () => {
  test('a child is traced where its parent says so, and begins with an EMUL record', () => {
    const { session, records } = made()
    session.fktrace(10, OUT, KTROP_SET, ALL | KTRFAC_INHERIT, 10)
    session.fork(10, 11)
    session.namei(11, '/a')
    expect(types(records())).toEqual(['EMUL 10', 'EMUL 11', 'NAMEI 11'])
    expect(session.facilitiesOf(11)).toBe(ALL | KTRFAC_INHERIT)
  })

  test('and is not where it does not', () => {
    const { session, records } = made()
    session.fktrace(10, OUT, KTROP_SET, NAMEI, 10)
    session.fork(10, 11)
    session.namei(11, '/a')
    expect(records()).toEqual([])
  })

  test('that root set it is inherited', () => {
    const { session } = made([{ credentials: 0 }, {}])
    session.fktrace(10, OUT, KTROP_SET, NAMEI | KTRFAC_INHERIT, 11)
    session.fork(11, 12)
    expect(session.fktrace(11, OUT, KTROP_CLEAR, NAMEI, 12)).toBe('EPERM')
  })

  test('an exec leaves an EMUL record', () => {
    const { session, records } = made()
    session.fktrace(10, OUT, KTROP_SET, ALL, 10)
    session.exec(10, { comm: 'ls', emulation: 'linux' })
    expect(payloads(records())).toEqual([{ emul: 'netbsd' }, { emul: 'linux' }])
  })
})

describe('records', () => {
  const traced = (options: Partial<SessionOptions> = {}): Made => {
    const all = made([{}], options)
    all.session.fktrace(10, OUT, KTROP_SET, ALL & ~facilities('KTR_EMUL'), 10)
    return all
  }

  test('none for a facility that is off', () => {
    const { session, records } = made()
    session.fktrace(10, OUT, KTROP_SET, NAMEI, 10)
    session.syscall(10, 3, [1n, 2n, 3n])
    session.psig(10, 2, 0n)
    session.namei(10, '/a')
    session.csw(10, true, false)
    expect(types(records())).toEqual(['NAMEI 10'])
  })

  test('the header: time, pid, address of the buffer, and the name with the old bytes behind its NUL', () => {
    const { session, records } = traced()
    session.exec(10, { comm: 'longname' })
    session.exec(10, { comm: 'ls' })
    session.namei(10, '/a')
    const [record] = records()
    expect(record).toMatchObject({ pid: 10, comm: 'ls', time: '1700000000.000000', header: { ktr_buf: 0xc0000000n } })
    expect(Buffer.from(record?.bytes.subarray(12, 21) as Uint8Array).toString('latin1')).toBe('ls\0gname\0')
  })

  test('SYSCALL: the real code, as many words as the table of the emulation says', () => {
    const { session, records } = traced({ argumentWords: (emulation, code) => (emulation === 'netbsd' && code === 5 ? 3 : 0) })
    session.syscall(10, 5, [1n, 2n])
    expect(payloads(records())).toEqual([{ ktr_code: 5, ktr_argsize: 12, args: [1n, 2n, 0n] }])
  })

  test('SYSRET: error and two values, 0 where there is none', () => {
    const { session, records } = traced()
    session.sysret(10, 5, 2)
    session.sysret(10, 42, 0, [3n, 4n])
    expect(payloads(records())).toEqual([
      { ktr_code: 5, ktr_eosys: 0, ktr_error: 2, ktr_retval: 0n, ktr_retval_1: 0n },
      { ktr_code: 42, ktr_eosys: 0, ktr_error: 0, ktr_retval: 3n, ktr_retval_1: 4n },
    ])
  })

  test('GENIO: records of at most a page with its head, none over two parts', () => {
    const { session, records } = traced()
    session.genio(10, 1, 'write', [new Uint8Array(4096), new Uint8Array(10), new Uint8Array(0), new Uint8Array(4088)])
    expect(payloads(records()).map(({ data }) => (data as Uint8Array).length)).toEqual([4088, 8, 10, 0, 4088])
    expect(payloads(records())[0]).toMatchObject({ ktr_fd: 1 })
  })

  test('GENIO: none when the call failed', () => {
    const { session, records } = traced()
    session.genio(10, 1, 'read', [new Uint8Array(10)], 14)
    expect(records()).toEqual([])
  })

  test('GENIO: the rest is dropped when a part cannot be read', () => {
    const { session, records } = traced()
    session.genio(10, 1, 'read', [new Uint8Array(1), undefined, new Uint8Array(2)])
    expect(records()).toHaveLength(1)
  })

  test('PSIG: the number is a signed byte', () => {
    const { session, records } = traced()
    session.psig(10, 200, 0x1000n, [1], 7)
    expect(payloads(records())).toEqual([{ signo: -56, action: 0x1000n, mask: [1, 0, 0, 0], code: 7 }])
  })

  test('CSW, MMSG and any buffer of the kernel: as they stand', () => {
    const { session, records } = traced()
    session.csw(10, true, false)
    session.mmsg(10, new Uint8Array(24))
    session.kernelMemory(10, 3, new Uint8Array([47]))
    expect(types(records())).toEqual(['CSW 10', 'MMSG 10', 'NAMEI 10'])
  })

  test('USER: a label of the kernel is cut so that a NUL ends it within KTR_USER_MAXIDLEN', () => {
    const { session, records } = traced()
    session.user(10, 'a label of more than twenty bytes', new Uint8Array([1]))
    expect(payloads(records())[0]?.ktr_id).toBe('a label of more tha')
  })

  test('USER: an unreadable label is empty, unreadable data leave the label alone', () => {
    const { session, records } = traced()
    session.utrace(10, undefined, new Uint8Array([1]))
    session.utrace(10, 'a', undefined)
    expect(payloads(records())).toMatchObject([{ ktr_id: '' }, { ktr_id: 'a', data: new Uint8Array(0) }])
  })

  test('utrace: EINVAL for more than KTR_USER_MAXLEN; success and nothing when the type is off', () => {
    const { session, records } = traced()
    expect(session.utrace(10, 'a', new Uint8Array(2049))).toBe('EINVAL')
    expect(session.utrace(10, 'a', new Uint8Array(2048))).toBeUndefined()
    session.fktrace(10, OUT, KTROP_CLEAR, facilities('KTR_USER'), 10)
    expect(session.utrace(10, 'a', new Uint8Array(2049))).toBeUndefined()
    expect(records()).toHaveLength(1)
  })
})

describe('writing', () => {
  test('a failure stops every process of the file, is logged, and leaves whole records', () => {
    const { session, records, notices, fail } = made([{}, {}])
    session.fktrace(10, OUT, KTROP_SET, NAMEI, -10)
    session.namei(10, '/a')
    fail('ENOSPC')
    session.namei(11, '/b')
    fail(undefined)
    session.namei(10, '/c')
    expect(types(records())).toEqual(['NAMEI 10'])
    expect([10, 11].map((pid) => session.facilitiesOf(pid))).toEqual([0, 0])
    expect(notices).toEqual(['ktrace write failed, errno 28, tracing stopped'])
  })

  test('EPIPE is not reported', () => {
    const { session, notices, fail } = made()
    session.fktrace(10, OUT, KTROP_SET, NAMEI, 10)
    fail('EPIPE')
    session.namei(10, '/a')
    expect(session.facilitiesOf(10)).toBe(0)
    expect(notices).toEqual([])
  })

  test('a write that would block is tried three times in all, with a pause between', () => {
    let pauses = 0
    const { session, records, fail, tries } = made([{}], { yield: () => pauses++ })
    session.fktrace(10, OUT, KTROP_SET, NAMEI, 10)
    fail('EAGAIN', 2)
    session.namei(10, '/a')
    expect([records().length, tries(), pauses]).toEqual([1, 3, 2])
    fail('EAGAIN', 3)
    session.namei(10, '/b')
    expect([records().length, session.facilitiesOf(10)]).toEqual([1, 0])
  })

  test('the rest of a transfer is dropped after a failure', () => {
    const { session, records, fail, tries } = made()
    session.fktrace(10, OUT, KTROP_SET, facilities('KTR_GENIO'), 10)
    fail('EIO', 1)
    session.genio(10, 1, 'write', [new Uint8Array(8000)])
    expect([records().length, tries()]).toEqual([0, 1])
  })

  test('what the tracer does during its request is not traced', () => {
    let session: TraceSession | undefined
    const all = made([{}], {
      open: () => {
        session?.namei(10, 'ktrace.out')
        return all.file
      },
    })
    session = all.session
    session.fktrace(10, OUT, KTROP_SET, NAMEI, 10)
    session.ktrace(10, 'ktrace.out', KTROP_SET, NAMEI, 10)
    expect(all.records()).toEqual([])
  })
})

test('only formats of NetBSD', () => {
  expect(() => made([], { format: 'ktrace/openbsd', layout: 'comm24' })).toThrow(/NetBSD/)
})
