import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { exhume } from '../support/cli.js'
import { registerFake } from '../support/fake.js'
import { temporaryFolder } from '../support/temp.js'

registerFake()
const folder = temporaryFolder()
const at = (name: string): string => join(folder, name)
writeFileSync(at('whole'), 'FAKE\0abc')
writeFileSync(at('odd'), 'FAKE\x01abc')
writeFileSync(at('broken'), 'FAKE\x02abcd')
writeFileSync(at('unknown'), '%PDF-1.4 is none of ours')

const said = '(magic FAKE; nothing else)'

test('a whole file is ok', async () => {
  expect(await exhume('check', at('whole'))).toEqual({ status: 0, stdout: `${at('whole')}: fake/test ${said}: ok\n`, stderr: '' })
})

test('each file has its line, the worst has the status', async () => {
  const { status, stdout, stderr } = await exhume('check', at('odd'), at('unknown'), at('broken'), at('whole'))
  expect(stdout.split('\n')).toEqual([
    `${at('odd')}: fake/test ${said}: 1 diagnostic`,
    `${at('unknown')}: unknown format`,
    `${at('broken')}: fake/test ${said}: damaged`,
    `${at('whole')}: fake/test ${said}: ok`,
    '',
  ])
  expect(stderr).toContain(`${at('odd')}:0x6: BAD_VALUE: odd\n`)
  expect(stderr).toContain(`${at('unknown')}:0x0: UNKNOWN_FORMAT: `)
  expect(stderr).toContain(`${at('broken')}:0x7: BAD_BOUNDS: cannot go on\n`)
  expect(status).toBe(1)
  expect((await exhume('check', at('missing'), at('odd'))).status).toBe(2)
})
