/** Every comparison of the benchmarks runs, on tiny inputs, so that none breaks unseen. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { differences, markdown, type Results } from '../bench/report.js'
import { temporaryFolder } from './support/temp.js'

const main = fileURLToPath(new URL('../.tools/bench/main.js', import.meta.url))
const folder = temporaryFolder()

test('each part runs once', () => {
  const json = join(folder, 'results.json')
  const { status, stderr } = spawnSync(process.execPath, [main, '--tiny', '--pairs', '1', '--json', json], { encoding: 'utf8' })
  expect(stderr).toBe('')
  expect(status).toBe(0)
  const { results } = JSON.parse(readFileSync(json, 'utf8')) as Results
  expect(results.length).toBeGreaterThan(15)
  // Peers that are not installed are named; a comparison is never dropped.
  for (const each of results) expect('skipped' in each ? each.skipped : each.ratio > 0).toBeTruthy()
})

const result = (name: string, ratio: number): Results['results'][number] => ({
  name,
  work: 'work',
  exhume: { cpu: ratio, wall: ratio, spread: 0, memory: 50 },
  peer: { name: 'peer', cpu: 1, wall: 1, spread: 0 },
  ratio,
  ratioSpread: 0.01,
})
const made = (...results: Results['results']): Results => ({ machine: 'm', node: '20', pairs: 3, results })

test('a ratio that left its baseline is named', () => {
  const now = made(result('a', 1.1), result('b', 2), result('c', 0.5), { name: 'd', skipped: 'peer is not installed' })
  expect(differences(now, made(result('a', 1), result('b', 1), result('c', 1)))).toEqual([
    'b: ratio 2.00, baseline 1.00 (slower)',
    'c: ratio 0.50, baseline 1.00 (faster)',
  ])
})

test('the table has a row for each comparison', () => {
  const table = markdown(made(result('a', 1.1), { name: 'd', skipped: 'peer is not installed' }))
  expect(table).toContain('| a | work | 1.10 s | 1.10 s | 50 MiB | peer | 1.00 s |  | 1.10 ± 0.01 |  |')
  expect(table).toContain('- d: peer is not installed')
})
