/**
 * Vitest's own output, then one plain last line that a script can read: `N passed, N failed`.
 * Skipped tests are listed with their reason, once each: a suite that leaves something out says so.
 */
import { DefaultReporter, type TestCase, type TestModule, type TestRunEndReason } from 'vitest/node'

/** Counts of a run by state, and the names of what was not run. */
interface Tally {
  passed: number
  failed: number
  skipped: Map<string, number>
}

function reasonOf(test: TestCase): string {
  const result = test.result()
  const note = result.state === 'skipped' ? result.note : undefined
  return note ? `${test.fullName} (${note})` : test.fullName
}

function tallyOf(modules: readonly TestModule[]): Tally {
  const tally: Tally = { passed: 0, failed: 0, skipped: new Map() }
  for (const module of modules) {
    // A file that does not even load has no tests that could fail; it is a failure all the same.
    const broken = module.errors().length > 0
    let failures = 0
    for (const test of module.children.allTests()) {
      const { state } = test.result()
      if (state === 'passed') tally.passed++
      else if (state === 'failed') failures++
      else if (state === 'skipped') {
        const reason = reasonOf(test)
        tally.skipped.set(reason, (tally.skipped.get(reason) ?? 0) + 1)
      }
    }
    tally.failed += broken && failures === 0 ? 1 : failures
  }
  return tally
}

export default class SummaryReporter extends DefaultReporter {
  override onTestRunEnd(
    modules: readonly TestModule[],
    errors: Parameters<DefaultReporter['onTestRunEnd']>[1],
    reason: TestRunEndReason,
  ): void {
    super.onTestRunEnd(modules, errors, reason)
    const tally = tallyOf(modules)
    for (const [name, count] of tally.skipped) process.stdout.write(`not run: ${name}${count > 1 ? ` (${count} times)` : ''}\n`)
    // Errors outside of any test (an unhandled rejection) fail the run, so they are counted with the failed.
    process.stdout.write(`${tally.passed} passed, ${tally.failed + errors.length} failed\n`)
  }
}
