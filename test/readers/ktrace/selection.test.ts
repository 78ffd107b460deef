/** Options of `read` that select records by time and type, and the times of calls in a summary. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { makeViews } from '../../../src/families/ktrace.js'
import { Durations } from '../../../src/readers/ktrace/durations.js'
import { opened, textOf } from './made.js'

const trace = () => opened(readFileSync(fileURLToPath(new URL('../../fixtures/ktrace/two-processes.ktrace', import.meta.url))))
const all = [...trace()]
const selected = (options: Record<string, unknown>): string[] => textOf(trace(), options).split('\n').filter(Boolean)
const tags = (options: Record<string, unknown>): Set<unknown> =>
  new Set(selected(options).map((line) => / (CALL|RET|NAMI|GIO|PSIG|EMUL) /.exec(line)?.[1]))

test('--since and --until include their own time', () => {
  const time = (all[5] as { time: string }).time
  const indexes = (options: Record<string, unknown>): number[] =>
    [...trace().recordLines(options)].map((line) => JSON.parse(line).index as number)
  const before = all.filter(({ time: own }) => Number(own) <= Number(time)).map(({ index }) => index)
  const after = all.filter(({ time: own }) => Number(own) >= Number(time)).map(({ index }) => index)
  expect(indexes({ until: time })).toEqual(before)
  expect(indexes({ since: time })).toEqual(after)
  expect(indexes({ since: '2100-01-01' })).toEqual([])
  expect(indexes({ until: '1990-01-01T00:00:00Z' })).toEqual([])
  expect(indexes({ since: '1990-01-01 00:00', until: '2100-01-01T00:00:00+01:00' })).toEqual(all.map(({ index }) => index))
  expect(() => indexes({ since: 'yesterday' })).toThrow(/seconds since 1970 or a date/)
})

test('--exclude-type', () => {
  expect(tags({}).has('CALL')).toBe(true)
  const left = tags({ excludeType: 'SYSCALL,SYSRET' })
  expect(left.has('CALL') || left.has('RET')).toBe(false)
  expect(left.has('NAMI')).toBe(true)
  expect(() => selected({ excludeType: 'NOTHING' })).toThrow(/excludeType/)
})

test('a summary is sorted by what is asked for', () => {
  const names = (sort?: string): string[] =>
    makeViews(trace().walk(), sort === undefined ? {} : { sort }).summary.calls.map(({ name }) => name)
  const calls = makeViews(trace().walk()).summary.calls
  for (const key of ['calls', 'errors', 'p50', 'p99', 'max'] as const) {
    const values = names(key).map((name) => calls.find((call) => call.name === name)?.[key] ?? 0)
    expect(values).toEqual([...values].sort((a, b) => b - a))
  }
  expect(names('time')).toEqual(names())
  expect(() => names('beauty')).toThrow(/one of time/)
})

test('percentiles of few durations are exact, of many within 1.1%', () => {
  const durations = new Durations()
  expect(durations.percentile(0.5)).toBe(0)
  for (const value of [5, 100, 7000]) durations.add(value)
  expect([durations.percentile(0.5), durations.percentile(0.99), durations.longest]).toEqual([100, 7000, 7000])
  const many = new Durations()
  for (let value = 1; value <= 100_000; value++) many.add(value)
  expect(many.percentile(0.5) / 50_000).toBeGreaterThanOrEqual(1)
  expect(many.percentile(0.5) / 50_000).toBeLessThan(1.011)
  expect(many.percentile(0.99) / 99_000).toBeLessThan(1.011)
})

test('KT-A1: --type takes the word of the output', () => {
  expect(tags({ type: 'CALL' })).toEqual(new Set(['CALL']))
  expect(selected({ type: 'CALL' })).toEqual(selected({ type: 'SYSCALL' }))
})
