import { expect, test } from 'vitest'
import { existing, generate } from '../tools/spec.js'

test('the pages in spec/ are what the declarations say (npm run spec makes them anew)', () => {
  const wanted = generate()
  const found = existing('spec')
  expect([...found.keys()].sort()).toEqual([...wanted.keys()].sort())
  const stale = [...wanted].filter(([path, text]) => found.get(path) !== text).map(([path]) => path)
  expect(stale).toEqual([])
})
