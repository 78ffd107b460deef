/** Lines of NetBSD's kdump(1), as its releases print them. */
import { describe, expect, test } from 'vitest'
import type { PlainRecord } from '../../../src/writers/ktrace/index.js'
import { opened, textOf, written } from '../../readers/ktrace/made.js'
import { hex } from '../../support/common.js'

type Options = Record<string, unknown>
type Payload = NonNullable<PlainRecord['payload']>

const v2 = { format: 'ktrace/netbsd-v2', abi: 'amd64', layout: 'v2' }
const i386 = { format: 'ktrace/netbsd-v2', abi: 'i386', layout: 'v2' }
const arm = { format: 'ktrace/netbsd-v2', abi: 'arm', layout: 'v2' }
const sparc64 = { format: 'ktrace/netbsd-v2', abi: 'sparc64', layout: 'v2' }
const of2003 = { format: 'ktrace/netbsd-v0', abi: 'i386', layout: 'pre-4' }

const PREFIX = '  1234      1 ls       '

function lines(records: readonly (Omit<PlainRecord, 'pid'> & { pid?: number })[], options: Options = {}, variant = v2): string {
  // The address of the kernel's buffer is what tells headers of before 4.0.
  const head = variant.layout === 'v2' ? { tid: 1 } : { header: { ktr_buf: 0xc0a1b2c4n } }
  const bytes = written(
    variant,
    records.map((record) => ({ pid: 1234, comm: 'ls', ...head, ...record })),
  )
  return textOf(opened(bytes, { as: variant.format, abi: variant.abi }), options)
}

/** The text of one record without its prefix. */
function line(type: string | number, payload: Payload, options: Options = {}, variant = v2): string {
  const text = lines([{ type, ...(payload && { payload }) }], options, variant)
  const prefix = variant.layout === 'v2' ? PREFIX : '  1234 ls       '
  expect(text.startsWith(prefix)).toBe(true)
  return text.slice(prefix.length)
}

const call = (code: number, args: readonly (number | bigint)[], word = 8): Payload => ({
  ktr_code: code,
  ktr_argsize: word * args.length,
  args: args.map((arg) => BigInt.asUintN(word * 8, BigInt(arg))),
})
const ret = (code: number, error: number, value: number | bigint, second: number | bigint = 0): Payload => ({
  ktr_code: code,
  ktr_eosys: 0,
  ktr_error: error,
  ktr_retval: BigInt(value),
  ktr_retval_1: BigInt(second),
})
const data = (text: string | Uint8Array, fd = 1, rw = 1): Payload => ({
  ktr_fd: fd,
  ktr_rw: rw,
  data: typeof text === 'string' ? Uint8Array.from(Buffer.from(text, 'latin1')) : text,
})
const user = (id: string, bytes: Uint8Array): Uint8Array => {
  const payload = new Uint8Array(20 + bytes.length)
  payload.set(Buffer.from(id, 'latin1'))
  payload.set(bytes, 20)
  return payload
}

/** The one line of a dump of few bytes. */
const dumped = (bytes: string, text: string): string => `\t000  ${` ${bytes} `.padEnd(50)}${text}`

test('the worked example: a start and a successful write', () => {
  const records = [
    { type: 'KTR_EMUL', time: '1700000000.123456789', payload: { emul: 'netbsd' } },
    { type: 'KTR_SYSRET', time: '1700000000.123460000', payload: ret(4, 0, 4096) },
  ]
  expect(lines(records, { timestamps: 'absolute' })).toBe(
    '  1234      1 ls       1700000000.123456789 EMUL  "netbsd"\n  1234      1 ls       1700000000.123460000 RET   write 4096/0x1000\n',
  )
  expect(lines(records, { timestamps: 'relative' }, sparc64)).toBe(
    '  1234      1 ls       0.000000000 EMUL  "netbsd"\n  1234      1 ls       0.000003211 RET   write 4096/0x1000\n',
  )
})

test('the worked example of 2003', () => {
  expect(lines([{ type: 'KTR_EMUL', time: '1050000000.25', payload: { emul: 'netbsd' } }], { timestamps: 'absolute' }, of2003)).toBe(
    '  1234 ls       1050000000.250000 EMUL  "netbsd"\n',
  )
})

describe('prefix', () => {
  const at = (record: Partial<PlainRecord>): string => lines([{ type: 'KTR_CSW', payload: { out: 0, user: 0 }, ...record }])
  test('wide numbers and names push what follows', () => {
    expect(at({ pid: 12345678, tid: 7654321, comm: 'abcdefghijklmnop' })).toBe('12345678 7654321 abcdefghijklmnop CSW   resume kernel\n')
    expect(at({ comm: '' })).toBe('  1234      1          CSW   resume kernel\n')
  })
  test('a name is shown to its NUL, at most 16 bytes of it', () => {
    const bytes = written(v2, [{ type: 'KTR_CSW', pid: 1, comm: 'short', payload: { out: 0, user: 0 } }])
    bytes.set(Buffer.from('x'.repeat(17)), 12)
    expect(textOf(opened(bytes, { as: v2.format, abi: 'amd64' }))).toBe(`     1      0 ${'x'.repeat(16)} CSW   resume kernel\n`)
  })
})

