/** The memory of the process, by its addresses. */

import type { CoreSystem } from '../../formats/core/core-system.js'
import { type ProgramHeader, segmentType } from '../../formats/elf/index.js'
import { partitionPoint } from '../../io/binary-search.js'
import { concatenate } from '../../io/bytes.js'
import type { ByteSource } from '../../io/source.js'
import type { MemoryReader } from '../format-reader.js'
import { bytesInFile } from './mappings.js'

/** A run of memory without gaps: bytes of the file, or zeros that the file leaves out. `end` is exclusive. */
interface Run {
  readonly start: bigint
  readonly end: bigint
  /** Where the run begins in the file; undefined for zeros. */
  readonly offset?: number
}

const TOP = 1n << 64n

/**
 * Memory of the PT_LOAD segments. Where segments overlap, the one that begins first counts.
 *
 * Of memory behind a segment's part in the file, a system either left out zeros or did not dump it; only the former can be read.
 */
export class CoreMemory implements MemoryReader {
  #runs: readonly Run[] | undefined

  constructor(
    private readonly source: ByteSource,
    private readonly programHeaders: readonly ProgramHeader[],
    private readonly system: Pick<CoreSystem, 'zeroFilled'>,
  ) {}

  /** The bytes from `address`, up to `length` of them: fewer where memory that the file holds ends. */
  read(address: bigint, length: number): Uint8Array {
    this.#runs ??= joined(this.source, this.programHeaders, this.system)
    const runs = this.#runs
    const parts: Uint8Array[] = []
    let at = address
    let left = length
    let index = runIndex(runs, address)
    while (left > 0) {
      const run = runs[index]
      if (!run || at < run.start || at >= run.end) break
      const room = run.end - at
      const wanted = room < BigInt(left) ? Number(room) : left
      const part = run.offset === undefined ? new Uint8Array(wanted) : this.source.read(run.offset + Number(at - run.start), wanted)
      parts.push(part)
      at += BigInt(part.length)
      left -= part.length
      if (part.length < wanted) break
      index++
    }
    if (parts.length === 1) return parts[0] as Uint8Array
    return concatenate(parts)
  }
}

/** Index of the last run that begins at or before an address. */
function runIndex(runs: readonly Run[], address: bigint): number {
  return partitionPoint(runs.length, (i) => (runs[i] as Run).start <= address) - 1
}

/** All runs by ascending address, none overlapping another. */
function joined(source: ByteSource, programHeaders: readonly ProgramHeader[], system: Pick<CoreSystem, 'zeroFilled'>): Run[] {
  const runs: Run[] = []
  for (const header of programHeaders) {
    if (header.p_type !== segmentType.PT_LOAD) continue
    const { p_vaddr: start, p_offset, p_filesz, p_memsz } = header
    const held = bytesInFile(p_offset, p_filesz, source.size)
    const fileEnd = minimum(start + held, TOP)
    if (fileEnd > start) runs.push({ start, end: fileEnd, offset: Number(p_offset) })
    // A cut segment's rest is missing, not zero.
    if (held < p_filesz || p_memsz <= p_filesz || !system.zeroFilled?.(header)) continue
    runs.push({ start: fileEnd, end: minimum(start + p_memsz, TOP) })
  }
  runs.sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0))
  const apart: Run[] = []
  let end = 0n
  for (const run of runs) {
    if (run.end <= end) continue
    const start = run.start < end ? end : run.start
    if (start < run.end)
      apart.push({ start, end: run.end, ...(run.offset !== undefined && { offset: run.offset + Number(start - run.start) }) })
    end = run.end
  }
  return apart
}

const minimum = (a: bigint, b: bigint): bigint => (a < b ? a : b)
