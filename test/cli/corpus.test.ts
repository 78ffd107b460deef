import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { exhume } from '../support/cli.js'
import { temporaryFolder } from '../support/temp.js'

const folder = temporaryFolder()

test('files are named by their SHA-1, one folder per format, with manifest and dictionary', async () => {
  const out = join(folder, 'all')
  const { status, stdout } = await exhume('corpus', 'all', out, '--count', '40', '--mutate', '--dictionary')
  expect(status).toBe(0)
  expect(stdout).toMatch(/Coverage of declared structures:\n {2}declarations/)
  expect(stdout).toMatch(/40 files, /)
  const lines = readFileSync(join(out, 'manifest.ndjson'), 'utf8').trim().split('\n')
  expect(lines).toHaveLength(40)
  for (const line of lines) {
    const { file, size, check } = JSON.parse(line) as { file: string; size: number; check: { status: number } }
    const bytes = readFileSync(join(out, file))
    expect(bytes.length).toBe(size)
    expect(file.split('/')[1]).toBe(createHash('sha1').update(bytes).digest('hex'))
    expect(check.status === 0 || check.status === 1).toBe(true)
  }
  expect(readFileSync(join(out, 'exhume.dict'), 'utf8')).toContain('magic_elf="\\x7fELF"')
})

test('one format needs no folders, and the manifest agrees with check', async () => {
  const out = join(folder, 'one')
  expect((await exhume('corpus', 'ktrace/darwin', out, '--count', '6', '--mutate')).status).toBe(0)
  const names = readdirSync(out).filter((name) => name !== 'manifest.ndjson')
  expect(names).toHaveLength(6)
  const lines = readFileSync(join(out, 'manifest.ndjson'), 'utf8').trim().split('\n')
  for (const line of lines) {
    const { file, check } = JSON.parse(line) as { file: string; check: { status: number } }
    expect((await exhume('check', join(out, file))).status).toBe(check.status)
  }
})

test.each([
  [['corpus', 'nothing', join(folder, 'x')], 'no files of format nothing'],
  [['corpus', 'all', join(folder, 'x'), '--count', '0'], '--count: expected a number from 1'],
  [['corpus', 'all', join(folder, 'x'), '--seed', 'one'], '--seed: expected'],
  [['corpus', 'all', folder], 'it is not empty'],
])('%j is refused', async (args, message) => {
  const { status, stderr } = await exhume(...args)
  expect(status).toBe(2)
  expect(stderr).toContain(message)
  expect(existsSync(join(folder, 'x'))).toBe(false)
})
