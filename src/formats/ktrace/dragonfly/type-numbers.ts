/** Numbers of DragonFly's record types. Source: sys/sys/ktrace.h of 2006 and later. */
export const TYPES = {
  KTR_SYSCALL: 1,
  KTR_SYSRET: 2,
  KTR_NAMEI: 3,
  KTR_GENIO: 4,
  KTR_PSIG: 5,
  KTR_CSW: 6,
  KTR_USER: 7,
} as const

/** Bit of `ktr_flags`: the process has more than one thread. */
export const KTRH_THREADED = 1
