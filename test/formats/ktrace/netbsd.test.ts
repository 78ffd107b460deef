import { describe, expect, test } from 'vitest'
import { Emulations } from '../../../src/formats/ktrace/netbsd/emulation.js'
import { records } from '../../../src/formats/ktrace/netbsd/record-types.js'
import { systems } from '../../../src/formats/ktrace/registry.js'
import { abi } from '../../../src/schema/abi.js'
import { syscallNames, systemCalls, wordCounts } from '../../../src/systems/netbsd/syscall-table.js'

describe('system calls', () => {
  test('one line of the table', () => {
    expect(systemCalls(64)[5]).toEqual({
      number: 5,
      kind: 'STD',
      returns: 'int',
      name: 'open',
      args: [
        { type: 'const char *', name: 'path', pad: false, varargs: false },
        { type: 'int', name: 'flags', pad: false, varargs: false },
        { type: 'mode_t', name: 'mode', pad: false, varargs: true },
      ],
    })
    expect(systemCalls(64).every(({ number }, index) => number === index)).toBe(true)
  })

  test.each([
    ['10', 512, 'compat_100___kevent50'],
    ['7', 484, '__kevent50'],
    ['7 and later', 512, '__kevent50'],
    ['5', 472, '#435 (unimplemented)'],
    ['4', 399, undefined],
    ['1.4', 304, undefined],
  ] as const)('names of release %s', (release, size, kevent) => {
    expect(syscallNames(release, 64).length).toBe(size)
    expect(syscallNames(release, 64)[435]).toBe(kevent)
  })

  test('calls that 7.x did not have go by their later names', () => {
    expect(syscallNames('7 and later', 64)[500]).toBe('memfd_create')
    expect(syscallNames('7 and later', 64)[166]).toBe('__futex')
    expect(syscallNames('10', 64)[511]).toBe('# filler')
  })

  test('2003 is before the compatibility code of 2.0 and 3.0', () => {
    expect([278, 18, 291, 7].map((number) => syscallNames('2003', 32)[number])).toEqual([
      '__stat13',
      'getfsstat',
      'compat_16___sigaction14',
      'wait4',
    ])
  })

  test('only 32-bit machines have the System V calls of 1.0', () => {
    expect(syscallNames('10', 32)[169]).toBe('compat_10_osemsys')
    expect(syscallNames('10', 64)[169]).toBe('#169 (excluded 1.0 semsys)')
  })

  test('words of arguments', () => {
    const words = (name: 'amd64' | 'i386') => [3, 197, 199, 0].map((number) => wordCounts(abi[name])[number])
    expect(words('amd64')).toEqual([3, 7, 4, -1])
    expect(words('i386')).toEqual([3, 8, 5, -1])
  })
})

test('emulations of processes', () => {
  const emulations = new Emulations('7', abi.amd64)
  expect(emulations.of(1).name).toBe('netbsd')
  expect(emulations.change(1, 'netbsd32')).toBe(true)
  expect(emulations.change(2, 'plan9')).toBe(false)
  expect(emulations.of(1).calls[3]).toBe('netbsd32_read')
  expect(emulations.ofReturn(1).name).toBe('netbsd')
  emulations.called(1)
  expect(emulations.ofReturn(1).name).toBe('netbsd32')
  emulations.forget(1)
  expect(emulations.of(1).name).toBe('netbsd')
})

test('the record types are numbered without a gap', () => {
  expect(Object.values(records).map(({ type }) => type)).toEqual(Array.from({ length: 15 }, (_, i) => i + 1))
})

describe('every system', () => {
  test('has formats of its own, and each layout is of one of them', () => {
    const names = systems.flatMap(({ formats }) => formats.map(({ name }) => name))
    expect(new Set(names).size).toBe(names.length)
    for (const { name, formats, dialects } of systems) {
      for (const format of formats) expect(format.name).toMatch(new RegExp(`^ktrace/${name}`))
      const layouts = dialects.flatMap((dialect) => dialect.layouts)
      expect(new Set(layouts.map((layout) => layout.name)).size).toBe(layouts.length)
      for (const layout of layouts) expect(formats.map((format) => format.name)).toContain(layout.format)
    }
  })
})
