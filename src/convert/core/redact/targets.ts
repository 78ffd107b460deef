/** Parses the targets of `--redact`. */
import { FormatError } from '../../../errors.js'
import { type MemoryKind, memoryKinds } from '../mapping-kinds.js'

export type RedactionTarget =
  /** Environment strings on the initial stack. */
  | { readonly what: 'environment' }
  /** Arguments, on the initial stack and in the notes. */
  | { readonly what: 'arguments' }
  /** All memory of a kind. */
  | { readonly what: 'kind'; readonly kind: MemoryKind }
  /** Addresses; `end` is exclusive. */
  | { readonly what: 'range'; readonly start: bigint; readonly end: bigint }
  /** Matching bytes in memory and notes. */
  | { readonly what: 'pattern'; readonly pattern: RegExp }

const NUMBER = '(0[xX][0-9a-fA-F]+|\\d+)'
const RANGE = new RegExp(`^${NUMBER}([-+])${NUMBER}$`)

/** The values that `parseTarget` accepts, for messages. */
export const targetWords = `environment, arguments, ${memoryKinds.join(', ')}, START-END, START+LENGTH, text:TEXT, pattern:REGEX`

/**
 * Parses one of {@link targetWords}. A pattern is a JavaScript regular expression over bytes: `.` is one byte, `\x00` a zero.
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
  throw wrong(`unknown target ${JSON.stringify(text)}; expected ${targetWords}`)
}

const wrong = (message: string): FormatError => new FormatError({ code: 'BAD_VALUE', path: 'redact', message: `--redact: ${message}` })

/** The UTF-8 bytes as characters of one byte each, for regular expressions. */
const byteText = (text: string): string => Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('')

/** A pattern for the bytes of a string; a replacement character matches any invalid UTF-8. */
export function literalPattern(text: string): RegExp {
  const parts = text.split('\ufffd').map((part) => byteText(part).replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
  return new RegExp(parts.join('[\\x80-\\xff]+'), 'gs')
}

function compiled(source: string): RegExp {
  let pattern: RegExp
  try {
    pattern = new RegExp(byteText(source), 'gs')
  } catch (error) {
    throw wrong(`invalid regular expression ${JSON.stringify(source)}: ${error instanceof Error ? error.message : String(error)}`)
  }
  if (pattern.test('')) throw wrong(`pattern ${JSON.stringify(source)} matches the empty string`)
  return pattern
}
