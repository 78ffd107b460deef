/** The inverse of a name pattern: what a core file's name says of its process. */
import { FormatError } from '../../errors.js'
import { type Piece, piecesOf } from './expand-pattern.js'
import { type PatternStyle, type PatternValues, type Style, styles } from './pattern-styles.js'

/** What a name told. `zone` and `executableName` stand alone since a name has only one part of each. */
export type MatchedFacts = Partial<Pick<PatternValues, Exclude<keyof PatternValues, 'zone'>>> & {
  readonly zoneName?: string
  readonly zoneRoot?: string
  readonly executableName?: string
}

/** Attempts to read a name; many more than any name of a system needs. */
const MOST_STEPS = 1_000_000
/** Parts of a pattern; no system takes longer ones. */
const MOST_PIECES = 1024

/**
 * Recovers pid, name, time and so on from the name of a core file; undefined when the name cannot come from the pattern.
 * Where a name can be read in several ways, text tokens take as little as they can.
 *
 * @throws FormatError `LIMIT` when a pattern can be read in so many ways that it would take too long
 */
export function matchCorePattern(pattern: string, fileName: string, style: PatternStyle): MatchedFacts | undefined {
  const of = styles[style]
  const pieces = piecesOf(style === 'openbsd' ? of.defaultPattern : pattern, of)
  if (pieces.length > MOST_PIECES) throw new FormatError({ code: 'LIMIT', message: `a pattern of ${pieces.length} parts is too long` })
  const found = new Matching(pieces, of, fileName).run()
  if (!found) return undefined
  const facts: Record<string, string | number> = {}
  for (const [fact, { text, isNumber }] of found) {
    if (!isNumber) facts[fact] = fact === 'executable' ? text.replaceAll('!', '/') : text
    else if (text !== '') facts[fact] = Number(text)
  }
  return facts
}

interface Part {
  readonly text: string
  readonly isNumber: boolean
}

/** Tries the ways to read a name, shortest texts first. */
class Matching {
  readonly #found = new Map<string, Part>()
  /** Places where the rest of the pattern did not fit, by piece. Tokens that occur twice make it depend on what went before. */
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
    if (++this.#steps > MOST_STEPS)
      throw new FormatError({ code: 'LIMIT', message: `there are too many ways to read ${this.name} as that pattern` })
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
    // A token that is used twice says the same twice.
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
