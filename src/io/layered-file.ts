/** Lays pieces over a file of zeros, later ones over earlier ones, and writes it from start to end. */

import { FormatError } from '../errors.js'
import { isZero } from './bytes.js'
import type { ByteSink } from './sink.js'
import { SPARSE_BLOCK } from './sink.js'
import { type ByteSource, readInto } from './source.js'

/** Bytes, or a function that produces them on demand. */
export type Content = Uint8Array | ByteRun

/** A run of bytes that are somewhere else. */
export interface ByteRun {
  readonly length: number
  /** `length` bytes from `offset` on, both within the run. */
  read(offset: number, length: number): Uint8Array
  /** The same into bytes that are there; says how many there were. */
  readInto?(offset: number, target: Uint8Array): number
}

/** A run of a source. */
export function sourceRun(source: ByteSource, start: number, length: number): ByteRun {
  return {
    length,
    read: (offset, count) => source.read(start + offset, count),
    readInto: (offset, target) => readInto(source, start + offset, target),
  }
}

/** Zeros. */
export function zeroRun(length: number): ByteRun {
  return {
    length,
    read: (_offset, count) => new Uint8Array(count),
    readInto(_offset, target) {
      target.fill(0)
      return target.length
    },
  }
}

/** Contents at a byte offset of the file. */
export interface Layer {
  readonly offset: number
  readonly content: Content
}

/** Bytes copied at a time. */
const CHUNK = 1024 * 1024

/**
 * Writes `size` bytes: the pieces, later ones on top, and zeros elsewhere. Pieces that reach further are truncated.
 * Stops after each stretch of work, so that who walks it can do something else.
 */
export function* writeLayers(pieces: readonly Layer[], size: number, sink: ByteSink): Generator<void, void, undefined> {
  const out = new Sparse(sink)
  // Written before the next piece is read.
  const buffer = new Uint8Array(Math.min(CHUNK, size))
  for (const { start, end, piece } of visible(pieces, size)) {
    out.skipTo(start)
    const { offset, content } = piece
    for (let at = start; at < end; at += CHUNK) {
      out.write(read(content, at - offset, buffer.subarray(0, Math.min(CHUNK, end - at))))
      yield
    }
  }
  out.skipTo(size)
  out.end()
}

/** Writes to a sink; blocks of zeros become holes, neighbouring ones a single one. */
class Sparse {
  #position = 0
  /** Zeros that have not been written yet, as they may go on. */
  #hole = 0

  constructor(private readonly sink: ByteSink) {}

  skipTo(offset: number): void {
    if (offset <= this.#position) return
    this.#hole += offset - this.#position
    this.#position = offset
  }

  write(bytes: Uint8Array): void {
    const start = this.#position
    // Most of a sparse file: whole chunks of zeros.
    if (start % SPARSE_BLOCK === 0 && bytes.length % SPARSE_BLOCK === 0 && isZero(bytes)) {
      this.skipTo(start + bytes.length)
      return
    }
    let written = 0
    for (let at = 0; at < bytes.length; ) {
      const end = Math.min(bytes.length, at + SPARSE_BLOCK - ((start + at) % SPARSE_BLOCK))
      if (end - at === SPARSE_BLOCK && isZero(bytes, at, end)) {
        if (at > written) this.#put(bytes.subarray(written, at))
        this.#hole += end - at
        written = end
      }
      at = end
    }
    if (bytes.length > written) this.#put(bytes.subarray(written))
    this.#position = start + bytes.length
  }

  end(): void {
    if (this.#hole > 0) this.sink.skip(this.#hole)
    this.#hole = 0
  }

  #put(bytes: Uint8Array): void {
    this.end()
    this.sink.write(bytes)
  }
}

/** The bytes from an offset on, as many as the buffer has; in the buffer, or where they are. */
function read(content: Content, offset: number, buffer: Uint8Array): Uint8Array {
  const { length } = buffer
  if (content instanceof Uint8Array) return content.subarray(offset, offset + length)
  const bytes = content.readInto ? buffer.subarray(0, content.readInto(offset, buffer)) : content.read(offset, length)
  if (bytes.length < length) {
    const message = `${length - bytes.length} of ${content.length} bytes are missing where they are to be copied from`
    throw new FormatError({ code: 'TRUNCATED', message, expected: `${length} bytes`, found: `${bytes.length} bytes` })
  }
  return bytes
}

interface Visible {
  readonly start: number
  readonly end: number
  readonly piece: Layer
}

/** What is to be seen of each piece, in the order of the file. */
function* visible(pieces: readonly Layer[], size: number): Generator<Visible, void, undefined> {
  const order = pieces
    .map((piece, rank) => ({ piece, rank, start: piece.offset, end: Math.min(piece.offset + piece.content.length, size) }))
    .filter(({ start, end }) => end > start)
    .sort((a, b) => a.start - b.start || a.rank - b.rank)
  /** Pieces that have begun and may not have ended: a heap, the one on top first. */
  const open: (typeof order)[number][] = []
  let next = 0
  let at = 0
  while (next < order.length || open.length > 0) {
    let top = open[0]
    while (top && top.end <= at) {
      pop(open)
      top = open[0]
    }
    const coming = order[next]
    if (!top) {
      if (!coming) return
      at = coming.start
      push(open, coming)
      next++
      continue
    }
    if (coming && coming.start <= at) {
      push(open, coming)
      next++
      continue
    }
    const end = coming ? Math.min(top.end, coming.start) : top.end
    yield { start: at, end, piece: top.piece }
    at = end
  }
}

function push<T extends { readonly rank: number }>(heap: T[], item: T): void {
  let at = heap.push(item) - 1
  while (at > 0) {
    const parent = (at - 1) >> 1
    if ((heap[parent] as T).rank >= item.rank) break
    heap[at] = heap[parent] as T
    at = parent
  }
  heap[at] = item
}

function pop<T extends { readonly rank: number }>(heap: T[]): void {
  const last = heap.pop()
  if (heap.length === 0 || last === undefined) return
  let at = 0
  for (;;) {
    let child = 2 * at + 1
    const right = heap[child + 1]
    if (right && right.rank > (heap[child] as T).rank) child++
    const lower = heap[child]
    if (!lower || lower.rank <= last.rank) break
    heap[at] = lower
    at = child
  }
  heap[at] = last
}
