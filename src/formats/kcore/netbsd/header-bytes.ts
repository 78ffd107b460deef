/** The headers of kcore files as bytes. Source: kvm_dump_mkheader and kvm_dump_wrtheader of NetBSD's libkvm. */
import { roundUp } from '../../../io/bytes.js'
import type { Abi } from '../../../schema/base.js'
import { KCORE_MAGIC, KCORESEG_MAGIC, midmagBytes, segmentFlag } from '../midmag.js'
import { kcoreHeader, kcoreSegment } from './headers.js'

export interface KcoreFileFacts {
  readonly abi: Abi
  /** Machine id of the magic word. */
  readonly machine: number
  /** Flags of the magic word (default: 0). */
  readonly flags?: number
  /** Bytes of the headers, with what pads them. */
  readonly headerSize: number
  readonly segmentHeaderSize: number
  /** What the CPU data is rounded up to a multiple of, in bytes. */
  readonly unit: number
  readonly cpu: Uint8Array
  /** Bytes of memory that follow; what is above 4 GiB is cut off, as the original does. */
  readonly memorySize: number
}

/** Everything in front of the memory of a file as savecore writes it; the gaps are zero. */
export function kcoreFileHeader(facts: KcoreFileFacts): Uint8Array {
  const { abi, cpu, headerSize, segmentHeaderSize } = facts
  const cpuSize = roundUp(cpu.byteLength, facts.unit)
  const bytes = new Uint8Array(headerSize + 2 * segmentHeaderSize + cpuSize)
  const header = {
    c_midmag: midmagBytes({ magic: KCORE_MAGIC, machine: facts.machine, flags: facts.flags ?? 0 }),
    c_hdrsize: headerSize,
    c_seghdrsize: segmentHeaderSize,
    c_nseg: 2,
  }
  const segment = (flags: number, size: number): Uint8Array =>
    kcoreSegment.for(abi).encode({ c_midmag: midmagBytes({ magic: KCORESEG_MAGIC, machine: 0, flags }), c_size: size % 2 ** 32 })
  bytes.set(kcoreHeader.for(abi).encode(header))
  bytes.set(segment(segmentFlag.CORE_CPU, cpuSize), headerSize)
  bytes.set(cpu, headerSize + segmentHeaderSize)
  bytes.set(segment(segmentFlag.CORE_DATA, facts.memorySize), headerSize + segmentHeaderSize + cpuSize)
  return bytes
}

/**
 * What a kernel writes in front of the memory on a dump device: one segment header and the CPU data, together a multiple of 512 bytes.
 *
 * @param unit ALIGN of the machine, in bytes
 */
export function kcoreDeviceHeader(abi: Abi, machine: number, unit: number, cpu: Uint8Array): Uint8Array {
  const start = roundUp(8, unit)
  const bytes = new Uint8Array(roundUp(start + cpu.byteLength, 512))
  const c_midmag = midmagBytes({ magic: KCORE_MAGIC, machine, flags: segmentFlag.CORE_CPU })
  bytes.set(kcoreSegment.for(abi).encode({ c_midmag, c_size: bytes.byteLength - start }))
  bytes.set(cpu, start)
  return bytes
}

/** Bytes of the two kinds of header in a file of a machine with that ALIGN unit. */
export const headerSizes = (unit: number): { headerSize: number; segmentHeaderSize: number } => ({
  headerSize: roundUp(12, unit),
  segmentHeaderSize: roundUp(8, unit),
})
