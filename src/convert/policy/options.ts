/** The options that say which name, memory and size a new core has, for every conversion that makes one. */
import type { ReaderOption } from '../../readers/format-reader.js'
import { contentFromText } from '../../writers/policy/content-set.js'
import { patternStyleNames } from '../../writers/policy/pattern-styles.js'

export const contentOption: ReaderOption = {
  flags: '--content <SET>',
  description: "cores: the memory that goes into it, as coreadm's default, all, none, stack+heap-shm or Linux' coredump_filter 0x33",
}

export const limitOption: ReaderOption = {
  flags: '--limit <BYTES>',
  description: 'elf-core/..., checkpoint/...: largest size; what is longer is cut there, 0 writes nothing',
}

export const nameOptions: readonly ReaderOption[] = [
  { flags: '--name-pattern <PATTERN>', description: 'elf-core/..., checkpoint/...: OUT is a folder; the name in it, such as %f.%p' },
  {
    flags: '--pattern-style <SYSTEM>',
    description: "elf-core/..., checkpoint/...: whose pattern it is; the target's where not said",
    choices: patternStyleNames,
  },
]

export type ConversionOptions = Readonly<Record<string, unknown>>

/** Whether OUT is a folder. */
export const namesFile = ({ namePattern, patternStyle }: ConversionOptions): boolean =>
  namePattern !== undefined || patternStyle !== undefined

/** What is wrong with the values, for people; undefined when nothing is. */
export function checkCoreOptions({ content, limit }: ConversionOptions): string | undefined {
  if (content !== undefined && contentFromText(String(content)) === undefined) {
    return `--content takes a set such as default, all, none, stack+heap-shm, or a coredump_filter such as 0x33, not ${JSON.stringify(content)}`
  }
  return limit !== undefined && limitOf({ limit }) === undefined
    ? `--limit takes a number of bytes, decimal or 0x hex, not ${JSON.stringify(limit)}`
    : undefined
}

/** The limit in bytes; undefined where there is none, or the text is no number. */
export function limitOf({ limit }: ConversionOptions): bigint | undefined {
  const text = String(limit ?? '')
  return /^(?:0[xX][0-9a-fA-F]+|\d+)$/.test(text) ? BigInt(text) : undefined
}
