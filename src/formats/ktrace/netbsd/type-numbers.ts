/** Numbers of NetBSD's record types. Source: sys/sys/ktrace.h, 1.4 to 10. */
export const TYPES = {
  KTR_SYSCALL: 1,
  KTR_SYSRET: 2,
  KTR_NAMEI: 3,
  KTR_GENIO: 4,
  KTR_PSIG: 5,
  KTR_CSW: 6,
  KTR_EMUL: 7,
  /** Since 2000-12. */
  KTR_USER: 8,
  /** 2002 to 5.x: Mach messages. */
  KTR_MMSG: 9,
  /** Since 4.0. */
  KTR_EXEC_ARG: 10,
  KTR_EXEC_ENV: 11,
  /** 4.x and 5.x: Mach data that is out of line. */
  KTR_MOOL: 12,
  /** Written by 4.x: upcalls of scheduler activations. */
  KTR_SAUPCALL: 13,
  /** Since 4.0. */
  KTR_MIB: 14,
  /** Since 6.0. */
  KTR_EXEC_FD: 15,
} as const
