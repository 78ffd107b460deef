import { isZero } from '../../io/bytes.js'
import type { ByteSource } from '../../io/source.js'
import type { Range } from '../core/edit/remove-ranges.js'

/** Bytes that are searched at a time. */
const PIECE = 1024 * 1024
/** Matches up to this length are found anywhere; longer ones only within one chunk. */
export const LONGEST_MATCH = 64 * 1024

/** A search that pauses regularly, so that the caller can yield to the event loop. */
export type Steps<T> = Generator<void, T, undefined>

/** What is searched for, and what is done with each match. */
export interface Search {
  /** A global regular expression over characters of one byte. */
  readonly pattern: RegExp
  /** Whether texts of UTF-16 are searched as well: their Latin-1 characters, as if they had one byte each. */
  readonly wide?: boolean
  found(range: Range): void
}

/** Finds the matches of patterns in a range of a source. */
export function* searchPatterns(source: ByteSource, range: Range, patterns: readonly RegExp[]): Generator<Range, void, undefined> {
  const found: Range[] = []
  for (const _ of searchBytes(
    source,
    range,
    patterns.map((pattern) => ({ pattern, found: (match) => void found.push(match) })),
  ))
    yield* found.splice(0)
  yield* found
}

/** Runs searches over a range of a source. A match cannot extend past the range. */
export function* searchBytes(source: ByteSource, { start, end }: Range, searches: readonly Search[]): Steps<void> {
  if (searches.length === 0) return
  const forZeros = searches.filter(({ pattern }) => matchesZero(pattern))
  for (let at = start; at < end; at += PIECE) {
    const stop = Math.min(end, at + PIECE)
    // A match that begins in this chunk may end after it.
    const bytes = source.read(at, Math.min(end, stop + LONGEST_MATCH) - at)
    const own = isZero(bytes) ? forZeros : searches
    if (own.length > 0) {
      const text = textOf(bytes)
      const wide = own.some((each) => each.wide) ? wideRuns(text) : []
      for (const each of own) {
        for (const { index, length } of matches(each.pattern, text)) {
          if (at + index >= stop) break
          each.found({ start: at + index, end: at + index + length })
        }
        if (!each.wide) continue
        for (const run of wide)
          for (const { index, length } of matches(each.pattern, run.text)) {
            const from = at + run.start + 2 * index
            if (from < stop) each.found({ start: from, end: from + 2 * length - 1 })
          }
      }
    }
    yield
  }
}

function* matches(pattern: RegExp, text: string): Generator<{ index: number; length: number }, void, undefined> {
  pattern.lastIndex = 0
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const length = match[0].length
    if (length === 0) pattern.lastIndex++
    else yield { index: match.index, length }
  }
}

/** Runs of characters that have a zero behind each: little-endian UTF-16, or big-endian seen from its second byte. */
function wideRuns(text: string): { readonly start: number; readonly text: string }[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: bytes, not text
  const run = /(?:[\t\n\r\x20-\x7e\xa0-\xff]\x00){3,}[\t\n\r\x20-\x7e\xa0-\xff]?/g
  return Array.from(text.matchAll(run), ({ index, 0: found }) => ({
    start: index,
    text: Array.from({ length: Math.ceil(found.length / 2) }, (_, i) => found[2 * i]).join(''),
  }))
}

/** Whether a pattern may match only zeros, which are frequent in memory. */
function matchesZero(pattern: RegExp): boolean {
  pattern.lastIndex = 0
  const found = pattern.test('\0'.repeat(256))
  pattern.lastIndex = 0
  return found
}

/** Bytes as characters with the same code. (The decoder "latin1" is windows-1252, which differs at 0x80 to 0x9f.) */
function textOf(bytes: Uint8Array): string {
  if (typeof Buffer !== 'undefined') return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  let text = ''
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return text
}
