/** Lines of the kdump(1) of FreeBSD, OpenBSD, DragonFly and Darwin. */
import { describe, expect, test } from 'vitest'
import type { PlainRecord } from '../../../src/writers/ktrace/index.js'
import { call, ret, type Variant } from '../../readers/ktrace/lives.js'
import { opened, textOf, written } from '../../readers/ktrace/made.js'

type Options = Record<string, unknown>
type Payload = NonNullable<PlainRecord['payload']>
type Made = Omit<PlainRecord, 'pid' | 'comm'> & { pid?: number; comm?: string }

const freebsd: Variant = { format: 'ktrace/freebsd', abi: 'amd64', layout: 'v1' }
const freebsd32: Variant = { format: 'ktrace/freebsd', abi: 'i386', layout: 'v0' }
const openbsd: Variant = { format: 'ktrace/openbsd', abi: 'amd64', layout: 'comm24' }
const openbsd32: Variant = { format: 'ktrace/openbsd', abi: 'powerpc', layout: 'comm17' }
const openbsdOld: Variant = { format: 'ktrace/openbsd', abi: 'i386', layout: 'old' }
const dragonfly: Variant = { format: 'ktrace/dragonfly', abi: 'amd64', layout: 'threads' }
const darwin: Variant = { format: 'ktrace/darwin', abi: 'powerpc', layout: '10.4' }
const darwinOld: Variant = { format: 'ktrace/darwin', abi: 'powerpc', layout: '10.0' }

function lines(variant: Variant, records: readonly Made[], options: Options = {}): string {
  const bytes = written(
    variant,
    records.map((record) => ({ pid: 12345, comm: 'cat', time: '1700000000.5', ...record })),
  )
  return textOf(
    opened(bytes, { as: variant.format, abi: variant.abi, ...(variant.layout !== undefined && { layout: variant.layout }) }),
    options,
  )
}

/** The text of a record behind the tag. */
function line(
  variant: Variant,
  type: string | number,
  payload: Payload | undefined,
  options: Options = {},
  before: readonly Made[] = [],
): string {
  const text = lines(variant, [...before, { type, ...(payload && { payload }) }], options)
  const shown = variant.format.startsWith('ktrace/dragonfly') ? '12345 cat      ' : ' 12345 cat      '
  expect(text.startsWith(shown)).toBe(true)
  return text.slice(shown.length)
}

/** A FreeBSD process whose arguments are shown by name. */
const native: Made = { type: 'KTR_PROCCTOR', payload: { sv_flags: 0x209 } }
const named = (code: number, args: readonly number[], options: Options = {}): string =>
  line(freebsd, 'KTR_SYSCALL', call(freebsd, code, args), options, [native]).slice(6, -1)

const latin1 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'))
const data = (bytes: string | Uint8Array, fd = 3, rw = 0): Payload => ({
  ktr_fd: fd,
  ktr_rw: rw,
  data: typeof bytes === 'string' ? latin1(bytes) : bytes,
})

