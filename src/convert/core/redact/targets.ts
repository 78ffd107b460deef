/** What is to be redacted, as the command line says it. */
import { FormatError } from '../../../errors.js'
import { type MemoryKind, memoryKinds } from '../mapping-kinds.js'

export type RedactionTarget =
  /** Texts of the environment, on the stack that the program was started with. */
  | { readonly what: 'environment' }
  /** Arguments, there and in the notes. */
  | { readonly what: 'arguments' }
  /** All memory of a kind. */
  | { readonly what: 'kind'; readonly kind: MemoryKind }
  /** Addresses; `end` is exclusive. */
  | { readonly what: 'range'; readonly start: bigint; readonly end: bigint }
  /** Bytes that look so, in memory and notes. */
  | { readonly what: 'pattern'; readonly pattern: RegExp }

const NUMBER = '(0[xX][0-9a-fA-F]+|\\d+)'
const RANGE = new RegExp(`^${NUMBER}([-+])${NUMBER}$`)

/** What `parseTarget` takes, for messages. */
export const targetWords = `environment, arguments, ${memoryKinds.join(', ')}, START-END, START+LENGTH, text:TEXT, pattern:REGEX`

/**
 * Reads one of {@link targetWords}. A pattern is a regular expression of JavaScript over bytes: `.` is one byte, `\x00` a zero.
 *
 * @throws FormatError `BAD_VALUE`
 */
export function parseTarget(text: string): RedactionTarget {
  if (text === 'environment' || text === 'arguments') return { what: text }
  if ((memoryKinds as readonly string[]).includes(text)) return { what: 'kind', kind: text as MemoryKind }
  const literal = /^text:([\s\S]+)$/.exec(text)?.[1]
  if (literal !== undefined) return { what: 'pattern', pattern: literalPattern(literal) }
  const source = /^pattern:([\s\S]+)$/.exec(text)?.[1]
  if (source !== undefined) return { what: 'pattern', pattern: compiled(source) }
  const [, from = '', sign, to = ''] = RANGE.exec(text) ?? []
  if (sign !== undefined) {
    const start = BigInt(from)
    const end = sign === '-' ? BigInt(to) : start + BigInt(to)
    if (end > start) return { what: 'range', start, end }
  }
  throw wrong(`${JSON.stringify(text)} cannot be redacted; what can be is ${targetWords}`)
}

const wrong = (message: string): FormatError => new FormatError({ code: 'BAD_VALUE', path: 'redact', message: `--redact: ${message}` })

/** Bytes as characters of one byte each, so that a regular expression can look at them. */
const byteText = (text: string): string => Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('')

/** A text's bytes; of one that was not UTF-8, those that could not be read are any. */
export function literalPattern(text: string): RegExp {
  const parts = text.split('\ufffd').map((part) => byteText(part).replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
  return new RegExp(parts.join('[\\x80-\\xff]+'), 'gs')
}

function compiled(source: string): RegExp {
  let pattern: RegExp
  try {
    pattern = new RegExp(byteText(source), 'gs')
  } catch (error) {
    throw wrong(`${JSON.stringify(source)} is no regular expression: ${error instanceof Error ? error.message : String(error)}`)
  }
  if (pattern.test('')) throw wrong(`${JSON.stringify(source)} matches nothing at all, which is everywhere`)
  return pattern
}
