/** Converts any file to its lossless document, as one JSON text or as NDJSON. */
import { FormatError } from '../errors.js'
import { stringifyChunks } from '../io/json-text.js'
import { sha256 } from '../io/sha256.js'
import type { ByteSink } from '../io/sink.js'
import { textWriter } from '../io/text-writer.js'
import type { DocumentOptions } from '../readers/format-reader.js'
import type { ConversionInput, Convert } from './conversion.js'

/** Runs of bytes up to this length are embedded in the document instead of being referred to. */
const INLINE_LIMIT = 4096

/** One JSON text, indented by two spaces. */
export const toJson: Convert = async (input, sink) => {
  if (!input.file.document) throw noDocument(input, 'json', 'ndjson')
  const out = textWriter(sink)
  for (const piece of stringifyChunks(await documentOf(input), { indent: 2 })) {
    out.write(piece)
    const wait = input.turn()
    if (wait) await wait
  }
  out.write('\n')
  out.flush()
  return []
}

/** A line that describes the file, then one line per record; for a format without records, the document on one line. */
export const toNdjson: Convert = async (input, sink) => {
  const { file, options } = input
  // System calls are no document: nothing is made of them again.
  if (options.only === 'calls' || (!file.ndjson && !file.ndjsonDocument)) return writeNdjson(input, sink)
  const lines = trailedSink(sink)
  const lost = await writeNdjson(input, lines.sink)
  sink.write(lines.trailer())
  return lost
}

const NEWLINE = 0x0a
const CLOSE = 0x7d

/** A sink whose first line announces a last line, which says how many records are between them: a document that was cut has none. */
function trailedSink(sink: ByteSink): { sink: ByteSink; trailer(): Uint8Array } {
  const encoder = new TextEncoder()
  let lines = 0
  const count = (bytes: Uint8Array): void => {
    for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) lines++
  }
  return {
    sink: {
      get position() {
        return sink.position
      },
      write(bytes) {
        if (lines > 0) {
          count(bytes)
          sink.write(bytes)
          return
        }
        // Until the first line ends.
        const end = bytes.indexOf(NEWLINE)
        count(bytes)
        if (end < 1 || bytes[end - 1] !== CLOSE) {
          sink.write(bytes)
          return
        }
        sink.write(bytes.subarray(0, end - 1))
        sink.write(encoder.encode(',"trailer":true}'))
        sink.write(bytes.subarray(end))
      },
      skip: (length) => sink.skip(length),
      commit: () => sink.commit(),
      abort: () => sink.abort(),
    },
    trailer: () => encoder.encode(`{"end":true,"records":${Math.max(0, lines - 1)}}\n`),
  }
}

const writeNdjson: Convert = async (input, sink) => {
  const { file, options } = input
  if (options.only === 'calls') {
    const { toCallLines } = await import('./ktrace/call-lines.js')
    return toCallLines(input, sink)
  }
  if (options.jobs !== undefined && file.format.startsWith('ktrace/')) {
    const { toNdjsonByJobs } = await import('./ktrace/parallel-ndjson.js')
    return toNdjsonByJobs(input, sink)
  }
  const out = textWriter(sink)
  if (file.ndjson) {
    for (const piece of file.ndjson('document')) {
      sink.write(piece)
      const wait = input.turn()
      if (wait) await wait
    }
  } else if (file.ndjsonDocument) {
    for (const line of file.ndjsonDocument(documentOptions(input))) {
      out.write(line)
      out.write('\n')
      const wait = input.turn()
      if (wait) await wait
    }
  } else {
    if (!file.document) throw noDocument(input, 'ndjson', 'json')
    for (const piece of stringifyChunks(await documentOf(input))) {
      out.write(piece)
      const wait = input.turn()
      if (wait) await wait
    }
    out.write('\n')
  }
  out.flush()
  return []
}

/** Files above this are not hashed: a document that refers to one from another folder is written with `--allow-files`. */
const LARGEST_HASHED = 4 * 1024 * 1024 * 1024

/** The document; with what tells the file that it refers to, so that `write` finds a changed one. */
async function documentOf(input: ConversionInput): Promise<Record<string, unknown> | undefined> {
  const options = documentOptions(input)
  const document = input.file.document?.(options)
  const { reference } = options
  if (!document || reference === undefined || input.source.size > LARGEST_HASHED || input.source.size <= options.inlineLimit)
    return document
  return { ...document, source: { file: reference, size: input.source.size, sha256: await sha256(input.source, input.turn) } }
}

function documentOptions({ reference, options }: ConversionInput): DocumentOptions {
  if (options.inline || reference === undefined) return { inlineLimit: Number.POSITIVE_INFINITY }
  return { reference, inlineLimit: INLINE_LIMIT }
}

function noDocument({ file }: ConversionInput, wanted: string, other: string): FormatError {
  return new FormatError({ code: 'LOST', message: `${wanted} documents are not supported for ${file.format}; use ${other}` })
}
