/** exhume read: prints the contents of a file for people and scripts. */
import type { Command } from 'commander'
import { type Diagnostic, FormatError } from '../../errors.js'
import { createYield } from '../../io/event-loop.js'
import { type CloseableSource, openFile } from '../../io/index.js'
import { stringifyChunks } from '../../io/json-text.js'
import { coreParts } from '../../readers/core/report-parts.js'
import type { OpenedFile, OpenOptions, ReadOptions } from '../../readers/format-reader.js'
import { shouldUseColor } from '../../render/ansi-color.js'
import { annotatedHex } from '../../render/hex-dump.js'
import { type Input, openInput } from '../input.js'
import { addFamilyOptions, type CommandAction, checkFamilyOptions, collect, examples, takesFileMap } from '../options.js'
import { type Output, reportFailure } from '../output.js'
import { type ExitCode, parseList, parseOffset, toUsageError, UsageError } from '../usage.js'
import { addMemoryOptions, isMemoryRequest, type MemoryFlags, namesFunction, printMemory } from './read-memory.js'

interface ReadFlags extends Record<string, unknown>, MemoryFlags {
  json?: boolean
  ndjson?: boolean
  names?: string
  hex?: boolean
  as?: string
  offset?: string
  only?: string
  full?: boolean
  strict?: boolean
  follow?: boolean
}

export function configure(command: Command, action: CommandAction): void {
  command
    .argument('<FILE>', 'input file; gzip, zstd, xz and LZ4 are decompressed automatically; - for standard input')
    .argument('[PARTS...]', 'the other files of a split kernel dump, in any order')
    .option('--json', 'print the report as JSON')
    .option('--ndjson', 'print records as NDJSON, one object per line')
    .option('--as <FORMAT>', 'treat the input as FORMAT instead of detecting it')
    .option('--offset <OFFSET>', 'position of the content in the file: bytes, or blocks of 512 bytes with b, such as 66567b')
    .option('--only <PART,...>', `print only these parts of the report; cores: ${coreParts.join(', ')}`)
    .option('--full', 'print all parts of the report instead of one screen')
    .option('--strict', 'stop at the first error')
    .option('--kernel <FILE>', 'kernel image that matches the dump, or its System.map, for symbols')
    .option('--names <FILE>', 'kernel dumps: database of kernel names (kvm.db)')
    .option('--sysroot <DIR>', 'cores: directory with the programs, libraries and debug files of the system that wrote the core')
    .option('--symbols <FILE>', 'cores: program, library or debug file with symbols; may be repeated', collect)
    .option('--files <MAP>', 'checkpoints and DragonFly cores: names of files by handle (JSON) or inode (output of ls -i)')
    .option('--hex', 'print a hex dump annotated with field names')
  addMemoryOptions(command)
  addFamilyOptions(command)
  examples(command, [
    ['exhume read core.1159', 'one screen: what died, why and where'],
    ['exhume read core.1159 --only backtrace --sysroot /', 'calls of all threads, with symbols of this system'],
    ['exhume read core.1159 --only threads', 'registers of all threads'],
    ['exhume read core.1159 --full', 'the whole report'],
    ['exhume read core.1159 --json --only threads', 'registers of all threads, for a script'],
    ["exhume read core.1159 --at '$rsp+16'", 'memory at a register of the thread that died'],
    ['exhume read core.1159 --at 0x7ffe0000 --length 64', 'memory of the process'],
    ['zcat ktrace.out.gz | exhume read - --ndjson', 'records of a trace as NDJSON'],
    ['exhume read core.1159 --hex', 'annotated hex dump'],
  ])
  command.action((file: string, others: string[], flags: ReadFlags) => action((output) => read(file, others, flags, output)))
}

async function read(path: string, others: readonly string[], flags: ReadFlags, output: Output): Promise<ExitCode> {
  const mode = modeOf(flags)
  const kernel = flags.kernel === undefined ? undefined : (await openFile(flags.kernel)).source
  const names = flags.names === undefined ? undefined : (await openFile(flags.names)).source
  let input: Input
  try {
    const once = mode === 'text' || mode === 'json' || mode === 'ndjson'
    input = await openInput(path, { ...openOptions(flags, kernel, names), once, others, ...(flags.follow && { follow: true }) }, output)
  } catch (error) {
    kernel?.close()
    names?.close()
    return reportFailure(output, error, path)
  }
  const found: Diagnostic[] = []
  try {
    checkOptions(flags, input.file)
    found.push(...(await print(input, mode, flags, output)))
    output.out.flush()
  } catch (error) {
    // Output that was made is kept; then come the diagnostics, and last the error that ended it.
    return endEarly(output, input, flags, error, path)
  } finally {
    input.close()
    kernel?.close()
    names?.close()
  }
  const diagnostics = [...input.diagnostics(), ...found]
  output.diagnostics(path, diagnostics)
  return diagnostics.length > 0 ? 1 : 0
}

