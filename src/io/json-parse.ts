/** JSON text to values, with line and column of a syntax error; UTF-8 text by the line. */
import { FormatError } from '../errors.js'

/** Most UTF-16 units of one line or of a document that is no NDJSON: what a JavaScript string holds. */
export const LONGEST = 0x1fffffe8

/**
 * Parses a JSON text.
 *
 * @param line number of the line that the text begins at, 1 where not said
 * @throws FormatError `BAD_DOCUMENT` with line and column
 */
export function parseJson(text: string, line = 1): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    const at = syntaxError(text)
    const before = text.slice(0, at).split('\n')
    const row = line + before.length - 1
    const column = (before.at(-1)?.length ?? 0) + 1
    const what = at >= text.length ? 'the text ends too early' : `${JSON.stringify(text.slice(at, at + 12))} is not expected`
    throw new FormatError({ code: 'BAD_DOCUMENT', message: `no valid JSON at line ${row}, column ${column}: ${what}` }, { cause: error })
  }
}

/** Everything but strings, which are scanned by hand: they may be too long for a regular expression. */
const token = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|[[\]{},:]/y

/** The token at an index (for a string, its opening quote only) and the index after it; undefined at the end. */
function tokenAt(text: string, at: number): { found: string; end: number } | undefined {
  if (text[at] === '"') {
    const end = stringEnd(text, at)
    return end === undefined ? undefined : { found: '"', end }
  }
  token.lastIndex = at
  const match = token.exec(text)
  return match ? { found: match[0], end: token.lastIndex } : undefined
}

/** Index behind the string that begins at `start`; undefined when it has no end or holds what it may not. */
function stringEnd(text: string, start: number): number | undefined {
  for (let at = start + 1; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit === 0x22) return at + 1
    if (unit < 0x20) return undefined
    if (unit !== 0x5c) continue
    at++
    if (text[at] === 'u' && /^[0-9a-fA-F]{4}$/.test(text.slice(at + 1, at + 5))) at += 4
    else if (!'"\\/bfnrt'.includes(text[at] ?? ' ')) return undefined
  }
  return undefined
}

/** Index of the first thing in a text that JSON.parse does not take. It does not say so itself in all cases. */
function syntaxError(text: string): number {
  /** What may come next: a value, a key, or what follows a value. */
  let state: 'value' | 'first' | 'key' | 'firstKey' | 'colon' | 'after' = 'value'
  const open: ('[' | '{')[] = []
  let at = 0
  for (;;) {
    const start = skipSpace(text, at)
    const next = tokenAt(text, start)
    if (!next) return start
    const { found, end } = next
    const closes = found === ']' || found === '}'
    if (closes) {
      const expected = open.at(-1) === '[' ? ']' : '}'
      const allowed = state === 'after' || (found === ']' && state === 'first') || (found === '}' && state === 'firstKey')
      if (open.length === 0 || found !== expected || !allowed) return start
      open.pop()
      state = 'after'
    } else if (found === ',' && state === 'after' && open.length > 0) state = open.at(-1) === '{' ? 'key' : 'value'
    else if (found === ':' && state === 'colon') state = 'value'
    else if (found === '"' && (state === 'key' || state === 'firstKey')) state = 'colon'
    else if (found === ',' || found === ':' || (state !== 'value' && state !== 'first')) return start
    else if (found === '[' || found === '{') {
      open.push(found)
      state = found === '[' ? 'first' : 'firstKey'
    } else state = 'after'
    at = end
  }
}

function skipSpace(text: string, start: number): number {
  let at = start
  while (at < text.length && text.charCodeAt(at) <= 0x20) at++
  return at
}

/**
 * The lines of UTF-8 text without their line ends.
 *
 * @throws FormatError `BAD_DOCUMENT` where it is no UTF-8, `LIMIT` for a line longer than a string can be
 */
export function* splitLines(chunks: Iterable<Uint8Array>): Generator<string, void, undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let pending = ''
  let offset = 0
  for (const chunk of chunks) {
    const text = decode(decoder, chunk, offset)
    offset += chunk.byteLength
    const lines = text.split('\n')
    for (let index = 0; index < lines.length - 1; index++) {
      yield pending + lines[index]
      pending = ''
    }
    if (pending.length + text.length > LONGEST)
      throw new FormatError({
        code: 'LIMIT',
        offset,
        message: `a line is longer than ${LONGEST} characters; large documents are written by lines (ndjson)`,
      })
    pending += lines.at(-1) ?? ''
  }
  pending += decode(decoder, undefined, offset)
  if (pending !== '') yield pending
}

function decode(decoder: TextDecoder, chunk: Uint8Array | undefined, offset: number): string {
  try {
    return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode()
  } catch (error) {
    throw new FormatError(
      { code: 'BAD_DOCUMENT', offset, message: `the document is no UTF-8 text at or behind byte ${offset}` },
      { cause: error },
    )
  }
}
