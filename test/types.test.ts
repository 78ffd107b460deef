/** Programs of users compile under strict settings, with the built declarations and without a cast. */
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'

test('typed notes, records, conversions and entry points compile under strict, exactOptionalPropertyTypes and without skipLibCheck', () => {
  expect(readdirSync('test/types').length).toBeGreaterThan(3)
  const { stdout, status } = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'test/types'], { encoding: 'utf8' })
  expect(stdout).toBe('')
  expect(status).toBe(0)
})
