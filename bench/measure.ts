/** Measures whole processes: user and system CPU time, wall time and peak resident memory. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

export interface Sample {
  /** User and system CPU time, in seconds. */
  readonly cpu: number
  /** In seconds. */
  readonly wall: number
}

export type Command = readonly [program: string, ...args: string[]]

/** bash's own `time` resolves milliseconds; what the command prints is read and dropped. */
const SCRIPT = 'TIMEFORMAT="%U %S %R"; time "$@" > /dev/null 2> /dev/null'

/**
 * Runs a command once.
 *
 * @throws Error when it cannot be started or fails: the time of a failure says nothing
 */
export function runOnce(command: Command, before?: () => void): Sample {
  before?.()
  const { status, stderr, error } = spawnSync('bash', ['-c', SCRIPT, 'bash', ...command], { encoding: 'utf8' })
  const times = /(\d+\.\d+) (\d+\.\d+) (\d+\.\d+)\s*$/.exec(stderr ?? '')
  if (error || !times || status !== 0) throw new Error(`${command.join(' ')}: ${error?.message ?? `status ${status}: ${stderr}`}`)
  const [user = 0, system = 0, wall = 0] = times.slice(1).map(Number)
  return { cpu: user + system, wall }
}

const GNU_TIME = '/usr/bin/time'

/** Peak resident memory of a command in MiB; undefined where GNU time is not installed. */
export function peakMemory(command: Command, before?: () => void): number | undefined {
  if (!existsSync(GNU_TIME)) return undefined
  before?.()
  const { stderr } = spawnSync(GNU_TIME, ['-f', 'KiB %M', ...command], { encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] })
  const kib = /KiB (\d+)\s*$/.exec(stderr)?.[1]
  return kib === undefined ? undefined : Number(kib) / 1024
}

/** Whether a program can be started. */
export function isInstalled(program: string): boolean {
  return spawnSync('bash', ['-c', 'command -v "$1"', 'bash', program], { stdio: 'ignore' }).status === 0
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const half = sorted.length >> 1
  return sorted.length % 2 === 1 ? (sorted[half] as number) : ((sorted[half - 1] as number) + (sorted[half] as number)) / 2
}

/** Half the distance between the quartiles, as a part of the median: how far runs differ. */
export function spread(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (part: number): number => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] as number
  const middle = median(values)
  return middle === 0 ? 0 : (at(0.75) - at(0.25)) / 2 / middle
}
