/** The frames and blocks of zstd data, checked before they are decompressed: fzstd does not check what this does. Source: RFC 8878. */
import { FormatError } from '../errors.js'
import type { ByteSource } from './source.js'

/** The largest window that is allocated: what zstd(1) accepts without `--long`. */
const LARGEST_WINDOW = 128 * 1024 * 1024
const LARGEST_BLOCK = 128 * 1024
const FRAME_MAGIC = 0xfd2fb528
const SKIPPABLE_MAGIC = 0x184d2a50

/** What is wrong, at an offset in the compressed data. */
export interface ZstdProblem {
  readonly offset: number
  readonly message: string
}

/**
 * Walks frames and blocks without decompressing them.
 *
 * @returns the first problem that the decompressor would not survive; undefined when there is none
 * @throws FormatError `LIMIT` for a window above 128 MiB
 */
export function checkZstdFrames(source: ByteSource): ZstdProblem | undefined {
  let at = 0
  while (at + 4 <= source.size) {
    const head = source.read(at, 18)
    const magic = uint(head, 0, 4)
    if ((magic & 0xfffffff0) >>> 0 === SKIPPABLE_MAGIC) {
      at += 8 + uint(head, 4, 4)
      continue
    }
    if (magic !== FRAME_MAGIC) return undefined
    const frame = checkFrame(source, at, head)
    if (typeof frame !== 'number') return frame
    at = frame
  }
  return undefined
}

/** @returns where the frame ends, or what is wrong; a frame that is cut ends where the data end */
function checkFrame(source: ByteSource, start: number, head: Uint8Array): number | ZstdProblem {
  const descriptor = head[4] ?? 0
  const isSingle = (descriptor & 0x20) !== 0
  const sizeFlag = descriptor >> 6
  const sizeBytes = sizeFlag === 0 ? (isSingle ? 1 : 0) : 1 << sizeFlag
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3] as number
  const contentAt = 5 + (isSingle ? 0 : 1) + dictionaryBytes
  const window = isSingle ? uint(head, contentAt, sizeBytes) + (sizeBytes === 2 ? 256 : 0) : windowOf(head[5] ?? 0)
  if (window > LARGEST_WINDOW)
    throw new FormatError({
      code: 'LIMIT',
      offset: start,
      message: `the zstd frame needs a window of ${window} bytes, more than the limit of ${LARGEST_WINDOW} bytes`,
      expected: `at most ${LARGEST_WINDOW} bytes`,
      found: String(window),
    })
  let at = start + contentAt + sizeBytes
  for (;;) {
    const bytes = source.read(at, 3)
    if (bytes.length < 3) return source.size
    const header = uint(bytes, 0, 3)
    const type = (header >> 1) & 3
    const size = header >> 3
    if (type === 3 || size > LARGEST_BLOCK) return { offset: at, message: `a block of type ${type} and ${size} bytes` }
    if (type === 2 && hasEndlessWeights(source.read(at + 3, Math.min(size, LITERALS))))
      return { offset: at, message: 'a Huffman tree whose weights never end' }
    at += 3 + (type === 1 ? 1 : size)
    if ((header & 1) === 1) return at + ((descriptor & 4) !== 0 ? 4 : 0)
  }
}

/** Header of literals, and the largest description of a Huffman tree. */
const LITERALS = 5 + 1 + 128

function windowOf(byte: number): number {
  const base = 2 ** (10 + (byte >> 3))
  return base + (base / 8) * (byte & 7)
}

function uint(bytes: Uint8Array, at: number, length: number): number {
  let value = 0
  for (let i = length - 1; i >= 0; i--) value = value * 256 + (bytes[at + i] ?? 0)
  return value
}

/**
 * Whether a compressed block has a Huffman tree whose weights are coded with one symbol only: its states take no bits, so that
 * decoding does not end. (With two symbols the states without bits decrease, so it ends.)
 */
function hasEndlessWeights(block: Uint8Array): boolean {
  const first = block[0] ?? 0
  if ((first & 3) !== 2) return false
  const tree = [3, 3, 4, 5][(first >> 2) & 3] as number
  const length = block[tree] ?? 0
  return length > 0 && length < 128 && hasOneSymbol(block.subarray(tree + 1, tree + 1 + length))
}

/** Whether one symbol of an FSE table has the whole of its probability. */
function hasOneSymbol(table: Uint8Array): boolean {
  const size = 1 << (((table[0] ?? 0) & 15) + 5)
  let bit = 4
  const take = (bits: number): number => {
    let value = 0
    for (let i = 0; i < bits; i++) value |= (((table[(bit + i) >> 3] ?? 0) >> ((bit + i) & 7)) & 1) << i
    return value
  }
  let left = size
  for (let symbol = 0; symbol < 256 && left > 0 && bit < table.length * 8; symbol++) {
    const bits = 32 - Math.clz32(left + 1)
    const threshold = (1 << bits) - 1 - (left + 1)
    let value = take(bits)
    const low = value & ((1 << (bits - 1)) - 1)
    if (low < threshold) {
      value = low
      bit += bits - 1
    } else {
      if (value >= 1 << (bits - 1)) value -= threshold
      bit += bits
    }
    const probability = value - 1
    if (probability === size) return true
    left -= Math.abs(probability)
    if (probability === 0)
      for (let repeat = 3; repeat === 3; ) {
        repeat = take(2)
        bit += 2
      }
  }
  return false
}