describe('time stamps', () => {
  const times = (options: Options, ...at: string[]): string[] =>
    lines(
      at.map((time) => ({ type: 'KTR_CSW', time, payload: { out: 0, user: 0 } })),
      options,
    )
      .trimEnd()
      .split('\n')
      .map((text) => text.slice(PREFIX.length, text.indexOf(' CSW')))
  test('since the record before', () => {
    expect(times({ timestamps: 'relative' }, '5.000000001', '5.000000003', '7.000000002')).toEqual([
      '0.000000000',
      '0.000000002',
      '1.999999999',
    ])
  })
  test('since the first one', () => {
    expect(times({ timestamps: 'elapsed' }, '5.5', '6', '9.000000001')).toEqual(['0.000000000', '0.500000000', '3.500000001'])
  })
  test('going back: until 7.x with a borrow, since 10 with a sign', () => {
    expect(times({ timestamps: 'relative' }, '5.5', '5.4', '3.5')).toEqual(['0.000000000', '-1.900000000', '-2.100000000'])
    expect(times({ timestamps: 'relative', kdump: '10' }, '5.5', '5.4', '3.5')).toEqual(['0.000000000', '-0.100000000', '-1.900000000'])
  })
  test('several at once, in the order of kdump', () => {
    expect(times({ timestamps: ['relative', 'absolute', 'elapsed'] }, '1', '2', '4')).toEqual([
      '1.000000000 0.000000000 0.000000000',
      '2.000000000 1.000000000 1.000000000',
      '4.000000000 3.000000000 2.000000000',
    ])
  })
  test('records that are not printed do not count', () => {
    const records = [
      { type: 'KTR_CSW', time: '1', payload: { out: 0, user: 0 } },
      { type: 'KTR_NAMEI', time: '2', payload: { path: 'x' } },
      { type: 'KTR_CSW', time: '4', payload: { out: 0, user: 0 } },
    ]
    expect(lines(records, { timestamps: 'relative', type: 'w' })).toContain(`${PREFIX}3.000000000 CSW`)
  })
  test('in 2003 the first one is the time since 1970', () => {
    const records = ['1050000000.25', '1050000001.5'].map((time) => ({ type: 'KTR_CSW', time, payload: { out: 0, user: 0 } }))
    expect(lines(records, { timestamps: 'relative' }, of2003)).toBe(
      '  1234 ls       1050000000.250000 CSW  resume kernel\n  1234 ls       1.250000 CSW  resume kernel\n',
    )
  })
})

