/** Options that commands share. */
import { type Command, InvalidArgumentError, Option } from 'commander'
import { readerEntry, readers } from '../families/registry.js'
import type { ReaderOption } from '../readers/format-reader.js'
import type { Output } from './output.js'
import { type ExitCode, UsageError } from './usage.js'

/** Runs the work of a command, handles its errors and keeps its exit status. */
export type CommandAction = (work: (output: Output) => Promise<ExitCode>) => Promise<void>

function add(command: Command, { flags, description, choices, repeat, counted }: ReaderOption): void {
  const option = new Option(flags, description)
  if (choices) option.choices(choices)
  if (repeat) option.argParser((value: string, before: readonly string[] = []) => [...before, ...repeated(value, choices)])
  if (counted) option.preset('1').argParser((_value: string, before: number | undefined) => (before ?? 0) + 1)
  // Families and conversions can share an option.
  if (!command.options.some((each) => each.long === option.long)) command.addOption(option)
}

/** Gathers the values of an option that may be given several times. */
export const collect = (value: string, before: readonly string[] = []): string[] => [...before, value]

/** The value of an option that may be repeated; with choices, several in one value are separated by commas. */
function repeated(value: string, choices: readonly string[] | undefined): string[] {
  if (!choices) return [value]
  const words = value.split(',')
  const wrong = words.find((word) => !choices.includes(word))
  if (wrong !== undefined) throw new InvalidArgumentError(`Allowed choices are ${choices.join(', ')}.`)
  return words
}

export function addOptions(command: Command, options: readonly ReaderOption[]): void {
  for (const option of options) add(command, option)
}

/** Adds the options of all families. */
export function addFamilyOptions(command: Command): void {
  for (const { options = [] } of readers) addOptions(command, options)
}

/** Options of other families would have no effect, so they are refused. */
export function checkFamilyOptions(flags: Readonly<Record<string, unknown>>, format: string): void {
  const own = new Set(readerEntry(format)?.options?.map(({ flags: each }) => each))
  for (const { families, options = [] } of readers) {
    const wrong = options.find((option) => !own.has(option.flags) && isGiven(option, flags))
    if (wrong) throw new UsageError(`${new Option(wrong.flags).long} is for ${families.join(', ')} files, and this is ${format}`)
  }
}

function isGiven({ flags: text }: ReaderOption, flags: Readonly<Record<string, unknown>>): boolean {
  const option = new Option(text)
  const value = flags[option.attributeName()]
  // `--no-io` becomes `io`, true by default.
  return option.negate ? value === false : value !== undefined
}

/** Help is at least readable at this width; a terminal may be wider. */
const HELP_COLUMNS = 80

/** Appends examples to a command's help: side by side with their purpose where all fit, else each below it. */
export function examples(command: Command, lines: readonly (readonly [line: string, purpose: string])[]): void {
  const width = Math.max(...lines.map(([line]) => line.length))
  const fits = lines.every(([, purpose]) => width + purpose.length + 4 <= HELP_COLUMNS)
  const text = lines.map(([line, purpose]) => (fits ? `  ${line.padEnd(width)}  ${purpose}` : `  # ${purpose}\n  ${line}`)).join('\n')
  command.addHelpText('after', `\nExamples:\n${text}`)
}

/** Whether files of a format name other files by handle, so that `--files` has an effect. */
export const takesFileMap = (format: string): boolean => format === 'checkpoint/dragonfly' || format === 'elf-core/dragonfly'
