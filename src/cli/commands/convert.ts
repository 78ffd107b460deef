/** exhume convert: converts a file to another format. */
import { type Command, Option } from 'commander'
import type { Conversion, ConversionInput, Convert, ConvertInto } from '../../convert/conversion.js'
import { conversion, conversionByExtension, conversions } from '../../convert/registry.js'
import { type Diagnostic, isNotice } from '../../errors.js'
import {
  type Compression,
  compressedSink,
  compressionByExtension,
  compressions,
  stripCompressionExtension,
} from '../../io/compressed-sink.js'
import { createYield } from '../../io/event-loop.js'
import { outputDirectory } from '../../io/output-directory.js'
import { type ByteSink, commitOrAbort } from '../../io/sink.js'
import { memorySource } from '../../io/source.js'
import { openDestination } from '../destination.js'
import { type Input, openInput } from '../input.js'
import { addOptions, type CommandAction, examples } from '../options.js'
import { type Output, reportFailure } from '../output.js'
import { type ExitCode, parseOffset, toUsageError, UsageError } from '../usage.js'

interface ConvertFlags extends Record<string, unknown> {
  to?: string
  as?: string
  offset?: string
  force?: boolean
  strict?: boolean
  compress?: Compression
}

export function configure(command: Command, action: CommandAction): void {
  command
    .argument('<IN>', 'input file; gzip, zstd, xz and LZ4 are decompressed automatically; - for standard input')
    .argument('<OUT...>', 'output file; - for standard output; the other files of a split kernel dump may stand in front of it')
    .usage('[options] IN [PARTS...] OUT')
    .option('--to <FORMAT>', `target format, if OUT's extension does not determine it: ${conversions.map(({ name }) => name).join(', ')}`)
    .option('--as <FORMAT>', 'treat IN as FORMAT instead of detecting it')
    .option('--offset <OFFSET>', 'position of the content in the file: bytes, or blocks of 512 bytes with b, such as 66567b')
    .option('--force', 'overwrite an existing regular file')
    .option('--strict', 'exit with status 1 if the target format cannot hold all information')
    .addOption(new Option('--compress <METHOD>', 'compress the output (implied by a .gz or .zst extension)').choices(compressions))
  for (const { options = [] } of conversions) addOptions(command, options)
  examples(command, [
    ['exhume convert core.1159 core.json', 'a document; exhume write turns it back'],
    ['exhume convert core.1159 core.json --inline', 'a document that contains all bytes'],
    ['exhume convert ktrace.out - --to ndjson | jq .', 'a trace as NDJSON'],
  ])
  command.action((from: string, rest: string[], flags: ConvertFlags) =>
    action((output) => {
      const to = rest.at(-1) as string
      const given = command.options.filter((option) => command.getOptionValueSource(option.attributeName()) === 'cli')
      checkOptions(
        targetOf(to, flags),
        given.map(({ long }) => long ?? ''),
        flags,
      )
      return convert(from, rest.slice(0, -1), to, flags, output)
    }),
  )
}

const COMMON = ['--to', '--as', '--offset', '--force', '--strict', '--compress']

/** Options of other conversions would have no effect, so they are refused. */
function checkOptions({ name, options = [], check }: Conversion, given: readonly string[], flags: ConvertFlags): void {
  const own = options.map(({ flags }) => /--[\w-]+/.exec(flags)?.[0])
  const wrong = given.find((long) => !COMMON.includes(long) && !own.includes(long))
  if (wrong !== undefined) throw new UsageError(`${wrong} is not an option of --to ${name}`)
  const problem = check?.(flags)
  if (problem !== undefined) throw new UsageError(problem)
}