describe('FreeBSD', () => {
  test('the worked example', () => {
    expect(lines(freebsd, [{ type: 'KTR_SYSCALL', payload: call(freebsd, 3, [3, 0x801234000, 0x1000]) }])).toBe(
      ' 12345 cat      CALL  read(0x3,0x801234000,0x1000)\n',
    )
  })

  test.each<[string, number, number[]]>([
    ['open(0x1000,0x100000<O_RDONLY|O_CLOEXEC>)', 5, [0x1000, 0x100000, 0o644]],
    ['open(0x1000,0x601<O_WRONLY|O_CREAT|O_TRUNC>,0644<S_IRUSR|S_IWUSR|S_IRGRP|S_IROTH>)', 5, [0x1000, 0x601, 0o644]],
    ['open(0x1000,0x40000<O_EXEC>)', 5, [0x1000, 0x40000, 0]],
    ['openat(AT_FDCWD,0x1000,0<O_RDONLY>)', 499, [0xffffff9c, 0x1000, 0, 0]],
    ['access(0x1000,0<F_OK>)', 33, [0x1000, 0]],
    ['access(0x1000,0x8<><invalid>8)', 33, [0x1000, 8]],
    ['mmap(0,0x1000,0x3<PROT_READ|PROT_WRITE>,0x1002<MAP_PRIVATE|MAP_ANON>,0xffffffff,0)', 477, [0, 0x1000, 3, 0x1002, 0xffffffff, 0]],
    [
      'mmap(0,0x1000,0x30001<PROT_MAX(PROT_READ|PROT_WRITE)|PROT_READ>,0x1001002<MAP_PRIVATE|MAP_ANON|MAP_ALIGNED_SUPER>)',
      477,
      [0, 0x1000, 0x30001, 0x1001002],
    ],
    ['fcntl(0x3,F_GETFD)', 92, [3, 1, 0]],
    ['fcntl(0x3,F_SETFD,FD_CLOEXEC)', 92, [3, 2, 1]],
    ['fcntl(0x3,F_SETFL,0x4<O_RDONLY|O_NONBLOCK>)', 92, [3, 4, 4]],
    ['fcntl(0x3,F_GETLK,0x1000)', 92, [3, 11, 0x1000]],
    ['fcntl(0x3,F_ISUNIONSTACK,0x0)', 92, [3, 21, 0]],
    ['kill(1682,SIG 0)', 37, [1682, 0]],
    ['kill(-1,SIGTERM)', 37, [0xffffffff, 15]],
    ['socket(PF_INET,0x10000001<SOCK_STREAM|SOCK_CLOEXEC>,IPPROTO_TCP)', 97, [2, 0x10000001, 6]],
    ['socket(PF_LOCAL,0x1<SOCK_STREAM>,0x6)', 97, [1, 1, 6]],
    ['setsockopt(0x3,SOL_SOCKET,SO_REUSEADDR,0x1000,0x4)', 105, [3, 0xffff, 4, 0x1000, 4]],
    ['setsockopt(0x3,IPPROTO_TCP,TCP_NODELAY,0x1000,0x4)', 105, [3, 6, 1, 0x1000, 4]],
    ['_umtx_op(0x1000,0x8<UMTX_OP_CV_WAIT>,0x1<CVWAIT_CHECK_UNPARKING>,0,0)', 454, [0x1000, 8, 1, 0, 0]],
    ['ioctl(0x1,TIOCGWINSZ,0x1000)', 54, [1, 0x40087468, 0x1000]],
    ['wait4(-1,0x1000,0x1<WNOHANG>,0)', 7, [0xffffffff, 0x1000, 1, 0]],
    ['sysarch(<invalid=0x88>,0x1000)', 165, [0x88, 0x1000]],
    ['issetugid', 253, []],
    ['[999](0x1)', 999, [1]],
  ])('%s', (expected, code, args) => expect(named(code, args)).toBe(expected))

  test('without names, in decimal, with numbers of calls', () => {
    expect(named(92, [3, 2, 1], { numeric: true })).toBe('fcntl(0x3,0x2,0x1)')
    expect(named(3, [3, 0x1000, 16], { decimal: true })).toBe('read(3,4096,16)')
    expect(named(3, [3, 0x1000, 16], { numbers: true })).toBe('read[3](0x3,0x1000,0x10)')
    // Nothing is known of the process, or it is one of Linux.
    expect(line(freebsd, 'KTR_SYSCALL', call(freebsd, 92, [3, 2, 1]))).toBe('CALL  fcntl(0x3,0x2,0x1)\n')
    const linux: Made = { type: 'KTR_PROCCTOR', payload: { sv_flags: 0x203 } }
    expect(line(freebsd, 'KTR_SYSCALL', call(freebsd, 3, [1]), {}, [linux])).toBe('CALL  close(0x1)\n')
  })

  test('a 32-bit process gives 64-bit arguments in two words', () => {
    const records: Made[] = [
      { type: 'KTR_PROCCTOR', payload: { sv_flags: 0x109 } },
      { type: 'KTR_SYSCALL', payload: call(freebsd, 478, [3, 0x1000, 1, 2]) },
    ]
    expect(lines(freebsd, records)).toBe(' 12345 cat      CALL  lseek(0x3,0x100001000,SEEK_END)\n')
  })

  test.each<[string, number, number, Options]>([
    ['read 35/0x23', 0, 35, {}],
    ['read 9', 0, 9, {}],
    ['read -1/0xffffffffffffffff', 0, -1, {}],
    ['read 0x23', 0, 35, { numeric: true }],
    ['read 35', 0, 35, { numeric: true, decimal: true }],
    ['read -1 errno 2 No such file or directory', 2, 0, {}],
    ['read -1 errno 2', 2, 0, { numeric: true }],
    ['read -1 errno 250 Unknown error: 250', 250, 0, {}],
    ['read RESTART', -1, 0, {}],
    ['read JUSTRETURN', -2, 0, {}],
  ])('%s', (expected, error, value, options) =>
    expect(line(freebsd, 'KTR_SYSRET', ret(freebsd, 3, error, value), options)).toBe(`RET   ${expected}\n`),
  )

  test('data as text, and in hexadecimal', () => {
    expect(line(freebsd, 'KTR_GENIO', data('a'))).toBe('GIO   fd 3 read 1 byte\n       "a"\n')
    expect(line(freebsd, 'KTR_GENIO', data('a\tb\nc\r\0\\', 1, 1))).toBe('GIO   fd 1 wrote 8 bytes\n       "a\tb\n\tc\\r\\0\\\\"\n')
    expect(line(freebsd, 'KTR_GENIO', data('abc\n'))).toBe('GIO   fd 3 read 4 bytes\n       "abc\n       "\n')
    expect(line(freebsd, 'KTR_GENIO', data('abc\xff'))).toBe(`GIO   fd 3 read 4 bytes\n       0x0000 6162 63ff${' '.repeat(32)}|abc.|\n\n`)
    expect(line(freebsd, 'KTR_GENIO', data('abcdef'), { maxData: 3 })).toBe('GIO   fd 3 read 6 bytes\n       "abc"\n')
    expect(line(freebsd, 'KTR_GENIO', data('abcdef'), { io: false })).toBe('GIO   fd 3 read 6 bytes\n')
  })

  test.each<[string, string, Payload | undefined]>([
    ['NAMI  "/etc/\u00e9"', 'KTR_NAMEI', latin1('/etc/\xe9')],
    ['SCTL  "kern.osrelease"', 'KTR_SYSCTL', { name: 'kern.osrelease\0' }],
    ['CSW   stop user "select"', 'KTR_CSW', { out: 1, user: 1, wmesg: 'select' }],
    ['CSW   resume kernel', 'KTR_CSW', { out: 0, user: 0 }],
    [
      'PSIG  SIGINT caught handler=0x401000 mask=0x2 code=SI_USER',
      'KTR_PSIG',
      { signo: 2, action: 0x401000n, code: 0x10001, mask: [2, 0, 0, 0] },
    ],
    ['PSIG  SIGSEGV SIG_DFL code=SEGV_MAPERR', 'KTR_PSIG', { signo: 11, action: 0n, code: 1, mask: [0, 0, 0, 0] }],
    ['PSIG  SIG 50 SIG_DFL code=<invalid=0x63>', 'KTR_PSIG', { signo: 50, action: 0n, code: 99, mask: [0, 0, 0, 0] }],
    ['PFLT  0x801000000 0x1<VM_PROT_READ>', 'KTR_FAULT', { vaddr: 0x801000000n, type: 1 }],
    ['PRET  KERN_SUCCESS', 'KTR_FAULTEND', { result: 0 }],
    ['PRET  <invalid=77>', 'KTR_FAULTEND', { result: 77 }],
    ['ARGS  "ls", "-l"', 'KTR_ARGS', { strings: ['ls', '-l'] }],
    ['USER  3  01 02 ff', 'KTR_USER', Uint8Array.of(1, 2, 255)],
    ['USER  malloc_init()', 'KTR_USER', { p: 0xffffffffffffffffn, s: 0n, r: 0n }],
    ['USER  0x1000 = malloc(64)', 'KTR_USER', { p: 0n, s: 64n, r: 0x1000n }],
    ['USER  0x2000 = realloc(0x1000, 128)', 'KTR_USER', { p: 0x1000n, s: 128n, r: 0x2000n }],
    ['USER  free(0x1000)', 'KTR_USER', { p: 0x1000n, s: 0n, r: 0n }],
    [
      'USER  RTLD: loaded   0x10 @ 0x1000 - 0x1fff (/lib/libc.so.7)',
      'KTR_USER',
      { sig: 'RTLD', event: 5, handle: 0x10n, mapbase: 0x1000n, mapsize: 0x1000n, refcnt: 1, name: '/lib/libc.so.7' },
    ],
    [
      'USER  dlopen(libm.so, RTLD_LAZY | RTLD_GLOBAL)',
      'KTR_USER',
      { sig: 'RTLD', event: 1, handle: 0n, mapbase: 0n, mapsize: 0n, refcnt: 0x101, name: 'libm.so' },
    ],
    [
      'STRU  itimerval { .interval = {1, 2}, .value = {3, 4} }',
      'KTR_STRUCT',
      { name: 'itimerval', data: { itimerval: { it_interval: { tv_sec: 1n, tv_usec: 2n }, it_value: { tv_sec: 3n, tv_usec: 4n } } } },
    ],
    ['STRU  cpuset_t [ 0, 3 ]', 'KTR_STRUCT', { name: 'cpuset_t', data: { cpuset_t: [9n] } }],
    ['STRU  cpuset_t [  empty ]', 'KTR_STRUCT', { name: 'cpuset_t', data: { cpuset_t: [0n] } }],
    [
      'STRU  cap_rights_t CAP_READ',
      'KTR_STRUCT',
      { name: 'caprights', data: { cap_rights_t: { cr_rights: [0x0200000000000001n, 0x0400000000000000n] } } },
    ],
    [
      'STRU  cap_rights_t CAP_NONE',
      'KTR_STRUCT',
      { name: 'caprights', data: { cap_rights_t: { cr_rights: [0x0200000000000000n, 0x0400000000000000n] } } },
    ],
    ['STRU  invalid record', 'KTR_STRUCT', latin1('stat\0abc')],
    ['STRU  unknown structure', 'KTR_STRUCT', latin1('msghdr\0abc')],
    ['STRU  struct sockaddr { AF_INET, 127.0.0.1:80 }', 'KTR_STRUCT', latin1('sockaddr\0\x10\x02\0\x50\x7f\0\0\x01\0\0\0\0\0\0\0\0')],
    ['STRU  struct sockaddr { AF_INET6, [::1]:80 }', 'KTR_STRUCT', latin1(`sockaddr\0\x1c\x1c\0\x50${'\0'.repeat(19)}\x01\0\0\0\0`)],
    ['STRU  struct sockaddr { AF_LOCAL, /tmp/s }', 'KTR_STRUCT', latin1('sockaddr\0\x09\x01/tmp/s\0')],
    [
      'STRU  struct kevent[] = { { ident=3, filter=EVFILT_READ, flags=0x1<EV_ADD>, fflags=0, data=0, udata=0x0 } }',
      'KTR_STRUCT_ARRAY',
      {
        struct_size: 64n,
        name: 'kevent',
        data: { kevent: [{ ident: 3n, filter: -1, flags: 1, fflags: 0, data: 0n, udata: 0n, ext: [0n, 0n, 0n, 0n] }] },
      },
    ],
    [
      'STRU  struct pollfd[] = { { fd=1, events=0x1, revents=0}',
      'KTR_STRUCT_ARRAY',
      {
        struct_size: 8n,
        name: 'pollfd',
        data: {
          pollfd: [
            { fd: 1, events: 1, revents: 0 },
            { fd: 2, events: 4, revents: 4 },
          ],
        },
      },
    ],
    [
      'STRU  struct things[] = { <unknown structure> }',
      'KTR_STRUCT_ARRAY',
      { struct_size: 2n, name: 'things', data: { raw: Uint8Array.of(1, 2) } },
    ],
    ['STRU  struct kevent[] = { <bad size> }', 'KTR_STRUCT_ARRAY', { struct_size: 2n, name: 'kevent', data: { raw: Uint8Array.of(1, 2) } }],
    [
      'CAP   disallowed system call',
      'KTR_CAPFAIL',
      { cap_type: 2, cap_needed: { cr_rights: [0n, 0n] }, cap_held: { cr_rights: [0n, 0n] } },
    ],
    [
      'CAP   open: restricted VFS lookup: /etc/passwd',
      'KTR_CAPFAIL',
      { cap_type: 6, cap_code: 5, cap_svflags: 0x209, cap_data: { cap_path: '/etc/passwd' } },
    ],
    ['CAP   system call not allowed: kill', 'KTR_CAPFAIL', { cap_type: 2, cap_code: 37, cap_svflags: 0x209, cap_data: { cap_int: 0 } }],
  ])('%s', (expected, type, payload) => expect(line(freebsd, type, payload).split(/,?\n/)[0]).toBe(expected))

  test('elements of an array have lines of their own', () => {
    const payload = {
      struct_size: 8n,
      name: 'pollfd',
      data: {
        pollfd: [
          { fd: 1, events: 1, revents: 0 },
          { fd: 2, events: 4, revents: 4 },
        ],
      },
    }
    expect(line(freebsd, 'KTR_STRUCT_ARRAY', payload)).toBe(
      `STRU  struct pollfd[] = { { fd=1, events=0x1, revents=0},\n${' '.repeat(13)}{ fd=2, events=0x4, revents=0x4} }\n`,
    )
  })

  test('what the kernel says of an error', () => {
    const ue = {
      ver: 0x10010002,
      error: 22,
      cat: 1,
      src_line: 100,
      flags: 0,
      rsrv0: 0,
      p1: 5n,
      p2: 0x10n,
      rsrv1: [0n, 0n, 0n, 0n],
      msg: 'bad %#jx of %jd',
    }
    expect(line(freebsd, 'KTR_EXTERR', { ue })).toBe('EERR  { errno 22 sys/unknown:100 "bad 0x5 of 16" (category 1 p1 0x5 p2 0x10) }\n')
  })

  test('types that are not known, and lost events', () => {
    expect(line(freebsd, 99, latin1('abc'))).toBe('UNKNOWN(99)  \n')
    const lost = { ktr_type: 0 }
    const bytes = written(freebsd, [{ type: 'KTR_NAMEI', pid: 1, comm: 'cat', time: '1.0', payload: { path: '/' }, header: lost }])
    new DataView(bytes.buffer).setUint16(4, 0xc003, true)
    expect(textOf(opened(bytes, { as: 'ktrace/freebsd', abi: 'amd64' }))).toBe(
      '     1 cat      Events dropped.\n     1 cat      NAMI  "/"\n',
    )
    const [record] = opened(bytes, { as: 'ktrace/freebsd', abi: 'amd64' })
    expect(record).toMatchObject({ type: 'KTR_NAMEI', header: { ktr_type: 0xc003 } })
  })

  test('times of both kinds of header, and times that go back', () => {
    const at = (time: string): Made => ({ type: 'KTR_NAMEI', payload: { path: '/' }, time })
    const times = [at('1.5'), at('1.25'), at('2.75')]
    const shown = (variant: Variant, timestamps: string): string[] =>
      lines(variant, times, { timestamps })
        .split('\n')
        .flatMap((one) => /cat +(\S+) NAMI/.exec(one)?.[1] ?? [])
    expect(shown(freebsd, 'absolute')).toEqual(['1.500000000', '1.250000000', '2.750000000'])
    expect(shown(freebsd32, 'relative')).toEqual(['0.000000', '-0.250000', '1.500000'])
    expect(shown(freebsd32, 'elapsed')).toEqual(['0.000000', '-1.750000', '1.250000'])
  })
})

