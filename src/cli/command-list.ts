/** The commands: what `exhume --help` says of each, and the module that is loaded when one runs. */
import type { Command } from 'commander'
import type { CommandAction } from './options.js'

export interface CommandEntry {
  readonly name: string
  readonly summary: string
  /** Loads the module that adds arguments, options and the action to the command. */
  readonly load: () => Promise<{ configure(command: Command, action: CommandAction): void }>
}

export const commandList: readonly CommandEntry[] = [
  {
    name: 'read',
    summary: 'print the contents of a file: a report for cores and dumps, kdump(1) output for traces',
    load: () => import('./commands/read.js'),
  },
  { name: 'write', summary: 'write a file from a JSON or NDJSON document made by convert', load: () => import('./commands/write.js') },
  { name: 'convert', summary: 'convert a file to another format', load: () => import('./commands/convert.js') },
  { name: 'check', summary: 'identify files, read all of their content and report damage', load: () => import('./commands/check.js') },
  {
    name: 'find',
    summary: 'find text, bytes or pointers in a file, and say where they are',
    load: () => import('./commands/find.js'),
  },
  { name: 'diff', summary: 'compare two cores, traces or dumps', load: () => import('./commands/diff.js') },
  {
    name: 'corpus',
    summary: 'generate valid or nearly valid files of a format, for fuzzers and tests',
    load: () => import('./commands/corpus.js'),
  },
  {
    name: 'ioctl',
    summary: 'print names of ioctl requests by number, and numbers by name',
    load: () => import('./commands/ioctl.js'),
  },
  {
    name: 'formats',
    summary: 'list the formats that can be read and written, and the conversions',
    load: () => import('./commands/formats.js'),
  },
]
