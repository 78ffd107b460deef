/** The options of conversions to cores. */
import { FormatError } from '../../errors.js'
import type { ReaderOption } from '../../readers/format-reader.js'
import { type MemoryKind, memoryKinds } from './mapping-kinds.js'
import { parseTarget, type RedactionTarget, targetWords } from './redact/targets.js'

export const editOptions: readonly ReaderOption[] = [
  { flags: '--only-threads <ID,...>', description: 'cores: leave out the other threads' },
  { flags: '--strip-memory <KIND,...>', description: `cores: leave out memory of these kinds: ${memoryKinds.join(', ')}` },
  { flags: '--redact <WHAT>', description: `cores: write over ${targetWords}; may be given again`, repeat: true },
  { flags: '--redact-with <BYTE>', description: 'cores: the byte to write over it with; 0 where not said' },
]

export interface CoreOptions {
  /** Ids of the threads that stay; all where undefined. */
  readonly threads?: ReadonlySet<number>
  readonly strip: ReadonlySet<MemoryKind>
  readonly redact: readonly RedactionTarget[]
  readonly fill: number
}

/**
 * Reads the options.
 *
 * @throws FormatError `BAD_VALUE` that says what would be right
 */
export function readCoreOptions(given: Readonly<Record<string, unknown>>): CoreOptions {
  const threads = listOf(given.onlyThreads).map((text) => numberOf('--only-threads', text, 2 ** 31))
  const strip = listOf(given.stripMemory).map((word) => {
    if ((memoryKinds as readonly string[]).includes(word)) return word as MemoryKind
    throw wrong(`--strip-memory takes ${memoryKinds.join(', ')}; ${JSON.stringify(word)} is none of them`)
  })
  const redact = [given.redact ?? []].flat().map((text) => parseTarget(String(text)))
  const fill = given.redactWith === undefined ? 0 : numberOf('--redact-with', String(given.redactWith), 256)
  if (given.redactWith !== undefined && redact.length === 0) throw wrong('--redact-with says with what to redact, but nothing is redacted')
  return { ...(threads.length > 0 && { threads: new Set(threads) }), strip: new Set(strip), redact, fill }
}

/** What is wrong with the options, for people. */
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
  throw wrong(`${option} takes numbers below ${limit}; ${JSON.stringify(text)} is none`)
}