async function convert(from: string, others: readonly string[], to: string, flags: ConvertFlags, output: Output): Promise<ExitCode> {
  const target = targetOf(to, flags)
  if (from !== '-' && to !== '-' && isSameFile(from, to)) throw new UsageError('IN and OUT are the same file')
  let input: Input
  try {
    const where = flags.offset === undefined ? {} : { offset: parseOffset('--offset', flags.offset) }
    const once = typeof target.once === 'function' ? target.once(flags) : (target.once ?? false)
    input = await openInput(from, { once, others, ...where, ...(flags.as !== undefined && { as: flags.as }) }, output)
  } catch (error) {
    return reportFailure(output, error, from)
  }
  try {
    const { convert: run, convertInto, finish } = await target.load()
    const reference = input.inFile ? referenceTo(from, to) : undefined
    // Conversions of streams do not read the source.
    const source = input.source ?? memorySource(new Uint8Array())
    const request = {
      file: input.file,
      source,
      options: flags,
      turn: createYield(),
      ...(reference !== undefined && { reference }),
      ...(input.inFile && { path: from }),
    }
    const lost =
      convertInto && target.isInto?.(flags)
        ? await into(target, convertInto, request, to, flags, output)
        : await whole(run, request, to, flags, output)
    await finish?.(request)
    input.progress.clear()
    const diagnostics = [...input.diagnostics(), ...lost]
    output.diagnostics(from, diagnostics)
    return diagnostics.some(({ code }) => !isNotice(code) && (code !== 'LOST' || flags.strict)) ? 1 : 0
  } catch (error) {
    input.progress.clear()
    return reportFailure(output, toUsageError(error, flags) ?? error, from)
  } finally {
    input.close()
  }
}

/** Writes one file. */
async function whole(
  run: Convert,
  request: ConversionInput,
  to: string,
  flags: ConvertFlags,
  output: Output,
): Promise<readonly Diagnostic[]> {
  return commitOrAbort(packed(openDestination(to, flags, output), to, flags), (sink) => run(request, sink))
}

/** The sink, compressing where the options or the extension say so. */
function packed(sink: ByteSink, to: string, { compress }: ConvertFlags): ByteSink {
  const method = compress ?? compressionByExtension(to)
  if (!method) return sink
  try {
    return compressedSink(sink, method)
  } catch (error) {
    sink.abort()
    throw error
  }
}

/** Writes files into a directory and prints their names. */
async function into(
  { compressesInto }: Conversion,
  run: ConvertInto,
  request: ConversionInput,
  to: string,
  flags: ConvertFlags,
  output: Output,
): Promise<readonly Diagnostic[]> {
  if (to === '-') throw new UsageError('OUT must be a directory with these options, not standard output')
  if (flags.compress && !compressesInto)
    throw new UsageError('--compress needs a single output file; OUT is a directory with these options')
  const directory = outputDirectory(to, { force: flags.force ?? false })
  try {
    const lost = await run(request, directory)
    for (const path of directory.made) output.out.write(`${path}\n`)
    return lost
  } catch (error) {
    directory.abort()
    throw error
  }
}

function targetOf(out: string, { to }: ConvertFlags): Conversion {
  const names = conversions.map(({ name }) => name).join(', ')
  const target = to === undefined ? conversionByExtension(stripCompressionExtension(out)) : conversion(to)
  if (target) return target
  if (to !== undefined) throw new UsageError(`--to ${to}: unknown target; known: ${names}`)
  throw new UsageError(`the target format is not known: use --to FORMAT (${names}) or an OUT extension that implies it`)
}

/** Path of IN relative to OUT's folder. */
function referenceTo(from: string, to: string): string {
  const { dirname, relative } = process.getBuiltinModule('node:path')
  return relative(to === '-' ? '.' : dirname(to), from)
}

function isSameFile(one: string, other: string): boolean {
  const { statSync } = process.getBuiltinModule('node:fs')
  const a = statSync(one, { throwIfNoEntry: false })
  const b = statSync(other, { throwIfNoEntry: false })
  return a !== undefined && b !== undefined && a.dev === b.dev && a.ino === b.ino && a.isFile()
}
