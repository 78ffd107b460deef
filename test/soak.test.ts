/** A short soak; `npm run soak -- --minutes N` runs longer ones. */
import { expect, test } from 'vitest'
import { soak } from '../tools/soak/run.js'
import { seed } from './support/property.js'

/** Seconds; the time of the CI for all properties is EXHUME_TIME, in milliseconds. */
const SECONDS = 5

test(`generated, mutated and random input ends by results and diagnostics (seed ${seed})`, async () => {
  const { inputs, faults } = await soak({ seconds: SECONDS, seed, format: 'all' })
  expect(faults.map(({ bytes: _, ...fault }) => fault)).toEqual([])
  expect(inputs).toBeGreaterThan(5)
}, 60_000)
