/** Types of entries of OpenBSD's auxiliary vector. Source: OpenBSD sys/sys/exec_elf.h. */
import { auxvTable } from '../auxv-table.js'

export const openbsdAuxv = auxvTable(() => 'HWCAP=25 HWCAP2 OPENBSD_TIMEKEEP=4000')
