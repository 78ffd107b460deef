/** Everything that exhume does with a file, on one input. */
import { isDeepStrictEqual } from 'node:util'
import { conversions } from '../../src/convert/registry.js'
import { FormatError } from '../../src/errors.js'
import { inspect, uniqueDiagnostics } from '../../src/families/inspect.js'
import { openAny } from '../../src/families/registry.js'
import { stringifyChunks } from '../../src/io/json-text.js'
import { memorySink } from '../../src/io/sink.js'
import { memorySource } from '../../src/io/source.js'
import type { OpenedFile } from '../../src/readers/format-reader.js'
import { parseDocument } from '../../src/writers/document-input.js'
import { writerFor } from '../../src/writers/registry.js'

type Report = (what: string, message: string) => void

/** Output of one step. */
const MOST_OUTPUT = 64 * 1024 * 1024
const turn = (): undefined => undefined

/** @param isValid whether conversions must succeed and be recognised */
export async function exercise(bytes: Uint8Array, isValid: boolean, report: Report): Promise<void> {
  const file = await step('open', report, () => openAny(memorySource(bytes)))
  if (!file) return
  const found = await step('check', report, () => inspect(file))
  if (isValid && found && found.length > 0) report('refused', found[0]?.message ?? '')
  await step('text', report, async () => {
    const again = await openAny(memorySource(bytes))
    bounded(again.text({ full: true }), 'text', report)
    // A reader that prints everything must find the same damage as check.
    const agrees =
      again.format.startsWith('ktrace/') === false || uniqueDiagnostics(again.diagnostics).length > 0 === (found ?? []).length > 0
    if (!agrees) report('disagree', `check: ${found?.length} diagnostics, read: ${again.diagnostics.length}`)
  })
  await step('fields', report, () => {
    for (const { offset, length, path } of file.fields())
      if (offset < 0 || offset + length > bytes.length) report('fields', `${path} at ${offset}, ${length} bytes, is outside of the file`)
  })
  if (file.recordLines) await step('records', report, () => bounded(file.recordLines?.() ?? [], 'records', report))
  await step('document', report, () => throughDocument(file, bytes, report))
  await step('convert', report, () => convertEach(file, bytes, isValid, report))
}

/** Runs a step; anything but a FormatError is a fault. */
async function step<T>(what: string, report: Report, work: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof FormatError))
      report(what, error instanceof Error ? `${error.message} ${error.stack?.split('\n')[1]?.trim()}` : String(error))
    return undefined
  }
}

function bounded(pieces: Iterable<string | Uint8Array>, what: string, report: Report): void {
  let size = 0
  for (const piece of pieces) {
    size += piece.length
    if (size > MOST_OUTPUT) {
      report(what, `more than ${MOST_OUTPUT} bytes of output`)
      return
    }
  }
}

/** The document must give the same bytes, whatever the file is. */
async function throughDocument(file: OpenedFile, bytes: Uint8Array, report: Report): Promise<void> {
  const document = file.document?.({ inlineLimit: Number.POSITIVE_INFINITY })
  if (!document) return
  const encoder = new TextEncoder()
  const pieces = [...stringifyChunks(document)].map((piece) => encoder.encode(piece))
  const parsed = parseDocument(pieces)
  const sink = memorySink()
  const writer = await writerFor(parsed.document)
  await writer.write(parsed.document, parsed.lines, sink, { directory: '.', open: () => memorySource(bytes), turn })
  if (!isDeepStrictEqual(Buffer.from(sink.bytes()), Buffer.from(bytes))) report('document', 'write gives other bytes')
}

/** Conversions to one file of another format; what they make of valid input must be recognised. */
async function convertEach(file: OpenedFile, bytes: Uint8Array, isValid: boolean, report: Report): Promise<void> {
  for (const { name, load } of conversions.filter((each) => fits(each.name, file.format))) {
    await step(`convert to ${name}`, report, async () => {
      const sink = memorySink()
      const { convert } = await load()
      await convert({ file: await openAny(memorySource(bytes)), source: memorySource(bytes), options: {}, turn }, sink)
      const made = sink.bytes()
      if (made.length > MOST_OUTPUT) report(`convert to ${name}`, `${made.length} bytes of output`)
      if (!isValid || !name.includes('/')) return
      const again = await openAny(memorySource(made))
      if (again.format !== name && !(again.format === 'vmcore/linux' && file.format.endsWith('/linux')))
        report(`convert to ${name}`, `is recognised as ${again.format}`)
    })
  }
}

/** Whether a conversion is of the file's family. */
function fits(name: string, format: string): boolean {
  if (format.startsWith('ktrace/')) return name.startsWith('ktrace/') || name === 'kdump' || name === 'chrome-trace'
  if (/^(elf-core|aout-core)\//.test(format)) return name.startsWith('elf-core/') || name === 'minidump' || name === 'checkpoint/dragonfly'
  if (/^(kcore|vmcore|vmdump|kdump-compressed|minidump\/freebsd)/.test(format))
    return name === 'vmcore/elf' || (name.endsWith('/linux') && name !== 'elf-core/linux')
  return format.startsWith('checkpoint/') && name === 'elf-core/dragonfly'
}
