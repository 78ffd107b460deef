/** The reader of minidumps, for the command line and the conversions; `openMinidump` is the one for programs. */

import { idOf } from '../formats/minidump/structure-ids.js'
import { report } from '../readers/core/report.js'
import { coreParts } from '../readers/core/report-parts.js'
import { documentParts, partFields } from '../readers/file-parts.js'
import type { FormatReader, OpenedFile } from '../readers/format-reader.js'
import { type Minidump, openMinidump } from '../readers/minidump/open.js'
import { endianOf } from '../readers/minidump/streams.js'
import { coreText } from '../render/core/core-text.js'
import { coreQuestions } from './core-questions.js'

export { type Minidump, openMinidump } from '../readers/minidump/open.js'

const FORMAT = 'minidump/windows'

export const reader: FormatReader = {
  formats: [{ name: FORMAT, title: 'Minidump of Windows, Breakpad or Crashpad', read: true, write: true }],

  detect(source) {
    const endian = endianOf(source.read(0, 4))
    return endian && { format: FORMAT, confidence: 0.98, reasons: [endian === 'little' ? 'magic MDMP' : 'magic PMDM'] }
  },

  open(source, options = {}): OpenedFile {
    const dump = openMinidump(source, options)
    const parted = { source, abi: dump.file.abi, parts: dump.file.parts, areas: dump.file.areas, idOf }
    return {
      format: FORMAT,
      parts: [...coreParts, 'streams'],
      diagnostics: dump.diagnostics.list,
      report: ({ only } = {}) => {
        const { diagnostics, ...rest } = report(dump, { ...(only && { only }) })
        return { ...rest, ...((!only || only.includes('streams')) && { streams: streamsReport(dump) }), diagnostics }
      },
      *text(readOptions = {}) {
        yield* coreText(dump, readOptions)
        if (readOptions.full || readOptions.only?.includes('streams')) yield* streamsText(dump)
      },
      fields: () => partFields(parted),
      ...coreQuestions(dump),
      document: (documentOptions) => ({
        format: FORMAT,
        abi: dump.file.abi.name,
        size: source.size,
        parts: documentParts(parted, documentOptions),
      }),
    }
  },
}

const streamsReport = ({ minidump }: Minidump): Record<string, unknown>[] =>
  minidump.streams.map(({ type, name, location }) => ({ type, name, offset: location.rva, size: location.data_size }))

function* streamsText({ minidump }: Minidump): Generator<string, void, undefined> {
  yield `\nStreams (${minidump.streams.length})\n`
  for (const { type, name, location } of minidump.streams)
    yield `  ${(name ?? `0x${type.toString(16)}`).padEnd(24)} ${String(location.data_size).padStart(10)} bytes at ${location.rva}\n`
}
