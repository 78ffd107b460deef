/** Parses JSON documents and NDJSON. */
import { FormatError } from '../errors.js'
import { LONGEST, parseJson, splitLines } from '../io/json-parse.js'

export interface ParsedDocument {
  /** The document, or the first line of NDJSON. */
  document: Record<string, unknown>
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
    return { document: object(parseJson(joined(first.value, lines))), lines: [] }
  }
  return { document: object(document), lines: filled(lines) }
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
