/** The inverse of pattern expansion: recovers process information from the name of a core file. */
import { FormatError } from '../../errors.js'
import { type Piece, piecesOf } from './expand-pattern.js'
import { type PatternStyle, type PatternValues, type Style, styles } from './pattern-styles.js'

/** The recovered values. `zone` and `executableName` are separate, because a name contains only one part of each. */
export type MatchedFacts = Partial<Pick<PatternValues, Exclude<keyof PatternValues, 'zone'>>> & {
  readonly zoneName?: string
  readonly zoneRoot?: string
  readonly executableName?: string
}

/** Maximum number of attempts; real names need far fewer. */
const MOST_STEPS = 1_000_000
/** Maximum number of parts in a pattern; no system accepts longer ones. */
const MOST_PIECES = 1024

/**
 * Recovers PID, name, time and other values from the name of a core file; undefined if the name does not match the pattern.
 * If several matches are possible, text tokens match as little as possible.
 *
 * @throws FormatError `LIMIT` when a pattern is too ambiguous to match in reasonable time
 */
export function matchCorePattern(pattern: string, fileName: string, style: PatternStyle): MatchedFacts | undefined {
  const of = styles[style]
  const pieces = piecesOf(style === 'openbsd' ? of.defaultPattern : pattern, of)
  if (pieces.length > MOST_PIECES)
    throw new FormatError({ code: 'LIMIT', message: `the pattern has ${pieces.length} parts, more than the limit` })
  const { name, cwd } = style === 'dragonfly-checkpoint' ? withoutDirectory(pattern, fileName) : { name: fileName }
  let found: ReadonlyMap<string, Part> | undefined
  for (const rules of NUMBER_RULES) found ??= new Matching(pieces, of, name, rules).run()
  if (!found) return undefined
  const facts: Record<string, string | number> = { ...(cwd !== undefined && { cwd }) }
  for (const [fact, { text, isNumber }] of found) {
    if (!isNumber) facts[fact] = fact === 'executable' ? text.replaceAll('!', '/') : text
    else if (text !== '') facts[fact] = isId(fact) ? Number(text) >>> 0 : Number(text)
  }
  return facts
}

/** Splits off the current directory that the kernel puts in front of a relative pattern. */
function withoutDirectory(pattern: string, fileName: string): { name: string; cwd?: string } {
  if (pattern.startsWith('/') || !fileName.startsWith('/')) return { name: fileName }
  const parts = fileName.split('/')
  const own = pattern.split('/').length
  return { name: parts.slice(-own).join('/'), cwd: parts.slice(0, -own).join('/') || '/' }
}

interface NumberRules {
  /** Whether times have 10 or 11 digits, as those from 2001 to 5138 have. */
  readonly exactTimes: boolean
  /** Whether numbers other than the process ID may be unknown, and have no digits. */
  readonly emptyNumbers: boolean
}

/** From the most likely names to the least likely ones. */
const NUMBER_RULES: readonly NumberRules[] = [
  { exactTimes: true, emptyNumbers: false },
  { exactTimes: false, emptyNumbers: false },
  { exactTimes: false, emptyNumbers: true },
]

interface Part {
  readonly text: string
  readonly isNumber: boolean
}

/** Tries all matches, shortest texts first. */
class Matching {
  readonly #found = new Map<string, Part>()
  /** Positions where the rest of the pattern does not match, by part. Not used for repeated tokens, because they depend on earlier matches. */
  readonly #failed: Set<number>[]
  readonly #repeats: boolean
  #steps = 0

  constructor(
    private readonly pieces: readonly Piece[],
    private readonly style: Style,
    private readonly name: string,
    private readonly rules: NumberRules,
  ) {
    this.#failed = pieces.map(() => new Set())
    const used = pieces.flatMap((piece) => (typeof piece === 'object' && 'token' in piece ? [piece.token] : []))
    this.#repeats = new Set(used).size < used.length
  }

  run(): ReadonlyMap<string, Part> | undefined {
    return this.#from(0, 0) ? this.#found : undefined
  }

  #from(index: number, at: number): boolean {
    const piece = this.pieces[index]
    if (piece === undefined) return at === this.name.length
    if (!this.#repeats && this.#failed[index]?.has(at)) return false
    if (++this.#steps > MOST_STEPS) throw new FormatError({ code: 'LIMIT', message: `${this.name} matches the pattern in too many ways` })
    const fits = this.#try(piece, index, at)
    if (!fits) this.#failed[index]?.add(at)
    return fits
  }

  #try(piece: Piece, index: number, at: number): boolean {
    const { name, style } = this
    const literal = (text: string): boolean => name.startsWith(text, at) && this.#from(index + 1, at + text.length)
    if (typeof piece === 'string') return literal(piece)
    if ('unknown' in piece) return literal(style.unknown === 'kept' ? `%${piece.unknown}` : '')
    const { fact, shape } = piece.token
    if (fact === 'percent') return literal('%')
    const before = this.#found.get(fact)
    // A repeated token must match the same text.
    if (before) return literal(before.text)
    const isNumber = shape === 'number'
    for (const end of isNumber ? this.#numberEnds(fact, at) : textEnds(at, name.length)) {
      this.#found.set(fact, { text: name.slice(at, end), isNumber })
      if (this.#from(index + 1, end)) return true
    }
    this.#found.delete(fact)
    return false
  }

  /** The ends of numbers that a token can have written, longest first; last, the empty text of an unknown value. */
  *#numberEnds(fact: string, at: number): Generator<number> {
    const { name, style } = this
    const sign = style === styles.illumos && isId(fact) && name[at] === '-' ? 1 : 0
    let end = at + sign
    while (end < name.length && end - at < MOST_DIGITS && isDigit(name.charCodeAt(end))) end++
    for (; end > at + sign; end--) {
      if (this.#canBe(fact, name.slice(at, end))) yield end
    }
    if (this.rules.emptyNumbers && fact !== 'pid') yield at
  }

  /** Whether expanding the value gives the text again. */
  #canBe(fact: string, text: string): boolean {
    if (fact === 'index') return true
    const value = Number(text)
    if (String(value) !== text || !Number.isSafeInteger(value)) return false
    if (fact === 'time') return !this.rules.exactTimes || text.length === 10 || text.length === 11
    return !BELOW_2_32.has(fact) || (value >= -(2 ** 31) && value < 2 ** 32)
  }
}

/** Digits of the longest number. */
const MOST_DIGITS = 20
const BELOW_2_32: ReadonlySet<string> = new Set(['pid', 'rootPid', 'tid', 'rootTid', 'uid', 'gid', 'signal'])

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39

/** Solaris of 2004 writes IDs as signed numbers. */
const isId = (fact: string): boolean => fact === 'uid' || fact === 'gid'

function* textEnds(from: number, to: number): Generator<number> {
  for (let end = from; end <= to; end++) yield end
}
