/** exhume write: writes the file that a document describes. */
import type { Command } from 'commander'
import { type ConversionOptions, nameOptions, namesFile } from '../../convert/policy/options.js'
import { FormatError } from '../../errors.js'
import { createYield } from '../../io/event-loop.js'
import { type CloseableSource, chunks, fileSource, openFile } from '../../io/index.js'
import { outputDirectory } from '../../io/output-directory.js'
import type { ByteSink } from '../../io/sink.js'
import { parseDocument } from '../../writers/document-input.js'
import { limitedSink } from '../../writers/policy/limit.js'
import { writerFor } from '../../writers/registry.js'
import { openDestination } from '../destination.js'
import { documentFiles } from '../document-files.js'
import { addOptions, type CommandAction, collect, examples } from '../options.js'
import { type Output, reportFailure } from '../output.js'
import { type ExitCode, parseInteger, UsageError } from '../usage.js'

export function configure(command: Command, action: CommandAction): void {
  command
    .argument('<DOCUMENT>', 'JSON or NDJSON; - is standard input')
    .argument('<OUT>', 'output file; - for standard output')
    .option('--force', 'overwrite an existing regular file')
    .option(
      '--allow-files <DIR>',
      'also open files in DIR that the document refers to; without it, only those in the folder of the document and the file it was made of; may be given several times',
      collect,
    )
    .option('--limit <BYTES>', 'cores and checkpoints: maximum file size; the file is truncated there (0: write nothing)')
  addOptions(command, nameOptions)
  examples(command, [
    ['exhume write core.json core.new', 'a core from its document'],
    ["jq '...' core.json | exhume write - core.new", 'the same, edited'],
    ['exhume write trace.ndjson ktrace.out --force', 'a trace; replaces an existing file'],
  ])
  command.action((document: string, out: string, flags: WriteFlags) => action((output) => write(document, out, flags, output)))
}

interface WriteFlags extends ConversionOptions {
  force?: boolean
  limit?: string
  allowFiles?: readonly string[]
}

/** Formats with size limits and name patterns; no system has them for traces or kernel dumps. */
const CORES = /^(?:elf-core|aout-core|checkpoint)\//

async function write(path: string, out: string, flags: WriteFlags, output: Output): Promise<ExitCode> {
  const limit = flags.limit === undefined ? undefined : parseInteger('--limit', flags.limit)
  const { dirname } = process.getBuiltinModule('node:path')
  const opened: CloseableSource[] = []
  try {
    const { document, lines, source } = parseDocument(await contentOf(path, opened))
    const writer = await writerFor(document)
    const { format } = document
    const isCore = CORES.test(String(format))
    if (limit !== undefined && !isCore) throw new UsageError(`--limit is not supported for ${format} documents`)
    if (path !== '-' && out !== '-' && isSameFile(path, out)) throw new UsageError('DOCUMENT and OUT are the same file')
    const isNamed = namesFile(flags)
    if (isNamed && !isCore) throw new UsageError(`--name-pattern is not supported for ${format} documents`)
    const folder = isNamed ? await namingFolder(out, String(format), flags) : undefined
    const sink = folder ? folder.create() : openDestination(out, flags, output)
    try {
      const bounded = limit === undefined ? undefined : limitedSink(sink, limit)
      const directory = path === '-' ? '.' : dirname(path)
      const turn = createYield()
      const open = await documentFiles({ directory, allowed: flags.allowFiles ?? [], source, opened, turn })
      const context = { directory, open, turn }
      const lost = await writer.write(document, lines, bounded ?? sink, context)
      sink.commit()
      folder?.finish()
      for (const made of folder?.made ?? []) output.out.write(`${made}\n`)
      const cut = bounded?.cut()
      const diagnostics = cut ? [...lost, cut] : lost
      output.diagnostics(path, diagnostics)
      return diagnostics.length > 0 ? 1 : 0
    } catch (error) {
      sink.abort()
      throw error
    }
  } catch (error) {
    return reportFailure(output, asReadable(error), path)
  } finally {
    for (const source of opened) source.close()
  }
}

function isSameFile(path: string, other: string): boolean {
  const { realpathSync, existsSync } = process.getBuiltinModule('node:fs')
  return existsSync(other) && existsSync(path) && realpathSync(path) === realpathSync(other)
}

/** A folder for a file whose name is determined when it is written. */
async function namingFolder(
  path: string,
  format: string,
  flags: WriteFlags,
): Promise<{ made: readonly string[]; create(): ByteSink; finish(): void }> {
  if (path === '-') throw new UsageError('OUT has to be a directory here, and standard output is none')
  const { nameOf } = await import('../../convert/policy/index.js')
  const { made, create, finish } = outputDirectory(path, { force: flags.force ?? false })
  const nameFor = (written: string): string => {
    const source = fileSource(written)
    try {
      return nameOf({ file: { format }, source, options: flags }, format)
    } finally {
      source.close()
    }
  }
  return { made, create: () => create(nameFor), finish }
}

async function contentOf(path: string, opened: CloseableSource[]): Promise<Iterable<Uint8Array>> {
  if (path === '-') return chunks(path)
  const { source, diagnostics } = await openFile(path)
  opened.push(source)
  // A truncated document is refused: its file would look complete.
  const [first] = diagnostics
  if (first) throw new FormatError(first)
  return chunks(source)
}

/** Adds the document path to the message. */
function asReadable(error: unknown): unknown {
  if (!(error instanceof FormatError) || error.path === undefined || error.code === 'IO' || error.message.includes(error.path)) return error
  return new FormatError({ ...error.toDiagnostic(), message: `${error.path}: ${error.message}` }, { cause: error })
}