describe('OpenBSD', () => {
  test.each<[string, Variant, string, Payload | undefined, Options]>([
    ['CALL  read(3,0x1000,64)', openbsd, 'KTR_SYSCALL', call(openbsd, 3, [3, 0x1000, 64]), {}],
    ['CALL  read(0x3,0x1000,0x40)', openbsd, 'KTR_SYSCALL', call(openbsd, 3, [3, 0x1000, 64]), { numeric: true }],
    ['CALL  getpid()', openbsd, 'KTR_SYSCALL', call(openbsd, 20, []), {}],
    ['CALL  [999]()', openbsd, 'KTR_SYSCALL', call(openbsd, 999, []), {}],
    ['CALL  open(0x1000,0)', openbsd, 'KTR_SYSCALL', call(openbsd, 5, [0x1000, 0, 0x1b6]), {}],
    ['CALL  open(0x1000,0x201,0666)', openbsd, 'KTR_SYSCALL', call(openbsd, 5, [0x1000, 0x201, 0o666]), {}],
    ['CALL  kill(1682,SIGTERM)', openbsd, 'KTR_SYSCALL', call(openbsd, 122, [1682, 15]), {}],
    ['CALL  lseek(3,4294967301,0)', openbsd32, 'KTR_SYSCALL', call(openbsd32, 199, [3, 0, 1, 5, 0]), {}],
    [
      'CALL  sysctl(1.2,0x1000,0x2000,0,0)',
      openbsd,
      'KTR_SYSCALL',
      { ktr_code: 202, ktr_argsize: 48, ktr_args: [0x500n, 2n, 0x1000n, 0x2000n, 0n, 0n], mib: [1, 2] },
      {},
    ],
    ['CALL  (via syscall) getpid()', openbsd, 'KTR_SYSCALL', call(openbsd, 0x10014, []), {}],
    ['RET   read 35/0x23', openbsd, 'KTR_SYSRET', ret(openbsd, 3, 0, 35), {}],
    ['RET   open -1 errno 2 No such file or directory', openbsd, 'KTR_SYSRET', ret(openbsd, 5, 2, 0), {}],
    ['RET   sigprocmask 0x3<SIGHUP|SIGINT>', openbsd, 'KTR_SYSRET', ret(openbsd, 48, 0, 3), {}],
    ['RET   sigprocmask 0<>', openbsd, 'KTR_SYSRET', ret(openbsd, 48, 0, 0), {}],
    ['RET   sigprocmask ~0x2<SIGINT>', openbsd, 'KTR_SYSRET', ret(openbsd, 48, 0, 0xfffffffd), {}],
    ['RET   lseek 4294967296/0x100000000', openbsd32, 'KTR_SYSRET', { ktr_code: 199, ktr_error: 0, ktr_retval: 0x100000000n }, {}],
    ['NAMI  "/a\\"b"', openbsd, 'KTR_NAMEI', { path: '/a"b' }, {}],
    ['PSIG  SIGABRT SIG_DFL', openbsd, 'KTR_PSIG', signal(6, 0n, 0, 0), {}],
    ['PSIG  SIGINT caught handler=0x1000 mask=0x2<SIGINT> code=<5>', openbsd, 'KTR_PSIG', signal(2, 0x1000n, 2, 5), {}],
    ['PLDG  open, "rpath", errno 1 Operation not permitted', openbsd, 'KTR_PLEDGE', { error: 1, syscall: 5, code: 1n }, {}],
    [
      'STRU  struct rlimit { cur=5, max=infinite }',
      openbsd,
      'KTR_STRUCT',
      { name: 'rlimit', data: { rlimit: { rlim_cur: 5n, rlim_max: 0x7fffffffffffffffn } } },
      {},
    ],
    [
      'STRU  struct timespec { 1.000000002 }',
      openbsd,
      'KTR_STRUCT',
      { name: 'reltimespec', data: { timespec: { tv_sec: 1n, tv_nsec: 2n } } },
      {},
    ],
    [
      'STRU  struct timespec { UTIME_NOW }',
      openbsd,
      'KTR_STRUCT',
      { name: 'abstimespec', data: { timespec: { tv_sec: 0n, tv_nsec: -2n } } },
      {},
    ],
    ['STRU  struct fd_set { 0,3-5 }', openbsd, 'KTR_STRUCT', { name: 'fdset', data: { fdset: [0x39] } }, {}],
    [
      'STRU  struct sockaddr { AF_INET, 1.2.3.4:80 }',
      openbsd,
      'KTR_STRUCT',
      latin1('sockaddr\0\x10\x02\0\x50\x01\x02\x03\x04\0\0\0\0\0\0\0\0'),
      {},
    ],
    ['STRU  unknown structure things', openbsd, 'KTR_STRUCT', latin1('things\0abc'), {}],
    ['STRU  invalid record', openbsd, 'KTR_STRUCT', latin1('stat\0abc'), {}],
    ['EMUL  "native"', openbsdOld, 'KTR_EMUL', { emul: 'native' }, {}],
    ['CSW   stop user', openbsdOld, 'KTR_CSW', { out: 1, user: 1 }, {}],
  ])('%s', (expected, variant, type, payload, options) => expect(line(variant, type, payload, options)).toBe(`${expected}\n`))

  function signal(signo: number, action: bigint, mask: number, code: number): Payload {
    const bytes = new Uint8Array(160)
    const view = new DataView(bytes.buffer)
    view.setInt32(0, signo, true)
    view.setBigUint64(8, action, true)
    view.setInt32(16, mask, true)
    view.setInt32(20, code, true)
    view.setInt32(24, signo, true)
    return bytes
  }

  test('arguments, user data, and the mark', () => {
    expect(line(openbsd, 'KTR_EXECARGS', latin1('ls\0-l'))).toBe('ARGS  \n\t[0] = "ls"\n\t[1] = "-l"\n\tunterminated argument\n')
    expect(line(openbsd, 'KTR_USER', { ktr_id: 'event', data: latin1('hello') })).toBe('USER  event: 5 bytes\n       "hello"\n')
    expect(line(openbsd, 'KTR_GENIO', data('a'))).toBe('GIO   fd 3 read 1 bytes\n       "a"\n')
    expect(lines(openbsd, [{ type: 'KTR_START', pid: -1, comm: '' }])).toBe('    -1          STRT  \n')
  })

  test('the mark is the same bytes on every machine', () => {
    for (const abi of ['amd64', 'sparc64', 'i386', 'powerpc']) {
      const bytes = written({ format: 'ktrace/openbsd', abi }, [{ type: 'KTR_START', pid: -1, time: '1.5' }])
      expect(Buffer.from(bytes.subarray(0, 4)).toString('latin1')).toBe('KTR\0')
    }
  })

  test('times are cut to microseconds', () => {
    const records = [{ type: 'KTR_NAMEI', payload: { path: '/' }, time: '1700000000.123456789' }]
    expect(lines(openbsd, records, { timestamps: 'absolute' })).toBe(' 12345 cat      1700000000.123456 NAMI  "/"\n')
  })
})

