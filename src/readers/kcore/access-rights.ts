/** Access rights of mapped memory, as page tables state them. */

/** Bits of a set of rights. */
const access = { READ: 1, WRITE: 2, EXECUTE: 4, USER: 8 } as const

/** All rights: what a table entry without restrictions adds. */
export const ALL_ACCESS = 15

/** The rights as text: `r-x`, with `u` behind it where user mode has access. */
export function accessText(rights: number): string {
  const letter = (bit: number, name: string): string => ((rights & bit) === 0 ? '-' : name)
  return `${letter(access.READ, 'r')}${letter(access.WRITE, 'w')}${letter(access.EXECUTE, 'x')}${(rights & access.USER) === 0 ? '' : 'u'}`
}

const NX = 1n << 63n

/** x86 with 64-bit entries: writable and user need the bit in all levels, NX in any level takes away execution. */
export function x86Access(value: bigint): number {
  return (
    access.READ |
    ((value & 2n) === 0n ? 0 : access.WRITE) |
    ((value & 4n) === 0n ? 0 : access.USER) |
    ((value & NX) === 0n ? access.EXECUTE : 0)
  )
}

/** RISC-V: only leaves have rights; U is for user mode alone. */
export function riscvAccess(value: bigint): number {
  if ((value & 0xen) === 0n) return ALL_ACCESS
  return Number((value >> 1n) & 7n) | ((value & 0x10n) === 0n ? 0 : access.USER)
}

/** AArch64, as the kernel sees it: AP[2] read-only, AP[1] user, PXN; tables can restrict what is below them. */
export function aarch64Access(value: bigint, isTable: boolean): number {
  const [readOnly, noUser, noExecute] = isTable
    ? [(value >> 62n) & 1n, (value >> 61n) & 1n, (value >> 59n) & 1n]
    : [(value >> 7n) & 1n, ((value >> 6n) & 1n) ^ 1n, (value >> 53n) & 1n]
  return access.READ | (readOnly === 0n ? access.WRITE : 0) | (noUser === 0n ? access.USER : 0) | (noExecute === 0n ? access.EXECUTE : 0)
}