describe('CALL', () => {
  test.each<[string, Payload, Options]>([
    ['getpid', call(20, []), {}],
    ['read(3,0x7f001000,0x200)', call(3, [3, 0x7f001000, 0x200]), {}],
    ['read(9,0xa,0)', call(3, [9, 10, 0]), {}],
    ['read(0xffffffffffffffff,0x8000000000000000,0)', call(3, [-1, 1n << 63n, 0]), {}],
    ['read(-1,-9223372036854775808,10)', call(3, [-1, 1n << 63n, 10]), { decimal: true }],
    ['[999](1)', call(999, [1]), {}],
    ['[-3](1)', call(-3, [1]), {}],
    ['[3](1)', call(3, [1]), { numbers: true }],
    ['#11 (obsolete execv)(1)', call(11, [1]), {}],
    ['kill(0x4d2, SIGTERM)', call(37, [1234, 15]), {}],
    ['kill(5, SIG 0)', call(37, [5, 0]), {}],
    ['kill(5, SIG*unknown 77*)', call(37, [5, 77]), {}],
    ['kill(5,0xf)', call(37, [5, 15]), { numeric: true }],
    ['kill(5)', call(37, [5]), {}],
    ['__sigaction_sigtramp(SIGRT2,1)', call(340, [35, 1]), {}],
    ['ioctl(2,TIOCGWINSZ,0x1000)', call(54, [2, 0x40087468, 0x1000]), {}],
    ["ioctl(2,_IOWR('x',0x5,0x18))", call(54, [2, 0xc0187805]), {}],
    ["ioctl(2,_IOWR('x',5,24))", call(54, [2, 0xc0187805]), { decimal: true }],
    ['ioctl(2,_IO(0x01,0))', call(54, [2, 0x20000100]), {}],
    ['ioctl(2,_IOW(0xff,0x1,0x1fff))', call(54, [2, 0x9fffff01]), {}],
    ['ptrace(PT_CONTINUE,1)', call(26, [7, 1]), {}],
    ['ptrace(PT_GETREGS,1)', call(26, [33, 1]), {}],
    ['ptrace(0x3e7,1)', call(26, [999, 1]), {}],
    ['mprotect(0x1000,0x2000,3)', call(74, [0x1000, 0x2000, 3]), {}],
    ['mprotect(0x1000,0x2000,PROT_READ|PROT_WRITE)', call(74, [0x1000, 0x2000, 3]), { kdump: '10' }],
    ['mprotect(0x1000,0x2000,PROT_NONE)', call(74, [0x1000, 0x2000, 0]), { kdump: '10' }],
    ['mprotect(0x1000,0x2000,PROT_EXEC|0x10)', call(74, [0x1000, 0x2000, 0x14]), { kdump: '10' }],
    [
      'mmap(0,0x1000,PROT_READ,0x1002<PRIVATE,ANONYMOUS,ALIGN=NONE>,0xffffffff,0,0)',
      call(197, [0, 0x1000, 1, 0x1002, 0xffffffff, 0, 0]),
      { kdump: '10' },
    ],
    ['fcntl(3,F_SETFL,4)', call(92, [3, 4, 4]), { kdump: '10' }],
    ['fcntl(3,0x63,4)', call(92, [3, 99, 4]), { kdump: '10' }],
    ['fcntl(3,4,4)', call(92, [3, 4, 4]), {}],
    ['setsockopt(3,SOL_SOCKET,SO_REUSEADDR,0x10,4)', call(105, [3, 0xffff, 4, 16, 4]), { kdump: '10' }],
    ['setsockopt(3,IPPROTO_TCP,TCP_NODELAY,0x10,4)', call(105, [3, 6, 1, 16, 4]), { kdump: '10' }],
    ['setsockopt(3,IPPROTO_IPV6,0x1b,0x10,4)', call(105, [3, 41, 27, 16, 4]), { kdump: '10' }],
    ['setsockopt(30x3e7,0x1,0x10,4)', call(105, [3, 999, 1, 16, 4]), { kdump: '10' }],
    ['__futex(0x1000,FUTEX_WAKE_PRIVATE,1)', call(166, [0x1000, 0x81, 1]), { kdump: '10' }],
    ['__futex(0x1000,FUTEX_WAITFUTEX_CLOCK_REALTIME,1)', call(166, [0x1000, 0x100, 1]), { kdump: '10' }],
  ])('%s', (expected, payload, options) => expect(line('KTR_SYSCALL', payload, options)).toBe(`CALL  ${expected}\n`))

  test.each([
    [0x1002, '0x1002<PRIVATE,ANONYMOUS,ALIGN=NONE>'],
    [1, '0x1<SHARED,FILE,ALIGN=NONE>'],
    [0x1012, '0x1012<PRIVATE,FIXED,ANONYMOUS,ALIGN=NONE>'],
    [0x2002, '0x2002<PRIVATE,FILE,STACK,ALIGN=NONE>'],
    [0xc001002, '0xc001002<PRIVATE,ANONYMOUS,ALIGN=4KB>'],
    [0, '0x0<FILE,ALIGN=NONE>'],
  ])('flags of mmap: %i', (flags, text) => {
    expect(line('KTR_SYSCALL', call(197, [0, 1, 0, flags, 0, 0, 0]), { kdump: '10' })).toContain(`PROT_NONE,${text},0`)
  })

  test('on 32-bit machines', () => {
    expect(line('KTR_SYSCALL', call(3, [-1, 0xbfbff000, 8], 4), {}, i386)).toBe('CALL  read(0xffffffff,0xbfbff000,8)\n')
    expect(line('KTR_SYSCALL', call(3, [-1, 8, 8], 4), { decimal: true }, i386)).toBe('CALL  read(-1,8,8)\n')
    expect(line('KTR_SYSCALL', call(169, [1], 4), {}, i386)).toBe('CALL  compat_10_osemsys(1)\n')
  })

  test('of 32-bit processes on a 64-bit kernel', () => {
    const records = (...args: number[]) => [
      { type: 'KTR_EMUL', payload: { emul: 'netbsd32' } },
      { type: 'KTR_SYSCALL', payload: call(3, [0xffff_ffff_0000_0005n, ...args.map(BigInt)]) },
      { type: 'KTR_SYSCALL', payload: call(7, []) },
      { type: 'KTR_SYSCALL', payload: call(37, [1, 9]) },
    ]
    expect(lines(records(-1)).split('\n').slice(1, 4)).toEqual([
      `${PREFIX}CALL  netbsd32_read(0x5,0xffffffff)`,
      `${PREFIX}CALL  compat_50_netbsd32_wait4`,
      `${PREFIX}CALL  netbsd32_kill(1, SIGKILL)`,
    ])
    expect(lines(records(-1), { decimal: true })).toContain('netbsd32_read(5,-1)')
  })

  test('more arguments are announced than there are', () => {
    const payload = new Uint8Array(24)
    new DataView(payload.buffer).setInt32(0, 3, true)
    new DataView(payload.buffer).setInt32(4, 4096, true)
    expect(line('KTR_SYSCALL', payload)).toBe('CALL  read(0,0)\n')
  })

  test('in 2003 all numbers are hexadecimal', () => {
    const old = (payload: Payload, options: Options = {}): string => line('KTR_SYSCALL', payload, options, of2003)
    expect(old(call(3, [3, 0, 8], 4))).toBe('CALL  read(0x3,0,0x8)\n')
    expect(old(call(37, [3, 15], 4))).toBe('CALL  kill(0x3, SIGTERM)\n')
    expect(old(call(54, [1, 0x40087468, 0], 4))).toBe('CALL  ioctl(0x1,TIOCGWINSZ,0)\n')
    expect(old(call(54, [1, 0xc0187805], 4))).toBe("CALL  ioctl(0x1,_IOWR('x',0x5,0x18))\n")
    expect(old(call(26, [9, 1], 4))).toBe('CALL  ptrace(PT_ATTACH,0x1)\n')
    expect(old(call(340, [15, 1], 4))).toBe('CALL  __sigaction_sigtramp(0xf,0x1)\n')
    expect(old(call(7, [], 4))).toBe('CALL  wait4\n')
    expect(old(call(279, [3], 4), { decimal: true })).toBe('CALL  __fstat13(3)\n')
  })
})

