/**
 * A format of the tests' own, so that the command line is tested without the real ones: `FAKE`, a byte of flags, then
 * any bytes. Flag 1: a diagnostic while the report is read. Flag 2: fails in the middle of the text.
 */

import { afterAll } from 'vitest'
import { Diagnostics, FormatError } from '../../src/errors.js'
import { type ReaderEntry, readers } from '../../src/families/registry.js'
import { fromHex } from '../../src/io/hex.js'
import { parseJson } from '../../src/io/json-parse.js'
import { jsonText } from '../../src/io/json-text.js'
import type { FormatReader } from '../../src/readers/format-reader.js'
import type { DocumentWriter } from '../../src/writers/document-writer.js'
import { type WriterEntry, writers } from '../../src/writers/registry.js'

export const fakeReader: FormatReader = {
  formats: [{ name: 'fake/test', title: 'a format of the tests', read: true, write: true }],
  detect(source) {
    if (Buffer.from(source.read(0, 4)).toString() !== 'FAKE') return undefined
    return { format: 'fake/test', confidence: 1, reasons: ['magic FAKE', 'nothing else'] }
  },
  open(source, options = {}) {
    const found = new Diagnostics(options)
    const flags = source.read(4, 1)[0]
    if (flags === undefined) throw new FormatError({ code: 'TRUNCATED', offset: 4, message: 'no flags' })
    const body = source.read(5, source.size)
    function* parts(): Generator<{ index: number; byte: number }> {
      for (const [index, byte] of body.entries()) {
        if (flags === 1 && index === 1) found.add({ code: 'BAD_VALUE', offset: 6, path: 'body[1]', message: 'odd' })
        if (flags === 2 && index === 2) throw new FormatError({ code: 'BAD_BOUNDS', offset: 7, message: 'cannot go on' })
        yield { index, byte }
      }
    }
    return {
      format: 'fake/test',
      diagnostics: found.list,
      report: ({ only } = {}) => ({ format: 'fake/test', ...(!only?.includes('none') && { parts: parts() }), diagnostics: found.list }),
      *text(read = {}) {
        if (read.numeric) yield 'numeric\n'
        for (const { index, byte } of parts()) yield `${index}: ${byte}\n`
      },
      *recordLines() {
        for (const part of parts()) yield JSON.stringify(part)
      },
      *fields() {
        yield { offset: 0, length: 4, path: 'magic', value: 'FAKE' }
        yield { offset: 4, length: 1, path: 'flags', value: String(flags) }
      },
      memory: {
        read(address, length) {
          const start = Number(address) - 0x1000
          return start < 0 ? new Uint8Array(0) : body.subarray(start, start + length)
        },
      },
      symbol: (name) => (name === 'body' ? { address: 0x1000n, size: 2 } : undefined),
      document: ({ reference, inlineLimit }) => ({
        format: 'fake/test',
        flags,
        body: body.byteLength > inlineLimit ? { file: reference, offset: 5, length: body.byteLength } : body,
      }),
      *ndjsonDocument() {
        yield jsonText({ format: 'fake/test', flags })
        for (const part of parts()) yield JSON.stringify(part)
      },
    }
  },
}

const fakeWriter: DocumentWriter = {
  write(document, lines, sink, { directory, open }) {
    const { flags, body } = document
    if (typeof flags !== 'number') throw new FormatError({ code: 'BAD_DOCUMENT', path: 'flags', message: 'no number' })
    sink.write(Buffer.from('FAKE'))
    sink.write(Uint8Array.of(flags))
    if (typeof body === 'string') sink.write(fromHex(body))
    else if (typeof body === 'object' && body !== null) {
      const { file, offset, length } = body as { file: string; offset: number; length: number }
      sink.write(open(`${directory}/${file}`).read(offset, length))
    }
    for (const line of lines) sink.write(Uint8Array.of((parseJson(line) as { byte: number }).byte))
    return flags === 9 ? [{ code: 'LOST', path: 'flags', message: 'nine was lost' }] : []
  },
}

/** Adds the format to the registries, while the tests of this file run: other files share the process. */
export function registerFake(): void {
  const reader: ReaderEntry = {
    families: ['fake'],
    magic: (head) => head[0] === 0x46,
    options: [{ flags: '--numeric', description: 'print numbers as they are' }],
    load: async () => ({ reader: fakeReader }),
  }
  const writer: WriterEntry = { families: ['fake'], load: async () => ({ writer: fakeWriter }) }
  ;(readers as ReaderEntry[]).unshift(reader)
  ;(writers as WriterEntry[]).unshift(writer)
  afterAll(() => {
    ;(readers as ReaderEntry[]).splice(readers.indexOf(reader), 1)
    ;(writers as WriterEntry[]).splice(writers.indexOf(writer), 1)
  })
}
