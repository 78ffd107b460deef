import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { exhume } from '../support/cli.js'
import { registerFake } from '../support/fake.js'
import { temporaryFolder } from '../support/temp.js'

registerFake()
const folder = temporaryFolder()
const file = join(folder, 'file')
writeFileSync(file, 'FAKE\0abc')

test.each<[string[], string]>([
  [[], 'missing command'],
  [['reed', file], "unknown command 'reed' (Did you mean read?); see 'exhume --help'"],
  [['read'], "missing required argument 'FILE'; see 'exhume read --help'"],
  [['read', file, file], 'several input files'],
  [['read', file, '--jsn'], "unknown option '--jsn' (Did you mean --json?); see 'exhume read --help'"],
  [['read', file, '--as'], 'argument missing'],
  [['read', file, '--json', '--ndjson'], '--json and --ndjson exclude each other'],
  [['read', file, '--at', '0x10'], '--at needs --length'],
  [['read', file, '--length', '10'], '--length needs --at'],
  [['read', file, '--at', 'ten', '--length', '10'], 'found "ten"'],
  [['read', file, '--at', '0x1g', '--length', '10'], 'found "0x1g"'],
  [['read', file, '--at', '1', '--length', '-1'], 'found "-1"'],
  [['read', file, '--at', '1', '--length', '99999999999999999999999'], 'at most 1073741824 bytes'],
  [['read', file, '--at', '1', '--length', '1', '--hex'], '--hex does not go with --at'],
  [['read', file, '--at', '1', '--length', '1', '--symbol', 'x'], '--at and --symbol exclude each other'],
  [['read', file, '--symbol', 'nothing'], 'unknown symbol nothing'],
  [['read', file, '--only', ','], '--only: expected names'],
  [['read', file, '--as', 'nothing/linux'], 'unknown format nothing/linux; known families: fake, '],
  [['read', file, '--as', 'fake/nothing'], 'known in this family: fake/test'],
  [['read', file, '--timestamps', 'sundial'], 'Allowed choices are absolute, relative, elapsed'],
  [['read', join(folder, 'missing')], 'missing: no such file or directory (ENOENT)'],
  [['read', folder], 'it is a directory (EISDIR)'],
  [['read', file, '--kernel', join(folder, 'missing')], 'missing: no such file or directory (ENOENT)'],
  [['convert', file, join(folder, 'x.pdf')], 'use --to FORMAT (json, ndjson'],
  [['convert', file, join(folder, 'x'), '--to', 'pdf'], 'unknown target; known: json, ndjson'],
  [['convert', file, file, '--to', 'json', '--force'], 'IN and OUT are the same file'],
  [['convert', join(folder, 'missing'), join(folder, 'x.json')], 'ENOENT'],
  [['convert', file, join(folder, 'no', 'x.json')], 'ENOENT'],
  [['write', join(folder, 'missing'), join(folder, 'x')], 'ENOENT'],
  [['check'], "missing required argument 'FILE'"],
  [['check', join(folder, 'missing')], 'ENOENT'],
])('exhume %j is one line and status 2', async (args, message) => {
  const { status, stdout, stderr } = await exhume(...args)
  expect(stderr).toContain(message)
  expect(stderr).toMatch(/^exhume: [^\n]*\n$/)
  expect(stdout).toBe('')
  expect(status).toBe(2)
})

test.each(['', 'read', 'write', 'convert', 'check', 'formats'])('exhume %s --help ends with examples', async (command) => {
  const { status, stdout, stderr } = await exhume(...(command ? [command] : []), '--help')
  expect(stdout).toContain(`Usage: exhume ${command ? `${command} ` : ''}`)
  expect(stdout).toMatch(/\nExamples:\n( {2}(#|.*exhume) .*\n)+/)
  expect([status, stderr]).toEqual([0, ''])
})

test('a file name cannot forge lines or control a terminal', async () => {
  const { stderr, status } = await exhume('read', join(folder, 'a\nb\u001b[2Jc'))
  expect(stderr).toMatch(/^exhume: cannot open .*a\\x0ab\\x1b\[2Jc: .*\n$/)
  expect(status).toBe(2)
})
