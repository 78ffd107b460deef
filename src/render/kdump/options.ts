/** Parses the text options of `read`. */
import type { ReadOptions } from '../../readers/format-reader.js'
import { createOptionError, parseIntegerOption } from '../../readers/ktrace/option-values.js'
import { KINDS, RELEASES, SIZES } from '../../readers/ktrace/options.js'

export type Release = (typeof RELEASES)[number]
export type WordSize = 1 | 2 | 4 | 8 | 16

export interface TextOptions {
  readonly absolute: boolean
  readonly relative: boolean
  readonly elapsed: boolean
  /** Maximum bytes of I/O data per record; Infinity for all. */
  readonly maxData: number
  /** Print I/O data as hexadecimal words of this size in bytes. */
  readonly hex: WordSize | undefined
  readonly numeric: boolean
  /** `--numeric` was given twice: returns have the number of their call. */
  readonly numericReturns: boolean
  readonly decimal: boolean
  /** Print system call numbers instead of names. */
  readonly numbers: boolean
  readonly emulation: string | undefined
  readonly release: Release | undefined
  /** Print the processor of each record, and the thread also of processes with one. */
  readonly cpu: boolean
  readonly threads: boolean
  /** Line width in columns. */
  readonly width: number
}

/** @throws FormatError `BAD_VALUE` for an invalid option, with its name as the path */
export function textOptions(options: ReadOptions): TextOptions {
  const given = options.timestamps === undefined ? [] : listOf('timestamps', options.timestamps, KINDS)
  const hex = options.ioHex === undefined ? undefined : oneOf('ioHex', String(options.ioHex), SIZES)
  const release = options.kdump === undefined ? undefined : oneOf('kdump', String(options.kdump), RELEASES)
  // Before release 10 the last of -R and -T counts.
  const kinds = release === undefined || release === '10' ? given : given.slice(-1)
  const noIo = options.io === false || options.noIo === true
  return {
    absolute: kinds.includes('absolute'),
    relative: kinds.includes('relative'),
    elapsed: kinds.includes('elapsed'),
    maxData: noIo ? 0 : options.maxData === undefined ? Number.POSITIVE_INFINITY : natural('maxData', options.maxData),
    hex: hex === undefined ? undefined : (Number(hex) as WordSize),
    numeric: options.numeric === true || Number(options.numeric) > 0,
    numericReturns: Number(options.numeric) > 1,
    decimal: options.decimal === true,
    numbers: options.numbers === true,
    emulation: typeof options.emulation === 'string' ? options.emulation : undefined,
    release,
    cpu: options.cpu === true,
    threads: options.threads === true,
    width: options.width === undefined ? 80 : natural('width', options.width),
  }
}

function natural(name: string, value: unknown): number {
  const number = parseIntegerOption(name, value)
  if (number < 0) throw createOptionError(name, 'an integer of at least 0', value)
  return number
}

function oneOf<const T extends string>(name: string, value: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === value)
  if (found === undefined) throw createOptionError(name, `one of ${choices.join(', ')}`, value)
  return found
}

function listOf<const T extends string>(name: string, value: unknown, choices: readonly T[]): T[] {
  const words = (Array.isArray(value) ? value : [value]).flatMap((each) => String(each).split(','))
  return words.map((word) => oneOf(name, word.trim(), choices))
}
