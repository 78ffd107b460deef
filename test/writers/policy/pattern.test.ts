import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expandCorePattern } from '../../../src/writers/policy/expand-pattern.js'
import { matchCorePattern } from '../../../src/writers/policy/match-pattern.js'
import { type PatternStyle, type PatternValues, styles } from '../../../src/writers/policy/pattern-styles.js'
import { check } from '../../support/property.js'

const facts: PatternValues = {
  pid: 1159,
  name: 'vi',
  uid: 100,
  gid: 10,
  login: 'anna',
  executableDirectory: '/usr/bin',
  executable: '/usr/bin/vi',
  nodeName: 'host',
  machine: 'i86pc',
  time: 1700000000,
  signal: 11,
  tid: 1160,
  limit: 4096,
  cpu: 3,
  dumpable: 1,
  pidfd: 5,
}

const table: readonly (readonly [PatternStyle, string, string, { [K in keyof PatternValues]?: PatternValues[K] | undefined }?])[] = [
  ['illumos', 'core', 'core'],
  ['illumos', '/var/core/%d/%f.%p', '/var/core/usr/bin/vi.1159'],
  ['illumos', '%u.%g.%n.%m.%t', '100.10.host.i86pc.1700000000'],
  ['illumos', '%z:%Z:%%', 'global:/:%'],
  ['illumos', 'a%x%', 'a%x%'],
  ['freebsd', '/c/%H/%U.%N.%P.%S.%I%%', '/c/host/100.vi.1159.11.0%'],
  ['freebsd', 'a%xb%', 'ab'],
  ['dragonfly', '%N.%P.%U%%', 'vi.1159.100%'],
  ['dragonfly-checkpoint', '%N.%P.%U%%', '/home/vi.1159.100%', { cwd: '/home' }],
  ['netbsd', '%n.%p.%u.%t', 'vi.1159.anna.1700000000'],
  ['netbsd', 'a%%b%x%', 'a%%b%x%'],
  ['openbsd', 'whatever', 'vi.core'],
  ['darwin', '/cores/%N.%P', '/cores/vi.1159'],
  ['linux', '%e.%E.%f.%h.%p.%P.%i.%I.%s.%t.%u.%g', 'vi.!usr!bin!vi.vi.host.1159.1159.1160.1160.11.1700000000.100.10'],
  ['linux', 'a%yb%', 'ab'],
  ['linux', '%c.%C.%d.%F.%%', '4096.3.1.5.%'],
  ['linux', '%P.%I', '1.2', { rootPid: 1, rootTid: 2 }],
  ['linux', '%h.%e', 'a!b.c!d', { nodeName: 'a/b', name: 'c/d' }],
  ['darwin', '%N.%P.%U.%T.%%', 'vi.1159.100.1700000000.%'],
  ['darwin', 'a%xb%', 'ab'],
  ['dragonfly', 'a%xb%', 'ab'],
  ['freebsd', '%N.%I', 'vi.03', { index: 3, indexDigits: 2 }],
  ['freebsd', '%I.%N.%I', '3.vi.%I', { index: 3 }],
  ['freebsd', '%S.%H', '.', { signal: undefined, nodeName: undefined }],
  ['illumos', '%u.%g', '4294967294.4294967295', { uid: -2, gid: -1 }],
  ['illumos', '%x%%%y', '%x%%y'],
  ['illumos', '', ''],
]

