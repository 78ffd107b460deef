/**
 * Decompresses .xz data in memory, synchronously. Source: "The .xz File Format" 1.1 (tukaani.org).
 *
 * MiniDebugInfo (`.gnu_debugdata`) is such data; the libraries at hand are asynchronous or not safe against damage.
 */
import { FormatError } from '../errors.js'
import { concatenate } from './bytes.js'
import { decodeLzma2 } from './lzma2.js'

const STREAM_MAGIC = [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]
const FILTER_LZMA2 = 0x21
/** Bytes of the check behind each block, by its type. */
const CHECK_SIZES = [0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64]

/**
 * All streams of `bytes`, one after another.
 *
 * @param limit bytes of the result at most
 * @throws FormatError `BAD_VALUE`, `TRUNCATED` for damage, `LIMIT`
 */
export function decompressXz(bytes: Uint8Array, limit: number): Uint8Array {
  const parts: Uint8Array[] = []
  let total = 0
  let at = 0
  while (at < bytes.length) {
    if (bytes[at] === 0 && parts.length > 0) {
      at++
      continue
    }
    const stream = readStream(bytes, at, limit - total)
    for (const part of stream.parts) {
      parts.push(part)
      total += part.length
    }
    at = stream.end
  }
  return parts.length === 1 ? (parts[0] as Uint8Array) : concatenate(parts)
}

function readStream(bytes: Uint8Array, start: number, limit: number): { parts: Uint8Array[]; end: number } {
  if (STREAM_MAGIC.some((byte, i) => bytes[start + i] !== byte)) throw bad('the magic fd 37 7a 58 5a 00', start)
  const checkSize = CHECK_SIZES[(bytes[start + 7] ?? 0) & 15] as number
  const parts: Uint8Array[] = []
  let left = limit
  let at = start + 12
  for (;;) {
    const size = bytes[at]
    if (size === undefined) throw cut(at)
    if (size === 0) break
    const block = readBlock(bytes, at, (size + 1) * 4, left)
    parts.push(block.data)
    left -= block.data.length
    at = block.end + ((4 - ((block.end - at) % 4)) % 4) + checkSize
  }
  const end = endOfIndex(bytes, at) + 12
  if (end > bytes.length) throw cut(bytes.length)
  return { parts, end }
}

function readBlock(bytes: Uint8Array, at: number, headerSize: number, limit: number): { data: Uint8Array; end: number } {
  const flags = bytes[at + 1] ?? 0
  const cursor = { at: at + 2 }
  if (flags & 0x40) readNumber(bytes, cursor)
  if (flags & 0x80) readNumber(bytes, cursor)
  const filter = readNumber(bytes, cursor)
  if ((flags & 3) !== 0 || filter !== FILTER_LZMA2) throw bad('LZMA2 as the only filter', at + 2)
  return decodeLzma2(bytes, at + headerSize, limit)
}

/** The index repeats the sizes of the blocks; only its length is needed. */
function endOfIndex(bytes: Uint8Array, start: number): number {
  const cursor = { at: start + 1 }
  const records = readNumber(bytes, cursor)
  for (let i = 0; i < records; i++) {
    readNumber(bytes, cursor)
    readNumber(bytes, cursor)
  }
  return cursor.at + ((4 - ((cursor.at - start) % 4)) % 4) + 4
}

/** A number of 7 bits for each byte, the lowest first. */
function readNumber(bytes: Uint8Array, cursor: { at: number }): number {
  let value = 0
  for (let scale = 1, i = 0; i < 9; i++, scale *= 128) {
    const byte = bytes[cursor.at++]
    if (byte === undefined) throw cut(cursor.at)
    value += (byte & 0x7f) * scale
    if (byte < 0x80) return value
  }
  throw bad('a number of at most 9 bytes', cursor.at)
}

const bad = (expected: string, offset: number): FormatError =>
  new FormatError({ code: 'BAD_VALUE', offset, message: `xz data: expected ${expected} at 0x${offset.toString(16)}` })
const cut = (offset: number): FormatError =>
  new FormatError({ code: 'TRUNCATED', offset, message: `xz data ends at 0x${offset.toString(16)}` })
