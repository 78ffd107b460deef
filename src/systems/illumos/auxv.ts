/** Types of entries of illumos' auxiliary vector. Source: illumos usr/src/uts/common/sys/auxv.h, 2024-09. */
import { auxvTable } from '../auxv-table.js'

const own =
  'SUN_UID=2000 SUN_RUID SUN_GID SUN_RGID SUN_LDELF SUN_LDSHDR SUN_LDNAME SUN_LPAGESZ SUN_PLATFORM SUN_HWCAP SUN_IFLUSH SUN_CPU SUN_EXECNAME=2014 SUN_MMU SUN_LDDATA SUN_AUXFLAGS SUN_EMULATOR SUN_BRANDNAME SUN_BRAND_AUX1 SUN_BRAND_AUX2 SUN_BRAND_AUX3 SUN_HWCAP2 SUN_COMMPAGE=2026 SUN_FPTYPE SUN_FPSIZE SUN_HWCAP3'

export const illumosAuxv = auxvTable(() => own)
