import fc from 'fast-check'

/** Cases per property: EXHUME_RUNS, 100 without it. */
export const runs = Number(process.env.EXHUME_RUNS ?? 100)

/** A run's seed; EXHUME_SEED replays one that a failing property printed. */
export const seed = Number(process.env.EXHUME_SEED ?? Date.now() | 0)

/** Checks a property; a failure prints seed and path, and is replayed with EXHUME_SEED. */
export function check<T>(arbitrary: fc.Arbitrary<T>, property: (value: T) => void, numRuns: number = runs): void {
  fc.assert(fc.property(arbitrary, property), { seed, numRuns })
}

/** Cases of properties over whole files, each of which costs what many structures do. */
export const fileRuns: number = Math.min(runs, 200)
