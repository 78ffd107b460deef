/** The escapes of NetBSD's kdump. */
import { Escaper } from '../vis-escape.js'
import type { Rules } from './release-rules.js'

const NAMED: Readonly<Record<number, string>> = { 7: '\\a', 8: '\\b', 11: '\\v', 12: '\\f', 13: '\\r', 92: '\\\\' }

function escapeByte(byte: number, { escapedQuote, escapedNewline }: Rules): string {
  if (byte === 0) return '\\0'
  if (byte === 9) return '\t'
  if (byte === 10) return escapedNewline ? '\\n' : '\n'
  if (byte === 0x22) return escapedQuote ? '\\"' : '"'
  const named = NAMED[byte]
  if (named !== undefined) return named
  if (byte < 0x20) return `\\^${String.fromCharCode(byte + 0x40)}`
  if (byte < 0x7f) return String.fromCharCode(byte)
  if (byte === 0x7f) return '\\^?'
  if (byte === 0xa0) return '\\240'
  if (byte === 0xff) return '\\M^?'
  if (byte < 0xa0) return `\\M^${String.fromCharCode(byte - 0x40)}`
  return `\\M-${String.fromCharCode(byte - 0x80)}`
}

export function escaper(rules: Rules, width: number): Escaper {
  return new Escaper({ escape: (byte) => escapeByte(byte, rules), rawNewline: !rules.escapedNewline, width })
}
