/** The cases of the case book about DragonFly's kdump, which was built from its tree of 2020-07. */
import { describe, expect, test } from 'vitest'
import type { PlainRecord } from '../../../src/writers/ktrace/index.js'
import { call, ret, type Variant } from '../../readers/ktrace/lives.js'
import { opened, textOf, written } from '../../readers/ktrace/made.js'

const dragonfly: Variant = { format: 'ktrace/dragonfly', abi: 'amd64', layout: 'threads' }
const old: Variant = { format: 'ktrace/dragonfly', abi: 'i386', layout: 'no-threads' }

type Made = Omit<PlainRecord, 'pid' | 'comm'>

function text(records: readonly Made[], options: Record<string, unknown> = {}, variant = dragonfly): string {
  const bytes = written(
    variant,
    records.map((record) => ({ pid: 12345, comm: 'cat', time: '1700000000.5', ...record })),
  )
  return textOf(opened(bytes, { as: variant.format, abi: variant.abi, layout: variant.layout }), options)
}

const HEAD = '12345 cat      '
const line = (record: Made, options = {}): string => text([record], options).slice(HEAD.length, -1)
const called = (code: number, args: readonly number[], options = {}): string =>
  line({ type: 'KTR_SYSCALL', payload: call(dragonfly, code, args) }, options).slice(6)

describe('KT-DF1: names of calls', () => {
  test.each([
    [416, '#416'],
    [91, '#91'],
    [38, 'obs_old'],
    [108, 'obs_4.3'],
    [11, 'obs_execv'],
    [162, 'obs_getdomainname'],
    [164, 'obs_uname'],
    [551, '__realpath'],
    [552, '[552]'],
    [-1, '[-1]'],
    [3, 'read'],
  ])('%d', (code, name) => {
    expect(called(code, [])).toBe(name)
    expect(line({ type: 'KTR_SYSRET', payload: ret(dragonfly, code, 0, 0) })).toBe(`RET   ${name} 0`)
  })
})

describe('KT-DF2: errors and signals', () => {
  test.each([
    [30, '-1 errno 30 Read-only file system'],
    [93, '-1 errno 93 No medium found'],
    [94, '-1 errno 94 Unknown error: 94'],
    [99, '-1 errno 99 Unknown error: 99'],
    [-1, 'RESTART'],
  ])('error %d', (error, shown) => {
    expect(line({ type: 'KTR_SYSRET', payload: ret(dragonfly, 3, error, 0) })).toBe(`RET   read ${shown}`)
  })

  test.each([
    [0, 'SIGNULL'],
    [6, 'SIGIOT'],
    [11, 'SIGSEGV'],
    [29, 'SIG29'],
    [32, 'SIG(null)'],
    [33, 'SIG(null)'],
    [63, 'SIG(null)'],
  ])('a delivered signal %d', (signo, name) => {
    const payload = { signo, action: 0n, code: 0, mask: [0, 0, 0, 0] }
    expect(line({ type: 'KTR_PSIG', payload })).toBe(`PSIG  ${name} SIG_DFL`)
  })

  test.each([
    [0, 'SIG 0'],
    [15, 'SIGTERM'],
    [6, 'SIGIOT'],
    [32, 'SIG 32'],
    [33, 'SIG 33'],
  ])('a signal %d as an argument', (signal, name) => expect(called(37, [7, signal])).toBe(`kill(0x7,${name})`))
})

