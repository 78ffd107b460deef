/**
 * gzip (RFC 1952) as a stream into a source: members are found and checked here, deflate data is Node's.
 *
 * Not zlib's own gunzip: that gives nothing of a member whose checksum is wrong, and of a cut one cannot say where.
 */
import { type Diagnostic, FormatError } from '../errors.js'
import { type CloseableSource, fileSource } from './file-source.js'
import { nodeBuiltin } from './node-builtins.js'
import type { ByteSource } from './source.js'
import { type SpoolOptions, spool } from './spool.js'

export interface GunzipOptions extends SpoolOptions {
  /** Told now and then how many of the compressed bytes are done. */
  onProgress?: (done: number, total: number) => void
}

export interface DecompressedSource {
  /** What was unpacked; also when the compressed file is cut or damaged. */
  source: CloseableSource
  diagnostics: Diagnostic[]
}

const PIECE = 256 * 1024
/** Also what may be missing at most before a damaged place: the piece that was being unpacked. */
const OUTPUT_PIECE = 64 * 1024

const FHCRC = 2
const FEXTRA = 4
const FNAME = 8
const FCOMMENT = 16

/** Whether the bytes begin as a gzip file: magic and the method deflate, the only one there is. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8
}

/**
 * Unpacks a gzip file of any number of members. Up to `memory` bytes (64 MiB) stay in memory, more goes to a temporary
 * file that has no name. A cut or damaged file gives what could be unpacked, and a `TRUNCATED` diagnostic at the
 * offset in the compressed file; a wrong checksum an `INCONSISTENT` one.
 *
 * @param options.limit most bytes to unpack, 64 GiB where not said
 * @throws FormatError `LIMIT` beyond the limit; `IO`; `UNKNOWN_FORMAT` when it is no gzip file
 */
export async function gunzipSource(input: string | ByteSource, options: GunzipOptions = {}): Promise<DecompressedSource> {
  if (typeof input !== 'string') return unpack(input, options)
  const file = fileSource(input)
  try {
    return await unpack(file, options)
  } finally {
    file.close()
  }
}

async function unpack(packed: ByteSource, options: GunzipOptions): Promise<DecompressedSource> {
  const name = packed.name ?? 'the gzip data'
  if (!isGzip(packed.read(0, 3))) throw new FormatError({ code: 'UNKNOWN_FORMAT', offset: 0, message: `${name} is no gzip file` })
  const diagnostics: Diagnostic[] = []
  const out = spool(name, options)
  try {
    for (let offset = 0; offset < packed.size; ) {
      if (offset > 0 && !isGzip(packed.read(offset, 3))) {
        checkTail(packed, offset, diagnostics)
        break
      }
      const next = await member(packed, offset, out.write, diagnostics, options.onProgress)
      if (next === undefined) break
      offset = next
    }
    return { source: out.finish(), diagnostics }
  } catch (error) {
    out.discard()
    throw error
  }
}

/** Unpacks one member and gives the offset behind it, or undefined when what follows cannot be found. */
async function member(
  packed: ByteSource,
  start: number,
  write: (bytes: Uint8Array) => void,
  diagnostics: Diagnostic[],
  onProgress: GunzipOptions['onProgress'],
): Promise<number | undefined> {
  const { crc32 } = nodeBuiltin('node:zlib')
  const data = endOfHeader(packed, start)
  if (data === undefined) {
    diagnostics.push({ code: 'TRUNCATED', offset: packed.size, message: `the file ends in the header of the gzip member at ${start}` })
    return undefined
  }
  let checksum = 0
  let length = 0
  const inflated = await inflate(packed, data, onProgress, (bytes) => {
    checksum = crc32(bytes, checksum)
    length += bytes.byteLength
    write(bytes)
  })
  if (inflated.problem !== undefined) {
    diagnostics.push({
      code: 'TRUNCATED',
      offset: inflated.end,
      message: `the gzip member at ${start} ${inflated.problem}; ${length} bytes of it were unpacked`,
    })
    return undefined
  }
  const trailer = packed.read(inflated.end, 8)
  if (trailer.byteLength < 8) {
    diagnostics.push({ code: 'TRUNCATED', offset: packed.size, message: `the file ends in the checksum of the gzip member at ${start}` })
    return undefined
  }
  const view = new DataView(trailer.buffer, trailer.byteOffset, 8)
  compare(diagnostics, inflated.end, 'CRC-32', view.getUint32(0, true), checksum)
  // The size is stored modulo 2^32.
  compare(diagnostics, inflated.end + 4, 'size', view.getUint32(4, true), length % 2 ** 32)
  return inflated.end + 8
}