describe('expandCorePattern', () => {
  test.each(table.map(([style, pattern, path, changes = {}]) => [style, pattern, path, changes] as const))(
    '%s: %s',
    (style, pattern, path, changes) => {
      expect(expandCorePattern(pattern, { ...facts, ...changes } as PatternValues, style)).toMatchObject({ path })
    },
  )

  test('every token of every style is in the table', () => {
    for (const [style, { tokens }] of Object.entries(styles)) {
      if (style === 'openbsd') continue
      const used = table.flatMap(([of, pattern]) => (of === style ? [pattern] : [])).join(' ')
      for (const letter of Object.keys(tokens)) expect(used, style).toContain(`%${letter}`)
    }
  })

  test('illumos: characters of several bytes are counted by bytes, each with room behind it', () => {
    expect(expandCorePattern(`${'x'.repeat(1021)}é`, facts, 'illumos')).toMatchObject({ path: `${'x'.repeat(1021)}é` })
    expect(expandCorePattern(`${'x'.repeat(1022)}é`, facts, 'illumos')).toEqual({ errno: 'ENAMETOOLONG' })
    expect(expandCorePattern(`${'x'.repeat(1020)}𝄞`, facts, 'illumos')).toEqual({ errno: 'ENAMETOOLONG' })
  })

  test.each(['p', 'u', 'g', 'f', 'n', 'm', 't', 'z', 'Z', '%'])('illumos: %%%s fits while one byte is left', (letter) => {
    const expansion = expandCorePattern(`%${letter}`, facts, 'illumos')
    const length = 'path' in expansion ? expansion.path.length : 0
    const room = 1023 - length
    expect(expandCorePattern(`${'x'.repeat(room)}%${letter}`, facts, 'illumos')).toHaveProperty('path')
    expect(expandCorePattern(`${'x'.repeat(room + 1)}%${letter}`, facts, 'illumos')).toEqual({ errno: 'ENAMETOOLONG' })
  })

  test('linux: a name of 4096 bytes', () => {
    const long = (length: number) => expandCorePattern('%E', { pid: 1, executable: 'e'.repeat(length) }, 'linux')
    expect(long(4095)).toMatchObject({ path: 'e'.repeat(4095) })
    expect(long(4096)).toEqual({ errno: 'ENAMETOOLONG' })
    expect(expandCorePattern('%E', { pid: 1, executable: 'e'.repeat(4094) }, 'linux', { usesPid: true })).toEqual({ errno: 'ENAMETOOLONG' })
  })

  test('the zone of a zone', () => {
    const zoned = { ...facts, zone: { name: 'web', root: '/zones/web' } }
    expect(expandCorePattern('%Z/cores/%z.%p', zoned, 'illumos')).toMatchObject({ path: '/zones/web/cores/web.1159' })
  })

  test('illumos: %f is cut at 16, ids are unsigned', () => {
    expect(expandCorePattern('%f.%u', { pid: 1, name: 'abcdefghijklmnopqrst', uid: -2 }, 'illumos')).toMatchObject({
      path: 'abcdefghijklmnop.4294967294',
    })
  })

  test('illumos: the room is 1024 with the NUL, and equality fails', () => {
    const tooLong = { errno: 'ENAMETOOLONG' }
    expect(expandCorePattern('x'.repeat(1023), facts, 'illumos')).toMatchObject({ path: 'x'.repeat(1023) })
    expect(expandCorePattern('x'.repeat(1024), facts, 'illumos')).toEqual(tooLong)
    // %p takes 4: 1024 - 1019 - 4 leaves 1, which is enough for the NUL.
    expect(expandCorePattern(`${'x'.repeat(1019)}%p`, facts, 'illumos')).toMatchObject({ path: `${'x'.repeat(1019)}1159` })
    expect(expandCorePattern(`${'x'.repeat(1020)}%p`, facts, 'illumos')).toEqual(tooLong)
    // After that nothing more fits, not even an ordinary character.
    expect(expandCorePattern(`${'x'.repeat(1019)}%py`, facts, 'illumos')).toEqual(tooLong)
  })

  test('illumos: a directory that does not fit expands to nothing and costs nothing', () => {
    const directory = `/${'d'.repeat(100)}`
    const long = { ...facts, executableDirectory: directory }
    expect(expandCorePattern(`${'x'.repeat(922)}%dy`, long, 'illumos')).toMatchObject({ path: `${'x'.repeat(922)}${directory.slice(1)}y` })
    expect(expandCorePattern(`${'x'.repeat(923)}%dy`, long, 'illumos')).toMatchObject({ path: `${'x'.repeat(923)}y` })
    expect(expandCorePattern('%d/core', { pid: 1 }, 'illumos')).toMatchObject({ path: '/core' })
  })

  test('illumos: %Z is charged with the /root/ that it loses', () => {
    const zoned = { ...facts, zone: { name: 'z', root: '/z' } }
    expect(expandCorePattern(`${'x'.repeat(1015)}%Z`, zoned, 'illumos')).toMatchObject({ path: `${'x'.repeat(1015)}/z` })
    expect(expandCorePattern(`${'x'.repeat(1016)}%Z`, zoned, 'illumos')).toEqual({ errno: 'ENAMETOOLONG' })
  })

  test.each([
    ['freebsd', 'ENOMEM'],
    ['netbsd', 'ENAMETOOLONG'],
  ] as const)('%s: a name of 1024 bytes gives %s', (style, errno) => {
    expect(expandCorePattern('x'.repeat(1023), facts, style)).toMatchObject({ path: 'x'.repeat(1023) })
    expect(expandCorePattern('x'.repeat(1024), facts, style)).toEqual({ errno })
  })

  test('darwin: a name that is too long falls back', () => {
    expect(expandCorePattern('x'.repeat(1024), facts, 'darwin')).toMatchObject({ path: '/cores/core.1159' })
  })

  test('freebsd: an index has as many digits as the largest; unknown tokens are logged', () => {
    expect(expandCorePattern('%N.%I', { ...facts, index: 3, indexDigits: 2 }, 'freebsd')).toMatchObject({ path: 'vi.03' })
    expect(expandCorePattern('%q', facts, 'freebsd')).toMatchObject({ path: '', log: [expect.stringContaining('q')] })
  })

  test('linux: pipes, sockets, slashes, core_uses_pid, the length of the setting', () => {
    expect(expandCorePattern('|/bin/h %p %e  x', { ...facts, name: 'a b' }, 'linux')).toEqual({
      pipe: { program: '/bin/h', arguments: ['1159', 'a b', 'x'] },
      log: [],
    })
    expect(expandCorePattern('|', facts, 'linux')).toEqual({ errno: 'EINVAL' })
    expect(expandCorePattern('@/run/s', facts, 'linux')).toEqual({ socket: '/run/s', log: [] })
    expect(expandCorePattern('%e', { pid: 1, name: 'a/b' }, 'linux')).toMatchObject({ path: 'a!b' })
    expect(expandCorePattern('core', facts, 'linux', { usesPid: true })).toMatchObject({ path: 'core.1159' })
    expect(expandCorePattern('core.%p', facts, 'linux', { usesPid: true })).toMatchObject({ path: 'core.1159' })
    expect(expandCorePattern('x'.repeat(127), facts, 'linux')).toMatchObject({ path: 'x'.repeat(127) })
    expect(expandCorePattern('x'.repeat(128), facts, 'linux')).toEqual({ errno: 'ENAMETOOLONG' })
  })
})

