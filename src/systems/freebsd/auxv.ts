/** Types of entries of FreeBSD's auxiliary vector; from 15 on they differ from Linux's. Source: FreeBSD sys/sys/elf_common.h, July 2022. */
import { auxvTable } from '../auxv-table.js'

const own =
  'NOTELF UID EUID GID EGID EXECPATH CANARY CANARYLEN OSRELDATE NCPUS PAGESIZES PAGESIZESLEN TIMEKEEP STACKPROT EHDRFLAGS HWCAP HWCAP2 BSDFLAGS ARGC ARGV ENVC ENVV PS_STRINGS FXRNG KPRELOAD USRSTACKBASE USRSTACKLIM CHERI_STATS HWCAP3 HWCAP4'

export const freebsdAuxv = auxvTable(() => own)
