/** Converts any file to its lossless document, as one JSON text or as NDJSON. */
import { FormatError } from '../errors.js'
import { stringifyChunks } from '../io/json-text.js'
import { textWriter } from '../io/text-writer.js'
import type { DocumentOptions } from '../readers/format-reader.js'
import type { ConversionInput, Convert } from './conversion.js'

/** Runs of bytes up to this length are embedded in the document instead of being referred to. */
const INLINE_LIMIT = 4096

/** One JSON text, indented by two spaces. */
export const toJson: Convert = async (input, sink) => {
  if (!input.file.document) throw noDocument(input, 'json', 'ndjson')
  const out = textWriter(sink)
  for (const piece of stringifyChunks(input.file.document(documentOptions(input)), { indent: 2 })) {
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
    for (const piece of stringifyChunks(file.document(documentOptions(input)))) {
      out.write(piece)
      const wait = input.turn()
      if (wait) await wait
    }
    out.write('\n')
  }
  out.flush()
  return []
}

function documentOptions({ reference, options }: ConversionInput): DocumentOptions {
  if (options.inline || reference === undefined) return { inlineLimit: Number.POSITIVE_INFINITY }
  return { reference, inlineLimit: INLINE_LIMIT }
}

function noDocument({ file }: ConversionInput, wanted: string, other: string): FormatError {
  return new FormatError({ code: 'LOST', message: `${wanted} documents are not supported for ${file.format}; use ${other}` })
}
