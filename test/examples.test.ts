import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { examples } from '../tools/examples.js'
import { hexOf } from './support/common.js'

test('the files in examples/ are what the writers make (npm run examples makes them anew)', () => {
  const wanted = examples()
  expect(readdirSync('examples').sort()).toEqual([...wanted.keys()].sort())
  for (const [name, bytes] of wanted) expect(hexOf(readFileSync(`examples/${name}`)), name).toBe(hexOf(bytes))
})
