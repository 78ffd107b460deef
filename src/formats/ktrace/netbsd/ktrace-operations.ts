/** Numbers of tracing requests. Source: sys/sys/ktrace.h of NetBSD. */
import { TYPES } from './type-numbers.js'

/** Operations, in the low two bits. */
export const KTROP_SET = 0
export const KTROP_CLEAR = 1
export const KTROP_CLEARFILE = 2
/** Also all descendants. */
export const KTRFLAG_DESCEND = 4

/** Set by root. A caller cannot ask for it. */
export const KTRFAC_ROOT = 0x80000000
/** Children are traced as their parent is. */
export const KTRFAC_INHERIT = 0x40000000
/** The kernel's mark of a process whose record is being written, or that makes a request: nothing of it is traced. */
export const KTRFAC_ACTIVE = 0x20000000
/** Version of the records' headers, since 4.0, and its lowest bit. */
export const KTRFAC_VERSION_MASK = 0x0f000000
export const KTRFAC_VERSION_SHIFT = 24
/** Bits of the types of records. */
export const KTRFAC_TYPES = 0x00ffffff

/** The bits of types: `facilities('KTR_SYSCALL', 'KTR_SYSRET')`. */
export function facilities(...types: (keyof typeof TYPES)[]): number {
  return types.reduce((bits, type) => bits | (1 << TYPES[type]), 0)
}

/** KTR_USER_MAXIDLEN and KTR_USER_MAXLEN. */
export const USER_LABEL = 20
export const USER_DATA = 2048