describe('RET', () => {
  test.each<[string, Payload, Options]>([
    ['read 3', ret(3, 0, 3), {}],
    ['read -1/0xffffffffffffffff', ret(3, 0, -1), {}],
    ['read 4096/0x1000', ret(3, 0, 4096), {}],
    ['read 0x1000', ret(3, 0, 4096), { numeric: true }],
    ['read 9', ret(3, 0, 9), { numeric: true }],
    ['read 4096', ret(3, 0, 4096), { numeric: true, decimal: true }],
    ['pipe 3, 4', ret(42, 0, 3, 4), {}],
    ['pipe 3, 16/0x10', ret(42, 0, 3, 16), {}],
    ['read 1311768467463790320/0x123456789abcdef0', ret(3, 0, 0x123456789abcdef0n), {}],
    ['open -1 errno 2 No such file or directory', ret(5, 2, 0), {}],
    ['open -1 errno 2', ret(5, 2, 0), { numeric: true }],
    ['open -1 errno 77777 Unknown error: 77777', ret(5, 77777, 0), {}],
    ['execve JUSTRETURN', ret(59, -2, 0), {}],
    ['read RESTART', ret(3, -3, 0), {}],
    ['[3] 0', ret(3, 0, 0), { numbers: true }],
    ['[999] 0', ret(999, 0, 0), {}],
  ])('%s', (expected, payload, options) => expect(line('KTR_SYSRET', payload, options)).toBe(`RET   ${expected}\n`))

  test('on 32-bit machines, also of one value', () => {
    expect(line('KTR_SYSRET', ret(3, 0, -1), {}, i386)).toBe('RET   read -1/0xffffffff\n')
    const old = { ktr_code: 3, ktr_eosys: 0, ktr_error: 0, ktr_retval: 16n }
    expect(line('KTR_SYSRET', old, {}, of2003)).toBe('RET   read 16/0x10\n')
  })
  test('on a big-endian machine', () => {
    expect(line('KTR_SYSRET', ret(3, 0, 0x100000010n), {}, sparc64)).toBe('RET   read 4294967312/0x100000010\n')
  })
})

describe('emulations', () => {
  test('the return of an exec is of the emulation before it', () => {
    const text = lines([
      { type: 'KTR_SYSCALL', payload: call(59, []) },
      { type: 'KTR_EMUL', payload: { emul: 'linux' } },
      { type: 'KTR_SYSRET', payload: ret(59, -2, 0) },
      { type: 'KTR_SYSCALL', payload: call(3, [1]) },
      { type: 'KTR_SYSRET', payload: ret(3, 0, 0) },
      { type: 'KTR_SYSCALL', pid: 9, payload: call(3, []) },
    ])
    expect(text.replaceAll(PREFIX, '').split('\n')).toEqual([
      'CALL  execve',
      'EMUL  "linux"',
      'RET   execve -1 errno -2 No such file or directory',
      'CALL  close(1)',
      'RET   close 0',
      '     9      1 ls       CALL  read',
      '',
    ])
  })
  test('an unknown one changes nothing', () => {
    const text = lines([
      { type: 'KTR_EMUL', payload: { emul: 'plan9' } },
      { type: 'KTR_SYSCALL', payload: call(3, []) },
    ])
    expect(text).toContain('CALL  read\n')
  })
  test('one may be assumed, until a process ends', () => {
    const records = [
      { type: 'KTR_EMUL', payload: { emul: 'netbsd' } },
      { type: 'KTR_SYSCALL', payload: call(1, [0]) },
      { type: 'KTR_SYSCALL', payload: call(1, [0]) },
    ]
    expect(lines(records, { emulation: 'netbsd32' }).replaceAll(PREFIX, '')).toBe('EMUL  "netbsd"\nCALL  exit(0)\nCALL  netbsd32_exit(0)\n')
  })
  test('they are followed also when their records are not printed', () => {
    const records = [
      { type: 'KTR_EMUL', payload: { emul: 'netbsd32' } },
      { type: 'KTR_SYSCALL', payload: call(3, []) },
    ]
    expect(lines(records, { type: 'SYSCALL' })).toBe(`${PREFIX}CALL  netbsd32_read\n`)
  })
})

