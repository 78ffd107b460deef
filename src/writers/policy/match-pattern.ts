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
  const found = new Matching(pieces, of, name).run()
  if (!found) return undefined
  const facts: Record<string, string | number> = { ...(cwd !== undefined && { cwd }) }
  for (const [fact, { text, isNumber }] of found) {
    if (!isNumber) facts[fact] = fact === 'executable' ? text.replaceAll('!', '/') : text
    else if (text !== '') facts[fact] = Number(text)
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
    let most = name.length
    if (isNumber) {
      most = at
      while (most < name.length && /\d/.test(name.charAt(most))) most++
    }
    for (let i = 0; i <= most - at; i++) {
      const end = isNumber ? most - i : at + i
      this.#found.set(fact, { text: name.slice(at, end), isNumber })
      if (this.#from(index + 1, end)) return true
    }
    this.#found.delete(fact)
    return false
  }
}
