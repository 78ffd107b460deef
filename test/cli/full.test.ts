/** Standard output that takes nothing: said once, in one line, with status 2. */
import { spawnSync } from 'node:child_process'
import { existsSync, openSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { binary } from '../support/cli.js'

const example = (name: string): string => fileURLToPath(new URL(`../../examples/${name}`, import.meta.url))
const core = example('hello-netbsd.core')

test
  .runIf(existsSync('/dev/full'))
  .each([
    [['read', core]],
    [['read', example('hello.ktrace'), '--ndjson']],
    [['check', core]],
    [['convert', core, '-', '--to', 'json']],
    [['formats']],
    [['--help']],
  ])('exhume %j', (args) => {
  const { status, stderr } = spawnSync(process.execPath, [binary, ...args], {
    stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'],
    encoding: 'utf8',
  })
  expect(stderr).toBe('exhume: cannot write standard output: no space left on device (ENOSPC)\n')
  expect(status).toBe(2)
})

test.runIf(existsSync('/dev/full'))('what is wrong with the file is said as well', () => {
  const stdio: ['ignore', number, 'pipe'] = ['ignore', openSync('/dev/full', 'w'), 'pipe']
  const { status, stderr } = spawnSync(process.execPath, [binary, 'check', core, '/nowhere'], { stdio, encoding: 'utf8' })
  expect(stderr.split('\n')).toEqual([
    'exhume: cannot open /nowhere: no such file or directory (ENOENT)',
    'exhume: cannot write standard output: no space left on device (ENOSPC)',
    '',
  ])
  expect(status).toBe(2)
})
