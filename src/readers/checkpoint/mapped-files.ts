/** The mapped files of a checkpoint that a restore leaves visible: segments of memory are mapped over them. */
import type { FileHandle, VnodeRecord } from '../../formats/checkpoint/dragonfly/index.js'
import type { ProgramHeader } from '../../formats/elf/index.js'
import { partitionPoint } from '../../io/binary-search.js'
import type { Checkpoint } from './model.js'

export interface MappedPart {
  readonly start: bigint
  readonly end: bigint
  /** Offset of `start` in the file. */
  readonly offset: bigint
  readonly handle: FileHandle
  readonly header: ProgramHeader
}

/** The mapped files without the parts that segments of the checkpoint overwrite. */
export function visibleFiles({ vnodes, segments }: Pick<Checkpoint, 'vnodes' | 'segments'>): MappedPart[] {
  const over = union(segments)
  return vnodes.flatMap(({ vnh_fh, vnh_phdr }: VnodeRecord): MappedPart[] => {
    const { p_vaddr, p_filesz, p_offset } = vnh_phdr
    return uncovered(p_vaddr, p_vaddr + p_filesz, over).map(({ start, end }) => ({
      start,
      end,
      offset: p_offset + start - p_vaddr,
      handle: vnh_fh,
      header: vnh_phdr,
    }))
  })
}

interface Range {
  readonly start: bigint
  readonly end: bigint
}

/** Sorts ranges and merges those that overlap or touch. */
function union(ranges: readonly Range[]): Range[] {
  const parts: Range[] = []
  const sorted = ranges.filter(({ start, end }) => end > start).sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0))
  for (const { start, end } of sorted) {
    const last = parts.at(-1)
    if (!last || start > last.end) parts.push({ start, end })
    else if (end > last.end) parts[parts.length - 1] = { start: last.start, end }
  }
  return parts
}

/** The parts of a range that the merged ranges do not cover. */
function uncovered(start: bigint, end: bigint, over: readonly Range[]): Range[] {
  const first = partitionPoint(over.length, (i) => (over[i] as Range).end <= start)
  const parts: Range[] = []
  let at = start
  for (let i = first; i < over.length; i++) {
    const each = over[i] as Range
    if (each.start >= end) break
    if (each.start > at) parts.push({ start: at, end: each.start })
    at = each.end
  }
  if (at < end) parts.push({ start: at, end })
  return parts
}
