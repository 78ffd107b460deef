/** Where the record loop gets its bytes: windows of a source, or the chunks of a pipe. */
import type { ByteSource } from '../../io/source.js'

interface ReadResult {
  /** Bytes from the asked offset on. They stay what they are. */
  readonly bytes: Uint8Array
  /** Whether nothing comes behind them. */
  readonly last: boolean
}

export interface ChunkSource {
  /**
   * @param from byte offset in the file; never goes back
   * @param need how many bytes are wanted at least; fewer come only at the end
   * @param kept the bytes from that offset that were read before
   */
  read(from: number, need: number, kept: Uint8Array): ReadResult
}

/** Bytes read at once: large enough that system calls do not count, small enough that memory does not. */
const CHUNK = 4 * 1024 * 1024
/** The same where one piece of memory serves for all: so much of it stays near the processor. */
const REUSED = 1024 * 1024

export interface FeedOptions {
  readonly chunk?: number
  /** What was read is looked at no more when more is read, so the same memory can be used again. */
  readonly reuse?: boolean
}

/** Windows of a source that begin where a record does, so that no record is ever put together from two. */
export function windowedSource(source: ByteSource, { reuse, chunk = reuse ? REUSED : CHUNK }: FeedOptions = {}): ChunkSource {
  let memory = new Uint8Array(0)
  const into = (from: number, wanted: number): Uint8Array | undefined => {
    // A length is a claim, so no more room is made than there are bytes.
    const length = Math.min(wanted, Math.max(0, source.size - from))
    if (!reuse || !source.readInto) return undefined
    if (memory.length < length) memory = new Uint8Array(length)
    return memory.subarray(0, source.readInto(from, memory.subarray(0, length)))
  }
  return {
    read(from, need) {
      const wanted = Math.max(need, chunk)
      const bytes = into(from, wanted) ?? source.read(from, wanted)
      return { bytes, last: bytes.length < wanted || from + bytes.length >= source.size }
    },
  }
}

/** What a pipe gives, in order. A record that crosses chunks is put together. */
export function pipedSource(chunks: Iterable<Uint8Array>): ChunkSource {
  const iterator = chunks[Symbol.iterator]()
  return {
    read(_from, need, kept) {
      // The chunk that they are of may be overwritten when the next one is taken.
      const parts: Uint8Array[] = [kept.slice()]
      let length = kept.length
      let last = false
      do {
        const next = iterator.next()
        if (next.done) {
          last = true
          break
        }
        parts.push(need > length + next.value.length ? next.value.slice() : next.value)
        length += next.value.length
      } while (length < need)
      const bytes = new Uint8Array(length)
      let at = 0
      for (const part of parts) {
        bytes.set(part, at)
        at += part.length
      }
      return { bytes, last }
    },
  }
}
