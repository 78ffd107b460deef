import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    maxWorkers: 2,
    // Test files share a process each worker has: what one has loaded and the engine has compiled serves the next.
    isolate: false,
    pool: 'forks',
    // Slow hosts and large generated files: a test that hangs is still found, one that is slow is not failed.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    reporters: ['./test/support/reporter.ts'],
  },
})