describe('DragonFly', () => {
  test.each<[string, string, Payload, Options]>([
    ['CALL  ioctl(0x3,0x40087400 ,0x1000)', 'KTR_SYSCALL', call(dragonfly, 54, [3, 0x40087400, 0x1000]), {}],
    ['CALL  kill(0x692,SIGTERM)', 'KTR_SYSCALL', call(dragonfly, 37, [1682, 15]), {}],
    ['CALL  getpid', 'KTR_SYSCALL', call(dragonfly, 20, []), {}],
    ['CALL  read(3,4096,64)', 'KTR_SYSCALL', call(dragonfly, 3, [3, 4096, 64]), { decimal: true }],
    ['RET   read 35/0x23', 'KTR_SYSRET', ret(dragonfly, 3, 0, 35), {}],
    [
      'PSIG  SIGIOT caught handler=0x1000 mask=0x20 code=0x1',
      'KTR_PSIG',
      { signo: 6, action: 0x1000n, code: 1, mask: [0x20, 0, 0, 0] },
      {},
    ],
    ['PSIG  SIG29 SIG_DFL', 'KTR_PSIG', { signo: 29, action: 0n, code: 0, mask: [0, 0, 0, 0] }, {}],
    ['CSW  resume user', 'KTR_CSW', { out: 0, user: 1 }, {}],
    ['USER  malloc_init()', 'KTR_USER', { p: 0n, s: 0n, r: 0n }, {}],
    ['USER  free(0x1000)', 'KTR_USER', { p: 0x1000n, s: 0n, r: 0n }, {}],
    [
      'USER  RTLD: init 0x1000 for 0x10 (libc.so)',
      'KTR_USER',
      { sig: 'RTLD', event: 9, handle: 0x10n, mapbase: 0x1000n, mapsize: 0n, refcnt: 0, name: 'libc.so' },
      {},
    ],
  ])('%s', (expected, type, payload, options) => expect(line(dragonfly, type, payload, options)).toBe(`${expected}\n`))

  test('threads are shown where there are several, and 64 bytes of data', () => {
    const path = { type: 'KTR_NAMEI', payload: { path: '/' } }
    expect(lines(dragonfly, [path, { ...path, tid: 7 }, { ...path, header: { ktr_flags: 1 } }])).toBe(
      '12345 cat      NAMI  "/"\n12345:7    cat      NAMI  "/"\n12345:0    cat      NAMI  "/"\n',
    )
    const text = line(dragonfly, 'KTR_GENIO', data('x'.repeat(100)))
    expect(text).toBe(`GIO   fd 3 read 100 bytes\n       "${'x'.repeat(64)}"\n`)
    expect(line(dragonfly, 'KTR_GENIO', data('x'))).toBe('GIO   fd 3 read 1 byte\n       "x"\n')
  })
})

