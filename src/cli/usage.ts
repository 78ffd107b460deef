/** Exit statuses, and what is wrong with a command line. */
import { FormatError } from '../errors.js'

/** 0 whole; 1 damaged, or something was lost that had to be named; 2 wrong usage, or the system refused (no such file). */
export type ExitCode = 0 | 1 | 2

/** A command line that cannot be run. Its message is for people: one line, with what would be right. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/**
 * An address or a number of bytes: decimal, or hex with 0x.
 *
 * @param option what the message names, such as `--at`
 * @throws UsageError
 */
export function parseInteger(option: string, text: string): bigint {
  if (!/^(?:0[xX][0-9a-fA-F]+|\d+)$/.test(text))
    throw new UsageError(`${option} takes a number, decimal or 0x hex; ${JSON.stringify(text)} is none`)
  return BigInt(text)
}

/** The longest piece of memory that `read --at` prints. */
const LONGEST_PIECE = 1024 * 1024 * 1024

/**
 * A number of bytes to print.
 *
 * @throws UsageError
 */
export function parseLength(option: string, text: string): number {
  const length = parseInteger(option, text)
  if (length > LONGEST_PIECE) throw new UsageError(`${option} is at most ${LONGEST_PIECE} bytes (1 GiB), not ${length}`)
  return Number(length)
}

/**
 * The names of a list such as `threads,notes`.
 *
 * @throws UsageError when there is none
 */
export function parseList(option: string, text: string): string[] {
  const names = text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
  if (names.length === 0) throw new UsageError(`${option} takes names with commas between them`)
  return names
}

/** `--max-data` of `maxData`. */
const longOption = (name: string): string => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`

/**
 * Whether what a family or conversion threw is about the value of an option: then it is wrong usage, not damage.
 *
 * @param flags what the command was given, by camelCase names
 */
export function toUsageError(error: unknown, flags: Readonly<Record<string, unknown>>): UsageError | undefined {
  if (!(error instanceof FormatError) || error.code !== 'BAD_VALUE' || error.offset !== undefined) return undefined
  const { path } = error
  if (path === undefined || !Object.hasOwn(flags, path)) return undefined
  return new UsageError(error.message.replace(`${path}:`, `${longOption(path)}:`))
}
