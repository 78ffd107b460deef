/** exhume convert: a file to another format. */
import type { Command } from 'commander'
import type { Conversion } from '../../convert/format.js'
import { conversion, conversionByExtension, conversions } from '../../convert/registry.js'
import { memorySource } from '../../io/source.js'
import { turns } from '../../io/turn.js'
import { openDestination } from '../destination.js'
import { type Input, openInput } from '../input.js'
import { type Action, addConversionOptions, examples } from '../options.js'
import { type Output, reportFailure } from '../output.js'
import { type ExitCode, UsageError } from '../usage.js'

interface ConvertFlags extends Record<string, unknown> {
  to?: string
  as?: string
  force?: boolean
}

export function registerConvert(program: Command, action: Action): void {
  const command = program
    .command('convert')
    .description('make another format of a file')
    .argument('<IN>', 'the file, packed with gzip or zstd or not; - is standard input')
    .argument('<OUT>', 'the new file; - is standard output')
    .option('--to <FORMAT>', `what to make, where OUT's extension does not say it: ${conversions.map(({ name }) => name).join(', ')}`)
    .option('--as <FORMAT>', 'take IN for this format, whatever it looks like')
    .option('--force', 'replace a regular file of that name')
  addConversionOptions(command)
  examples(command, [
    ['exhume convert core.1159 core.json', 'a document: edit it, then exhume write'],
    ['exhume convert core.1159 core.json --inline', 'one that needs no other file'],
    ['exhume convert ktrace.out - --to ndjson | jq .', 'a trace, one record a line'],
  ])
  command.action((from: string, to: string, flags: ConvertFlags) =>
    action((output) => {
      const given = command.options.filter((option) => command.getOptionValueSource(option.attributeName()) === 'cli')
      checkOptions(
        targetOf(to, flags),
        given.map(({ long }) => long ?? ''),
      )
      return convert(from, to, flags, output)
    }),
  )
}

const COMMON = ['--to', '--as', '--force']

/** An option of another conversion would be ignored, which nobody means. */
function checkOptions({ name, options = [] }: Conversion, given: readonly string[]): void {
  const own = options.map(({ flags }) => /--[\w-]+/.exec(flags)?.[0])
  const wrong = given.find((long) => !COMMON.includes(long) && !own.includes(long))
  if (wrong !== undefined) throw new UsageError(`${wrong} does not go with --to ${name}`)
}

async function convert(from: string, to: string, flags: ConvertFlags, output: Output): Promise<ExitCode> {
  const target = targetOf(to, flags)
  if (from !== '-' && to !== '-' && isSameFile(from, to)) throw new UsageError('IN and OUT are the same file')
  let input: Input
  try {
    input = await openInput(from, { once: target.once ?? false, ...(flags.as !== undefined && { as: flags.as }) }, output)
  } catch (error) {
    return reportFailure(output, error, from)
  }
  try {
    const { convert: run } = await target.load()
    const reference = input.inFile ? referenceTo(from, to) : undefined
    // A conversion that takes a stream does not look at the source.
    const source = input.source ?? memorySource(new Uint8Array())
    const numbered = target.nameIn?.(to, flags)
    const out = numbered ? await numbered : to
    const sink = openDestination(out, flags, output)
    try {
      const lost = await run(
        { file: input.file, source, options: flags, turn: turns(), ...(reference !== undefined && { reference }) },
        sink,
      )
      sink.commit()
      if (numbered) output.out.write(`${out}\n`)
      input.progress.clear()
      const diagnostics = [...input.diagnostics(), ...lost]
      output.diagnostics(from, diagnostics)
      return diagnostics.length > 0 ? 1 : 0
    } catch (error) {
      sink.abort()
      throw error
    }
  } catch (error) {
    input.progress.clear()
    return reportFailure(output, error, from)
  } finally {
    input.close()
  }
}

function targetOf(out: string, { to }: ConvertFlags): Conversion {
  const names = conversions.map(({ name }) => name).join(', ')
  const target = to === undefined ? conversionByExtension(out) : conversion(to)
  if (target) return target
  if (to !== undefined) throw new UsageError(`--to ${to}: there is no such conversion; there are: ${names}`)
  throw new UsageError(`what to make of it? Say --to FORMAT (${names}), or give OUT an extension that says it`)
}

/** IN as seen from OUT's folder. */
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
