/** A sink that packs what is written to it, on its way to another one. */
import { FormatError } from '../errors.js'
import { nodeBuiltin } from './node-builtins.js'
import { type ByteSink, checkSkipLength } from './sink.js'

export type Compression = 'gzip' | 'zstd'

export const compressions: readonly Compression[] = ['gzip', 'zstd']

/** File name extensions. */
export const compressionExtensions: Readonly<Record<Compression, string>> = { gzip: '.gz', zstd: '.zst' }

/** The packing that a file name's extension means; undefined where it means none. */
export function compressionByExtension(path: string): Compression | undefined {
  const lower = path.toLowerCase()
  if (lower.endsWith('.gz')) return 'gzip'
  return lower.endsWith('.zst') ? 'zstd' : undefined
}

/** A name without the extension of a packing. */
export const stripCompressionExtension = (path: string): string => (compressionByExtension(path) ? path.replace(/\.[^.]+$/, '') : path)

/** Bytes packed at a time; a packer that looks further back finds little more. */
const PIECE = 1024 * 1024

interface Packer {
  /** What the file begins with. */
  readonly head: Uint8Array
  pack(bytes: Uint8Array): Uint8Array
  /** What it ends with. */
  tail(): Uint8Array
}

/**
 * Packs a file as one gzip member, or as zstd frames one behind the other. Memory is flat; holes are packed as zeros.
 *
 * @throws FormatError `IO` when this version of Node has no zstd (22.15 and 23.8 are the first that do)
 */
export function compressedSink(sink: ByteSink, method: Compression): ByteSink {
  const packer = method === 'gzip' ? gzipPacker() : zstdPacker()
  const buffer = new Uint8Array(PIECE)
  let buffered = 0
  let position = 0
  /** A piece of zeros, packed: holes are many of them. */
  let zeros: Uint8Array | undefined
  sink.write(packer.head)

  function flush(): void {
    if (buffered > 0) sink.write(packer.pack(buffer.subarray(0, buffered)))
    buffered = 0
  }

  function write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.byteLength; ) {
      const part = bytes.subarray(at, at + PIECE - buffered)
      buffer.set(part, buffered)
      buffered += part.byteLength
      at += part.byteLength
      if (buffered === PIECE) flush()
    }
    position += bytes.byteLength
  }

  return {
    get position() {
      return position
    },
    write,
    skip(length) {
      checkSkipLength(length)
      zeros ??= new Uint8Array(PIECE)
      for (let left = length; left > 0; left -= Math.min(left, PIECE)) write(zeros.subarray(0, Math.min(left, PIECE)))
    },
    commit() {
      flush()
      sink.write(packer.tail())
      sink.commit()
    },
    abort: () => sink.abort(),
  }
}

/**
 * One member of RFC 1952. Each piece is packed by itself and ends at a byte, without being the last block: so the pieces are one stream,
 * and packing needs no stream of Node's, which would not be done when write() returns.
 */
function gzipPacker(): Packer {
  const { constants, crc32, deflateRawSync } = nodeBuiltin('node:zlib')
  let checksum = 0
  let size = 0
  return {
    // Deflate, no flags, no time, Unix.
    head: Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3),
    pack(bytes) {
      checksum = crc32(bytes, checksum)
      size += bytes.byteLength
      return deflateRawSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH })
    },
    tail() {
      // An empty last block; CRC-32 and the size modulo 2^32.
      const bytes = new Uint8Array(10)
      bytes[0] = 3
      const view = new DataView(bytes.buffer)
      view.setUint32(2, checksum, true)
      view.setUint32(6, size % 2 ** 32, true)
      return bytes
    },
  }
}

/** What newer versions of Node have. */
interface ZstdModule {
  readonly zstdCompressSync?: (bytes: Uint8Array) => Uint8Array
}

function zstdPacker(): Packer {
  const { zstdCompressSync } = nodeBuiltin('node:zlib') as unknown as ZstdModule
  if (!zstdCompressSync) {
    const message = `this Node (${process.version}) cannot pack with zstd, 22.15 is the first that can; gzip works, and so does a pipe into zstd`
    throw new FormatError({ code: 'IO', message })
  }
  const nothing = new Uint8Array(0)
  let any = false
  return {
    head: nothing,
    pack(bytes) {
      any = true
      return zstdCompressSync(bytes)
    },
    // An empty file is a frame too.
    tail: () => (any ? nothing : zstdCompressSync(nothing)),
  }
}
