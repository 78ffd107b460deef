/** Start-up: whole processes, `exhume --version` beside `node -e 0`, in alternation. */
import { spawnSync } from 'node:child_process'

const PAIRS = 21

export function startUp(): string[] {
  const time = (args: string[]): number => {
    const started = performance.now()
    const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' })
    if (status !== 0) throw new Error(`node ${args.join(' ')} failed`)
    return performance.now() - started
  }
  const ours = ['dist/cli/main.js', '--version']
  const bare = ['-e', '0']
  time(ours)
  time(bare)
  const pairs = Array.from({ length: PAIRS }, () => [time(ours), time(bare)] as const)
  const ratio = median(pairs.map(([a, b]) => a / b))
  return [
    `exhume --version   ${median(pairs.map(([a]) => a)).toFixed(1)} ms`,
    `node -e 0          ${median(pairs.map(([, b]) => b)).toFixed(1)} ms`,
    `median of ${PAIRS} pairs: ${ratio.toFixed(2)} x bare node`,
  ]
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1] as number
