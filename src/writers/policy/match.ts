/** The inverse of a name pattern: what a core file's name says of its process. */
import { type NameFacts, type PatternStyle, piecesOf, type Style, styles, type Token } from './pattern.js'

/** What a name told. `zone` and `executableName` stand alone since a name has only one part of each. */
export type MatchedFacts = Partial<Pick<NameFacts, Exclude<keyof NameFacts, 'zone'>>> & {
  readonly zoneName?: string
  readonly zoneRoot?: string
  readonly executableName?: string
}

/**
 * Recovers pid, name, time and so on from the name of a core file; undefined when the name cannot come from the pattern.
 * Where a name can be read in several ways, text tokens take as little as they can.
 */
export function matchCorePattern(pattern: string, fileName: string, style: PatternStyle): MatchedFacts | undefined {
  const of = styles[style]
  const { expression, tokens } = compile(style === 'openbsd' ? of.defaultPattern : pattern, of)
  const match = expression.exec(fileName)
  if (!match) return undefined
  const facts: Record<string, string | number> = {}
  tokens.forEach((token, index) => {
    const found = match[index + 1] ?? ''
    if (token.fact === 'percent') return
    if (token.shape === 'number') {
      if (found !== '') facts[token.fact] = Number(found)
    } else facts[token.fact] = token.fact === 'executable' ? found.replaceAll('!', '/') : found
  })
  return facts
}

function compile(pattern: string, style: Style): { expression: RegExp; tokens: Token[] } {
  const tokens: Token[] = []
  let source = ''
  for (const piece of piecesOf(pattern, style)) {
    if (typeof piece === 'string') source += escaped(piece)
    else if ('unknown' in piece) source += style.unknown === 'kept' ? escaped(`%${piece.unknown}`) : ''
    else if (piece.token.fact === 'percent') source += '%'
    else {
      const seen = tokens.indexOf(piece.token)
      // A token that is used twice says the same twice.
      if (seen >= 0) source += `\\${seen + 1}(?:)`
      else {
        tokens.push(piece.token)
        source += piece.token.shape === 'number' ? '(\\d*)' : '(.*?)'
      }
    }
  }
  return { expression: new RegExp(`^${source}$`, 's'), tokens }
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
