import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  CC_CONTENT_ALL,
  CC_CONTENT_DEFAULT,
  contentBits,
  contentFromText,
  contentOf,
  formatContent,
  parseContent,
} from '../../../src/writers/policy/content-set.js'
import { check } from '../../support/property.js'

describe('content strings', () => {
  test.each([
    [0x1ffbn, 'default'],
    [0x3fffn, 'all'],
    [0x1fffn, 'default+shfile'],
    [0x3ffbn, 'default+debug'],
    [0x3ffen, 'all-stack'],
    [0x1ffan, 'default-stack'],
    [0x0081n, 'stack+anon'],
    [0x0001n, 'stack'],
    [0n, 'none'],
    [0x4000n, '<invalid>'],
  ])('%s prints as %s', (content, text) => {
    expect(formatContent(content)).toBe(text)
  })

  test.each([
    ['stack+heap-shm', 0x3n],
    ['default-stack+stack', CC_CONTENT_DEFAULT],
    ['all-all+text', 0x10n],
    ['none', 0n],
    [
      '0x33',
      contentBits.stack | contentBits.heap | contentBits.anon | contentBits.shanon | contentBits.shm | contentBits.ism | contentBits.dism,
    ],
  ])('%s means %s', (text, content) => {
    expect(contentFromText(text)).toBe(content)
  })

  test.each(['', '+stack', '-stack', 'stack+', 'stack,heap', 'Stack', 'stack heap', 'stack++heap', 'constructor'])('%j is none', (text) => {
    expect(parseContent(text)).toBeUndefined()
  })

  test('every set prints as a string that means it', () => {
    check(fc.bigInt({ min: 0n, max: CC_CONTENT_ALL }), (content) => {
      expect(parseContent(formatContent(content))).toBe(content)
    })
  })

  test.each([
    [{ readable: true, writable: true, executable: false, kind: 'stack' }, 'stack'],
    [{ readable: true, writable: true, executable: false, shared: true, file: true }, 'shfile'],
    [{ readable: true, writable: true, executable: false, shared: true }, 'shanon'],
    [{ readable: true, writable: false, executable: true, file: true }, 'text'],
    [{ readable: true, writable: true, executable: true, file: true }, 'data'],
    [{ readable: true, writable: false, executable: false, file: true }, 'rodata'],
    [{ readable: false, writable: false, executable: false, file: true }, 'data'],
    [{ readable: true, writable: true, executable: false }, 'anon'],
  ] as const)('a mapping %j is %s', (mapping, word) => {
    expect(contentOf(mapping)).toBe(contentBits[word])
  })
})
