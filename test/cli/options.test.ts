/** Options that do not fit the file: named, and not ignored. */
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { exhume } from '../support/cli.js'

const example = (name: string): string => fileURLToPath(new URL(`../../examples/${name}`, import.meta.url))
const core = example('hello-netbsd.core')
const trace = example('hello.ktrace')

test.each<[string[], string]>([
  [['read', core, '--pid', '1'], '--pid is for ktrace files, and this is elf-core/netbsd'],
  [['read', core, '--no-io'], '--no-io is for ktrace files, and this is elf-core/netbsd'],
  [['read', core, '--kernel', trace], '--kernel is for kernel dumps, and this is elf-core/netbsd'],
  [['read', core, '--only', 'threads,bogus'], 'unknown part bogus of elf-core/netbsd; known: crash, process, backtrace, threads, '],
  [['read', core, '--only', 'threads', '--hex'], '--only does not go with --hex'],
  [['read', core, '--only', 'threads', '--at', '1', '--length', '1'], '--only does not go with --at'],
  [['read', trace, '--kernel', core], '--kernel is for kernel dumps, and this is ktrace/netbsd-v2'],
  [['read', trace, '--type', 'BOGUS'], '--type: expected names of types (SYSCALL, '],
  [['read', trace, '--syscall', 'stats'], '--syscall: no system call of NetBSD 4.0 and later is called "stats"; '],
  [['read', trace, '--emulation', 'linx'], '--emulation: expected one of netbsd, '],
  [['read', trace, '--pid', 'x'], '--pid: expected a whole number, found "x"'],
  [['read', trace, '--max-data', '-1'], '--max-data: expected an integer of at least 0'],
  [['convert', trace, '-', '--to', 'kdump', '--type', 'BOGUS'], '--type: expected names of types'],
])('exhume %j', async (args, message) => {
  const { status, stdout, stderr } = await exhume(...args)
  expect(stderr).toContain(message)
  expect(stderr).toMatch(/^exhume: [^\n]*\n$/)
  expect([status, stdout]).toEqual([2, ''])
})

test.each([
  'process',
  'threads',
  'registers',
  'mappings',
  'auxv',
  'files',
  'missing',
  'sections',
  'notes',
  'environment,modules,descriptors',
])('--only %s is a part of cores', async (parts) => {
  expect(await exhume('read', core, '--only', parts)).toMatchObject({ status: 0, stderr: '' })
  expect(await exhume('read', core, '--json', '--only', parts)).toMatchObject({ status: 0, stderr: '' })
})
