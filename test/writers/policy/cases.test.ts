/** Names of cores as the kernels make them, one test per case. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expandCorePattern } from '../../../src/writers/policy/expand-pattern.js'
import { matchCorePattern } from '../../../src/writers/policy/match-pattern.js'
import { check } from '../../support/property.js'

test.each([
  [1021, '%q', 1023],
  [1022, '%q', undefined],
  [1022, '%é', undefined],
  [1022, '%€', undefined],
  [1020, '%é', 1023],
  [1022, '%%', 1023],
  [1023, '%%', undefined],
] as const)('POL-F1: %i letters and %s', (length, token, size) => {
  const expansion = expandCorePattern('a'.repeat(length) + token, { pid: 1 }, 'illumos')
  expect('path' in expansion ? Buffer.byteLength(expansion.path) : expansion).toEqual(size ?? { errno: 'ENAMETOOLONG' })
})

describe('POL-F19: numbers side by side', () => {
  test.each([
    ['%u%t', '5982197980196', 'illumos', { uid: 598, time: 2197980196 }],
    ['%p%t', '12341064505173', 'illumos', { pid: 1234, time: 1064505173 }],
    ['%p%t%t', '5593210463900871046390087', 'netbsd', { pid: 55932, time: 1046390087 }],
    ['core.%u', 'core.-2', 'illumos', { uid: 4294967294 }],
    ['core.%u.%g', 'core.-1.0', 'illumos', { uid: 4294967295, gid: 0 }],
    ['core.%t', 'core.99', 'illumos', { time: 99 }],
  ] as const)('%s of %s', (pattern, name, style, found) => {
    expect(matchCorePattern(pattern, name, style)).toEqual(found)
  })

  test.each([
    ['core.%p', 'core.4294967296', 'illumos'],
    ['core.%p', 'core.007', 'illumos'],
    ['core.%p', 'core.-7', 'illumos'],
    ['core.%u', 'core.-2', 'linux'],
  ] as const)('%s cannot have made %s', (pattern, name, style) => {
    expect(matchCorePattern(pattern, name, style)).toBeUndefined()
  })

  test('a division expands to the name again', () => {
    const tokens = fc.array(fc.constantFrom('%p', '%u', '%g', '%t'), { minLength: 1, maxLength: 4 })
    const id = fc.nat(0xffffffff)
    const facts = fc.record({ pid: id, uid: id, gid: id, time: fc.integer({ min: 1e9, max: 99999999999 }) })
    check(fc.tuple(tokens, facts), ([list, values]) => {
      const pattern = list.join('')
      const made = expandCorePattern(pattern, values, 'illumos')
      const name = 'path' in made ? made.path : ''
      const found = matchCorePattern(pattern, name, 'illumos')
      expect(found, name).toBeDefined()
      expect(expandCorePattern(pattern, { pid: 0, ...found }, 'illumos'), name).toMatchObject({ path: name })
    })
  })

  test('long rows of digits do not take long', () => {
    expect(matchCorePattern('%p%u%g%t', '1'.repeat(100_000), 'illumos')).toBeUndefined()
  })
})

test('POL-F23: names without slashes and NULs in all styles', () => {
  const hostile = '../../etc/x\0y'
  const facts = { pid: 7, name: hostile, login: hostile, nodeName: hostile, machine: hostile, zone: { name: hostile, root: '/' } }
  for (const [style, pattern] of [
    ['illumos', '%f%n%m%z'],
    ['freebsd', '%N%H'],
    ['netbsd', '%n%u'],
    ['openbsd', ''],
    ['darwin', '%N'],
    ['linux', '%e%h'],
  ] as const) {
    const expansion = expandCorePattern(pattern, facts, style)
    expect('path' in expansion && /[/\0]/.test(expansion.path), style).toBe(false)
  }
})
