/** One comparison: a command of exhume and a peer that does the same work, run in turn. */
import { type Command, isInstalled, median, peakMemory, runOnce, type Sample, spread } from './measure.js'

export interface Comparison {
  /** `core/threads-text`: area and subject. */
  readonly name: string
  /** What both do, for the table. */
  readonly work: string
  readonly command: Command
  readonly peer: { readonly name: string; readonly command: Command }
  /** The least that the work can cost: reading the input, or writing the output. */
  readonly limit?: { readonly name: string; readonly command: Command }
  /** Removes what a run left. */
  readonly before?: () => void
}

export interface Figure {
  readonly cpu: number
  readonly wall: number
  readonly spread: number
  readonly memory?: number
}

export interface Result {
  readonly name: string
  readonly work: string
  readonly exhume: Figure
  readonly peer: Figure & { readonly name: string }
  /** CPU time of exhume by that of the peer: median over pairs. Below 1 exhume is ahead. */
  readonly ratio: number
  readonly ratioSpread: number
  readonly limit?: Figure & { readonly name: string }
}

/** Why a comparison was not made. */
export interface Skipped {
  readonly name: string
  readonly skipped: string
}

/** Runs a comparison in interleaved pairs, after one warm-up of each. */
export function compare({ name, work, command, peer, limit, before }: Comparison, pairs: number): Result | Skipped {
  const missing = [peer, ...(limit ? [limit] : [])].find((each) => !isInstalled(each.command[0]))
  if (missing) return { name, skipped: `${missing.command[0]} is not installed` }
  runOnce(command, before)
  runOnce(peer.command, before)
  const ours: Sample[] = []
  const theirs: Sample[] = []
  const least: Sample[] = []
  for (let pair = 0; pair < pairs; pair++) {
    ours.push(runOnce(command, before))
    theirs.push(runOnce(peer.command, before))
    if (limit) least.push(runOnce(limit.command, before))
  }
  const ratios = ours.map(({ cpu }, index) => cpu / Math.max((theirs[index] as Sample).cpu, 0.001))
  return {
    name,
    work,
    exhume: figure(ours, peakMemory(command, before)),
    peer: { name: peer.name, ...figure(theirs, peakMemory(peer.command, before)) },
    ratio: median(ratios),
    ratioSpread: spread(ratios),
    ...(limit && { limit: { name: limit.name, ...figure(least, undefined) } }),
  }
}

function figure(samples: readonly Sample[], memory: number | undefined): Figure {
  const cpu = samples.map((sample) => sample.cpu)
  return {
    cpu: median(cpu),
    wall: median(samples.map(({ wall }) => wall)),
    spread: spread(cpu),
    ...(memory !== undefined && { memory }),
  }
}
