/** Types of entries of NetBSD's auxiliary vector; MIPS has another 10. Source: NetBSD sys/sys/exec_elf.h, release 10. */
import { auxvTable } from '../auxv-table.js'

const own =
  'DCACHEBSIZE ICACHEBSIZE UCACHEBSIZE STACKBASE EUID=2000 RUID EGID RGID SUN_LDELF SUN_LDSHDR SUN_LDNAME SUN_LPGSIZE SUN_PLATFORM SUN_HWCAP SUN_IFLUSH SUN_CPU SUN_EMUL_ENTRY SUN_EMUL_EXECFD SUN_EXECNAME'

const mips = own.replace('DCACHEBSIZE', 'NOTELF')

export const netbsdAuxv = auxvTable((abi) => (abi?.name.startsWith('mips') ? mips : own))
