import { expect, test } from 'vitest'
import { exhume } from '../support/cli.js'
import { registerFake } from '../support/fake.js'

registerFake()

test('a table of formats and conversions', async () => {
  const { status, stdout } = await exhume('formats')
  expect(stdout).toMatch(/^fake\/test +read write +a format of the tests$/m)
  expect(stdout).toMatch(/^ndjson +convert --to /m)
  expect(status).toBe(0)
})

test('the same as JSON', async () => {
  const { formats, conversions } = JSON.parse((await exhume('formats', '--json')).stdout) as Record<string, unknown[]>
  expect(formats).toContainEqual({ name: 'fake/test', title: 'a format of the tests', read: true, write: true })
  expect(conversions).toContainEqual({ name: 'json', title: expect.any(String), extensions: ['.json'] })
})