describe('GIO', () => {
  test.each<[string, Payload, Options]>([
    ['fd 1 wrote 6 bytes\n       "hello\\n"', data('hello\n'), {}],
    ['fd 0 read 0 bytes\n       ""', data('', 0, 0), {}],
    ['read 2 bytes\n       "ab"', data('ab', -1, 0), {}],
    ['fd 1 wrote 3 bytes\n       "a"', data('abc'), { maxData: 1 }],
    ['fd 1 wrote 3 bytes', data('abc'), { maxData: '0' }],
    ['fd 1 wrote 3 bytes', data('abc'), { io: false }],
    [`fd 1 wrote 3 bytes\n${dumped('61 62 63', 'abc')}`, data('abc'), { ioHex: '1' }],
    ['fd 1 wrote 4 bytes\n       "\\"\\\\\t\\r"', data('"\\\t\r'), {}],
    ['fd 1 wrote 5 bytes\n       "\\b\\a\\v\\f "', data('\b\x07\v\f '), {}],
    ['fd 1 wrote 4 bytes\n       "\\0001\\0a"', data('\x001\x00a'), {}],
    ['fd 1 wrote 3 bytes\n       "\\0009\\0"'.replace('0009', '09'), data('\x009\x00'), {}],
    ['fd 1 wrote 4 bytes\n       "\\^A\\^[\\^?\\^_"', data('\x01\x1b\x7f\x1f'), {}],
    ['fd 1 wrote 5 bytes\n       "\\M-!\\M-~\\M^@\\M^_\\M^?"', data('\xa1\xfe\x80\x9f\xff'), {}],
    ['fd 1 wrote 1 bytes\n       "\\240"', data('\xa0'), {}],
  ])('%s', (expected, payload, options) => expect(line('KTR_GENIO', payload, options)).toBe(`GIO   ${expected}\n`))

  test('lines are folded at 78 columns', () => {
    const text = line('KTR_GENIO', data('x'.repeat(141)))
    expect(text.split('\n').slice(1)).toEqual([`       "${'x'.repeat(70)}\\`, `\t${'x'.repeat(70)}\\`, '\tx"', ''])
    // An escape is never parted, a tab moves to the next place.
    expect(
      line('KTR_GENIO', data(`${'x'.repeat(69)}\x80`))
        .split('\n')
        .slice(1),
    ).toEqual([`       "${'x'.repeat(69)}\\`, '\t\\M^@"', ''])
    expect(
      line('KTR_GENIO', data(`${'x'.repeat(65)}\tyz`))
        .split('\n')
        .slice(1),
    ).toEqual([`       "${'x'.repeat(65)}\\`, '\t\tyz"', ''])
  })

  test('until 4.x a newline ends the line, and quotes are plain until 3.x', () => {
    const old = (text: string, options: Options = {}): string => line('KTR_GENIO', data(text), options, of2003)
    expect(old('a"b\nc\n')).toBe('GIO   fd 1 wrote 6 bytes\n       "a"b\n\tc\n       "\n')
    expect(old('\n\n')).toBe('GIO   fd 1 wrote 2 bytes\n       "\n\t\n       "\n')
    expect(line('KTR_GENIO', data('a"b\nc'), { kdump: '4' })).toBe('GIO   fd 1 wrote 5 bytes\n       "a\\"b\n\tc"\n')
    expect(old('ABCDE', { ioHex: 1 })).toBe(`GIO   fd 1 wrote 5 bytes\n\t0x00000000 ${'  0x41424344  0x45'.padEnd(50)} ABCDE\n`)
  })

  test('a large one is printed whole', () => {
    const text = line('KTR_GENIO', data('\x80'.repeat(1_000_000)))
    expect(text.match(/\\M\^@/g)?.length).toBe(1_000_000)
  })
})

