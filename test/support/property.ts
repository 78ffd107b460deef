import fc from 'fast-check'

/** Cases per property: EXHUME_RUNS, 100 without it. */
export const runs = Number(process.env.EXHUME_RUNS ?? 100)

/** A run's seed; EXHUME_SEED replays one that a failing property printed. */
export const seed = Number(process.env.EXHUME_SEED ?? Date.now() | 0)

/** Cases that every property gets, however long they take. */
const MINIMUM = 100

/** Milliseconds in which a property gets the cases beyond the first 100; without it, as long as it takes. */
const time = process.env.EXHUME_TIME === undefined ? undefined : Number(process.env.EXHUME_TIME)

/** Checks a property; a failure prints seed and path, and is replayed with EXHUME_SEED. */
export function check<T>(arbitrary: fc.Arbitrary<T>, property: (value: T) => void, numRuns: number = runs): void {
  const tested = fc.property(arbitrary, property)
  if (numRuns <= MINIMUM || time === undefined || process.env.EXHUME_SEED !== undefined) {
    fc.assert(tested, { seed, numRuns })
    return
  }
  fc.assert(tested, { seed, numRuns: MINIMUM })
  fc.assert(tested, { seed: seed + 1, numRuns: numRuns - MINIMUM, interruptAfterTimeLimit: time, markInterruptAsFailure: false })
}

/** Cases of properties over whole files, each of which costs what many structures do. */
export const fileRuns: number = Math.min(runs, 100)
