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

/** Machine ids that dumps use. OpenBSD gave numbers from 158 to another set of machines. */
export const machineId = {
  SUN010: 1,
  SUN020: 2,
  I386: 134,
  M68K: 135,
  SPARC: 138,
  PMAX: 139,
  ALPHA: 141,
  MIPS: 142,
  ARM6: 143,
  M680002K: 144,
  SH3: 145,
  POWERPC64: 148,
  POWERPC: 149,
  VAX: 150,
  /** Also sparc64 dumps of 1.4T, and OpenBSD's sparc64. */
  MIPS1: 151,
  M88K: 153,
  HPPA: 154,
  SPARC64: 156,
  X86_64: 157,
  AARCH64: 183,
  OR1K: 184,
  RISCV: 185,
  HPUX800: 0x20b,
} as const

/** Machine ids of OpenBSD that mean another machine, or none, on NetBSD. */
export const openbsdMachineId = { SPARC64: 151, M88K: 153, X86_64: 157, MIPS64: 158, ARM64: 159, POWERPC64: 160, RISCV64: 161 } as const

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

/** Name of a machine id; `machine N` where it has none. */
export function machineName(id: number, openbsd = false): string {
  const names = Object.entries(openbsd ? { ...openbsdMachineId, ...machineId } : machineId)
  return names.find(([, value]) => value === id)?.[0] ?? `machine ${id}`
}
