/** exhume check: are these files whole? */
import type { Command } from 'commander'
import { FormatError } from '../../errors.js'
import { inspect } from '../../readers/inspect.js'
import { openInput } from '../input.js'
import { type Action, examples } from '../options.js'
import { type Output, oneLine, reportFailure } from '../output.js'
import type { ExitCode } from '../usage.js'

export function registerCheck(program: Command, action: Action): void {
  const command = program
    .command('check')
    .description('say what each file is, read all of it, and name everything that is wrong')
    .argument('<FILE...>', 'files, packed with gzip or zstd or not; - is standard input')
  examples(command, [
    ['exhume check core.1159', 'one file'],
    ['exhume check /var/crash/*.core || echo damaged', 'many, for a script'],
  ])
  command.action((files: string[]) => action((output) => check(files, output)))
}

async function check(files: readonly string[], output: Output): Promise<ExitCode> {
  let worst: ExitCode = 0
  for (const file of files) {
    const code = await checkOne(file, output)
    if (code > worst) worst = code
  }
  return worst
}

async function checkOne(path: string, output: Output): Promise<ExitCode> {
  let label = oneLine(path)
  try {
    const input = await openInput(path, {}, output)
    label = `${label}: ${input.detection.format} (${input.detection.reasons.join('; ')})`
    try {
      await inspect(input.file)
    } finally {
      input.close()
    }
    const diagnostics = input.diagnostics()
    const count = diagnostics.length
    output.out.write(`${label}: ${count === 0 ? 'ok' : `${count} diagnostic${count === 1 ? '' : 's'}`}\n`)
    output.diagnostics(path, diagnostics)
    return count === 0 ? 0 : 1
  } catch (error) {
    const code = reportFailure(output, error, path)
    // The further files are looked at all the same; what this one is stands on standard error.
    if (code === 1) output.out.write(`${label}: ${isUnknown(error) ? 'unknown format' : 'damaged'}\n`)
    return code
  }
}

function isUnknown(error: unknown): boolean {
  return error instanceof FormatError && error.code === 'UNKNOWN_FORMAT'
}
