/** The command line: which commands there are, and what wrong usage looks like. */
import { Command, CommanderError } from 'commander'
import { registerCheck } from './commands/check.js'
import { registerConvert } from './commands/convert.js'
import { registerFormats } from './commands/formats.js'
import { registerRead } from './commands/read.js'
import { registerWrite } from './commands/write.js'
import { examples } from './options.js'
import { type Output, oneLine, processOutput, reportFailure } from './output.js'
import type { ExitCode } from './usage.js'

/**
 * Runs one command line and gives its exit status. Everything that was printed is written out when it returns.
 *
 * @param args without node and the script
 */
export async function run(args: readonly string[], version: () => string, output: Output = processOutput()): Promise<ExitCode> {
  let status: ExitCode = 0
  const program = build(version, output, async (work) => {
    try {
      status = await work(output)
    } catch (error) {
      status = reportFailure(output, error)
    }
  })
  try {
    if (args.length === 0) {
      output.error("exhume: say what to do: read, write, convert, check or formats; see 'exhume --help'")
      return 2
    }
    await program.parseAsync(args, { from: 'user' })
    output.out.flush()
  } catch (error) {
    if (!(error instanceof CommanderError)) return reportFailure(output, error)
    if (error.exitCode !== 0) {
      output.error(usageLine(error, program, args))
      return 2
    }
    try {
      output.out.flush()
    } catch (broken) {
      return reportFailure(output, broken)
    }
  }
  return status
}

function build(version: () => string, output: Output, action: (work: (output: Output) => Promise<ExitCode>) => Promise<void>): Command {
  const program = new Command('exhume')
  program
    .description('Reads, writes and converts what Unix systems leave behind when something dies or is watched.')
    .option('-V, --version', 'print the version')
    .on('option:version', () => {
      output.out.write(`${version()}\n`)
      throw new CommanderError(0, 'exhume.version', '')
    })
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => output.out.write(text),
      // The error is printed as one line of ours, by run().
      writeErr: () => {},
      getOutHelpWidth: () => 100,
    })
  for (const register of [registerRead, registerWrite, registerConvert, registerCheck, registerFormats]) register(program, action)
  examples(program, [
    ['exhume read core.1159', 'what is in a core'],
    ['exhume read ktrace.out', 'a trace as kdump(1) prints it'],
    ['exhume convert core.1159 core.json', 'its lossless document'],
    ['exhume check *.core', 'are they whole?'],
  ])
  program.addHelpText(
    'after',
    '\nExit status: 0 whole, 1 damaged or something was lost (named on standard error), 2 wrong usage or no such file.',
  )
  return program
}

/** `exhume: unknown option '--jsn' (Did you mean --json?); see 'exhume read --help'`. */
function usageLine(error: CommanderError, program: Command, args: readonly string[]): string {
  const message = error.message
    .replace(/^error: /, '')
    .replace(/\n/g, ' ')
    .replace(/\.$/, '')
  const command = program.commands.find((each) => each.name() === args[0])
  return `exhume: ${oneLine(message)}; see 'exhume ${command ? `${command.name()} ` : ''}--help'`
}
