import type { AbiName } from '../../schema/base.js'

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

/** Name of a machine id; `machine N` where it has none. */
export function machineName(id: number, openbsd = false): string {
  const names = Object.entries(openbsd ? { ...openbsdMachineId, ...machineId } : machineId)
  return names.find(([, value]) => value === id)?.[0] ?? `machine ${id}`
}

export const aoutMachines: Readonly<Record<number, readonly AbiName[]>> = {
  [machineId.I386]: ['i386'],
  [machineId.M68K]: ['m68k'],
  [machineId.M680002K]: ['m68k'],
  [machineId.SPARC]: ['sparc'],
  [machineId.PMAX]: ['mips-o32el'],
  [machineId.MIPS]: ['mips-o32'],
  [machineId.ALPHA]: ['alpha'],
  [machineId.ARM6]: ['arm', 'armeb'],
  [machineId.SH3]: ['sh', 'sheb'],
  [machineId.POWERPC]: ['powerpc'],
  [machineId.VAX]: ['vax'],
  [machineId.HPPA]: ['hppa'],
  [machineId.SPARC64]: ['sparc64'],
  [machineId.X86_64]: ['amd64'],
}
