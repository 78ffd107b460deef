/** Text of NetBSD traces that was once wrong, compared with kdump of 2015-04 (7.99.10); one test for each case. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { openTrace, type TraceOptions } from '../../../src/families/ktrace.js'
import { memorySource } from '../../../src/io/index.js'

const fixture = (name: string): Uint8Array => readFileSync(new URL(`../../fixtures/ktrace/${name}`, import.meta.url))
const opened = (name: string, options: TraceOptions = {}) => openTrace(memorySource(fixture(`${name}.ktrace`)), options)

function textOf(name: string, options: Record<string, unknown> = {}): string {
  const pieces = Array.from(opened(name).text(options), (piece) => Buffer.from(piece))
  return Buffer.concat(pieces).toString('latin1')
}

/** Lines without their prefix, from the label on. */
const lines = (text: string): string[] => text.split('\n').flatMap((line) => /(?:CALL|RET|NAMI|MISC|FD|PSIG) .*$/.exec(line)?.[0] ?? [])
const kdump = (name: string): string => Buffer.from(fixture(name)).toString('latin1')

describe('with the options of kdump', () => {
  test.each([
    ['KT-T1, KT-T3 to KT-T7', '', {}],
    ['KT-T2: -N decodes no arguments', '-N', { numbers: true }],
    ['KT-T5: -n -n', '-nn', { numeric: 2 }],
    ['KT-T4: -d', '-d', { decimal: true }],
    ['KT-T8: -t A', '-tA', { type: 'A' }],
  ])('%s', (_what, suffix, options) =>
    expect(textOf('text-cases', { kdump: '7', ...options })).toBe(kdump(`text-cases.kdump7${suffix}.txt`)),
  )
})

test('KT-A1: a Linux process has the calls and errors of Linux', () => {
  expect(textOf('linux-emulation', { kdump: '7' })).toBe(kdump('linux-emulation.kdump7.txt'))
})

test('KT-A2: a trace with only USER records is of NetBSD', () => {
  expect(opened('netbsd-v2-user-only').format).toBe('ktrace/netbsd-v2')
  expect(textOf('netbsd-v2-user-only').split('\n')[0]).toBe('   200      1 prog     MISC  malloc: malloc_init()')
  expect(lines(textOf('netbsd-v2-user-only', { kdump: '7' }))[0]).toBe(`MISC  malloc: 24, ${'0'.repeat(48)}`)
})

test('KT-A3: arguments of 32-bit processes of LP64 kernels up to 1.77', () => {
  const trace = opened('netbsd32-on-sparc64-1.77')
  expect([trace.format, trace.abi]).toEqual(['ktrace/netbsd-v0', 'sparc64'])
  const text = textOf('netbsd32-on-sparc64-1.77')
  expect(text).toContain('   500 cc       CALL  netbsd32___lstat13(0xb791f)\n')
  expect(text).toContain('CALL  netbsd32_close()\n')
  expect(text.split('\n')).toHaveLength(153)
})

test('KT-T1: return values of 32-bit programs', () => {
  for (const release of ['7', '10'])
    expect(textOf('netbsd32-return', { kdump: release })).toContain('RET   netbsd32_read -4096/0xfffff000\n')
})

test('KT-T2: with -N a call has no name, so its arguments are not decoded', () => {
  const shown = lines(textOf('numbers', { kdump: '7', numbers: true }))
  expect(shown).toContain('CALL  [37](5,9)')
  expect(shown).toContain('CALL  [26](0x63,1)')
})

test('KT-T9: kdump of 2003 honours -N in calls only', () => {
  const shown = lines(textOf('numbers', { kdump: '2003', numbers: true }))
  expect(shown).toContain('RET   kill 0')
  expect(shown.some((line) => line.startsWith('CALL  [37]('))).toBe(true)
})

test('KT-T6: the default has names of later releases, --kdump 7 has not', () => {
  expect(textOf('text-cases')).toContain('FD    eventfd 3')
  expect(textOf('text-cases', { kdump: '7' })).toContain('FD    UNKNOWN(9) 3')
})

test('KT-A4, KT-C4: the version in the header decides, also in a record that is cut', () => {
  expect(opened('netbsd-close-only').format).toBe('ktrace/netbsd-v2')
  expect(textOf('netbsd-close-only').split('\n')[0]).toBe('     0      1 sh       CALL  close(0)')
  const cut = opened('header-only')
  expect(cut.format).toBe('ktrace/netbsd-v2')
  expect([...cut]).toEqual([])
  expect(cut.diagnostics).toMatchObject([{ code: 'TRUNCATED', expected: '6 bytes', found: '0 bytes' }])
})

test('KT-M2: several kinds of timestamps', () => {
  const head = (timestamps: unknown, kdump?: string): string => textOf('numbers', { timestamps, kdump }).split('\n')[1] as string
  expect(head('absolute,relative')).toMatch(/ \d{10}\.\d{9} \d\.\d{9} /)
  expect(head(['absolute', 'elapsed', 'relative'])).toMatch(/ \d{10}\.\d{9} \d\.\d{9} \d\.\d{9} /)
  expect(head('absolute,relative', '7')).not.toMatch(/\d{10}\.\d{9}/)
})
