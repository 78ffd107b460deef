/** Flattened files of makedumpfile and QEMU: pieces with the offset at which each belongs. Source: makedumpfile, makedumpfile.h. */
import type { Diagnostics } from '../../../errors.js'
import { flattenedHeader, flattenedRecord } from '../../../formats/kcore/linux/diskdump.js'
import type { ByteSource } from '../../../io/source.js'
import { abi } from '../../../schema/base.js'
import { findLastAtOrBelow, withoutOverlap } from '../physical-memory.js'

const HEADER = 4096
const TEXT = 'makedumpfile'

export function isFlattened(source: ByteSource): boolean {
  const bytes = source.read(0, 32)
  if (bytes.byteLength < 32) return false
  const header = flattenedHeader.for(abi.powerpc64).decode(bytes)
  return header.signature === TEXT && header.type === 1n
}

/** The file that is meant, as a source. Later pieces count where two write to the same place; what no piece writes is zero. */
export function unflattened(source: ByteSource, diagnostics: Diagnostics): ByteSource {
  const layout = flattenedRecord.for(abi.powerpc64)
  const pieces: { start: number; size: number; offset: number }[] = []
  let size = 0
  for (let at = HEADER; ; ) {
    const bytes = source.read(at, layout.size)
    if (bytes.byteLength < layout.size) {
      diagnostics.add({ code: 'TRUNCATED', offset: at, path: 'makedumpfile_data_header', message: 'the flattened file has no end mark' })
      break
    }
    const { offset, buf_size } = layout.decode(bytes)
    if (offset === -1n && buf_size === -1n) break
    const length = Number(buf_size)
    const start = Number(offset)
    if (!Number.isSafeInteger(start) || !Number.isSafeInteger(length) || start < 0 || length < 0) {
      diagnostics.add({
        code: 'BAD_BOUNDS',
        offset: at,
        path: 'makedumpfile_data_header',
        message: `a piece of ${buf_size} bytes belongs at ${offset}; the rest of the file is left out`,
      })
      break
    }
    pieces.push({ start, size: Math.min(length, Math.max(0, source.size - at - layout.size)), offset: at + layout.size })
    size = Math.max(size, start + length)
    at += layout.size + length
  }
  const list = withoutOverlap(pieces, 'last')
  return {
    size,
    ...(source.name !== undefined && { name: source.name }),
    read(offset, length) {
      const count = Math.max(0, Math.min(length, size - offset))
      let index = Math.max(
        0,
        findLastAtOrBelow(list.length, offset, (each) => list[each]?.start ?? 0),
      )
      const first = list[index]
      if (first && offset >= first.start && offset + count <= first.start + first.size)
        return source.read((first.offset ?? 0) + (offset - first.start), count)
      const target = new Uint8Array(count)
      for (let piece = list[index]; piece && piece.start < offset + count; piece = list[++index]) {
        const from = Math.max(offset, piece.start)
        const to = Math.min(offset + count, piece.start + piece.size)
        if (from < to) target.set(source.read((piece.offset ?? 0) + (from - piece.start), to - from), from - offset)
      }
      return target
    },
  }
}