describe('Darwin', () => {
  test.each<[string, Variant, string, Payload, Options]>([
    ['CALL  read(0x3,0xbffff000,0x40)', darwin, 'KTR_SYSCALL', call(darwin, 3, [3, 0xbffff000, 64]), {}],
    ['CALL  read(3,-1073745920,64)', darwin, 'KTR_SYSCALL', call(darwin, 3, [3, 0xbffff000, 64]), { decimal: true }],
    ['CALL  getpid', darwin, 'KTR_SYSCALL', call(darwin, 20, []), {}],
    ['CALL  ioctl(0x3,0x40087468 ,0x1000)', darwin, 'KTR_SYSCALL', call(darwin, 54, [3, 0x40087468, 0x1000]), {}],
    ['CALL  ptrace(PT_DENY_ATTACH,0,0,0)', darwin, 'KTR_SYSCALL', call(darwin, 26, [31, 0, 0, 0]), {}],
    ['CALL  ptrace(99,0,0,0)', darwin, 'KTR_SYSCALL', call(darwin, 26, [99, 0, 0, 0]), {}],
    ['CALL  write(0x4,0x1000,0xc)', darwinOld, 'KTR_SYSCALL', call(darwinOld, 4, [4, 0x1000, 12]), {}],
    ['RET   read -1/0xffffffff', darwin, 'KTR_SYSRET', ret(darwin, 3, 0, -1), {}],
    ['PSIG  SIGINT caught handler=0x1000 mask=0x2 code=0x1', darwin, 'KTR_PSIG', { signo: 2, action: 0x1000n, code: 1, mask: 2 }, {}],
    ['PSIG  SIGINT caught handler=0x1000 mask=0x2 code=0x1', darwinOld, 'KTR_PSIG', { signo: 2, action: 0x1000n, mask: 2, code: 1 }, {}],
    ['CSW  stop kernel', darwin, 'KTR_CSW', { out: 1, user: 0 }, {}],
    ['USER  3  01 02 03', darwin, 'KTR_USER', { data: Uint8Array.of(1, 2, 3) }, {}],
  ])('%s', (expected, variant, type, payload, options) => expect(line(variant, type, payload, options)).toBe(`${expected}\n`))

  test('data, and a line that is not ended', () => {
    expect(line(darwin, 'KTR_GENIO', data('a\x01\xff\0'))).toBe('GIO   fd 3 read 4 bytes\n       "a\\001\\377\\0"\n')
    expect(lines(darwin, [{ type: 99 }, { type: 'KTR_NAMEI', payload: { path: '/' } }])).toBe(
      ' 12345 cat      UNKNOWN(99)   12345 cat      NAMI  "/"\n',
    )
  })

  test('the first relative time is the time itself', () => {
    const records = ['1700000000.5', '1700000001.75'].map((time) => ({ type: 'KTR_NAMEI', payload: { path: '/' }, time }))
    expect(lines(darwin, records, { timestamps: 'relative' })).toBe(
      ' 12345 cat      1700000000.500000 NAMI  "/"\n 12345 cat      1.250000 NAMI  "/"\n',
    )
  })
})

