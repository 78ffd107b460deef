/** Fields that differ in a number only. */
import type { CType } from './base.js'

/** Fields `r0`, `r1` ... `r31` of one type. */
export function numbered<P extends string, T>(
  prefix: P,
  from: number,
  to: number,
  type: CType<T>,
): Readonly<Record<`${P}${number}`, CType<T>>> {
  return Object.fromEntries(Array.from({ length: to - from + 1 }, (_, i) => [`${prefix}${from + i}`, type])) as Record<
    `${P}${number}`,
    CType<T>
  >
}
