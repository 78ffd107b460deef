/** Numbers of OpenBSD's record types. Source: sys/sys/ktrace.h 1.5 (2001) and 1.50 (2024-07). */
export const TYPES = {
  KTR_SYSCALL: 1,
  KTR_SYSRET: 2,
  KTR_NAMEI: 3,
  KTR_GENIO: 4,
  KTR_PSIG: 5,
  KTR_STRUCT: 8,
  KTR_USER: 9,
  KTR_EXECARGS: 10,
  KTR_EXECENV: 11,
  KTR_PLEDGE: 12,
  /** Since 2024. */
  KTR_PINSYSCALL: 13,
  /** `KTR` and a NUL, as a little-endian machine reads them. */
  KTR_START: 0x0052544b,
} as const

/** The same bytes as a big-endian machine reads them. */
export const KTR_START_BIG = 0x4b545200

/** Until December 2011. */
export const OLD_TYPES = {
  KTR_SYSCALL: 1,
  KTR_SYSRET: 2,
  KTR_NAMEI: 3,
  KTR_GENIO: 4,
  KTR_PSIG: 5,
  KTR_CSW: 6,
  KTR_EMUL: 7,
  KTR_STRUCT: 8,
} as const
