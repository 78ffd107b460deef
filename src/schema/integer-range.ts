/** The ranges of C integers, for the encoder, the validators and the arbitraries. */

/** The least and the greatest value of an integer, as either kind of number. */
export interface IntegerRange {
  readonly low: bigint
  readonly high: bigint
  readonly least: number
  readonly greatest: number
}

/** Ranges by size in bytes. */
const rangesOf = (signed: boolean): Readonly<Record<number, IntegerRange>> =>
  Object.fromEntries(
    [1, 2, 4, 8].map((size) => {
      const bits = BigInt(size * 8)
      const low = signed ? -(1n << (bits - 1n)) : 0n
      const high = (1n << (signed ? bits - 1n : bits)) - 1n
      return [size, { low, high, least: Number(low), greatest: Number(high) }]
    }),
  )
const SIGNED = rangesOf(true)
const UNSIGNED = rangesOf(false)

/** The range of an integer of 1, 2, 4 or 8 bytes. */
export const integerRange = (size: 1 | 2 | 4 | 8, signed: boolean): IntegerRange => (signed ? SIGNED : UNSIGNED)[size] as IntegerRange
