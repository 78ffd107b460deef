/** Yields to the event loop during long synchronous work. */

/**
 * A function to call in a long loop: it gives a promise every `interval` milliseconds, and undefined (nothing to wait
 * for) in between, so that `const wait = turn(); if (wait) await wait` costs almost nothing.
 */
export function createYield(interval = 100): () => Promise<void> | undefined {
  let last = performance.now()
  return () => {
    const now = performance.now()
    if (now - last < interval) return undefined
    last = now
    return new Promise((resolve) => {
      setTimeout(resolve, 0)
    })
  }
}

/** Walks work that is done step by step, with a turn for others between the steps. */
export async function runSteps(steps: Iterable<unknown>, turn: () => Promise<void> | undefined): Promise<void> {
  for (const _ of steps) {
    const wait = turn()
    if (wait) await wait
  }
}
