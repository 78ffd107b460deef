/** Exit statuses, usage errors, and values of options. */
import { FormatError } from '../errors.js'

/** 0 success; 1 damaged input, or nothing found; 2 usage error, or a file that cannot be opened. */
export type ExitCode = 0 | 1 | 2

/** A command line that cannot be run. Its message is one line and says what is expected. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/**
 * Parses an address or a number of bytes: decimal, or hexadecimal with 0x.
 *
 * @param option what the message names, such as `--at`
 * @throws UsageError
 */
export function parseInteger(option: string, text: string): bigint {
  if (!/^(?:0[xX][0-9a-fA-F]+|\d+)$/.test(text))
    throw new UsageError(`${option}: expected a decimal or 0x hexadecimal number, found ${JSON.stringify(text)}`)
  return BigInt(text)
}

/** Bytes of a block of a disk. */
const BLOCK = 512

/**
 * Parses the place of a dump on a device: bytes, or blocks of 512 bytes with a `b`, as kernels print it.
 *
 * @returns bytes
 * @throws UsageError
 */
export function parseOffset(option: string, text: string): number {
  const blocks = /^\d+b$/.test(text)
  const value = parseInteger(option, blocks ? text.slice(0, -1) : text) * BigInt(blocks ? BLOCK : 1)
  if (value > Number.MAX_SAFE_INTEGER) throw new UsageError(`${option}: expected at most ${Number.MAX_SAFE_INTEGER} bytes, found ${value}`)
  return Number(value)
}

/** The most memory that one `read --at` prints. */
const MAXIMUM_LENGTH = 1024 * 1024 * 1024

/**
 * A number of bytes to print.
 *
 * @throws UsageError
 */
export function parseLength(option: string, text: string): number {
  const length = parseInteger(option, text)
  if (length > MAXIMUM_LENGTH) throw new UsageError(`${option}: expected at most ${MAXIMUM_LENGTH} bytes (1 GiB), found ${length}`)
  return Number(length)
}

/**
 * Parses a list of names such as `threads,notes`.
 *
 * @throws UsageError when there is none
 */
export function parseList(option: string, text: string): string[] {
  const names = text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
  if (names.length === 0) throw new UsageError(`${option}: expected names separated by commas`)
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
