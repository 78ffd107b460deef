/**
 * The magic word of kcore files and of their segments: flags, machine id and magic in one 32-bit word that is
 * big-endian on every machine, so that a file tells its machine before its byte order is known.
 * Source: sys/sys/kcore.h, sys/sys/exec_aout.h, NetBSD and OpenBSD.
 */

/** Magic of a kcore file, and of the one segment header on a dump device. */
export const KCORE_MAGIC = 0x8fca
/** Magic of the segment headers in a kcore file. */
export const KCORESEG_MAGIC = 0x8fac

/** What a segment holds. */
export const segmentFlag = { CORE_CPU: 1, CORE_DATA: 2, CORE_STACK: 4 } as const

export interface Midmag {
  /** 6 bits. */
  readonly flags: number
  /** 10 bits. */
  readonly machine: number
  /** 16 bits. */
  readonly magic: number
}

/** The parts of a magic word; `bytes` are the four of the file. Bytes that are not there count as zero. */
export function readMidmag(bytes: Uint8Array, at = 0): Midmag {
  const high = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
  return { flags: high >> 10, machine: high & 0x3ff, magic: ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0) }
}

/** The four bytes of a magic word. */
export function midmagBytes({ flags, machine, magic }: Midmag): Uint8Array {
  const high = ((flags & 0x3f) << 10) | (machine & 0x3ff)
  return Uint8Array.of(high >> 8, high & 0xff, (magic >> 8) & 0xff, magic & 0xff)
}