describe('KT-DF3: arguments', () => {
  test.each<[number, number[], string]>([
    [54, [3, 0x40087468, 0x1000], 'ioctl(0x3,TIOCGWINSZ,0x1000)'],
    [54, [3, 0x12345678, 0x1000], 'ioctl(0x3,0x12345678 ,0x1000)'],
    [33, [0x1000, 4], 'access(0x1000,0x4<R_OK>)'],
    [33, [0x1000, 0], 'access(0x1000,0<F_OK>)'],
    [5, [0x1000, 0x601, 0o644], 'open(0x1000,0x601<O_WRONLY|O_CREAT|O_TRUNC>,0x1a4<S_IRUSR|S_IWUSR|S_IRGRP|S_IROTH>)'],
    [5, [0x1000, 3, 5], 'open(0x1000,0x3<O_WRONLY|O_RDWR|O_ACCMODE>,<unused>0x5)'],
    [5, [0x1000, 0], 'open(0x1000,0<O_RDONLY>)'],
    [197, [0, 4096, 3, 0x1002, 0xffffffff, 0, 0], 'mmap(0,0x1000,0x3<PROT_READ|PROT_WRITE>,0x1002<MAP_PRIVATE|MAP_ANON>,0xffffffff,0,0)'],
    [75, [0x1000, 0x2000, 4], 'madvise(0x1000,0x2000,_MADV_DONTNEED)'],
    [75, [0x1000, 0x2000, 99], 'madvise(0x1000,0x2000,<invalid=99>)'],
    [224, [0x1, 2, 3], 'msgctl(0x1IPC_STAT,0x3)'],
    [221, [0x1, 0x100, 0x40], 'semget(0x1,0x100)'],
    [221, [0x1, 0x2, 0x180], 'semget(0x1,0x2SEM_R|SEM_A)'],
    [393, [1, 2, 3, 4, 5, 6, 0], 'sendfile(0x1,0x2,0x3,0x4,0x5,0x6<invalid=0>)'],
    [166, [0, 5, 0x1000], 'rtprio(<invalid=0>,0x5,0x1000)'],
    [92, [3, 3, 0], 'fcntl(0x3,F_GETFL,0)'],
    [92, [3, 2, 1], 'fcntl(0x3,F_SETFD,FD_CLOEXEC)'],
    [92, [3, 2, 8], 'fcntl(0x3,F_SETFD,<invalid>0x8)'],
    [92, [3, 4, 4], 'fcntl(0x3,F_SETFL,0x4<O_NONBLOCK>)'],
    [97, [2, 1, 0], 'socket(PF_INET,SOCK_STREAM,0)'],
    [105, [3, 0xffff, 4, 0, 0], 'setsockopt(0x3,SOL_SOCKET,SO_REUSEADDR,0,0)'],
    [105, [3, 6, 4, 0, 0], 'setsockopt(0x3,0x6,SO_REUSEADDR,0,0)'],
    [28, [3, 0x1000, 0], 'sendmsg(0x3,0x1000,0)'],
    [28, [3, 0x1000, 0x480], 'sendmsg(0x3,0x1000,0x480<MSG_DONTWAIT|MSG_NOSIGNAL>)'],
    [232, [4, 0x1000], 'clock_gettime(CLOCK_MONOTONIC,0x1000)'],
    [232, [99, 0x1000], 'clock_gettime(99,0x1000)'],
    [26, [33, 1, 2, 3], 'ptrace(PT_GETREGS,0x1,0x2,0x3)'],
    [26, [12, 1, 2, 3], 'ptrace(12,0x1,0x2,0x3)'],
    [199, [3, 0, 0x10, 2], 'lseek(0x3,0,0x10,SEEK_END)'],
    [36, [], 'sync'],
  ])('call %d %j', (code, args, shown) => {
    expect(called(code, args)).toBe(shown)
  })

  test('numbers only', () => expect(called(5, [0x1000, 0x601, 420], { numeric: true })).toBe('open(0x1000,0x601,0x1a4)'))
})

describe('KT-DF4: linker and unknown records', () => {
  const rtld = (event: number, name: string, size = 1064): Uint8Array => {
    const bytes = new Uint8Array(1064)
    const view = new DataView(bytes.buffer)
    bytes.set(new TextEncoder().encode('RTLD'))
    view.setInt32(4, event, true)
    view.setBigUint64(8, 0x800600000n, true)
    view.setBigUint64(16, 0x800700000n, true)
    view.setBigUint64(24, 0x1000n, true)
    view.setInt32(32, 2, true)
    bytes.set(new TextEncoder().encode(name), 36)
    return bytes.subarray(0, size)
  }
  test.each([
    [1, 'USER  dlopen(libc.so, RTLD_NOW)'],
    [5, 'USER  RTLD: loaded   0x800600000 @ 0x800700000 - 0x800700fff (libc.so)'],
    [10, 'USER  RTLD: fini 0x800700000 for 0x800600000 (libc.so)'],
  ])('event %d', (event, shown) => expect(line({ type: 'KTR_USER', payload: rtld(event, 'libc.so') })).toBe(shown))

  test('other events are bytes, as are those of 8 bytes', () => {
    expect(line({ type: 'KTR_USER', payload: rtld(11, '', 12) })).toBe('USER  RTLD: 8  0b 00 00 00 00 00 60 00')
    expect(line({ type: 'KTR_USER', payload: rtld(11, '', 8) }, { decimal: true })).toBe('USER  RTLD: 4  11 0 0 0')
  })

  test('types are selected by five bits', () => {
    const path: Made = { type: 'KTR_NAMEI', payload: { path: '/x' } }
    const unknown = (type: number): Made => ({ type, payload: new Uint8Array(4) })
    expect(text([path, unknown(8), unknown(31), path])).toBe(`${HEAD}NAMI  "/x"\n`.repeat(2))
    expect(text([path, unknown(33), path])).toBe(`${HEAD}NAMI  "/x"\n${HEAD}UNKNOWN(33)  ${HEAD}NAMI  "/x"\n`)
  })
})

describe('KT-DF5: start of lines', () => {
  const path: Made = { type: 'KTR_NAMEI', payload: { path: '/x' } }
  test('to release 1.8', () => expect(text([path], {}, old)).toBe(' 12345 cat      NAMI  "/x"\n'))
  test('the processor', () => {
    expect(text([{ ...path, header: { ktr_flags: 0x300 } }], { cpu: true })).toBe('12345  3 cat      NAMI  "/x"\n')
    expect(text([{ ...path, tid: 7, header: { ktr_flags: 0xc01 } }], { cpu: true })).toBe('12345:7    12 cat      NAMI  "/x"\n')
  })
  test('the thread of every process', () => expect(text([path], { threads: true })).toBe('12345:0    cat      NAMI  "/x"\n'))
  test('other systems have neither', () => {
    const bytes = written({ format: 'ktrace/netbsd-v2', abi: 'amd64' }, [{ type: 'KTR_NAMEI', pid: 1, payload: { path: '/x' } }])
    expect(() => textOf(opened(bytes), { cpu: true })).toThrow(/DragonFly/)
  })
})
