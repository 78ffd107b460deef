/** Results as JSON and as a Markdown table, and their comparison with a stored baseline. */
import { cpus, release } from 'node:os'
import type { Figure, Result, Skipped } from './comparison.js'

export interface Results {
  readonly machine: string
  readonly node: string
  readonly pairs: number
  readonly results: readonly (Result | Skipped)[]
}

export const machineName = (): string => `${cpus().length} x ${cpus()[0]?.model.trim() ?? 'unknown CPU'}, ${process.platform} ${release()}`

const isResult = (each: Result | Skipped): each is Result => !('skipped' in each)

export function markdown({ machine, node, pairs, results }: Results): string {
  const rows = results.filter(isResult).map(row)
  const skipped = results.filter((each) => !isResult(each)) as Skipped[]
  return [
    '# Performance',
    '',
    'Made by `npm run bench`. Whole processes, started in turn: exhume, peer, exhume, peer. CPU is user and system time, median;',
    'the ratio is the median over pairs of CPU of exhume by CPU of the peer (below 1: exhume is ahead), with half the',
    'distance between its quartiles. "Limit" is the least that the work can cost.',
    '',
    `${machine}; Node ${node}; ${pairs} pairs.`,
    '',
    '| comparison | work | exhume CPU | wall | memory | peer | peer CPU | peer memory | ratio | limit |',
    '|---|---|---:|---:|---:|---|---:|---:|---:|---|',
    ...rows,
    ...(skipped.length > 0 ? ['', 'Not compared:', '', ...skipped.map((each) => `- ${each.name}: ${each.skipped}`)] : []),
    '',
  ].join('\n')
}

const seconds = (value: number): string => `${value.toFixed(value < 1 ? 3 : 2)} s`
const memory = ({ memory: mib }: Figure): string => (mib === undefined ? '' : `${Math.round(mib)} MiB`)

function row({ name, work, exhume, peer, ratio, ratioSpread, limit }: Result): string {
  const cells = [
    name,
    work,
    seconds(exhume.cpu),
    seconds(exhume.wall),
    memory(exhume),
    peer.name,
    seconds(peer.cpu),
    memory(peer),
    `${ratio.toFixed(2)} ± ${ratioSpread.toFixed(2)}`,
    limit ? `${limit.name} ${seconds(limit.cpu)}` : '',
  ]
  return `| ${cells.join(' | ')} |`
}

/** How far the ratios of two runs may differ before a line says so. */
const TOLERANCE = 0.15

/** One line for each comparison whose ratio differs from the baseline's by more than {@link TOLERANCE}. */
export function differences(now: Results, baseline: Results): string[] {
  const before = new Map(baseline.results.filter(isResult).map((each) => [each.name, each]))
  return now.results.filter(isResult).flatMap(({ name, ratio }) => {
    const old = before.get(name)?.ratio
    if (old === undefined || Math.abs(ratio / old - 1) <= TOLERANCE) return []
    return [`${name}: ratio ${ratio.toFixed(2)}, baseline ${old.toFixed(2)} (${ratio > old ? 'slower' : 'faster'})`]
  })
}
