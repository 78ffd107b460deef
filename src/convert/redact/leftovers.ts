/** Texts in a file that may tell something about a person, a machine or a service. */
import type { ByteSource } from '../../io/source.js'
import { type Search, type Steps, searchBytes } from './search-bytes.js'
import { isSystemPath } from './share-names.js'

export interface Leftover {
  readonly kind: 'key' | 'token' | 'mail address' | 'path' | 'host' | 'variable'
  readonly text: string
  /** Byte offset in the file. */
  readonly offset: number
}

/** The more specific first. */
const rules: readonly (readonly [kind: Leftover['kind'], pattern: RegExp])[] = [
  ['key', /-----BEGIN [A-Z ]+-----|ssh-(?:rsa|ed25519) [A-Za-z0-9+/]{8,}/g],
  ['mail address', /[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+/g],
  ['variable', /(?<![\w])[A-Z][A-Z0-9_]{2,}=[!-~]{2,}/g],
  ['path', /(?<![\w/.-])(?:\/|[A-Za-z]:\\)[\w.+@ -]+(?:[/\\][\w.+@ -]+)+/g],
  [
    'host',
    /(?<![\w.-])(?:[a-z0-9-]+\.)+(?:com|org|net|io|dev|local|localdomain|lan|internal|intranet|corp|home|edu|gov|cloud|app|info|biz|eu|de|uk|us|fr|nl|ch|at|cz|pl|ru|cn|jp|in|br|au|ca)(?![\w.-])|(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])/g,
  ],
  ['token', /(?<![\w+/=-])(?=[\w+/=-]*\d)(?=[\w+/=-]*[A-Za-z])[\w+/=-]{20,}/g],
]

/** Longest part of a text that is shown. */
const SHOWN = 80

/**
 * Finds them. Each text is given once.
 *
 * @param kept names that are meant to be there, which are no tokens
 */
export function* findLeftovers(source: ByteSource, kept: readonly string[]): Steps<Leftover[]> {
  const found: Leftover[] = []
  const seen = new Set<string>()
  const searches = rules.map(
    ([kind, pattern]): Search => ({
      pattern,
      wide: true,
      found({ start, end }) {
        const bytes = source.read(start, Math.min(end - start, 2 * SHOWN))
        const text = String.fromCharCode(...bytes.filter((byte) => byte !== 0)).slice(0, SHOWN)
        if (seen.has(text) || isSystemPath(text) || (kind === 'token' && kept.some((name) => name.includes(text)))) return
        if (found.some((other) => start >= other.offset && end <= other.offset + 2 * other.text.length)) return
        seen.add(text)
        found.push({ kind, text, offset: start })
      },
    }),
  )
  yield* searchBytes(source, { start: 0, end: source.size }, searches)
  return found
}