describe('hexadecimal data', () => {
  const bytes = Uint8Array.from({ length: 37 }, (_, i) => i * 7 + 3)
  const dump = (of: Uint8Array, ioHex: number, variant = v2): string[] =>
    line('KTR_GENIO', data(of), { ioHex }, variant).split('\n').slice(1, -1)
  test.each([
    [
      1,
      [
        '\t000   03 0a 11 18 1f 26 2d 34  3b 42 49 50 57 5e 65 6c .....&-4;BIPW^el',
        '\t010   73 7a 81 88 8f 96 9d a4  ab b2 b9 c0 c7 ce d5 dc sz..............',
        '\t020   e3 ea f1 f8 ff                                   .....',
      ],
    ],
    [
      2,
      [
        '\t000    0a03  1811  261f  342d  423b  5049  5e57  6c65  .....&-4;BIPW^el',
        '\t010    7a73  8881  968f  a49d  b2ab  c0b9  cec7  dcd5  sz..............',
        '\t020    eae3  f8f1    ff                                .....',
      ],
    ],
    [
      4,
      [
        '\t000     18110a03   342d261f   5049423b   6c655e57  .....&-4;BIPW^el',
        '\t010     88817a73   a49d968f   c0b9b2ab   dcd5cec7  sz..............',
        '\t020     f8f1eae3         ff                        .....',
      ],
    ],
    [
      8,
      [
        '\t000     342d261f18110a03   6c655e575049423b  .....&-4;BIPW^el',
        '\t010     a49d968f88817a73   dcd5cec7c0b9b2ab  sz..............',
        '\t020           fff8f1eae3                     .....',
      ],
    ],
    [
      16,
      [
        '\t000     6c655e575049423b342d261f18110a03  .....&-4;BIPW^el',
        '\t010     dcd5cec7c0b9b2aba49d968f88817a73  sz..............',
        '\t020                           fff8f1eae3  .....',
      ],
    ],
  ])('in words of %i', (size, expected) => expect(dump(bytes, size)).toEqual(expected))

  test('big-endian machines keep the order of memory', () => {
    expect(dump(bytes, 4, sparc64)[0]).toBe('\t000     030a1118   1f262d34   3b424950   575e656c  .....&-4;BIPW^el')
    expect(dump(bytes, 4, sparc64)[2]).toBe('\t020     e3eaf1f8   ff                              .....')
  })

  test('lines that repeat', () => {
    const full = (offset: string): string => `\t${offset}   41 41 41 41 41 41 41 41  41 41 41 41 41 41 41 41 AAAAAAAAAAAAAAAA`
    const repeated = (length: number): string[] => dump(new Uint8Array(length).fill(0x41), 1)
    expect(repeated(0x21)).toEqual([
      full('000'),
      '\t010                                                    AAAAAAAAAAAAAAAA',
      '\t020   41                                               A',
    ])
    expect(repeated(0x31)).toEqual([full('000'), '\t***', '\t030   41                                               A'])
    // The last line always prints.
    expect(repeated(0x20)).toEqual([full('000'), full('010')])
    expect(repeated(0x1010)).toEqual([full('000'), '\t****', full('1000').replace('1000   ', '1000  ')])
  })
})

describe('PSIG', () => {
  const mask = (...signals: number[]): number[] => {
    const words = [0, 0, 0, 0]
    for (const signal of signals) words[(signal - 1) >> 5]! |= 1 << ((signal - 1) & 31)
    return words.map((word) => word >>> 0)
  }
  const plain = (signo: number, action = 0n, code = 0) => ({ signo, action, mask: mask(2, 33, 63), code })
  test.each<[string, Payload]>([
    ['SIGALRM SIG_DFL', plain(14)],
    ['SIGALRM SIG_DFL code=0x6', plain(14, 0n, 6)],
    ['SIGHUP caught handler=0x401cce mask=(2,33,63))', plain(1, 0x401ccen)],
    ['SIGSEGV caught handler=0x401cce mask=(2,33,63) code=0x6)', plain(11, 0x401ccen, 6)],
    ['SIG*unknown 99* SIG_DFL', plain(99)],
  ])('%s', (expected, payload) => expect(line('KTR_PSIG', payload)).toBe(`PSIG  ${expected}\n`))

  const info = (signo: number, _code: number, reason: Record<string, unknown>) => ({
    ...plain(signo),
    si: { _signo: signo, _code, _errno: 5, _reason: reason },
  })
  const rt = { _rt: { _pid: 77, _uid: 1000, _value: 0x1234n } }
  test.each<[string, Payload, Options]>([
    ['SIGTERM SIG_DFL: code=SI_USER sent by pid=77, uid=1000)', info(15, 0, rt), {}],
    ['SIGTERM SIG_DFL: code=SI_LWP sent by pid=77, uid=1000)', info(15, -5, rt), {}],
    ['SIGRT1 SIG_DFL: code=SI_QUEUE sent by pid=77, uid=1000 with sigval 0x1234)', info(34, -1, rt), {}],
    ['SIGRT1 SIG_DFL: code=SI_TIMER sent by pid=77, uid=1000 with sigval 0x1234)', info(34, -2, rt), {}],
    ['SIGIO SIG_DFL: code=SI_ASYNCIO with sigval 0x1234)', info(23, -3, rt), {}],
    ['SIGRT1 SIG_DFL: code=SI_MESGQ with sigval 0x1234)', info(34, -4, rt), {}],
    ['SIGRT1 SIG_DFL: code=SI_TIMER sigval 0x1234)', info(34, -2, rt), { kdump: '5' }],
    ['SIGRT1 SIG_DFL: code=SI_QUEUE unimplemented)', info(34, -1, rt), { kdump: '5' }],
    ['SIGRT1 SIG_DFL: code=-6 unimplemented)', info(34, -6, { raw: new Uint8Array(80) }), {}],
    ['SIGTERM SIG_DFL: code=SI_NOINFO', info(15, 32767, { raw: new Uint8Array(80) }), {}],
    [
      'SIGCHLD SIG_DFL: code=CLD_EXITED child pid=8, uid=9,  status=256, utime=3, stime=4)',
      info(20, 1, { _child: { _pid: 8, _uid: 9, _status: 256, _utime: 3, _stime: 4 } }),
      {},
    ],
    [
      'SIGSEGV SIG_DFL: code=SEGV_MAPERR, addr=0xdead, trap=6)',
      info(11, 1, { _fault: { _addr: 0xdeadn, _trap: 6, _trap2: 0, _trap3: 0 } }),
      {},
    ],
    ['SIGBUS SIG_DFL: code=[99], addr=0x0, trap=6)', info(10, 99, { _fault: { _addr: 0n, _trap: 6, _trap2: 0, _trap3: 0 } }), {}],
    ['SIGIO SIG_DFL: code=[1], fd=4, band=10)', info(23, 1, { _poll: { _band: 16n, _fd: 4 } }), {}],
    ['SIGUSR1 SIG_DFL: code=[3], errno=5)', info(30, 3, { raw: new Uint8Array(80) }), {}],
  ])('%s', (expected, payload, options) => expect(line('KTR_PSIG', payload, options)).toBe(`PSIG  ${expected}\n`))

  test('both sizes of the information on a 32-bit machine that aligns to 8', () => {
    const [shorter, longer] = [{ _trap: 6 }, { _trap: 6, _trap2: 0, _trap3: 0 }].map((trap) =>
      line('KTR_PSIG', info(11, 1, { _fault: { _addr: 0xdeadn, ...trap } }), {}, arm),
    )
    expect(shorter).toBe('PSIG  SIGSEGV SIG_DFL: code=SEGV_MAPERR, addr=0xdead, trap=6)\n')
    expect(longer).toBe(shorter)
  })

  test('in 2003', () => {
    expect(line('KTR_PSIG', plain(15, 0x8048000n, 1), {}, of2003)).toBe('PSIG  SIGTERM caught handler=0x8048000 mask=(2,33,63) code=0x1\n')
    expect(line('KTR_PSIG', plain(15), {}, of2003)).toBe('PSIG  SIGTERM SIG_DFL\n')
  })

  test('another size is neither', () => {
    expect(line('KTR_PSIG', new Uint8Array(100))).toBe('PSIG  SIG 0 SIG_DFL')
  })
})