describe('matchCorePattern', () => {
  test.each([
    ['illumos', '/var/core/%f.%p.%t', '/var/core/vi.7.99', { name: 'vi', pid: 7, time: 99 }],
    ['linux', 'core.%e.%p', 'core.a.b.12', { name: 'a.b', pid: 12 }],
    ['linux', '%E-%s', '!usr!bin!vi-11', { executable: '/usr/bin/vi', signal: 11 }],
    ['netbsd', '%n.core', 'vi.core', { name: 'vi' }],
    ['openbsd', '', 'vi.core', { name: 'vi' }],
    ['freebsd', '%N.%P.%N', 'a.1.a', { name: 'a', pid: 1 }],
  ] as const)('%s: %s of %s', (style, pattern, name, found) => {
    expect(matchCorePattern(pattern, name, style)).toEqual(found)
  })

  test.each([
    ['linux', 'core.%p', 'core.x'],
    ['linux', 'core.%p', 'xcore.1'],
    ['freebsd', '%N.%P.%N', 'a.1.b'],
    ['illumos', 'a.%p', 'aX1'],
  ] as const)('%s: %s cannot have made %s', (style, pattern, name) => {
    expect(matchCorePattern(pattern, name, style)).toBeUndefined()
  })

  test('what an expansion put in is found again', () => {
    const letters: Record<
      'illumos' | 'freebsd' | 'dragonfly' | 'netbsd' | 'linux',
      { name: string; pid: string; time?: string; uid?: string }
    > = {
      illumos: { name: 'f', pid: 'p', time: 't', uid: 'u' },
      freebsd: { name: 'N', pid: 'P', uid: 'U' },
      dragonfly: { name: 'N', pid: 'P', uid: 'U' },
      netbsd: { name: 'n', pid: 'p', time: 't' },
      linux: { name: 'e', pid: 'p', time: 't', uid: 'u' },
    }
    const cases = fc.record({
      style: fc.constantFrom(...(Object.keys(letters) as (keyof typeof letters)[])),
      name: fc.stringMatching(/^[a-z][a-z._-]{0,14}$/),
      pid: fc.nat(99999),
      time: fc.nat(2_000_000_000),
      uid: fc.nat(65535),
      prefix: fc.constantFrom('', '/var/cores/', 'core.', '%%-'),
    })
    check(cases, ({ style, prefix, ...given }) => {
      const tokens = Object.entries(letters[style])
      // A separator that no name holds makes the reading unique.
      const pattern = prefix + tokens.map(([, letter]) => `%${letter}`).join('#')
      const expansion = expandCorePattern(pattern, given, style)
      if (!('path' in expansion)) throw new Error('no path')
      const wanted = Object.fromEntries(tokens.map(([fact]) => [fact, given[fact as keyof typeof given]]))
      expect(matchCorePattern(pattern, expansion.path, style)).toEqual(wanted)
    })
  })

  test('every token of every style: what was put in is found again', () => {
    const text = fc.stringMatching(/^[a-z][a-z0-9._ -]{0,14}$/)
    const path = fc.stringMatching(/^(?:\/[a-z][a-z0-9._-]{0,8}){1,3}$/)
    const given = fc.record({
      pid: fc.nat(99999),
      name: text,
      cwd: path,
      uid: fc.nat(),
      gid: fc.nat(),
      login: text,
      executableDirectory: path,
      executable: path,
      nodeName: text,
      machine: text,
      time: fc.nat(),
      zone: fc.record({ name: text, root: path }),
      signal: fc.nat(128),
      tid: fc.nat(99999),
      rootTid: fc.nat(99999),
      rootPid: fc.nat(99999),
      limit: fc.nat(),
      cpu: fc.nat(512),
      dumpable: fc.nat(2),
      pidfd: fc.nat(512),
      index: fc.nat(9),
    })
    const style = fc.constantFrom(...(Object.keys(styles) as PatternStyle[]))
    check(fc.tuple(style, given, fc.infiniteStream(fc.nat())), ([of, values, order]) => {
      const tokens = Object.entries(styles[of].tokens)
      const shuffled = tokens.map((token) => ({ token, at: order.next().value as number })).sort((a, b) => a.at - b.at)
      const some = shuffled.slice(0, 12).map(({ token }) => token)
      const pattern = some.map(([letter]) => `%${letter}`).join('#')
      const expansion = expandCorePattern(pattern, values, of)
      if (!('path' in expansion)) throw new Error(`no path: ${JSON.stringify(expansion)}`)
      const found = matchCorePattern(pattern, expansion.path, of)
      for (const [, { fact }] of of === 'openbsd' ? [] : some) {
        if (fact === 'percent') continue
        const { zone, executable, executableDirectory } = values
        const special: Record<string, unknown> = {
          zoneName: zone.name,
          zoneRoot: zone.root,
          executableName: executable.slice(executable.lastIndexOf('/') + 1),
          executableDirectory: executableDirectory.slice(1),
        }
        expect(found?.[fact as keyof typeof found], pattern).toEqual(special[fact] ?? values[fact as keyof typeof values])
      }
    })
  })

  test('a pattern that can be read in many ways ends', () => {
    const name = 'a'.repeat(1000)
    expect(matchCorePattern('%f%n%m%z%Z%d#', name, 'illumos')).toBeUndefined()
    expect(matchCorePattern('%f%n%m%f', name, 'illumos')).toMatchObject({ machine: name })
    expect(() => matchCorePattern('%f%n%m%z%Z%f#', name, 'illumos')).toThrow(expect.objectContaining({ code: 'LIMIT' }))
    expect(() => matchCorePattern('%p%f'.repeat(1000), name, 'illumos')).toThrow(expect.objectContaining({ code: 'LIMIT' }))
  })
})
