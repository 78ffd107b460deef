/** The memory mappings of the process, as its segments tell them. */

import type { MappedFile } from '../../formats/core/process-info.js'
import { type ProgramHeader, segmentType } from '../../formats/elf/index.js'
import { permissionsOf } from '../../formats/elf/segment-permissions.js'
import { partitionPoint } from '../../io/binary-search.js'

/** A mapping. Addresses, offset and sizes in bytes; `end` is exclusive. */
export interface Mapping {
  readonly start: bigint
  readonly end: bigint
  /** `r-x`. */
  readonly permissions: string
  /** Of its contents in the core. */
  readonly offset: bigint
  /** Bytes that the core has of it; the rest is in the mapped file, zero, or was not dumped. */
  readonly fileSize: bigint
  /** Path of the file that is mapped there. */
  readonly file?: string
  /** Index of the program header. */
  readonly segment: number
}

const TOP = 1n << 64n

export function mappingsOf(programHeaders: readonly ProgramHeader[], files: readonly MappedFile[]): Mapping[] {
  const fileAt = fileFinder(files)
  const mappings: Mapping[] = []
  programHeaders.forEach((header, segment) => {
    if (header.p_type !== segmentType.PT_LOAD) return
    const { p_vaddr: start, p_offset: offset, p_filesz: fileSize, p_memsz, p_flags } = header
    const length = p_memsz > 0n ? p_memsz : fileSize
    const end = start + length > TOP ? TOP : start + length
    const file = fileAt(start)
    mappings.push({ start, end, permissions: permissionsOf(p_flags), offset, fileSize, ...(file && { file: file.path }), segment })
  })
  return mappings
}

/** Finds the mapped file at an address; of files that overlap, the one that begins last before it. */
export function fileFinder(files: readonly MappedFile[]): (address: bigint) => MappedFile | undefined {
  const sorted = [...files].sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0))
  return (address) => {
    const file = sorted[partitionPoint(sorted.length, (i) => (sorted[i] as MappedFile).start <= address) - 1]
    return file && address < file.end ? file : undefined
  }
}

/** Bytes of a segment that a file of `size` bytes really has. */
export function bytesInFile(offset: bigint, fileSize: bigint, size: number): bigint {
  const room = BigInt(size) - offset
  if (room <= 0n) return 0n
  return fileSize < room ? fileSize : room
}