function endEarly(output: Output, input: Input, flags: ReadFlags, error: unknown, path: string): ExitCode {
  input.progress.clear()
  const refused = toUsageError(error, flags)
  if (refused) return reportFailure(output, refused)
  if (error instanceof FormatError && error.code !== 'IO') output.diagnostics(path, input.diagnostics())
  return reportFailure(output, error, path)
}

/** Options that would have no effect are refused. */
function checkOptions(flags: ReadFlags, file: OpenedFile): void {
  checkFamilyOptions(flags, file.format)
  if (flags.files !== undefined && !takesFileMap(file.format))
    throw new UsageError(`--files is for checkpoints and DragonFly cores, and this is ${file.format}`)
  for (const name of ['sysroot', 'symbols'] as const)
    if (flags[name] !== undefined && !file.prepare) throw new UsageError(`--${name} is for process cores, and this is ${file.format}`)
  const isKernelDump = file.symbol && !file.prepare
  if (flags.kernel !== undefined && !isKernelDump) throw new UsageError(`--kernel is for kernel dumps, and this is ${file.format}`)
  if (flags.names !== undefined && !isKernelDump) throw new UsageError(`--names is for kernel dumps, and this is ${file.format}`)
  if (flags.full && (flags.json || flags.ndjson || flags.hex))
    throw new UsageError('--full is for the text report; JSON is always complete')
  if (flags.full && flags.only !== undefined) throw new UsageError('--full and --only exclude each other')
  if (flags.only === undefined || !file.parts) return
  const parts = parseList('--only', flags.only)
  const unknown = parts.find((part) => !file.parts?.includes(part))
  if (unknown !== undefined) throw new UsageError(`--only: unknown part ${unknown} of ${file.format}; known: ${file.parts.join(', ')}`)
  const jsonOnly = flags.json ? undefined : parts.find((part) => file.jsonOnlyParts?.includes(part))
  if (jsonOnly !== undefined) throw new UsageError(`--only ${jsonOnly} needs --json: the text report does not contain it`)
}

type Mode = 'text' | 'json' | 'ndjson' | 'hex' | 'memory'

function modeOf(flags: ReadFlags): Mode {
  const chosen = (['json', 'ndjson', 'hex'] as const).filter((name) => flags[name])
  if (chosen.length > 1) throw new UsageError(`--${chosen[0]} and --${chosen[1]} exclude each other`)
  if (isMemoryRequest(flags)) return 'memory'
  if (flags.only !== undefined && flags.hex) throw new UsageError('--only does not go with --hex')
  return chosen[0] ?? 'text'
}

function openOptions(flags: ReadFlags, kernel?: CloseableSource, names?: CloseableSource): OpenOptions & { offset?: number } {
  return {
    ...(flags.offset !== undefined && { offset: parseOffset('--offset', flags.offset) }),
    ...(flags.as !== undefined && { as: flags.as }),
    ...(flags.strict && { strict: true }),
    ...(kernel && { kernel }),
    ...(names && { names }),
  }
}

/** Prints the file in the given mode; returns diagnostics beyond the file's own. */
async function print(input: Input, mode: Mode, flags: ReadFlags, output: Output): Promise<Diagnostic[]> {
  const { file } = input
  const { only, ...rest } = flags
  const color = shouldUseColor(output.outIsTerminal, output.environment)
  const options: ReadOptions = { ...rest, color, columns: output.columns, ...(only !== undefined && { only: parseList('--only', only) }) }
  // Names of functions as places in memory need the same as backtraces.
  if (mode === 'memory' && file.prepare && namesFunction(flags)) await file.prepare({ ...options, only: ['backtrace'] })
  if (mode === 'text' || mode === 'json') await file.prepare?.({ ...options, json: mode === 'json' })
  switch (mode) {
    case 'memory':
      return printMemory(file, flags, output)
    case 'json':
      await printAll(stringifyChunks(file.report(options), { indent: 2 }), output)
      output.out.write('\n')
      return []
    case 'ndjson': {
      if (!file.recordLines) throw new UsageError(`${file.format} is not a stream of records; use --json`)
      if (file.ndjson) await printAll(file.ndjson('records', options), output, { flush: flags.follow })
      else await printAll(file.recordLines(options), output, { end: '\n', flush: flags.follow })
      return []
    }
    case 'hex': {
      if (!input.source) throw new UsageError('--hex does not go with --follow')
      await printAll(annotatedHex(input.source, file.fields(), { colour: color }), output)
      return []
    }
    case 'text':
      await printAll(file.text(options), output, { flush: flags.follow })
      return []
  }
}

interface PrintOptions {
  /** Written after each piece. */
  readonly end?: string
  /** Whether each piece is handed on at once: of a followed file, a piece ends where the next one is waited for. */
  readonly flush?: boolean | undefined
}

async function printAll(
  pieces: Iterable<string | Uint8Array>,
  output: Output,
  { end = '', flush = false }: PrintOptions = {},
): Promise<void> {
  const turn = createYield()
  for (const piece of pieces) {
    output.out.write(piece)
    if (end !== '') output.out.write(end)
    if (flush) output.out.flush()
    const wait = turn()
    if (wait) await wait
  }
}
