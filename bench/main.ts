/**
 * `npm run bench [-- AREA...] [--pairs N] [--tiny] [--json FILE] [--markdown FILE] [--baseline FILE]`
 *
 * Runs the comparisons whose names start with one of the areas (all without one), prints each result, and compares the ratios with the
 * baseline. Exit status 1 when a comparison failed.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { compare, type Result, type Skipped } from './comparison.js'
import { comparisons } from './comparisons.js'
import { Inputs, sizes } from './inputs.js'
import { differences, machineName, markdown, type Results } from './report.js'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    pairs: { type: 'string', default: '7' },
    tiny: { type: 'boolean', default: false },
    json: { type: 'string' },
    markdown: { type: 'string' },
    baseline: { type: 'string', default: 'bench/baseline.json' },
  },
})

const pairs = Number(values.pairs)
if (!Number.isInteger(pairs) || pairs < 1) throw new Error(`--pairs: expected a number from 1, found ${values.pairs}`)
const folder = mkdtempSync(join(tmpdir(), 'exhume-bench-'))
const results: (Result | Skipped)[] = []
try {
  const all = comparisons(new Inputs(folder, values.tiny ? sizes.tiny : sizes.normal))
  for (const comparison of all) {
    if (positionals.length > 0 && !positionals.some((area) => comparison.name.startsWith(area))) continue
    const result = compare(comparison, pairs)
    results.push(result)
    console.log(line(result))
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
const made: Results = { machine: machineName(), node: process.versions.node, pairs, results }
if (values.json) writeFileSync(values.json, `${JSON.stringify(made, null, 2)}\n`)
if (values.markdown) writeFileSync(values.markdown, markdown(made))
if (!values.tiny && existsSync(values.baseline))
  for (const difference of differences(made, JSON.parse(readFileSync(values.baseline, 'utf8')) as Results)) console.log(difference)

function line(result: Result | Skipped): string {
  if ('skipped' in result) return `${result.name.padEnd(26)} not compared: ${result.skipped}`
  const { name, exhume, peer, ratio, ratioSpread } = result
  const memory = exhume.memory === undefined ? '' : `, ${Math.round(exhume.memory)} MiB`
  return `${name.padEnd(26)} ${ratio.toFixed(2)} ± ${ratioSpread.toFixed(2)} x ${peer.name} (CPU ${exhume.cpu.toFixed(3)} s and ${peer.cpu.toFixed(3)} s${memory})`
}
