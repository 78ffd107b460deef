/** The options of redaction, which every conversion has. */
import { FormatError } from '../../errors.js'
import type { ReaderOption } from '../../readers/format-reader.js'
import { parseTargets, targetWords } from './targets.js'

type Options = Readonly<Record<string, unknown>>

export const redactOptions: readonly ReaderOption[] = [
  { flags: '--redact <WHAT,...>', description: `overwrite ${targetWords} (repeatable)`, repeat: true },
  {
    flags: '--redact-from <FILE>',
    description: 'overwrite the texts in FILE, one per line (repeatable; - for standard input)',
    repeat: true,
  },
  { flags: '--redact-with <BYTE>', description: 'fill byte for --redact (default 0)' },
  {
    flags: '--share [WORDS]',
    description:
      'keep only the signal, registers, return addresses and modules of a core, or numbers of a trace; =reviewed: write although texts are left that look like paths, hosts or tokens; =names: keep names of threads',
  },
]

const shareWords = ['reviewed', 'names']

/** The words of `--share`; undefined without it. */
export function readShare({ share }: Options): ReadonlySet<string> | undefined {
  if (share === undefined || share === false) return undefined
  const words =
    share === true
      ? []
      : String(share)
          .split(',')
          .filter((word) => word !== '')
  const unknown = words.find((word) => !shareWords.includes(word))
  if (unknown !== undefined) throw wrong(`--share: expected ${shareWords.join(' or ')}, found ${JSON.stringify(unknown)}`)
  return new Set(words)
}

/** Whether the options ask for a redaction. */
export const redacts = ({ redact, redactFrom, redactWith, share }: Options): boolean =>
  [redact, redactFrom, redactWith, share].some((option) => option !== undefined)

/** Whether the options leave out data of reads and writes. */
export const asksToTrim = ({ io, noIo, maxData }: Options): boolean => io === false || noIo === true || maxData !== undefined

/** Validates the options. Returns an error message, or undefined. */
export function checkRedaction(options: Options): string | undefined {
  try {
    for (const list of [options.redact ?? []].flat()) parseTargets(String(list))
    readFill(options)
    readShare(options)
    return undefined
  } catch (error) {
    if (error instanceof FormatError) return error.message
    throw error
  }
}

/** The fill byte. */
export function readFill({ redact, redactFrom, redactWith }: Options): number {
  if (redactWith === undefined) return 0
  const text = String(redactWith)
  const byte = /^(?:\d+|0[xX][0-9a-fA-F]+)$/.test(text) ? Number(text) : Number.NaN
  if (!(byte < 256)) throw wrong(`--redact-with: expected a number below 256, found ${JSON.stringify(text)}`)
  if (redact === undefined && redactFrom === undefined) throw wrong('--redact-with requires --redact')
  return byte
}

const wrong = (message: string): FormatError => new FormatError({ code: 'BAD_VALUE', message })
