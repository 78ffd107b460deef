/** Options of the text of traces, as the command line offers them, and as renderers take them. */
import type { ReaderOption, ReadOptions } from '../../readers/format.js'
import { badOption, wholeNumber } from '../../readers/ktrace/filter.js'

const KINDS = ['absolute', 'relative', 'elapsed'] as const
const SIZES = ['1', '2', '4', '8', '16'] as const
const RELEASES = ['1.4', '2003', '4', '5', '7', '10'] as const

/** What `read` offers for traces. Those that select records also hold for `--ndjson` and `--json`. */
export const kdumpOptions: readonly ReaderOption[] = [
  { flags: '--timestamps <kind>', description: 'print the time of each record: since 1970, since the record before, since the first', choices: KINDS },
  { flags: '--max-data <n>', description: 'print at most n bytes of the data of each read and write; 0: none' },
  { flags: '--no-io', description: 'leave the data of reads and writes out' },
  { flags: '--io-hex <size>', description: 'print data in hexadecimal, in words of so many bytes', choices: SIZES },
  { flags: '--numeric', description: 'print numbers as they are: no names of flags, signals and errors' },
  { flags: '--decimal', description: 'print numbers in decimal' },
  { flags: '--numbers', description: 'print numbers of system calls instead of their names' },
  { flags: '--pid <pids>', description: 'only records of these processes (numbers, separated by commas)' },
  { flags: '--tid <tids>', description: 'only records of these threads' },
  { flags: '--type <types>', description: 'only records of these types: names such as SYSCALL,NAMEI or the letters of kdump -t' },
  { flags: '--syscall <calls>', description: 'only calls and returns of these system calls (names or numbers)' },
  { flags: '--errors', description: 'only returns that failed' },
  { flags: '--emulation <name>', description: 'the emulation of processes that the trace does not say it of' },
  { flags: '--kdump <release>', description: 'print as the kdump(1) of this release did (NetBSD)', choices: RELEASES },
  { flags: '--follow', description: 'wait for more at the end of the file' },
]

export type Release = (typeof RELEASES)[number]
export type WordSize = 1 | 2 | 4 | 8 | 16

/** The options of a text, read from those of `read`. */
export interface TextOptions {
  readonly absolute: boolean
  readonly relative: boolean
  readonly elapsed: boolean
  /** Bytes of data printed of a read or write; Infinity for all. */
  readonly maxData: number
  /** Data in hexadecimal words of so many bytes. */
  readonly hex: WordSize | undefined
  readonly numeric: boolean
  readonly decimal: boolean
  /** Numbers instead of names of system calls. */
  readonly numbers: boolean
  readonly emulation: string | undefined
  readonly release: Release | undefined
  /** Columns of a line. */
  readonly width: number
}

/** @throws FormatError `BAD_VALUE` for an option that makes no sense, with its name as the path */
export function textOptions(options: ReadOptions): TextOptions {
  const kinds = options.timestamps === undefined ? [] : listOf('timestamps', options.timestamps, KINDS)
  const hex = options.ioHex === undefined ? undefined : oneOf('ioHex', String(options.ioHex), SIZES)
  const release = options.kdump === undefined ? undefined : oneOf('kdump', String(options.kdump), RELEASES)
  const noIo = options.io === false || options.noIo === true
  return {
    absolute: kinds.includes('absolute'),
    relative: kinds.includes('relative'),
    elapsed: kinds.includes('elapsed'),
    maxData: noIo ? 0 : options.maxData === undefined ? Number.POSITIVE_INFINITY : natural('maxData', options.maxData),
    hex: hex === undefined ? undefined : (Number(hex) as WordSize),
    numeric: options.numeric === true,
    decimal: options.decimal === true,
    numbers: options.numbers === true,
    emulation: typeof options.emulation === 'string' ? options.emulation : undefined,
    release,
    width: options.width === undefined ? 80 : natural('width', options.width),
  }
}

function natural(name: string, value: unknown): number {
  const number = wholeNumber(name, value)
  if (number < 0) throw badOption(name, 'a whole number from 0', value)
  return number
}

function oneOf<const T extends string>(name: string, value: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === value)
  if (found === undefined) throw badOption(name, `one of ${choices.join(', ')}`, value)
  return found
}

function listOf<const T extends string>(name: string, value: unknown, choices: readonly T[]): T[] {
  const words = Array.isArray(value) ? value.map(String) : String(value).split(',')
  return words.map((word) => oneOf(name, word.trim(), choices))
}
