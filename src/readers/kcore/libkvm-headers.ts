/** Headers and file offsets for the operations of libkvm. */
import { headerSizes, kcoreFileHeader } from '../../formats/kcore/netbsd/header-bytes.js'
import type { ByteSource } from '../../io/source.js'
import type { KernelDump } from './kernel-dump.js'
import { type KcoreHead, unitOf } from './netbsd/kcore-headers.js'

export function readMagic(source: ByteSource, offset: number): { magic: number; flags: number } {
  const bytes = source.read(offset, 4)
  return { magic: ((bytes[2] ?? 0) << 8) | (bytes[3] ?? 0), flags: (bytes[0] ?? 0) >> 2 }
}

/** File offset of a physical address; undefined where it is not in the file as it is. */
export function offsetOf(dump: KernelDump, physical: number): number | undefined {
  for (const { start, size, offset } of dump.memory.ranges())
    if (offset !== undefined && physical >= start && physical < start + size) return offset + (physical - start)
  return undefined
}

/** Bytes of all ranges of memory together. */
export function memorySizeOf(dump: KernelDump): number {
  let sum = 0
  for (const { size } of dump.memory.ranges()) sum += size
  return sum
}

/** The headers of a dump in the form of a file. */
export function fileHeaderOf(source: ByteSource, head: KcoreHead, memorySize: number): Uint8Array {
  const unit = unitOf(head.machine, head.abi)
  const sizes = head.form === 'file' ? head : headerSizes(unit)
  return kcoreFileHeader({
    abi: head.abi,
    machine: head.midmag.machine,
    flags: head.form === 'file' ? head.midmag.flags : 0,
    headerSize: sizes.headerSize,
    segmentHeaderSize: sizes.segmentHeaderSize,
    unit,
    cpu: source.read(head.cpuOffset, head.cpuSize),
    memorySize,
  })
}
