/**
 * Names of core files: the pattern languages of illumos (coreadm), FreeBSD, DragonFly, NetBSD, OpenBSD, macOS and Linux,
 * one engine over a table of styles.
 *
 * Sources: the systems' kernels (os/core.c, kern_sig.c, fs/coredump.c) and their manuals, by behaviour.
 */

/** What a name can be made of. A fact that a pattern asks for and that is not given expands to nothing. */
export interface PatternValues {
  readonly pid: number
  /** Command name. */
  readonly name?: string
  /** Effective user and group. */
  readonly uid?: number
  readonly gid?: number
  /** Login name (NetBSD). */
  readonly login?: string
  /** Directory of the executable (illumos). */
  readonly executableDirectory?: string
  /** Whole path of the executable (Linux). */
  readonly executable?: string
  readonly nodeName?: string
  /** As `uname -m`. */
  readonly machine?: string
  /** Seconds since 1970; NetBSD means the start of the process. */
  readonly time?: number
  /** Zone's name, and its root as the zone's global zone sees it, without `/root/`; absent in the global zone. */
  readonly zone?: { readonly name: string; readonly root: string }
  readonly signal?: number
  readonly tid?: number
  /** Thread and process id in the root pid namespace (Linux); the plain ones where absent. */
  readonly rootTid?: number
  readonly rootPid?: number
  /** RLIMIT_CORE in bytes (Linux). */
  readonly limit?: number
  readonly cpu?: number
  /** Linux' dumpable mode. */
  readonly dumpable?: number
  readonly pidfd?: number
  /** FreeBSD's `%I`, with as many digits as the largest index has. */
  readonly index?: number
  readonly indexDigits?: number
}

export type PatternStyle = 'illumos' | 'freebsd' | 'dragonfly' | 'netbsd' | 'openbsd' | 'darwin' | 'linux'

/** A name, or the errno that the system gives instead. `log` has what the kernel would say of unknown tokens. */
export type Expansion =
  | { readonly path: string; readonly log: readonly string[] }
  | { readonly pipe: { readonly program: string; readonly arguments: readonly string[] }; readonly log: readonly string[] }
  | { readonly socket: string; readonly log: readonly string[] }
  | { readonly errno: 'ENAMETOOLONG' | 'ENOMEM' | 'EINVAL' }

/** What a token stands for: how it is written and which part of a name it is when one is read back. */
export interface Token {
  readonly fact: keyof PatternValues | 'percent' | 'zoneName' | 'zoneRoot' | 'executableName'
  /** `number`: decimal digits only. */
  readonly shape: 'number' | 'text'
  write(facts: PatternValues): string
}

const number = (fact: Token['fact'], value: (facts: PatternValues) => number | undefined): Token => ({
  fact,
  shape: 'number',
  write: (facts) => String(value(facts) ?? ''),
})
const text = (fact: Token['fact'], value: (facts: PatternValues) => string | undefined): Token => ({
  fact,
  shape: 'text',
  write: (facts) => value(facts) ?? '',
})

const unsigned = (value: number | undefined): number | undefined => (value === undefined ? undefined : value >>> 0)
/** Linux lets no slash of a name make a directory. */
const noSlash = (value: string | undefined): string | undefined => value?.replaceAll('/', '!')

const pid = number('pid', (facts) => facts.pid)
const uid = number('uid', (facts) => unsigned(facts.uid))
const gid = number('gid', (facts) => unsigned(facts.gid))
const name = text('name', (facts) => facts.name)
const time = number('time', (facts) => facts.time)
const node = text('nodeName', (facts) => facts.nodeName)
const signal = number('signal', (facts) => facts.signal)
const percent: Token = { fact: 'percent', shape: 'text', write: () => '%' }

export interface Style {
  readonly tokens: Readonly<Record<string, Token>>
  /** A token of which only the first counts: both characters of others stay. */
  readonly once?: string
  /** What the system uses when nothing is set. */
  readonly defaultPattern: string
  /** Both characters of an unknown token stay, or it is dropped, with a line in the log or without. */
  readonly unknown: 'kept' | 'dropped' | 'logged'
  /** Whether a `%` at the very end stays. */
  readonly trailing: 'kept' | 'dropped'
  /** Bytes of a name with its NUL. */
  readonly room: number
  readonly tooLong: 'ENAMETOOLONG' | 'ENOMEM' | 'EINVAL'
}

const MAXPATHLEN = 1024

