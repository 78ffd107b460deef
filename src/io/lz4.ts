/** LZ4 frames as a stream into a source; the blocks are decompressed by lz4js, which is loaded when the first such file is opened. */
import { type Diagnostic, FormatError } from '../errors.js'
import { createYield } from './event-loop.js'
import type { DecompressedSource, GunzipOptions } from './gzip.js'
import type { ByteSource } from './source.js'
import { spool } from './spool.js'

const MAGIC = 0x184d2204
/** Frames with other data in them, which are skipped: 0x184d2a50 to 0x184d2a5f. */
const SKIPPABLE = 0x184d2a50
/** Bytes that a block may refer back to. */
const HISTORY = 64 * 1024
const BLOCK_SIZES: Readonly<Record<number, number>> = { 4: 64 * 1024, 5: 256 * 1024, 6: 1024 * 1024, 7: 4 * 1024 * 1024 }
/** Set in the size of a block that is stored as it is. */
const STORED = 0x80000000

/** Whether the bytes begin as an LZ4 frame. */
export function isLz4(bytes: Uint8Array): boolean {
  return bytes[0] === 0x04 && bytes[1] === 0x22 && bytes[2] === 0x4d && bytes[3] === 0x18
}

interface BlockDecoder {
  /** Decompresses one block; returns the end of its output, of which as much is written as fits. */
  decompressBlock(source: Uint8Array, target: Uint8Array, start: number, length: number, at: number): number
}

interface Frame {
  /** Offset of the first block. */
  readonly start: number
  readonly blockSize: number
  readonly blockChecksums: boolean
  readonly contentChecksum: boolean
}

/**
 * Unpacks an LZ4 file of any number of frames. A cut or damaged file gives what could be unpacked, and a `TRUNCATED` diagnostic at the
 * offset in the compressed file. Checksums are not checked.
 *
 * @throws FormatError `LIMIT` beyond the limit; `IO`
 */
export async function lz4Source(packed: ByteSource, options: GunzipOptions = {}): Promise<DecompressedSource> {
  // @ts-expect-error the package has no types
  const lz4: BlockDecoder = await import('lz4js')
  const name = packed.name ?? 'the LZ4 data'
  const out = spool(name, options)
  const diagnostics: Diagnostic[] = []
  const turn = createYield()
  let at = 0
  const stop = (why: string): void =>
    void diagnostics.push({
      code: 'TRUNCATED',
      offset: at,
      message: `${name} cannot be unpacked behind 0x${at.toString(16)} (${why}); ${out.size} bytes could`,
    })
  try {
    while (at < packed.size && diagnostics.length === 0) {
      const magic = wordAt(packed, at)
      if (magic !== undefined && (magic & ~0xf) >>> 0 === SKIPPABLE) {
        at += 8 + (wordAt(packed, at + 4) ?? 0)
        continue
      }
      const frame = magic === MAGIC ? frameAt(packed, at) : undefined
      if (!frame) {
        stop(magic === MAGIC ? 'the frame header is cut or not valid' : 'no frame begins there')
        break
      }
      at = frame.start
      // What blocks refer back to stands in front of the block's own room.
      const room = new Uint8Array(HISTORY + frame.blockSize)
      for (;;) {
        const size = wordAt(packed, at)
        if (size === undefined) {
          stop('the file ends')
          break
        }
        at += 4
        if (size === 0) {
          at += frame.contentChecksum ? 4 : 0
          break
        }
        const length = (size & ~STORED) >>> 0
        const block = length <= frame.blockSize + HISTORY ? packed.read(at, length) : undefined
        if (!block || block.length < length) {
          stop(block ? 'the file ends' : `a block of ${length} bytes`)
          break
        }
        if (size & STORED) room.set(block.subarray(0, frame.blockSize), HISTORY)
        const end = size & STORED ? HISTORY + length : lz4.decompressBlock(block, room, 0, length, HISTORY)
        if (!(end >= HISTORY && end <= room.length)) {
          stop('a block is damaged')
          break
        }
        out.write(room.slice(HISTORY, end))
        room.copyWithin(0, end - HISTORY, end)
        at += length + (frame.blockChecksums ? 4 : 0)
        options.onProgress?.(at, packed.size)
        const wait = turn()
        if (wait) await wait
      }
    }
  } catch (error) {
    // A limit or the disk, which out.write() said.
    if (error instanceof FormatError) {
      out.discard()
      throw error
    }
    stop(error instanceof Error ? error.message : String(error))
  }
  return { source: out.finish(), diagnostics }
}

function wordAt(source: ByteSource, offset: number): number | undefined {
  const bytes = source.read(offset, 4)
  return bytes.length < 4 ? undefined : new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true)
}

/** The header of a frame: flags, size of blocks, size of the content, dictionary, checksum. Source: the LZ4 frame format 1.6. */
function frameAt(source: ByteSource, offset: number): Frame | undefined {
  const [flags, descriptor] = source.read(offset + 4, 2)
  if (flags === undefined || descriptor === undefined || flags >> 6 !== 1) return undefined
  const blockSize = BLOCK_SIZES[(descriptor >> 4) & 7]
  if (blockSize === undefined) return undefined
  return {
    start: offset + 7 + (flags & 8 ? 8 : 0) + (flags & 1 ? 4 : 0),
    blockSize,
    blockChecksums: (flags & 16) !== 0,
    contentChecksum: (flags & 4) !== 0,
  }
}