describe('the others', () => {
  test.each<[string, string | number, Payload, Options]>([
    ['CSW   stop user\n', 'KTR_CSW', { out: 1, user: 1 }, {}],
    ['CSW   stop kernel\n', 'KTR_CSW', { out: 1, user: 0 }, {}],
    ['CSW   resume user\n', 'KTR_CSW', { out: 0, user: 1 }, {}],
    ['MIB   1.14.0.4\n', 'KTR_MIB', { mib: [1, 14, 0, 4] }, {}],
    ['FD    file 3\n', 'KTR_EXEC_FD', { ktr_fd: 3, ktr_dtype: 1 }, {}],
    ['FD    UNKNOWN(99) 3\n', 'KTR_EXEC_FD', { ktr_fd: 3, ktr_dtype: 99 }, {}],
    ['ARG   "-l"\n', 'KTR_EXEC_ARG', { arg: '-l' }, {}],
    ['ENV   "A=\\n"\n', 'KTR_EXEC_ENV', { env: 'A=\n' }, {}],
    ['NAMI  "/tmp/x"\n', 'KTR_NAMEI', { path: '/tmp/x' }, {}],
    ['NAMI  "/tmp"\n', 'KTR_NAMEI', { path: '/tmp\0x' }, {}],
    [`UNKNOWN(77)  \n${dumped('01', '.')}\n`, 77, new Uint8Array([1]), {}],
    [`SAU   \n${dumped('01', '.')}\n`, 'KTR_SAUPCALL', new Uint8Array([1]), {}],
    ['UNKNOWN(9)  \n', 'KTR_MMSG', new Uint8Array(0), {}],
  ])('%j', (expected, type, payload, options) => expect(line(type, payload, options)).toBe(expected))

  test('arguments are folded from where they begin', () => {
    const text = line('KTR_EXEC_ARG', { arg: 'x'.repeat(60) })
    expect(text).toBe(`ARG   "${'x'.repeat(78 - PREFIX.length - 7)}\\\n\t${'x'.repeat(60 - (78 - PREFIX.length - 7))}"\n`)
  })

  test('in 2003 an unknown record leaves its line unfinished', () => {
    const resumed = { type: 'KTR_CSW', payload: { out: 0, user: 0 } }
    const records = [resumed, { type: 77, payload: new Uint8Array([1]) }, resumed]
    const line = '  1234 ls       CSW  resume kernel\n'
    expect(lines(records, {}, of2003)).toBe(`${line}  1234 ls       UNKNOWN(77)  ${line}`)
  })

  test('Mach and scheduler activations, of 4.x', () => {
    const message = {
      ktr_bits: 1,
      ktr_size: 24,
      ktr_remote_port: 2,
      ktr_local_port: 3,
      ktr_reserved: 0,
      ktr_id: 200,
      body: new Uint8Array(0),
    }
    expect(line('KTR_MMSG', message, { kdump: '4' })).toMatch(/^MMSG {2}unknown service \[200\]\n\t000 {5}00000001 {3}00000018/)
    expect(line('KTR_MMSG', message, {}, of2003)).toMatch(/^MMSG {2}id 200 \[0x3 -> 0x2\] flags 0x1\n\t0x00000000 {3}0x01000000/)
    expect(line('KTR_MOOL', { uaddr: 0x1000n, size: 2n, data: new Uint8Array([1, 2]) }, { kdump: '4' })).toMatch(
      /^MOOL {2}2\/0x2 bytes at 0x1000\n\t000 /,
    )
    const sa = { sa_context: 0x2000n, sa_id: 1, sa_cpu: 0 }
    const upcall = { ktr_type: 2, ktr_nevent: 1, ktr_nint: 0, ktr_sas: 0n, ktr_ap: 0n, sas: [sa, { ...sa, sa_id: 2 }] }
    expect(line('KTR_SAUPCALL', upcall, { kdump: '4' })).toBe('SAU   blocked, event=[<ctx=0x2000, id=2, cpu=0>]\n')
  })
})

