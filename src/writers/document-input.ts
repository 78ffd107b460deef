/** Reads JSON documents and NDJSON. */
import { FormatError } from '../errors.js'
import { LONGEST, parseJson, splitLines } from '../io/json-parse.js'

export interface ParsedDocument {
  /** The document, or what its first line says. */
  document: Record<string, unknown>
  /** The further lines of NDJSON that are not blank; parse each with `parseJson`. None of a JSON document. Can be walked once. */
  lines: Iterable<string>
}

/**
 * A document of UTF-8 bytes: NDJSON when its first line is a JSON object by itself, else one JSON text. Lines are read as they are asked for.
 *
 * @throws FormatError `BAD_DOCUMENT` with line and column when it is no JSON, or no object
 */
export function parseDocument(chunks: Iterable<Uint8Array>): ParsedDocument {
  const lines = splitLines(chunks)
  const first = lines.next()
  if (first.done) throw new FormatError({ code: 'BAD_DOCUMENT', offset: 0, message: 'the document is empty' })
  let document: unknown
  try {
    document = JSON.parse(first.value)
  } catch {
    // Not NDJSON: the object goes on over further lines.
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
        message: `the document is longer than ${LONGEST} characters; large ones are written by lines (ndjson)`,
      })
  }
  return parts.join('\n')
}

function object(value: unknown): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  const found = Array.isArray(value) ? 'an array' : JSON.stringify(value).slice(0, 40)
  throw new FormatError({ code: 'BAD_DOCUMENT', message: `a document is a JSON object, this is ${found}` })
}
