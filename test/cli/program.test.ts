/** Short forms of the command line, the help, and what a command loads. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { listFormats } from '../../src/cli/format-list.js'
import { exhume } from '../support/cli.js'

const core = fileURLToPath(new URL('../../examples/hello-linux.core', import.meta.url))

test('an existing file alone is read', async () => {
  const short = await exhume(core)
  expect(short).toEqual(await exhume('read', core))
  expect(short.status).toBe(0)
  expect(short.stdout).not.toBe('')
})

test('a name that is neither a command nor a file is refused', async () => {
  const { status, stderr } = await exhume('raed')
  expect(status).toBe(2)
  expect(stderr).toContain("unknown command 'raed'")
  expect(stderr).toContain('Did you mean read?')
})

test.each(['read', 'write', 'convert', 'check', 'formats'])('help %s is %s --help', async (command) => {
  const help = await exhume('help', command)
  expect(help).toEqual(await exhume(command, '--help'))
  expect(help).toMatchObject({ status: 0, stderr: '' })
  expect(help.stdout).toContain(`Usage: exhume ${command}`)
})

test('help is --help, and no line of any help is longer than 80 columns', async () => {
  const root = await exhume('help')
  expect(root).toEqual(await exhume('--help'))
  for (const args of [[], ['read'], ['write'], ['convert'], ['check'], ['formats']]) {
    const { stdout } = await exhume(...args, '--help')
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([])
  }
})

test('the list that the build stores is that of the readers and conversions', async () => {
  const built: unknown = JSON.parse(readFileSync(new URL('../../dist/cli/formats.json', import.meta.url), 'utf8'))
  expect(built).toEqual(JSON.parse(JSON.stringify(await listFormats())))
})
