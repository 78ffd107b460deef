/** Names of machines in the lists of ptrace requests. */

/** The machine of an ABI under which its ptrace requests are listed. */
export function machineOf(abi: string): string {
  if (abi.startsWith('arm')) return 'arm'
  if (abi.startsWith('aarch64')) return 'aarch64'
  if (abi.startsWith('mips')) return 'mips'
  if (abi.startsWith('powerpc')) return 'powerpc'
  if (abi.startsWith('riscv')) return 'riscv'
  if (abi.startsWith('sh')) return 'sh3'
  return abi
}
