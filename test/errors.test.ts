import { expect, test } from 'vitest'
import { type Diagnostic, deduplicateDiagnostics } from '../src/errors.js'

const lost = (path: string, message: string): Diagnostic => ({ code: 'LOST', path, message })

test('what differs only in the thread is said once', () => {
  const list = [
    lost('threads[0].name', 'the name of thread 7: there is no place for it'),
    lost('process', 'groups'),
    lost('threads[1].name', 'the name of thread 8: there is no place for it'),
    lost('threads[1].floating', 'threads[1].floating: no place for ymm0'),
    lost('threads[12].name', 'the name of thread 900: there is no place for it'),
    lost('threads[12].floating', 'threads[12].floating: no place for ymm1'),
  ]
  expect(deduplicateDiagnostics(list).map(({ path, message }) => [path, message])).toEqual([
    ['threads[0].name', 'the name of thread 7: there is no place for it (and 2 more like it)'],
    ['process', 'groups'],
    ['threads[1].floating', 'threads[1].floating: no place for ymm0'],
    ['threads[12].floating', 'threads[12].floating: no place for ymm1'],
  ])
})
