/** Tables of names of the systems besides NetBSD. */
import { expect, test } from 'vitest'
import { calls102, calls103, calls104, syscalls100 } from '../../../src/formats/ktrace/darwin/syscall-names.js'
import { calls as dragonfly } from '../../../src/formats/ktrace/dragonfly/system.js'
import { calls as freebsd } from '../../../src/formats/ktrace/freebsd/process-abi.js'
import { calls55, calls as openbsd, syscalls50 } from '../../../src/formats/ktrace/openbsd/syscall-names.js'
import { ARGUMENT_FORMATS } from '../../../src/render/kdump/freebsd/argument-formats.js'
import { IOCTLS } from '../../../src/systems/freebsd/ioctls.js'
import { type CallTable, wordCount } from '../../../src/systems/syscall-table.js'

test('one call', () => {
  expect(freebsd().calls[5]).toEqual({
    number: 5,
    kind: 'STD',
    returns: 'int',
    name: 'open',
    args: [
      { type: 'const char*', name: 'path', optional: false },
      { type: 'int', name: 'flags', optional: false },
      { type: 'mode_t', name: 'mode', optional: false },
    ],
    words: 3,
  })
  expect(syscalls100().calls[4]).toMatchObject({ name: 'write', words: 3, args: [] })
})

test.each<[string, () => CallTable, number, string, number]>([
  ['FreeBSD', freebsd, 477, 'mmap', 6],
  ['OpenBSD', openbsd, 49, 'mmap', 6],
  ['OpenBSD 5.5', calls55, 197, 'mmap', 7],
  ['OpenBSD 5.0', syscalls50, 291, 'stat', 2],
  ['DragonFly', dragonfly, 475, 'stat', 2],
  ['Darwin 10.4', calls104, 197, 'mmap', 6],
  ['Darwin 10.3', calls103, 197, 'mmap', 8],
  ['Darwin 10.2', calls102, 197, 'mmap', 8],
  ['Darwin 10.0', syscalls100, 197, 'mmap', 8],
])('%s', (_system, table, number, name, words) => {
  expect(table().calls[number]).toMatchObject({ number, name, words })
  expect(table().names[number]).toBe(name)
  expect(table().names[3]).toBe('read')
  for (const [i, call] of table().calls.entries()) if (call) expect(call.number).toBe(i)
})

test('words of arguments', () => {
  expect(wordCount(freebsd().calls[478], false)).toEqual({ fewest: 3, most: 3 })
  // An offset takes two words of 32 bits, and one before it where it is aligned.
  expect(wordCount(freebsd().calls[478], true)).toEqual({ fewest: 3, most: 5 })
  expect(wordCount(freebsd().calls[0], false)).toBeUndefined()
})

test('the lists are complete', () => {
  expect(IOCTLS.split('\n').length).toBe(1016)
  expect(Object.keys(ARGUMENT_FORMATS).length).toBeGreaterThan(100)
})
