import { isZero } from '../../../io/bytes.js'
import type { ByteSource } from '../../../io/source.js'
import type { Range } from '../edit/remove-ranges.js'

/** Bytes that are searched at a time. */
const PIECE = 1024 * 1024
/** Matches up to this length are found anywhere; longer ones only within one chunk. */
export const LONGEST_MATCH = 64 * 1024

/**
 * Finds the matches of patterns in a range of a source. A match cannot extend into another range.
 *
 * @param patterns global regular expressions over characters of one byte
 */
export function* searchPatterns(source: ByteSource, { start, end }: Range, patterns: readonly RegExp[]): Generator<Range, void, undefined> {
  if (patterns.length === 0) return
  for (let at = start; at < end; at += PIECE) {
    const stop = Math.min(end, at + PIECE)
    // A match that begins in this chunk may end after it.
    const bytes = source.read(at, Math.min(end, stop + LONGEST_MATCH) - at)
    const skip = isZero(bytes)
    const text = skip ? '' : textOf(bytes)
    for (const pattern of patterns) {
      if (skip && !matchesZero(pattern)) continue
      pattern.lastIndex = 0
      const searchedText = skip ? textOf(bytes) : text
      for (let match = pattern.exec(searchedText); match; match = pattern.exec(searchedText)) {
        const length = match[0].length
        if (length === 0) {
          pattern.lastIndex++
          continue
        }
        if (at + match.index >= stop) break
        yield { start: at + match.index, end: at + match.index + length }
      }
    }
  }
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
