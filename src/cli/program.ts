/** The command line: selects the command, loads only its module, and reports wrong usage. */
import { Command, CommanderError } from 'commander'
import { nodeBuiltin } from '../io/node-builtins.js'
import { commandList } from './command-list.js'
import { type CommandAction, examples } from './options.js'
import { type Output, oneLine, processOutput, reportFailure } from './output.js'
import type { ExitCode } from './usage.js'

/**
 * Runs one command line and returns its exit status. All output is flushed when it returns.
 *
 * @param args without node and the script
 */
export async function run(args: readonly string[], version: () => string, output: Output = processOutput()): Promise<ExitCode> {
  let status: ExitCode = 0
  const action: CommandAction = async (work) => {
    try {
      status = await work(output)
    } catch (error) {
      status = reportFailure(output, error)
    }
  }
  const words = expandShortForms(args).map((word) => (word === '--share' ? '--share=' : word))
  const program = createProgram(version, output)
  try {
    if (words.length === 0) {
      output.error("exhume: missing command; see 'exhume --help'")
      return 2
    }
    await addCommands(program, words[0], action)
    await program.parseAsync(words, { from: 'user' })
    output.out.flush()
  } catch (error) {
    if (!(error instanceof CommanderError)) return reportFailure(output, error)
    if (error.exitCode !== 0) {
      output.error(usageLine(error, program, words))
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

/** `exhume help read` is `exhume read --help`; `exhume FILE` is `exhume read FILE` when the file exists. */
function expandShortForms(args: readonly string[]): readonly string[] {
  const [first, ...rest] = args
  if (first === undefined || isCommand(first)) return args
  if (first === 'help') return rest[0] === undefined ? ['--help'] : [rest[0], '--help']
  if (!first.startsWith('-') && nodeBuiltin('node:fs').existsSync(first)) return ['read', ...args]
  return args
}

const isCommand = (name: string): boolean => commandList.some((each) => each.name === name)

/** Only the module of the command that runs is loaded; the others appear in the help and in suggestions by name. */
async function addCommands(program: Command, running: string | undefined, action: CommandAction): Promise<void> {
  for (const { name, summary, load } of commandList) {
    const command = program.command(name).description(summary)
    if (name === running) (await load()).configure(command, action)
  }
}

function createProgram(version: () => string, output: Output): Command {
  const program = new Command('exhume')
  program
    .description('Read, write and convert ELF core files, process checkpoints, kernel crash dumps, ktrace logs and minidumps.')
    .usage('[options] COMMAND ...\n       exhume FILE')
    .option('-V, --version', 'print the version')
    .on('option:version', () => {
      output.out.write(`${version()}\n`)
      throw new CommanderError(0, 'exhume.version', '')
    })
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [COMMAND]', 'print the help of a command')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => output.out.write(text),
      // run() prints the error as one line.
      writeErr: () => {},
      getOutHelpWidth: () => output.columns,
    })
  examples(program, [
    ['exhume core.1159', 'show a core file'],
    ['exhume read ktrace.out', 'print a trace as kdump(1) does'],
    ['exhume convert core.1159 core.json', 'convert to a lossless JSON document'],
    ['exhume check *.core', 'check core files for damage'],
  ])
  program.addHelpText(
    'after',
    '\nExit status: 0 success; 1 damaged input or nothing found (details on standard\nerror); 2 usage error or file not found.',
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
