/** Arguments and environment of a core as searches for their texts. */
import type { Core } from '../../families/core.js'
import type { Range } from '../core/edit/remove-ranges.js'
import type { Search } from './search-bytes.js'
import { isSystemPath } from './share-names.js'
import { textPatterns } from './text-patterns.js'

/** Texts of at least this length are found wherever they are; shorter ones occur by chance. */
const LONG = 8

/** Values that are the same everywhere: directories of the system, locales, terminals. */
const PUBLIC =
  /^(?:(?:\/(?:usr|lib\w*|bin|sbin|etc|opt|var|tmp|run|share|local|games|libexec|mnt|dev|null|sh|bash|zsh|dash|login|nologin|[a-z0-9_]+-linux-gnu\w*)):?)+$|^(?:[a-z]{2}_[A-Z]{2}|C)\.(?:UTF-8|utf8)$|^(?:xterm|screen|tmux|rxvt|vt\d+)[\w-]*$|^truecolor$/

export interface KnownTexts {
  /** Whether the file tells them. */
  readonly known: boolean
  readonly searches: Search[]
}

interface Places {
  add(range: Range): void
  /** Whether a range of the file is memory of a stack. */
  onStack(range: Range): boolean
  /** Whether it is memory that the process can write. */
  writable(range: Range): boolean
}

/** Searches for the variables of the environment, their values, and texts in writable memory that look like variables. */
export function environmentTexts(core: Core, { add, writable }: Places): KnownTexts {
  const environment = core.image.environment?.filter((variable) => variable !== '')
  const searches: Search[] = []
  const everywhere = (text: string, whole = false): void => {
    for (const pattern of textPatterns(text, { whole })) searches.push({ pattern, found: add })
  }
  for (const variable of new Set(environment)) {
    everywhere(variable, variable.length < LONG)
    const value = variable.slice(variable.indexOf('=') + 1)
    if (value !== variable && value.length >= LONG && !PUBLIC.test(value)) everywhere(value)
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: bytes, not text
  const shape = /(?<![A-Za-z0-9_])[A-Z][A-Z0-9_]{2,}=[^\x00-\x08\x0e-\x1f]+(?=\x00)/g
  searches.push({ pattern: shape, found: (range) => void (writable(range) && add(range)) })
  return { known: environment !== undefined && environment.length > 0, searches }
}

/** Searches for the arguments and the values of options among them. The program's own name is looked for on the stack only. */
export function argumentTexts(core: Core, { add, onStack }: Places): KnownTexts {
  const argv = core.image.argv?.some((text) => text !== '') ? core.image.argv : undefined
  const searches: Search[] = []
  const search = (text: string, everywhere: boolean): void => {
    for (const pattern of textPatterns(text, { whole: !everywhere }))
      searches.push({ pattern, found: everywhere ? add : (range) => void (onStack(range) && add(range)) })
  }
  argv?.forEach((text, i) => {
    if (text === '') return
    search(text, i > 0 && text.length >= LONG && !PUBLIC.test(text))
    const value = /^-[^=]*=(.*)$/s.exec(text)?.[1]
    if (value !== undefined && value.length >= LONG && !PUBLIC.test(value)) search(value, true)
  })
  return { known: argv !== undefined, searches }
}

/** Shorter names occur by chance. */
const SHORTEST_NAME = 4
/** Most names of a core that are searched for in memory. */
const MOST_NAMES = 1000

/** Patterns for copies of names and paths that notes and memory tell; paths of the system are searched for in fields only. */
export function copiesOf({ process, threads, files, descriptors, image }: Core, word: string): RegExp[] {
  const texts =
    word === 'names'
      ? [process.name, ...threads.map(({ name }) => name)]
      : word === 'paths'
        ? [image.executable, ...[...files, ...descriptors, ...image.modules].map(({ path }) => path)]
        : []
  const own = texts.filter((text): text is string => text !== undefined && text.length >= SHORTEST_NAME && !isSystemPath(text))
  return [...new Set(own)].slice(0, MOST_NAMES).flatMap((text) => textPatterns(text, { whole: true }))
}
