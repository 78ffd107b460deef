/** exhume convert: converts a file to another format. */
import { type Command, Option } from 'commander'
import type { Conversion } from '../../convert/conversion.js'
import { convertFile, strangeOption } from '../../convert/convert-file.js'
import { conversion, conversionByExtension, conversions } from '../../convert/registry.js'
import { type Compression, compressions, stripCompressionExtension } from '../../io/compressed-sink.js'
import type { ByteSink } from '../../io/sink.js'
import { toInputError } from '../input.js'
import { addOptions, type CommandAction, examples } from '../options.js'
import { type Output, reportFailure } from '../output.js'
import { progressOn } from '../progress.js'
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
      checkOptions(targetOf(to, flags), given, flags)
      return convert(from, rest.slice(0, -1), to, flags, output)
    }),
  )
}

/** Options of other conversions would have no effect, so they are refused. */
function checkOptions(target: Conversion, given: readonly Option[], flags: ConvertFlags): void {
  const wrong = strangeOption(
    target,
    given.map((option) => option.attributeName()),
  )
  if (wrong !== undefined) {
    const { long } = given.find((option) => option.attributeName() === wrong) as Option
    throw new UsageError(`${long} is not an option of --to ${target.name}`)
  }
  const problem = target.check?.(flags)
  if (problem !== undefined) throw new UsageError(problem)
}

async function convert(from: string, others: readonly string[], to: string, flags: ConvertFlags, output: Output): Promise<ExitCode> {
  const target = targetOf(to, flags)
  const offset = flags.offset === undefined ? undefined : parseOffset('--offset', flags.offset)
  const progress = progressOn(output, from)
  try {
    const { files, diagnostics, ok } = await convertFile({
      input: from,
      target,
      output: to === '-' ? standardOutput(target, flags, output) : to,
      flags,
      offset,
      others,
      ...(output.errorIsTerminal && { onProgress: progress.update }),
      onDamage: (damage) => output.diagnostics(from, damage),
    })
    progress.clear()
    if (target.isInto?.(flags)) for (const path of files) output.out.write(`${path}\n`)
    output.diagnostics(from, diagnostics)
    return ok ? 0 : 1
  } catch (error) {
    progress.clear()
    return reportFailure(output, toUsageError(error, flags) ?? toInputError(error), from)
  }
}

function standardOutput(target: Conversion, flags: ConvertFlags, output: Output): ByteSink {
  if (target.isInto?.(flags)) throw new UsageError('OUT must be a directory with these options, not standard output')
  return output.sink
}

function targetOf(out: string, { to }: ConvertFlags): Conversion {
  const names = conversions.map(({ name }) => name).join(', ')
  const target = to === undefined ? conversionByExtension(stripCompressionExtension(out)) : conversion(to)
  if (target) return target
  if (to !== undefined) throw new UsageError(`--to ${to}: unknown target; known: ${names}`)
  throw new UsageError(`the target format is not known: use --to FORMAT (${names}) or an OUT extension that implies it`)
}