export const styles: Readonly<Record<PatternStyle, Style>> = {
  illumos: {
    tokens: {
      p: pid,
      u: uid,
      g: gid,
      f: text('name', (facts) => facts.name?.slice(0, 16)),
      d: text('executableDirectory', (facts) => facts.executableDirectory?.replace(/^\//, '')),
      n: node,
      m: text('machine', (facts) => facts.machine),
      t: time,
      z: text('zoneName', (facts) => facts.zone?.name ?? 'global'),
      Z: text('zoneRoot', (facts) => facts.zone?.root ?? '/'),
      '%': percent,
    },
    defaultPattern: 'core',
    unknown: 'kept',
    trailing: 'kept',
    room: MAXPATHLEN,
    tooLong: 'ENAMETOOLONG',
  },
  freebsd: {
    tokens: {
      N: name,
      P: pid,
      U: uid,
      H: node,
      S: signal,
      I: number('index', (facts) => facts.index ?? 0),
      '%': percent,
    },
    once: 'I',
    defaultPattern: '%N.core',
    unknown: 'logged',
    trailing: 'dropped',
    room: MAXPATHLEN,
    tooLong: 'ENOMEM',
  },
  dragonfly: {
    tokens: { N: name, P: pid, U: uid, '%': percent },
    defaultPattern: '%N.core',
    unknown: 'logged',
    trailing: 'dropped',
    room: MAXPATHLEN,
    tooLong: 'EINVAL',
  },
  netbsd: {
    tokens: { n: name, p: pid, u: text('login', (facts) => facts.login), t: time },
    defaultPattern: '%n.core',
    unknown: 'kept',
    trailing: 'kept',
    room: MAXPATHLEN,
    tooLong: 'ENAMETOOLONG',
  },
  // There is nothing to set: the name is always NAME.core.
  openbsd: { tokens: { n: name }, defaultPattern: '%n.core', unknown: 'kept', trailing: 'kept', room: MAXPATHLEN, tooLong: 'ENAMETOOLONG' },
  darwin: {
    tokens: { N: name, P: pid, U: uid, T: time, '%': percent },
    defaultPattern: '/cores/core.%P',
    unknown: 'logged',
    trailing: 'dropped',
    room: MAXPATHLEN,
    tooLong: 'ENAMETOOLONG',
  },
  linux: {
    tokens: {
      p: pid,
      P: number('rootPid', (facts) => facts.rootPid ?? facts.pid),
      i: number('tid', (facts) => facts.tid ?? facts.pid),
      I: number('rootTid', (facts) => facts.rootTid ?? facts.tid ?? facts.pid),
      u: uid,
      g: gid,
      s: signal,
      t: time,
      h: text('nodeName', (facts) => noSlash(facts.nodeName)),
      e: text('name', (facts) => noSlash(facts.name)),
      f: text('executableName', (facts) => facts.executable?.slice(facts.executable.lastIndexOf('/') + 1)),
      E: text('executable', (facts) => noSlash(facts.executable)),
      c: number('limit', (facts) => facts.limit),
      C: number('cpu', (facts) => facts.cpu),
      d: number('dumpable', (facts) => facts.dumpable),
      F: number('pidfd', (facts) => facts.pidfd),
      '%': percent,
    },
    defaultPattern: 'core',
    unknown: 'dropped',
    trailing: 'dropped',
    room: 4096,
    tooLong: 'ENAMETOOLONG',
  },
}

/** The setting kernel.core_pattern holds this many bytes with its NUL. */
const LINUX_SETTING = 128

export interface ExpandOptions {
  /** Linux' kernel.core_uses_pid: `.PID` is appended when the pattern does not use `%p`. */
  readonly usesPid?: boolean
}

/**
 * Expands a pattern as the system of that style does, its rules for unknown tokens, a trailing `%` and names that are too
 * long included. Lengths are in bytes of UTF-8. Linux' pipe form is parsed, never run.
 */
export function expandCorePattern(pattern: string, facts: PatternValues, style: PatternStyle, options: ExpandOptions = {}): Expansion {
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
    default:
      return expand(pattern, facts, styles[style])
  }
}

const size = (value: string): number => new TextEncoder().encode(value).length

/** The common case: pieces one after the other, and in the end it fits or it does not. */
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

/** Text, tokens and unknown tokens of a pattern, in order. */
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

/** illumos counts as it goes, with a few peculiarities that decide which names are too long. */
function expandIllumos(pattern: string, facts: PatternValues): Expansion {
  const tooLong = { errno: 'ENAMETOOLONG' } as const
  const { illumos } = styles
  let room = illumos.room
  let path = ''
  for (const piece of piecesOf(pattern, illumos)) {
    if (room < 2) return tooLong
    if (typeof piece === 'string') {
      path += piece
      // Byte for byte: each but the last needs room for another one.
      room -= size(piece)
      if (room < 1) return tooLong
    } else if ('unknown' in piece) {
      path += `%${piece.unknown}`
      room -= 1 + size(piece.unknown)
    } else if (piece.token.fact === 'executableDirectory') {
      // Looked up into what room there is: a directory that is unknown or too long expands to nothing, without an error.
      const directory = facts.executableDirectory
      if (directory !== undefined && size(directory) + 1 <= room) {
        const relative = piece.token.write(facts)
        path += relative
        room -= size(relative)
      }
    } else {
      const replacement = piece.token.write(facts)
      // %Z is charged with the "/root/" that is then taken off.
      room -= size(replacement) + (piece.token.fact === 'zoneRoot' && facts.zone ? '/root/'.length : 0)
      if (room <= 0) return tooLong
      path += replacement
    }
  }
  return { path, log: [] }
}

function expandLinux(pattern: string, facts: PatternValues, options: ExpandOptions): Expansion {
  if (size(pattern) >= LINUX_SETTING) return { errno: 'ENAMETOOLONG' }
  const { linux } = styles
  if (pattern.startsWith('|')) {
    // Split before expansion, so that a command with a space in its name stays one argument.
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
