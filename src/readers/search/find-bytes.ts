/** Searches a file for bytes without loading it. */
import type { ByteSource } from '../../io/source.js'

/** What is searched for: its bytes, and how they stand for what was asked. */
export interface Needle {
  readonly bytes: Uint8Array
  /** `UTF-8`, `UTF-16`, `bytes`, `pointer`. */
  readonly form: string
}

export interface Hit {
  /** In the file. */
  readonly offset: number
  readonly needle: Needle
}

const CHUNK = 4 * 1024 * 1024

/** Text in the forms in which programs keep it: UTF-8, and UTF-16 in the byte order of the file. */
export function textNeedles(text: string, endian: 'little' | 'big'): Needle[] {
  const wide = new Uint8Array(text.length * 2)
  const view = new DataView(wide.buffer)
  for (let i = 0; i < text.length; i++) view.setUint16(i * 2, text.charCodeAt(i), endian === 'little')
  return [
    { bytes: new TextEncoder().encode(text), form: 'UTF-8' },
    { bytes: wide, form: 'UTF-16' },
  ]
}

/** An address as a word of the machine. */
export function pointerNeedle(address: bigint, bits: 32 | 64, endian: 'little' | 'big'): Needle {
  const bytes = new Uint8Array(bits / 8)
  const view = new DataView(bytes.buffer)
  if (bits === 64) view.setBigUint64(0, BigInt.asUintN(64, address), endian === 'little')
  else view.setUint32(0, Number(BigInt.asUintN(32, address)), endian === 'little')
  return { bytes, form: 'pointer' }
}

/**
 * Every place of the needles, by ascending offset; places may overlap. Memory does not grow with the file.
 *
 * @param align only offsets that are a multiple of it count
 */
export function* findBytes(source: ByteSource, needles: readonly Needle[], align = 1): Generator<Hit, void, undefined> {
  const longest = needles.reduce((most, { bytes }) => Math.max(most, bytes.length), 1)
  for (let start = 0; start < source.size; start += CHUNK) {
    // What begins in this chunk may end in the next.
    const bytes = source.read(start, CHUNK + longest - 1)
    const hits = needles
      .filter((needle) => needle.bytes.length > 0)
      .flatMap((needle) => indexesOf(bytes, needle.bytes, CHUNK).map((at) => ({ offset: start + at, needle })))
    yield* hits.filter(({ offset }) => offset % align === 0).sort((a, b) => a.offset - b.offset)
  }
}

/** Node's Buffer searches natively. */
function indexesOf(bytes: Uint8Array, wanted: Uint8Array, limit: number): number[] {
  const find =
    typeof Buffer === 'undefined'
      ? (from: number): number => plainIndexOf(bytes, wanted, from)
      : (
          (buffer) =>
          (from: number): number =>
            buffer.indexOf(wanted, from)
        )(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  const found: number[] = []
  for (let at = find(0); at >= 0 && at < limit; at = find(at + 1)) found.push(at)
  return found
}

function plainIndexOf(bytes: Uint8Array, wanted: Uint8Array, from: number): number {
  const [first = 0] = wanted
  for (let at = bytes.indexOf(first, from); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (wanted.every((byte, i) => bytes[at + i] === byte)) return at
  }
  return -1
}
