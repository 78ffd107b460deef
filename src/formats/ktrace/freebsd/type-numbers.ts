/** Numbers of FreeBSD's record types. Source: sys/sys/ktrace.h, 7.0 to 2026. */
export const TYPES = {
  KTR_SYSCALL: 1,
  KTR_SYSRET: 2,
  KTR_NAMEI: 3,
  KTR_GENIO: 4,
  KTR_PSIG: 5,
  KTR_CSW: 6,
  KTR_USER: 7,
  /** Since 8.0. */
  KTR_STRUCT: 8,
  /** Since 8.1. */
  KTR_SYSCTL: 9,
  /** Since 9.0. */
  KTR_PROCCTOR: 10,
  KTR_PROCDTOR: 11,
  /** Since 10.0. */
  KTR_CAPFAIL: 12,
  /** Since 9.1. */
  KTR_FAULT: 13,
  KTR_FAULTEND: 14,
  /** Since 11.1. */
  KTR_STRUCT_ARRAY: 15,
  /** Since 15. */
  KTR_ARGS: 16,
  KTR_ENVS: 17,
  KTR_EXTERR: 18,
} as const

/** Bits beside the type: events before this record were lost; the header says its version. */
export const KTR_DROP = 0x8000
export const KTR_VERSIONED = 0x4000

/** Names of the type field with its bits. */
export const TYPE_NAMES: Readonly<Record<string, number>> = Object.fromEntries(
  [0, KTR_VERSIONED, KTR_DROP, KTR_VERSIONED | KTR_DROP].flatMap((bits) =>
    Object.entries(TYPES).map(([name, type]) => {
      const drop = (bits & KTR_DROP) === 0 ? '' : '|KTR_DROP'
      const versioned = (bits & KTR_VERSIONED) === 0 ? '' : '|KTR_VERSIONED'
      return [`${name}${versioned}${drop}`, type | bits]
    }),
  ),
)
