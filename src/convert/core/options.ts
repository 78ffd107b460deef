/** The options of conversions to cores. */
import { FormatError } from '../../errors.js'
import { type MemoryKind, memoryKinds } from '../../readers/core/memory-kind-names.js'
import type { ReaderOption } from '../../readers/format-reader.js'

export const editOptions: readonly ReaderOption[] = [
  { flags: '--only-threads <ID,...>', description: 'cores: keep only these threads' },
  { flags: '--strip-memory <KIND,...>', description: `cores: remove memory of these kinds: ${memoryKinds.join(', ')}` },
]

export const rebuildOption: ReaderOption = {
  flags: '--rebuild',
  description: 'elf-core/...: write a core of the same system anew, with sound headers and notes, instead of copying it',
}

export interface CoreOptions {
  /** IDs of the threads to keep; undefined: all. */
  readonly threads?: ReadonlySet<number>
  readonly strip: ReadonlySet<MemoryKind>
}

/**
 * Parses the options of core conversions.
 *
 * @throws FormatError `BAD_VALUE` for an invalid value
 */
export function readCoreOptions(given: Readonly<Record<string, unknown>>): CoreOptions {
  const threads = listOf(given.onlyThreads).map((text) => numberOf('--only-threads', text, 2 ** 31))
  const strip = listOf(given.stripMemory).map((word) => {
    if ((memoryKinds as readonly string[]).includes(word)) return word as MemoryKind
    throw wrong(`--strip-memory: expected one of ${memoryKinds.join(', ')}, found ${JSON.stringify(word)}`)
  })
  return { ...(threads.length > 0 && { threads: new Set(threads) }), strip: new Set(strip) }
}

/** Validates the options. Returns an error message, or undefined. */
export function checkEditOptions(given: Readonly<Record<string, unknown>>): string | undefined {
  try {
    readCoreOptions(given)
    return undefined
  } catch (error) {
    if (error instanceof FormatError) return error.message
    throw error
  }
}

const wrong = (message: string): FormatError => new FormatError({ code: 'BAD_VALUE', message })

function listOf(given: unknown): string[] {
  if (given === undefined) return []
  return String(given)
    .split(',')
    .map((each) => each.trim())
}

function numberOf(option: string, text: string, limit: number): number {
  const number = /^(?:\d+|0[xX][0-9a-fA-F]+)$/.test(text) ? Number(text) : Number.NaN
  if (number < limit) return number
  throw wrong(`${option}: expected a number below ${limit}, found ${JSON.stringify(text)}`)
}
