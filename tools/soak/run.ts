/** Runs inputs until the time is over, and collects what must not happen. */

import fc from 'fast-check'
import { type CorpusFile, corpus } from '../../src/corpus/index.js'
import { seedOf } from '../../src/corpus/seeds.js'
import { arbitraryBytes } from '../../src/schema/arbitrary.js'
import { exercise } from './exercise.js'

export interface SoakOptions {
  readonly seconds: number
  readonly seed: number
  /** A format, a family or `all`. */
  readonly format: string
}

export interface Fault {
  readonly what: string
  readonly message: string
  readonly format: string
  readonly variant: string
  readonly mutation?: string
  readonly bytes: Uint8Array
}

export interface SoakResult {
  inputs: number
  bytes: number
  seconds: number
  peakMemory: number
  worst: { milliseconds: number; what: string }
  readonly faults: Fault[]
}

/** Milliseconds for an input, and for each MiB of it. */
const LIMIT = 2000
const LIMIT_PER_MIB = 2000
/** Resident memory. */
const MOST_MEMORY = 2 ** 30
/** Files of a round: valid ones, then mutants, then random bytes. */
const ROUND = 60
const MOST_FAULTS = 50

export async function soak({ seconds, seed, format }: SoakOptions): Promise<SoakResult> {
  const start = performance.now()
  const result: SoakResult = { inputs: 0, bytes: 0, seconds: 0, peakMemory: 0, worst: { milliseconds: 0, what: 'none' }, faults: [] }
  const isOver = (): boolean => performance.now() - start > seconds * 1000 || result.faults.length >= MOST_FAULTS
  for (let round = 0; !isOver(); round++) {
    const own = seedOf(seed, round) >>> 0
    for (const mutate of [true, false]) {
      for await (const file of corpus(format, { seed: own, count: ROUND, mutate })) {
        if (isOver()) break
        await one(file, result)
      }
    }
    for (const bytes of randomInputs(own)) {
      if (isOver()) break
      await one({ bytes, format: 'random', variant: `round ${round}` }, result)
    }
  }
  result.seconds = (performance.now() - start) / 1000
  return result
}

type Input = Pick<CorpusFile, 'bytes' | 'format' | 'variant'> & Partial<Pick<CorpusFile, 'mutation'>>

async function one(input: Input, result: SoakResult): Promise<void> {
  const { bytes, format, variant, mutation } = input
  const fault = (what: string, message: string): void => {
    result.faults.push({ what, message, format, variant, ...(mutation !== undefined && { mutation }), bytes })
  }
  const before = performance.now()
  await exercise(bytes, mutation === undefined && format !== 'random', fault)
  const milliseconds = performance.now() - before
  const allowed = LIMIT + (LIMIT_PER_MIB * bytes.length) / 2 ** 20
  if (milliseconds > allowed) fault('slow', `${milliseconds.toFixed(0)} ms for ${bytes.length} bytes`)
  if (milliseconds > result.worst.milliseconds) result.worst = { milliseconds, what: `${format} ${variant} ${mutation ?? ''}`.trim() }
  const { rss } = process.memoryUsage()
  if (rss > MOST_MEMORY && result.peakMemory <= MOST_MEMORY) fault('memory', `${rss} bytes resident`)
  result.peakMemory = Math.max(result.peakMemory, rss)
  result.inputs++
  result.bytes += bytes.length
}

/** Bytes without any structure, alone and behind magic numbers. */
function randomInputs(seed: number): Uint8Array[] {
  const magics = [
    [],
    [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1],
    [0x4d, 0x44, 0x4d, 0x50],
    [0x28, 0xb5, 0x2f, 0xfd],
    [0x1f, 0x8b, 8],
    [0, 0, 0x8f, 0xca],
  ]
  const noise = fc.sample(
    fc.nat({ max: 4096 }).chain((length) => arbitraryBytes(length)),
    { seed: seed | 0, numRuns: magics.length * 2 },
  )
  return noise.map((bytes, index) => {
    const magic = magics[index % magics.length] as number[]
    const made = new Uint8Array(bytes.length + magic.length)
    made.set(magic)
    made.set(bytes, magic.length)
    return made
  })
}
