/** The names that tables of machines go by. */

/** Machine of an ABI, as the ptrace requests are listed. */
export function machineOf(abi: string): string {
  if (abi.startsWith('arm')) return 'arm'
  if (abi.startsWith('aarch64')) return 'aarch64'
  if (abi.startsWith('mips')) return 'mips'
  if (abi.startsWith('powerpc')) return 'powerpc'
  if (abi.startsWith('riscv')) return 'riscv'
  if (abi.startsWith('sh')) return 'sh3'
  return abi
}