describe('KT-A1, KT-M1: Linux programs under FreeBSD', () => {
  const linux = (flags: number): Made => ({ type: 'KTR_PROCCTOR', payload: { sv_flags: flags } })
  const of = (flags: number, code: number, options: Options = {}, variant = freebsd): string =>
    lines(variant, [linux(flags), { type: 'KTR_SYSCALL', payload: call(variant, code, []) }], { type: 'SYSCALL', ...options })

  test('calls have the names of Linux on that machine', () => {
    expect(of(0x203, 257)).toContain('CALL  openat\n')
    expect(of(0x103, 5)).toContain('CALL  open\n')
    expect(of(0x103, 5, {}, freebsd32)).toContain('CALL  open\n')
    expect(of(0x203, 599)).toContain('CALL  [599]\n')
    expect(of(0x2ff, 3)).toContain('CALL  [3]\n')
  })

  test('and are selected by them', () => {
    expect(of(0x203, 4, { syscall: 'stat' })).toContain('CALL  stat\n')
    expect(of(0x203, 5, { syscall: 'stat' })).toBe('')
    expect(of(0x209, 188, { syscall: 'newfstatat' })).toBe('')
  })

  test('errors have the number of Linux and the text of FreeBSD', () => {
    const text = lines(freebsd, [linux(0x203), { type: 'KTR_SYSRET', payload: ret(freebsd, 0, 35, 0) }], { type: 'SYSRET' })
    expect(text).toContain('RET   read -1 errno 11 Resource temporarily unavailable\n')
  })

  test('flags of open are those of Linux', () => {
    const records = [
      linux(0x203),
      { type: 'KTR_SYSCALL', payload: call(freebsd, 2, [0x1000, 0x80241, 0o644]) },
      { type: 'KTR_NAMEI', payload: { path: '/tmp/x' } },
      { type: 'KTR_SYSRET', payload: ret(freebsd, 2, 0, 3) },
    ]
    expect(lines(freebsd, records, { only: ['calls'] })).toContain('open("/tmp/x", O_WRONLY|O_CREAT|O_TRUNC|O_CLOEXEC, 0x1a4) = 3 ')
  })
})
