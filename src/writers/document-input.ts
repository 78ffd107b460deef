/** Parses JSON documents and NDJSON. */
import { FormatError } from '../errors.js'
import { LONGEST, parseJson, splitLines } from '../io/json-parse.js'

/**
 * The lines before the last one, which says how many they are.
 *
 * @throws FormatError `BAD_DOCUMENT` when it is missing or says another number: the document was cut
 */
function* trailed(lines: Iterable<string>): Generator<string, void, undefined> {
  let last: string | undefined
  let count = 0
  for (const line of lines) {
    if (last !== undefined) {
      yield last
      count++
    }
    last = line
  }
  const end = last?.startsWith('{"end":') ? object(parseJson(last)) : undefined
  if (end?.records === count) return
  const message = end
    ? `the document is not whole: its last line says ${String(end.records)} records, found ${count}`
    : 'the document was cut: its last line does not say that it is the end'
  throw new FormatError({ code: 'BAD_DOCUMENT', message, ...(end && { expected: String(end.records), found: String(count) }) })
}

/** The file that a document was made of. */
export interface DocumentSource {
  /** As the document refers to it. */
  readonly file: string
  /** In bytes. */
  readonly size: number
  readonly sha256: string
}

export interface ParsedDocument {
  /** The document, or the first line of NDJSON; without its `source`. */
  document: Record<string, unknown>
  /** The file that it was made of, where the document says it. */
  source?: DocumentSource
  /** The non-blank lines after the first of NDJSON; parse each with `parseJson`. Empty for a JSON document. Can be iterated once. */
  lines: Iterable<string>
}

/**
 * Parses a document of UTF-8 bytes: NDJSON if its first line is a complete JSON object, else one JSON text. Lines are read lazily.
 *
 * @throws FormatError `BAD_DOCUMENT` with line and column when it is not JSON, or not an object
 */
export function parseDocument(chunks: Iterable<Uint8Array>): ParsedDocument {
  const lines = splitLines(chunks)
  const first = lines.next()
  if (first.done) throw new FormatError({ code: 'BAD_DOCUMENT', offset: 0, message: 'the document is empty' })
  let document: unknown
  try {
    document = JSON.parse(first.value)
  } catch {
    // Not NDJSON: the object continues on the next lines.
    return { ...split(object(parseJson(joined(first.value, lines)))), lines: [] }
  }
  const { trailer, ...rest } = object(document)
  return { ...split(rest), lines: trailer === true ? trailed(filled(lines)) : filled(lines) }
}

function split({ source, ...document }: Record<string, unknown>): Pick<ParsedDocument, 'document' | 'source'> {
  if (source === undefined) return { document }
  const { file, size, sha256 } = (typeof source === 'object' ? (source ?? {}) : {}) as Record<string, unknown>
  if (typeof file === 'string' && typeof size === 'number' && typeof sha256 === 'string')
    return { document, source: { file, size, sha256 } }
  throw new FormatError({ code: 'BAD_DOCUMENT', path: 'source', message: 'source: expected file, size and sha256' })
}

function* filled(lines: Iterable<string>): Generator<string, void, undefined> {
  for (const line of lines) if (line.trim() !== '') yield line
}

function joined(first: string, rest: Iterable<string>): string {
  const parts = [first]
  let length = first.length
  for (const line of rest) {
    parts.push(line)
    length += line.length + 1
    if (length > LONGEST)
      throw new FormatError({
        code: 'LIMIT',
        message: `the document is longer than ${LONGEST} characters; use NDJSON for large documents`,
      })
  }
  return parts.join('\n')
}

function object(value: unknown): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  const found = Array.isArray(value) ? 'an array' : JSON.stringify(value).slice(0, 40)
  throw new FormatError({ code: 'BAD_DOCUMENT', message: `expected a JSON object, found ${found}` })
}
