/** exhume formats: the formats that can be read and written, and the conversions. */
import type { Command } from 'commander'
import { stringifyChunks } from '../../io/json-text.js'
import { nodeBuiltin } from '../../io/node-builtins.js'
import type { FormatList } from '../format-list.js'
import { type CommandAction, examples } from '../options.js'
import type { Output } from '../output.js'
import type { ExitCode } from '../usage.js'

export function configure(command: Command, action: CommandAction): void {
  command.option('--json', 'print as JSON')
  examples(command, [
    ['exhume formats', 'a table'],
    ["exhume formats --json | jq -r '.formats[].name'", 'names only'],
  ])
  command.action((flags: { json?: boolean }) => action((output) => formats(flags, output)))
}

async function formats(flags: { json?: boolean }, output: Output): Promise<ExitCode> {
  const list = readBuiltList() ?? (await (await import('../format-list.js')).listFormats())
  if (flags.json) {
    for (const piece of stringifyChunks(list, { indent: 2 })) output.out.write(piece)
    output.out.write('\n')
    return 0
  }
  const { formats: known, conversions } = list
  const width = Math.max(...[...known, ...conversions].map(({ name }) => name.length))
  for (const { name, title, read, write } of known) {
    output.out.write(`${name.padEnd(width)}  ${read ? 'read' : '    '} ${write ? 'write' : '     '}  ${title}\n`)
  }
  for (const { name, title } of conversions) output.out.write(`${name.padEnd(width)}  convert --to  ${title}\n`)
  return 0
}

/** The list that the build wrote beside the command line: printing it then loads no format. Undefined when running from source. */
function readBuiltList(): FormatList | undefined {
  try {
    return JSON.parse(nodeBuiltin('node:fs').readFileSync(new URL('../formats.json', import.meta.url), 'utf8')) as FormatList
  } catch {
    return undefined
  }
}
