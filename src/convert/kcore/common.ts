/** What the conversions of kernel dumps have in common. */
import { FormatError } from '../../errors.js'
import { reader } from '../../families/kcore.js'
import { openFile } from '../../io/open.js'
import type { ByteSink } from '../../io/sink.js'
import type { ByteSource } from '../../io/source.js'
import type { OpenedFile } from '../../readers/format-reader.js'
import type { OpenedKernelDump } from '../../readers/kcore/file.js'
import type { ConversionInput } from '../conversion.js'

/** The dump of an opened file. @throws FormatError `LOST` when the file is no kernel dump */
export function dumpOf(file: OpenedFile, what: string): OpenedKernelDump {
  if ('dump' in file && 'kvm' in file) return file as OpenedKernelDump
  throw new FormatError({ code: 'LOST', message: `${what} is made of kernel dumps; this is ${file.format}` })
}

/**
 * Gives work the dump of a conversion's input, opened with the kernel of `--kernel` where it was given.
 *
 * @throws FormatError what the kernel file throws, and `dumpOf`
 */
export async function withDump<T>(
  { file, source, options }: ConversionInput,
  what: string,
  work: (dump: OpenedKernelDump) => Promise<T>,
): Promise<T> {
  if (typeof options.kernel !== 'string') return work(dumpOf(file, what))
  dumpOf(file, what)
  const kernel = (await openFile(options.kernel)).source
  try {
    return await work(reader.open(source, { as: file.format, kernel }))
  } finally {
    kernel.close()
  }
}

/** An option that is a number of bytes: decimal or hex; undefined where it was not given. @throws FormatError `BAD_VALUE` */
export function sizeOption(options: Readonly<Record<string, unknown>>, name: string): number | undefined {
  const given = options[name]
  if (given === undefined) return undefined
  const text = String(given)
  const value = /^(?:0[xX][0-9a-fA-F]+|\d+)$/.test(text) ? Number(text) : Number.NaN
  if (!Number.isSafeInteger(value))
    throw new FormatError({ code: 'BAD_VALUE', path: name, message: `--${name} takes a number of bytes, not ${text}` })
  return value
}

/** Copied at once. */
const CHUNK = 4 * 1024 * 1024
/** Runs of zeros of this length become holes. */
const BLOCK = 4096

export interface CopyOptions {
  /** Runs of zeros become holes. */
  readonly sparse?: boolean
  readonly turn: () => Promise<void> | undefined
}

/** Copies a range of a source; what is missing at its end is skipped, and counted. */
export async function copyRange(source: ByteSource, offset: number, length: number, sink: ByteSink, options: CopyOptions): Promise<number> {
  for (let at = 0; at < length; ) {
    const bytes = source.read(offset + at, Math.min(CHUNK, length - at))
    if (bytes.byteLength === 0) {
      sink.skip(length - at)
      return length - at
    }
    writeSparse(bytes, sink, options.sparse ?? false)
    at += bytes.byteLength
    const wait = options.turn()
    if (wait) await wait
  }
  return 0
}

/** Writes bytes; with `sparse`, blocks of zeros as holes. */
export function writeSparse(bytes: Uint8Array, sink: ByteSink, sparse: boolean): void {
  if (!sparse) {
    sink.write(bytes)
    return
  }
  let start = 0
  for (let at = 0; at < bytes.byteLength; ) {
    const end = Math.min(at + BLOCK, bytes.byteLength)
    if (isZero(bytes, at, end)) {
      let to = end
      while (to < bytes.byteLength && isZero(bytes, to, Math.min(to + BLOCK, bytes.byteLength))) to = Math.min(to + BLOCK, bytes.byteLength)
      if (at > start) sink.write(bytes.subarray(start, at))
      sink.skip(to - at)
      start = to
      at = to
    } else at = end
  }
  if (start < bytes.byteLength) sink.write(bytes.subarray(start))
}

/** Whether a part is zero; looks at eight bytes at a time where it can. */
export function isZero(bytes: Uint8Array, start: number, end: number): boolean {
  if (bytes[start] !== 0) return start >= end
  const from = bytes.byteOffset + start
  if (from % 8 === 0 && (end - start) % 8 === 0) {
    const words = new Float64Array(bytes.buffer, from, (end - start) / 8)
    // Minus zero has a bit set; it is told apart by what it divides.
    for (const word of words) if (word !== 0 || Object.is(word, -0)) return false
    return true
  }
  for (let index = start; index < end; index++) if (bytes[index] !== 0) return false
  return true
}
