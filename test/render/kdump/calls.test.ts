/** `read --only calls`: one line per system call. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { streamTrace } from '../../../src/families/ktrace.js'
import { allVariants, lifeOf } from '../../readers/ktrace/lives.js'
import { opened, textOf, written } from '../../readers/ktrace/made.js'

const fixture = (name: string): Uint8Array => readFileSync(fileURLToPath(new URL(`../../fixtures/ktrace/${name}.ktrace`, import.meta.url)))
const calls = (name: string, options = {}): string[] =>
  textOf(opened(fixture(name)), { only: ['calls'], ...options })
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.trim().replace(/^\d+ +\d+ /, ''))

describe('KT-M4, KT-M5: calls as lines', () => {
  test('KT-A1: of a Linux program, with paths, errors and the files of descriptors', () => {
    expect(calls('linux-emulation')).toEqual([
      'open("/emul/linux/etc/ld.so.preload", O_RDONLY, 0) = -1 ENOENT <0.002000>',
      'open("/emul/linux/etc/shadow", O_RDONLY, 0) = -1 EACCES <0.002000>',
      'open("/emul/linux/lib/libc.so.6", O_RDONLY, 0) = 3 <0.002000>',
      'read(3</emul/linux/lib/libc.so.6>, 0x7f7fff002000, 4) = 4 <0.002000>',
      'close(3</emul/linux/lib/libc.so.6>) = 0 <0.001000>',
      'kill(0x1f4, SIGUSR1) = 0 <0.001000>',
      'wait4(0, 0, 0, 0) = -1 EINTR <0.001000>',
      'exit_group(0) = ?',
    ])
  })

  test('of two processes', () => {
    expect(calls('two-processes')).toEqual(
      expect.arrayContaining([
        'execve("/bin/missing", 2, 3) = -1 ENOENT <0.002000>',
        'open("/tmp/out", O_WRONLY|O_CREAT|O_TRUNC, 0x1a4) = 5 <0.002000>',
        'write(5</tmp/out>, 0x2000, 9) = 9 <0.002000>',
      ]),
    )
  })

  test.each([
    [{ errors: true }, ['open', 'open', 'wait4']],
    [{ errno: 'EINTR' }, ['wait4']],
    [{ errno: 13 }, ['open']],
    [{ path: '*/lib/*' }, ['open', 'read', 'close']],
    [{ fd: 3 }, ['read', 'close']],
    [{ slow: '0.002' }, ['open', 'open', 'open', 'read']],
    [{ syscall: '3' }, ['close']],
    [{ syscall: 'open', errors: true }, ['open', 'open']],
    [{ pid: 1 }, []],
  ])('%j', (options, names) => {
    expect(calls('linux-emulation', options).map((line) => line.replace(/\(.*/, ''))).toEqual(names)
  })

  test.each([
    [{ only: ['calls'], errno: 'ENOTHING' }, /ENOENT/],
    [{ only: ['calls'], slow: 'long' }, /seconds/],
    [{ only: ['calls', 'io'] }, /calls alone/],
    [{ only: ['calls'], type: 'NAMEI' }, /whatever records/],
    [{ slow: '1' }, /needs --only calls/],
  ])('%j is refused', (options, message) => {
    expect(() => textOf(opened(fixture('linux-emulation')), options)).toThrow(message)
  })

  test('of a stream, as of a file', () => {
    const bytes = fixture('two-processes')
    const pieces = Array.from({ length: Math.ceil(bytes.length / 50) }, (_, i) => bytes.slice(50 * i, 50 * i + 50))
    expect(textOf(streamTrace(pieces), { only: ['calls'] })).toBe(textOf(opened(bytes), { only: ['calls'] }))
  })

  test.each(allVariants)('of $format $layout on $abi', (variant) => {
    const trace = opened(written(variant, lifeOf(variant)), { as: variant.format, abi: variant.abi, layout: variant.layout })
    const text = textOf(trace, { only: ['calls'] })
    expect(text).toMatch(/ open\("\/etc\/passwd", (O_RDONLY|0(x0)?<O_RDONLY>)(, 0|, 0x0)?[^)]*\) = -1 ENOENT <2\.000000>\n/)
    expect(text).toMatch(/ read\((0x)?4, ?0x7f001000, ?(64|0x40)\) = 14\/0xe <2\.000000>\n/)
  })
})
