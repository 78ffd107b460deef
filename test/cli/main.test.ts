/** The built command as a process: what cannot be seen inside of one. */
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { binary, exhumeProcess } from '../support/cli.js'
import { patterned, temporaryFolder } from '../support/temp.js'

const folder = temporaryFolder()
const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }

test.each(['--version', '-V'])('%s prints the version', (flag) => {
  expect(exhumeProcess([flag])).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' })
})

test('--version loads one file', () => {
  // Node counts the modules that it loads for anybody who traces it; the loader's hook is the dependable way.
  const script = `
    import { register } from 'node:module'
    register('data:text/javascript,' + encodeURIComponent(\`
      import { writeSync } from 'node:fs'
      export async function load(url, context, next) { if (url.startsWith('file:')) writeSync(2, url + '\\\\n'); return next(url, context) }
    \`))`
  const hook = join(folder, 'hook.mjs')
  writeFileSync(hook, script)
  const { stderr } = spawnSync(process.execPath, ['--import', hook, binary, '--version'], { encoding: 'utf8' })
  const loaded = stderr.split('\n').filter((line) => line.startsWith('file:') && !line.endsWith('hook.mjs'))
  expect(loaded.map((url) => url.split('/dist/')[1])).toEqual(['cli/main.js'])
})

test('random bytes are of no known format: one line, no stack trace', () => {
  const path = join(folder, 'random')
  writeFileSync(path, patterned(5000, 99))
  for (const args of [
    ['read', path],
    ['read', path, '--json'],
    ['convert', path, join(folder, 'x.json')],
  ]) {
    const { status, stderr, stdout } = exhumeProcess(args)
    expect(stderr).toMatch(/^.*random:0x0: UNKNOWN_FORMAT: the content is of no known format; tried: [^\n]*\n$/)
    expect([status, stdout]).toEqual([1, ''])
  }
})

test('an empty file is named', () => {
  const path = join(folder, 'empty')
  writeFileSync(path, '')
  const { status, stderr } = exhumeProcess(['read', path])
  expect(stderr).toContain('empty:0x0: UNKNOWN_FORMAT: the file is empty')
  expect(status).toBe(1)
  expect(exhumeProcess(['read', '-']).stderr).toContain('-:0x0: UNKNOWN_FORMAT: the file is empty')
})

test('a reader that goes away is a quiet end with status 0', () => {
  const script = '"$0" "$1" formats --json | head -c 1 >/dev/null; exec 3>&1; { "$0" "$1" --help; echo "status $?" >&3; } | true'
  const { stdout, stderr } = spawnSync('bash', ['-c', script, process.execPath, binary], { encoding: 'utf8' })
  expect(stderr).toBe('')
  expect(stdout).toBe('status 0\n')
})

test('an error that nobody expects is one line too', () => {
  const script = `process.argv.splice(1, 9, 'exhume', 'read', '/dev/null')
    JSON.stringify = () => { throw new Error('surprise\\n  at once') }
    Array.prototype.filter = () => { throw new Error('surprise\\n  at once') }
    await import(${JSON.stringify(new URL('../../dist/cli/main.js', import.meta.url).href)})`
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8', env: {} })
  expect(stderr).toBe('exhume: internal error: surprise\n')
  expect(status).toBe(1)
})
