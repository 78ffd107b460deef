import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { expect } from 'vitest'
import { loadCoreReader } from '../../../src/families/core-reader.js'

import { stringifyChunks } from '../../../src/io/json-text.js'
import { writeLayers } from '../../../src/io/layered-file.js'
import { memorySink } from '../../../src/io/sink.js'
import { memorySource } from '../../../src/io/source.js'
import type { OpenedFile } from '../../../src/readers/format-reader.js'
import { coreDocumentToFile } from '../../../src/writers/core/document-pieces.js'
import { checkDocument } from '../../../src/writers/core/document-schema.js'

const { reader } = await loadCoreReader()

/** Bytes of a sample, unpacked. */
export function load(path: string): Uint8Array {
  const bytes = readFileSync(path)
  return path.endsWith('.gz') ? new Uint8Array(gunzipSync(bytes)) : new Uint8Array(bytes)
}

export const open = (bytes: Uint8Array, as?: string): OpenedFile => reader.open(memorySource(bytes), as === undefined ? {} : { as })

/** What a JSON-ready value is once it has been printed and read. */
const printed = (value: unknown): unknown => JSON.parse([...stringifyChunks(value)].join(''))

export interface Report {
  format: string
  abi: string
  bits: number
  endian: string
  process: {
    pid?: number
    name?: string
    arguments?: string
    uid?: number
    gid?: number
    signal?: { number: number; name?: string; code?: number; codeName?: string; address?: string; tid?: number }
  }
  threads: { tid?: number; name?: string; registers: Record<string, string>; registerSets?: Record<string, Record<string, string>> }[]
  mappings: { start: string; end: string; permissions: string; offset: number; fileSize: number; file?: string }[]
  auxv: { type: number; name?: string; value: string }[]
  files: { path: string; start: string; end: string; offset: number }[]
  notes: { owner: string; type: number; name?: string; size: number; decoded: boolean; fields?: Record<string, unknown> }[]
  diagnostics: { code: string; offset?: number; path?: string; message: string }[]
}

export const reportOf = (bytes: Uint8Array, only?: string[]): Report => printed(open(bytes).report(only ? { only } : {})) as Report

/** The document of a file, as JSON gives it back. */
export function documentOf(bytes: Uint8Array, limit = Number.POSITIVE_INFINITY): Record<string, unknown> {
  const options = Number.isFinite(limit) ? { reference: 'the file', inlineLimit: limit } : { inlineLimit: limit }
  return printed(open(bytes).document?.(options)) as Record<string, unknown>
}

/** The file of a document, which may refer to `original`. */
export function fileOf(document: unknown, original: Uint8Array = new Uint8Array(0)): Uint8Array {
  const sink = memorySink()
  const { pieces, size } = coreDocumentToFile(checkDocument(document), () => memorySource(original))
  for (const _ of writeLayers(pieces, size, sink));
  return sink.bytes()
}

/** A document gives the file again, with everything in it and with references. */
export function expectLossless(bytes: Uint8Array, label = ''): void {
  for (const limit of [Number.POSITIVE_INFINITY, 64]) {
    const again = fileOf(documentOf(bytes, limit), bytes)
    if (Buffer.compare(again, bytes) !== 0) expect(Buffer.from(again).toString('hex'), label).toBe(Buffer.from(bytes).toString('hex'))
  }
}

/** Reads everything of a file that may be read: report, text and fields. */
export function readAll(bytes: Uint8Array): OpenedFile {
  const file = open(bytes)
  printed(file.report())
  for (const _ of file.text());
  // Tens of thousands of them: only the wrong ones are handed to expect().
  for (const span of file.fields()) if (span.offset + span.length > bytes.length) expect.unreachable(`${span.path} is behind the end`)
  return file
}

/** Deterministic numbers below `limit`. */
export function numbers(start: number): (limit: number) => number {
  let state = start >>> 0
  return (limit) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0
    return (state >>> 8) % limit
  }
}