function compare(diagnostics: Diagnostic[], offset: number, what: string, stored: number, counted: number): void {
  if (stored === counted) return
  diagnostics.push({
    code: 'INCONSISTENT',
    offset,
    message: `gzip says ${what} ${stored}, the unpacked bytes have ${counted}`,
    expected: String(stored),
    found: String(counted),
  })
}

/** Offset of the deflate data of the member at `start`; undefined when the file ends before. */
function endOfHeader(packed: ByteSource, start: number): number | undefined {
  const fixed = packed.read(start, 10)
  const flags = fixed[3] ?? 0
  let at = start + 10
  if (flags & FEXTRA) {
    const [low = 0, high = 0] = packed.read(at, 2)
    at += 2 + low + high * 256
  }
  for (const flag of [FNAME, FCOMMENT]) {
    if (!(flags & flag)) continue
    for (;;) {
      const bytes = packed.read(at, 1024)
      if (bytes.byteLength === 0) return undefined
      const end = bytes.indexOf(0)
      at += end < 0 ? bytes.byteLength : end + 1
      if (end >= 0) break
    }
  }
  if (flags & FHCRC) at += 2
  return at < packed.size ? at : undefined
}

/** Inflates from `start` to the end of the deflate stream, `end`, or to the problem there. */
async function inflate(
  packed: ByteSource,
  start: number,
  onProgress: GunzipOptions['onProgress'],
  write: (bytes: Uint8Array) => void,
): Promise<{ end: number; problem?: string }> {
  const stream = nodeBuiltin('node:zlib').createInflateRaw({ chunkSize: OUTPUT_PIECE })
  let refused: unknown
  let broken = false
  stream.on('error', () => {
    broken = true
  })
  stream.on('data', (bytes: Uint8Array) => {
    if (refused !== undefined) return
    try {
      write(bytes)
    } catch (error) {
      refused = error
      stream.destroy()
    }
  })
  /** Whoever waits for a piece to be taken. */
  let taken: (() => void) | undefined
  const ended = new Promise<void>((resolve) => {
    stream.once('end', resolve)
    stream.once('close', () => {
      resolve()
      // zlib forgets the piece that it stumbled on.
      taken?.()
    })
  })
  const feed = (piece: Uint8Array): Promise<void> =>
    new Promise((resolve) => {
      taken = resolve
      stream.write(piece, () => resolve())
    })
  let at = start
  let complete = false
  while (at < packed.size && !complete && !broken && refused === undefined) {
    const piece = packed.read(at, PIECE)
    if (piece.byteLength === 0) break
    await feed(piece)
    at += piece.byteLength
    // zlib takes nothing behind the end of its stream.
    complete = start + stream.bytesWritten < at
    onProgress?.(Math.min(start + stream.bytesWritten, packed.size), packed.size)
  }
  if (!complete && !broken && refused === undefined) stream.end()
  await ended
  if (refused !== undefined) throw refused
  stream.destroy()
  const end = start + stream.bytesWritten
  if (!broken) return { end }
  return at < packed.size || complete ? { end, problem: 'is damaged' } : { end, problem: 'is cut or damaged' }
}

/** Zeros behind the last member are padding of tapes and block devices; anything else is named. */
function checkTail(packed: ByteSource, start: number, diagnostics: Diagnostic[]): void {
  for (let offset = start; offset < packed.size; ) {
    const bytes = packed.read(offset, PIECE)
    if (bytes.byteLength === 0) return
    if (bytes.some((byte) => byte !== 0)) {
      diagnostics.push({
        code: 'INCONSISTENT',
        offset: start,
        message: `ignored ${packed.size - start} trailing bytes after the gzip data`,
      })
      return
    }
    offset += bytes.byteLength
  }
}
