/** The options for the name, memory and size of a new core, shared by all conversions that write one. */
import type { ReaderOption } from '../../readers/format-reader.js'
import { contentFromText } from '../../writers/policy/content-set.js'
import { patternStyleNames } from '../../writers/policy/pattern-styles.js'

export const contentOption: ReaderOption = {
  flags: '--content <SET>',
  description:
    'cores: memory to include, as a coreadm(8) content set (default, all, none, stack+heap-shm) or a Linux coredump_filter (0x33)',
}

export const limitOption: ReaderOption = {
  flags: '--limit <BYTES>',
  description: 'elf-core/..., checkpoint/...: maximum file size; the file is truncated there (0: write nothing)',
}

export const nameOptions: readonly ReaderOption[] = [
  {
    flags: '--name-pattern <PATTERN>',
    description: 'elf-core/..., checkpoint/...: write into the directory OUT under the name that PATTERN expands to, such as %f.%p',
  },
  {
    flags: '--pattern-style <SYSTEM>',
    description: 'elf-core/..., checkpoint/...: pattern syntax of this system (default: the target system)',
    choices: patternStyleNames,
  },
  {
    flags: '--zone-path <PATH>',
    description: 'elf-core/..., checkpoint/...: path of the zone for %Z of illumos; cores contain only its name',
  },
]

export type ConversionOptions = Readonly<Record<string, unknown>>

/** Whether OUT is a directory. */
export const namesFile = ({ namePattern, patternStyle }: ConversionOptions): boolean =>
  namePattern !== undefined || patternStyle !== undefined

/** Validates the option values. Returns an error message, or undefined. */
export function checkCoreOptions({ content, limit }: ConversionOptions): string | undefined {
  if (content !== undefined && contentFromText(String(content)) === undefined) {
    return `--content: expected a content set (default, all, none, stack+heap-shm) or a coredump_filter (0x33), found ${JSON.stringify(content)}`
  }
  return limit !== undefined && limitOf({ limit }) === undefined
    ? `--limit: expected a number of bytes (decimal or 0x hex), found ${JSON.stringify(limit)}`
    : undefined
}

/** The limit in bytes; undefined if it is missing or not a number. */
export function limitOf({ limit }: ConversionOptions): bigint | undefined {
  const text = String(limit ?? '')
  return /^(?:0[xX][0-9a-fA-F]+|\d+)$/.test(text) ? BigInt(text) : undefined
}
