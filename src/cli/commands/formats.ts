/** exhume formats: what can be read, written, and converted to. */
import type { Command } from 'commander'
import { conversions } from '../../convert/registry.js'
import { allFormats } from '../../families/registry.js'
import { stringifyChunks } from '../../io/json-text.js'
import { type CommandAction, examples } from '../options.js'
import type { Output } from '../output.js'
import type { ExitCode } from '../usage.js'

export function registerFormats(program: Command, action: CommandAction): void {
  const command = program
    .command('formats')
    .description('list the formats that can be read and written, and the conversions')
    .option('--json', 'print them as JSON')
  examples(command, [
    ['exhume formats', 'a table'],
    ["exhume formats --json | jq -r '.formats[].name'", 'names only'],
  ])
  command.action((flags: { json?: boolean }) => action((output) => formats(flags, output)))
}

async function formats(flags: { json?: boolean }, output: Output): Promise<ExitCode> {
  const known = await allFormats()
  if (flags.json) {
    const targets = conversions.map(({ name, title, extensions }) => ({ name, title, extensions }))
    for (const piece of stringifyChunks({ formats: known, conversions: targets }, { indent: 2 })) output.out.write(piece)
    output.out.write('\n')
    return 0
  }
  const width = Math.max(...[...known, ...conversions].map(({ name }) => name.length))
  for (const { name, title, read, write } of known) {
    output.out.write(`${name.padEnd(width)}  ${read ? 'read' : '    '} ${write ? 'write' : '     '}  ${title}\n`)
  }
  for (const { name, title } of conversions) output.out.write(`${name.padEnd(width)}  convert --to  ${title}\n`)
  return 0
}
