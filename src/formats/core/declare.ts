/** Small helpers of declarations. */
import { type AbiName, abi, type CType } from '../../schema/base.js'

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

/** Both byte orders of machines that have two: `arm` gives `arm` and `armeb`. */
export function machines(...names: readonly AbiName[]): readonly AbiName[] {
  return names.flatMap((name) => [
    name,
    ...([`${name}el`, `${name}eb`, `${name}le`] as AbiName[]).filter((other) => Object.hasOwn(abi, other)),
  ])
}
