/** exhume check: identifies files and reports damage. */
import type { Command } from 'commander'
import { FormatError } from '../../errors.js'
import { inspect } from '../../families/inspect.js'
import { openInput } from '../input.js'
import { type CommandAction, examples } from '../options.js'
import { type Output, oneLine, reportFailure } from '../output.js'
import { type ExitCode, UsageError } from '../usage.js'

export function configure(command: Command, action: CommandAction): void {
  command
    .argument('<FILE...>', 'input files; gzip and zstd are decompressed automatically; - for standard input')
    .option('--thaw-on <SYSTEM>', 'checkpoints: simulate a restore on SYSTEM, such as descriptors=64,data-limit=0x8000000,mounted=none')
  examples(command, [
    ['exhume check core.1159', 'one file'],
    ['exhume check /var/crash/*.core || echo damaged', 'many files, for a script'],
    ['exhume check vi.ckpt --thaw-on descriptors=64', 'simulate a restore of a checkpoint'],
  ])
  command.action((files: string[], flags: CheckFlags) => action((output) => check(files, flags, output)))
}

interface CheckFlags {
  thawOn?: string
}

async function check(files: readonly string[], flags: CheckFlags, output: Output): Promise<ExitCode> {
  await checkFlags(flags)
  let worst: ExitCode = 0
  for (const file of files) {
    const code = await checkOne(file, flags, output)
    if (code > worst) worst = code
  }
  return worst
}

/** @throws UsageError */
async function checkFlags({ thawOn }: CheckFlags): Promise<void> {
  if (thawOn === undefined) return
  const { parseThawSystem } = await import('../../readers/checkpoint/thaw/thaw-system.js')
  stated(() => parseThawSystem(thawOn))
}

/** A wrong description of a system is a usage error, not damage of a file. */
function stated<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw error instanceof FormatError && error.code === 'BAD_VALUE' ? new UsageError(`--thaw-on: ${error.message}`) : error
  }
}

async function checkOne(path: string, flags: CheckFlags, output: Output): Promise<ExitCode> {
  let label = oneLine(path)
  try {
    const input = await openInput(path, {}, output)
    label = `${label}: ${input.detection.format} (${input.detection.reasons.join('; ')})`
    let verdict = ''
    try {
      await inspect(input.file)
      if (flags.thawOn !== undefined && !input.file.verdict)
        throw new UsageError(`--thaw-on is for checkpoints; ${oneLine(path)} is ${input.file.format}`)
      verdict = stated(() => [...(input.file.verdict?.({ ...flags }) ?? [])].join(''))
    } finally {
      input.close()
    }
    const diagnostics = input.diagnostics()
    const count = diagnostics.length
    output.out.write(`${label}: ${count === 0 ? 'ok' : `${count} diagnostic${count === 1 ? '' : 's'}`}\n${verdict}`)
    output.diagnostics(path, diagnostics)
    return count === 0 ? 0 : 1
  } catch (error) {
    const code = reportFailure(output, error, path)
    // The remaining files are checked as well.
    if (code === 1) output.out.write(`${label}: ${isUnknown(error) ? 'unknown format' : 'damaged'}\n`)
    return code
  }
}

function isUnknown(error: unknown): boolean {
  return error instanceof FormatError && error.code === 'UNKNOWN_FORMAT'
}
