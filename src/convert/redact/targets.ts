/** Parses the requests of `--redact`. */
import { FormatError } from '../../errors.js'
import { type MemoryKind, memoryKinds } from '../../readers/core/memory-kind-names.js'
import { byteText, textPatterns } from './text-patterns.js'

/** What files hold beside memory, by the names of their fields. */
const fieldWords = ['names', 'paths', 'ids', 'host', 'registers', 'io'] as const
export type FieldWord = (typeof fieldWords)[number]

/** One request. `label` is how messages call it. */
export type RedactionTarget = {
  readonly label: string
  /** Of a preset, of whose requests not all must be met. */
  readonly preset?: string
} & (
  | /** The variables of the environment and their values, wherever they are. */ { readonly what: 'environment' }
  | /** The arguments, wherever they are. */ { readonly what: 'arguments' }
  | /** Fields of notes, streams and records. */ { readonly what: 'field'; readonly word: FieldWord }
  | /** All memory of a kind. */ { readonly what: 'kind'; readonly kind: MemoryKind }
  | /** Addresses; `end` is exclusive. */ { readonly what: 'range'; readonly start: bigint; readonly end: bigint }
  | /** Matching bytes anywhere in the file. */ {
      readonly what: 'pattern'
      readonly patterns: readonly RegExp[]
      /** Whether UTF-16 text is searched as well. */
      readonly wide?: boolean
      /** The text, if it is one. */
      readonly text?: string
    }
  | /** Bytes that no structure and no memory describes. */ { readonly what: 'gaps' }
)

/** Texts that usually are secrets. */
const SECRETS =
  '-----BEGIN [A-Z ]*PRIVATE KEY-----[^\\0]*?(?:-----END [A-Z ]*PRIVATE KEY-----|(?=\\0))|\\b(?:AKIA|ASIA)[0-9A-Z]{16}\\b|\\bgh[pousr]_[A-Za-z0-9]{20,}|\\bgithub_pat_\\w{20,}|\\bglpat-[\\w-]{20,}|\\bxox[abprs]-[\\w-]{10,}|\\bsk-[\\w-]{20,}|\\beyJ[\\w-]{8,}\\.[\\w-]{8,}\\.[\\w-]*|(?:Bearer|Basic) [\\w.~+/=-]{8,}|(?:[Pp]assw(?:or)?d|PASSW(?:OR)?D|[Ss]ecret|SECRET|[Tt]oken|TOKEN|[Aa]pi_?[Kk]ey|API_?KEY)["\']?[=:] ?["\']?[^\\s\\0"\'&;]{3,}|://[^\\s/:@\\0]+:[^\\s/@\\0]+@'

const presets: Readonly<Record<string, readonly string[]>> = {
  secrets: ['environment', 'arguments', `pattern:${SECRETS}`],
  all: ['environment', 'arguments', ...memoryKinds, 'names', 'paths', 'ids', 'host', 'io', 'gaps'],
}

const NUMBER = '(0[xX][0-9a-fA-F]+|\\d+)'
const RANGE = new RegExp(`^${NUMBER}([-+])${NUMBER}$`)

/** The values that `parseTargets` accepts, for messages. */
export const targetWords = `environment, arguments, ${fieldWords.join(', ')}, gaps, secrets, all, ${memoryKinds.join(', ')}, START-END, START+LENGTH, text:TEXT, pattern:REGEX`

/**
 * Parses a list such as `environment,arguments,text:TEXT`. `text:` and `pattern:` take the rest of the list. A pattern is a JavaScript
 * regular expression over bytes: `.` is one byte, `\x00` a zero.
 *
 * @throws FormatError `BAD_VALUE`
 */
export function parseTargets(list: string): RedactionTarget[] {
  const targets: RedactionTarget[] = []
  for (let rest: string | undefined = list; rest !== undefined; ) {
    const comma: number = /^(?:text|pattern):/.test(rest) ? -1 : rest.indexOf(',')
    const word = comma < 0 ? rest : rest.slice(0, comma).trim()
    rest = comma < 0 ? undefined : rest.slice(comma + 1).trim()
    const preset = Object.hasOwn(presets, word) ? presets[word] : undefined
    if (preset)
      for (const each of preset) {
        const target = parseTarget(each)
        targets.push({ ...target, preset: word, label: target.what === 'pattern' ? 'tokens, passwords and keys' : target.label })
      }
    else targets.push(parseTarget(word))
  }
  return targets
}

/** Parses one request; see {@link parseTargets}. */
export function parseTarget(text: string): RedactionTarget {
  const label = text
  if (text === 'environment' || text === 'arguments' || text === 'gaps') return { what: text, label }
  if ((fieldWords as readonly string[]).includes(text)) return { what: 'field', word: text as FieldWord, label }
  if ((memoryKinds as readonly string[]).includes(text)) return { what: 'kind', kind: text as MemoryKind, label }
  const literal = /^text:([\s\S]+)$/.exec(text)?.[1]
  if (literal !== undefined) return textTarget(literal, label)
  const source = /^pattern:([\s\S]+)$/.exec(text)?.[1]
  if (source !== undefined) return { what: 'pattern', patterns: [compiled(source)], wide: true, label }
  const [, from = '', sign, to = ''] = RANGE.exec(text) ?? []
  if (sign !== undefined) {
    const start = BigInt(from)
    const end = sign === '-' ? BigInt(to) : start + BigInt(to)
    if (end > start) return { what: 'range', start, end, label }
  }
  throw wrong(`unknown request ${JSON.stringify(text)}; expected ${targetWords}`)
}

/** A text in any case, in UTF-8 and UTF-16. */
export const textTarget = (text: string, label: string): RedactionTarget => ({
  what: 'pattern',
  patterns: textPatterns(text, { anyCase: true }),
  text,
  label,
})

const wrong = (message: string): FormatError => new FormatError({ code: 'BAD_VALUE', path: 'redact', message: `--redact: ${message}` })

function compiled(source: string): RegExp {
  let pattern: RegExp
  try {
    pattern = new RegExp(byteText(new TextEncoder().encode(source)), 'gs')
  } catch (error) {
    throw wrong(`invalid regular expression ${JSON.stringify(source)}: ${error instanceof Error ? error.message : String(error)}`)
  }
  if (pattern.test('')) throw wrong(`pattern ${JSON.stringify(source)} matches the empty string`)
  return pattern
}
