import { expect, test } from 'vitest'
import { progressLine, progressText } from '../../src/cli/progress.js'

test('nothing in the first second, then five times a second, cleared at the end', () => {
  let time = 0
  const written: string[] = []
  const progress = progressLine('x', { write: (text) => written.push(text), now: () => time })
  for (time = 0; time < 1000; time += 50) progress.update(time, 4000)
  progress.clear()
  expect(written).toEqual([])
  for (; time < 2000; time += 50) progress.update(time, 4000)
  expect(written.length).toBe(5)
  expect(written[0]).toBe('\r\u001b[Kx: 1000 B of 3.9 KiB, 25%, 3 s left')
  progress.clear()
  progress.clear()
  expect(written.slice(5)).toEqual(['\r\u001b[K'])
})

test.each([
  [0, 100, 5000, '0 B of 100 B, 0%'],
  [2 ** 30, 4 * 2 ** 30, 60_000, '1.0 GiB of 4.0 GiB, 25%, 3 min 0 s left'],
  [2 ** 20, 2 ** 40, 10, '1.0 MiB of 1.0 TiB, 0%, 2 h 54 min left'],
  [100, 100, 10, '100 B of 100 B, 100%, 0 s left'],
])('%d of %d after %d ms: %s', (done, total, elapsed, text) => {
  expect(progressText(done, total, elapsed)).toBe(text)
})
