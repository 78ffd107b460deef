/** Text and bytes in small pieces, gathered before they go to a sink. */
import type { ByteSink } from './sink.js'

export interface TextWriter {
  /** A string is written as UTF-8. */
  write(piece: string | Uint8Array): void
  /** Hands everything to the sink. */
  flush(): void
}

const BUFFER = 192 * 1024
/** UTF-16 units gathered before they are encoded; three bytes of UTF-8 each at most, so they fit the buffer. */
const FITTING = BUFFER / 3

/** @param sink where the pieces go to; it is neither committed nor aborted here */
export function textWriter(sink: Pick<ByteSink, 'write'>): TextWriter {
  const encoder = new TextEncoder()
  const buffer = new Uint8Array(BUFFER)
  let filled = 0
  let text = ''

  function empty(): void {
    const length = filled
    // What the sink refuses is not offered again: whoever flushes hears of it once.
    filled = 0
    if (length > 0) sink.write(buffer.subarray(0, length))
  }

  /** Moves the gathered text to the buffer. */
  function encode(): void {
    for (let start = 0; start < text.length; ) {
      let end = Math.min(start + FITTING, text.length)
      // Not between the two halves of a character.
      if (end < text.length && isHighSurrogate(text.charCodeAt(end - 1))) end--
      const part = start === 0 && end === text.length ? text : text.slice(start, end)
      if (part.length * 3 > BUFFER - filled) empty()
      filled += encoder.encodeInto(part, filled === 0 ? buffer : buffer.subarray(filled)).written
      start = end
    }
    text = ''
  }

  return {
    write(piece) {
      if (typeof piece === 'string') {
        text += piece
        if (text.length >= FITTING) encode()
        return
      }
      encode()
      if (piece.byteLength > BUFFER - filled) empty()
      if (piece.byteLength > BUFFER) sink.write(piece)
      else {
        buffer.set(piece, filled)
        filled += piece.byteLength
      }
    },
    flush() {
      encode()
      empty()
    },
  }
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00
}
