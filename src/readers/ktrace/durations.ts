/** Percentiles of any number of durations in little memory. */

/** Steps per doubling: a percentile is at most 1.1% too large. Where all durations of a step are equal it is exact. */
const STEPS = 64

interface Step {
  count: number
  longest: number
}

export class Durations {
  readonly #steps = new Map<number, Step>()
  #count = 0
  #longest = 0

  add(nanoseconds: number): void {
    const key = nanoseconds < 1 ? -1 : Math.floor(Math.log2(nanoseconds) * STEPS)
    const step = this.#steps.get(key)
    if (step) {
      step.count++
      if (nanoseconds > step.longest) step.longest = nanoseconds
    } else this.#steps.set(key, { count: 1, longest: nanoseconds })
    this.#count++
    if (nanoseconds > this.#longest) this.#longest = nanoseconds
  }

  get longest(): number {
    return this.#longest
  }

  /** The duration that a part of all, from 0 to 1, does not exceed; 0 of none. */
  percentile(part: number): number {
    let left = Math.max(1, Math.ceil(part * this.#count))
    for (const [, step] of [...this.#steps].sort(([a], [b]) => a - b)) {
      left -= step.count
      if (left <= 0) return step.longest
    }
    return 0
  }
}
