/** Numbers of Darwin's record types. Source: bsd/sys/ktrace.h of xnu-123.5 to xnu-792. */
export const TYPES = {
  KTR_SYSCALL: 1,
  KTR_SYSRET: 2,
  KTR_NAMEI: 3,
  KTR_GENIO: 4,
  KTR_PSIG: 5,
  KTR_CSW: 6,
  /** Since 10.2. */
  KTR_USER: 7,
} as const
