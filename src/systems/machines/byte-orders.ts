/** Machines that run in both byte orders. */
import { type AbiName, abi } from '../../schema/base.js'

/** Both byte orders of machines that have two: `arm` gives `arm` and `armeb`. */
export function machines(...names: readonly AbiName[]): readonly AbiName[] {
  return names.flatMap((name) => [
    name,
    ...([`${name}el`, `${name}eb`, `${name}le`] as AbiName[]).filter((other) => Object.hasOwn(abi, other)),
  ])
}
