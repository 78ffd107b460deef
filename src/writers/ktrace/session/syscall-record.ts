/** The payload of a SYSCALL record. Source: ktrsyscall of kern_ktrace.c 1.77. */

/** How the kernel finds the arguments of a system call. */
export interface SyscallLookup {
  /** The number after an emulation has translated it (default: the number that is recorded). */
  readonly code?: number
  /**
   * Size of the arguments in bytes, from a call table that is handed in. 4 per argument for a 32-bit process of a 64-bit kernel up to 1.77,
   * so no multiple of a register for an odd number of arguments.
   */
  readonly argumentBytes?: number
}

/** Code, size of the arguments, and as many complete registers as fit; bytes behind them are zero. */
export function syscallPayload(code: number, args: readonly bigint[], size: number, register: number, little: boolean): Uint8Array {
  const bytes = new Uint8Array(8 + size)
  const view = new DataView(bytes.buffer)
  view.setInt32(0, code, little)
  view.setInt32(4, size, little)
  for (let i = 0; i < Math.floor(size / register); i++) {
    const word = args[i] ?? 0n
    if (register === 8) view.setBigUint64(8 + i * 8, BigInt.asUintN(64, word), little)
    else view.setUint32(8 + i * 4, Number(BigInt.asUintN(32, word)), little)
  }
  return bytes
}
