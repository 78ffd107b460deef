import { CORENAME_MAX_SIZE } from '../../systems/linux/limits.js'
import { expandDragonflyName } from './expand-dragonfly.js'
import { type PatternStyle, type PatternValues, pid, type Style, styles, type Token } from './pattern-styles.js'

/** A file name, or the errno of the system. `log` contains the kernel's messages about unknown tokens. */
export type Expansion =
  | { readonly path: string /** If the name is not valid UTF-8. */; readonly bytes?: Uint8Array; readonly log: readonly string[] }
  | { readonly pipe: { readonly program: string; readonly arguments: readonly string[] }; readonly log: readonly string[] }
  | { readonly socket: string; readonly log: readonly string[] }
  | { readonly errno: 'ENAMETOOLONG' | 'ENOMEM' | 'EINVAL'; readonly log?: readonly string[] }

export interface ExpandOptions {
  /** Linux kernel.core_uses_pid: append `.PID` if the pattern does not contain `%p`. */
  readonly usesPid?: boolean
}

/**
 * Expands a pattern like the system of that style, including its rules for unknown tokens, a trailing `%` and names that are too
 * long. Lengths are in bytes of UTF-8. Linux pipe patterns are parsed, but never run.
 */
export function expandCorePattern(given: string, facts: PatternValues, style: PatternStyle, options: ExpandOptions = {}): Expansion {
  const pattern = cString(given)
  switch (style) {
    case 'illumos':
      return expandIllumos(pattern, facts)
    case 'openbsd':
      return expand(styles.openbsd.defaultPattern, facts, styles.openbsd)
    case 'linux':
      return expandLinux(pattern, facts, options)
    case 'darwin': {
      const expansion = expand(pattern, facts, styles.darwin)
      return 'errno' in expansion ? { path: `/cores/core.${facts.pid}`, log: [] } : expansion
    }
    case 'dragonfly':
      return expandDragonflyName(pattern, facts, { tooLong: 'EINVAL', absolute: false })
    case 'dragonfly-checkpoint':
      return expandDragonflyName(pattern, facts, { tooLong: 'ENOMEM', absolute: true })
    default:
      return expand(pattern, facts, styles[style])
  }
}

/** The kernels handle C strings, which end at a NUL. */
const cString = (text: string): string => text.split('\0', 1)[0] ?? ''

const size = (value: string): number => new TextEncoder().encode(value).length

/** The common case: expands all tokens, then checks the length. */
function expand(pattern: string, facts: PatternValues, style: Style): { path: string; log: string[] } | { errno: Style['tooLong'] } {
  let path = ''
  const log: string[] = []
  for (const piece of piecesOf(pattern, style)) {
    if (typeof piece === 'string') path += piece
    else if ('token' in piece) path += style === styles.freebsd && piece.token.fact === 'index' ? indexOf(facts) : piece.token.write(facts)
    else if (style.unknown === 'kept') path += `%${piece.unknown}`
    else if (style.unknown === 'logged') log.push(`unknown format character ${piece.unknown} in "${pattern}"`)
  }
  return size(path) < style.room ? { path, log } : { errno: style.tooLong }
}

const indexOf = (facts: PatternValues): string => String(facts.index ?? 0).padStart(facts.indexDigits ?? 1, '0')

/** Splits a pattern into text, tokens and unknown tokens, in order. */
export type Piece = string | { readonly token: Token } | { readonly unknown: string }

export function piecesOf(pattern: string, style: Style): Piece[] {
  const pieces: Piece[] = []
  const plain = (text: string): void => {
    const last = pieces.at(-1)
    if (typeof last === 'string') pieces[pieces.length - 1] = last + text
    else pieces.push(text)
  }
  let first = true
  const characters = [...pattern]
  for (let i = 0; i < characters.length; i++) {
    const character = characters[i] as string
    if (character !== '%') {
      plain(character)
      continue
    }
    const letter = characters[++i]
    if (letter === undefined) {
      if (style.trailing === 'kept') plain('%')
    } else if (letter === style.once && !first) plain(`%${letter}`)
    else {
      if (letter === style.once) first = false
      const token = Object.hasOwn(style.tokens, letter) ? style.tokens[letter] : undefined
      pieces.push(token ? { token } : { unknown: letter })
    }
  }
  return pieces
}

/** What the tokens of a pattern stand for. */
export const patternTokens = (pattern: string, style: PatternStyle): Token['fact'][] =>
  piecesOf(pattern, styles[style]).flatMap((piece) => (typeof piece === 'object' && 'token' in piece ? [piece.token.fact] : []))

/** illumos checks the length during expansion, with peculiarities that decide which names are too long. */
function expandIllumos(pattern: string, facts: PatternValues): Expansion {
  const tooLong = { errno: 'ENAMETOOLONG' } as const
  const { illumos } = styles
  let room = illumos.room
  let path = ''
  for (const piece of piecesOf(pattern, illumos)) {
    if (room < 2) return tooLong
    if (typeof piece === 'string') {
      path += piece
      // Every byte except the last requires space for another one.
      room -= size(piece)
      if (room < 1) return tooLong
    } else if ('unknown' in piece) {
      path += `%${piece.unknown}`
      // The kernel works on bytes: an unknown token is `%` and one byte, further bytes of the character are plain text.
      const rest = size(piece.unknown) - 1
      room -= 2
      if (room <= 0) return tooLong
      room -= rest
      if (rest > 0 && room < 1) return tooLong
    } else if (piece.token.fact === 'executableDirectory') {
      // A directory that is unknown or does not fit expands to nothing, without an error.
      const directory = facts.executableDirectory
      if (directory !== undefined && size(directory) + 1 <= room) {
        const relative = piece.token.write(facts)
        path += relative
        room -= size(relative)
      }
    } else {
      const replacement = piece.token.write(facts)
      // %Z counts the "/root/" that is removed afterwards.
      room -= size(replacement) + (piece.token.fact === 'zoneRoot' && facts.zone ? '/root/'.length : 0)
      if (room <= 0) return tooLong
      path += replacement
    }
  }
  return { path, log: [] }
}

function expandLinux(pattern: string, facts: PatternValues, options: ExpandOptions): Expansion {
  if (size(pattern) >= CORENAME_MAX_SIZE) return { errno: 'ENAMETOOLONG' }
  const { linux } = styles
  if (pattern.startsWith('|')) {
    // Split before expansion, so that a command name with a space stays one argument.
    const words = pattern.slice(1).split(/\s+/).filter(Boolean)
    const expanded = words.map((word) => expand(word, facts, linux))
    const [program, ...rest] = expanded.map((word) => ('path' in word ? word.path : ''))
    if (expanded.some((word) => 'errno' in word)) return { errno: 'ENAMETOOLONG' }
    return program === undefined ? { errno: 'EINVAL' } : { pipe: { program, arguments: rest }, log: [] }
  }
  const socket = pattern.startsWith('@')
  const expansion = expand(socket ? pattern.slice(1) : pattern, facts, linux)
  if ('errno' in expansion) return expansion
  if (socket) return { socket: expansion.path, log: [] }
  const usesPid = piecesOf(pattern, linux).some((piece) => typeof piece === 'object' && 'token' in piece && piece.token === pid)
  const path = options.usesPid && !usesPid ? `${expansion.path}.${facts.pid}` : expansion.path
  return size(path) < linux.room ? { path, log: [] } : { errno: 'ENAMETOOLONG' }
}
