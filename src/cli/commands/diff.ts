/** exhume diff: what differs between two files that matters. */
import type { Command } from 'commander'
import { jsonText } from '../../io/json-text.js'
import { compareReports, type Difference } from '../../readers/search/compare-reports.js'
import { printable } from '../../render/text-table.js'
import { type Input, openInput } from '../input.js'
import { type CommandAction, examples } from '../options.js'
import { type Output, reportFailure } from '../output.js'
import type { ExitCode } from '../usage.js'

interface DiffFlags {
  json?: boolean
  sysroot?: string
}

export function configure(command: Command, action: CommandAction): void {
  command
    .argument('<FILE1>', 'first file')
    .argument('<FILE2>', 'second file')
    .option('--json', 'print one JSON object for each difference')
    .option('--sysroot <DIR>', 'cores: directory with the programs and libraries of the system that wrote them')
  examples(command, [
    ['exhume diff core.1159 core.1160', 'signal, calls, modules, mappings, environment'],
    ['exhume diff before.ktrace after.ktrace', 'numbers of records and calls'],
  ])
  command.action((first: string, second: string, flags: DiffFlags) => action((output) => compare([first, second], flags, output)))
}

async function compare(paths: readonly [string, string], flags: DiffFlags, output: Output): Promise<ExitCode> {
  const inputs: Input[] = []
  try {
    const reports: Record<string, unknown>[] = []
    for (const path of paths) {
      try {
        const input = await openInput(path, {}, output)
        inputs.push(input)
        await input.file.prepare?.({ json: true, ...(flags.sysroot !== undefined && { sysroot: flags.sysroot }) })
        reports.push(input.file.report())
      } catch (error) {
        return reportFailure(output, error, path)
      }
    }
    const differences = compareReports(reports[0] as Record<string, unknown>, reports[1] as Record<string, unknown>)
    if (flags.json) for (const each of differences) output.out.write(`${jsonText({ ...each })}\n`)
    else print(paths, differences, output)
    let worst: ExitCode = 0
    inputs.forEach((input, i) => {
      const diagnostics = input.diagnostics()
      if (diagnostics.length > 0) worst = 1
      output.diagnostics(paths[i] as string, diagnostics)
    })
    return worst
  } finally {
    for (const input of inputs) input.close()
  }
}

/** `- ` stands before what only the first file has, `+ ` before what only the second has, as in diff(1). */
function print([first, second]: readonly [string, string], differences: readonly Difference[], output: Output): void {
  if (differences.length === 0) {
    output.out.write('no differences\n')
    return
  }
  output.out.write(`--- ${printable(first)}\n+++ ${printable(second)}\n`)
  for (const { path, before, after } of differences) {
    if (before !== undefined) output.out.write(`- ${printable(path)}${before === '' ? '' : `: ${printable(before)}`}\n`)
    if (after !== undefined) output.out.write(`+ ${printable(path)}${after === '' ? '' : `: ${printable(after)}`}\n`)
  }
}