describe('MISC', () => {
  const bytes = hex('0102ff')
  test.each<[string, Uint8Array, Options]>([
    ['MISC  hello: 3, 0102ff\n', user('hello', bytes), {}],
    ['MISC  hello: 3, 0102ff\n', user('hello', bytes), { kdump: '5' }],
    ['USER  "hello: 23, 0102ff"\n', user('hello', bytes), { kdump: '4' }],
    [`MISC  hello:\n${dumped('01 02 ff', '...')}\n`, user('hello', bytes), { ioHex: 1 }],
    ['MISC  malloc: malloc_init()\n', user('malloc', new Uint8Array(24)), {}],
    ['MISC  malloc: 0x30 = malloc(32)\n', user('malloc', hex(`${'00'.repeat(8)}2000000000000000${'30'}${'00'.repeat(7)}`)), {}],
    ['MISC  malloc: 0x30 = realloc(0x10, 32)\n', user('malloc', hex('100000000000000020000000000000003000000000000000')), {}],
    ['MISC  malloc: free(0x10)\n', user('malloc', hex('100000000000000000000000000000000000000000000000')), {}],
    ['MISC  mbcontrol: [len=16, level=65535, type=1]\n', user('mbcontrol', hex('10000000ffff00000100000005000000')), {}],
    ['MISC  mbsoname: [127.0.0.1]\n', user('mbsoname', hex('100200507f0000010000000000000000')), {}],
    ['MISC  mbsoname: [/tmp/s]\n', user('mbsoname', hex('10012f746d702f730000')), {}],
    ['MISC  mbsoname: [2001:db8::1]\n', user('mbsoname', hex('1c1800500000000020010db800000000000000000000000100000000')), {}],
    ['MISC  mbsoname: [::]\n', user('mbsoname', hex(`1c18005000000000${'00'.repeat(16)}00000000`)), {}],
    ['MISC  xattr-name: [user.x]\n', user('xattr-name', Buffer.from('user.x')), {}],
    ['MISC  xattr-val: 0102ff\n', user('xattr-val', bytes), {}],
    ['MISC  xattr-list: ab c\n', user('xattr-list', Buffer.from('\x02ab\x01c')), {}],
    ['MISC  abcdefghijklmnopqrst: 1, 01\n', user('abcdefghijklmnopqrst', hex('01')), {}],
    ['MISC  \n', new Uint8Array(0), {}],
  ])('%j', (expected, payload, options) => expect(line('KTR_USER', payload, options)).toBe(expected))

  test('a message header', () => {
    const msghdr = {
      msg_name: 0n,
      msg_namelen: 0,
      msg_iov: 0x7f00n,
      msg_iovlen: 1,
      msg_control: 0x8000n,
      msg_controllen: 24,
      msg_flags: 0x80,
    }
    const expected = 'MISC  msghdr: [name=0x0, namelen=0, iov=0x7f00, iovlen=1, control=0x8000, controllen=24, flags=80]\n'
    for (const variant of [v2, i386, sparc64]) expect(line('KTR_USER', { ktr_id: 'msghdr', data: { msghdr } }, {}, variant)).toBe(expected)
  })

  test('data that are not what their label says', () => {
    const bytes = written(v2, [{ type: 'KTR_USER', pid: 1, comm: 'x', payload: user('msghdr', hex('01')) }])
    const trace = opened(bytes, { as: v2.format, abi: v2.abi })
    expect(textOf(trace)).toBe('     1      0 x        MISC  msghdr:\n')
    // Any program may use any label, and check finds nothing wrong either.
    expect(trace.diagnostics).toEqual([])
  })

  test('in 2003', () => {
    expect(line('KTR_USER', user('hello', bytes), {}, of2003)).toBe('USER  "hello: 23, 0102ff"\n')
  })
})

test.each([
  [{ timestamps: 'sometimes' }, 'timestamps'],
  [{ maxData: -1 }, 'maxData'],
  [{ ioHex: 3 }, 'ioHex'],
  [{ kdump: '11' }, 'kdump'],
])('%j is refused', (options, path) => {
  expect(() => lines([], options)).toThrow(expect.objectContaining({ code: 'BAD_VALUE', path }))
})
