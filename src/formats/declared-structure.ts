/**
 * The list of declared structures: what the generic tests hold against the verified layouts in `spec/layouts`, what
 * the format pages are made of, and what the arbitraries are drawn for.
 */
import type { AbiName } from '../schema/abi.js'
import type { Struct } from '../schema/struct.js'

/** The entry of `spec/layouts/<system>.json` that a structure must equal. */
export interface VerifiedLayout {
  readonly struct: string
  /** The entry's `variant`; the one without a variant, or `default`, when absent. */
  readonly variant?: string
  /** Our field path for a field path there, where they differ; null for one that is not declared on purpose. */
  readonly fields?: Readonly<Record<string, string | null>>
}

export interface DeclaredStructure {
  /** `linux`, `netbsd` ...: whose structure it is, and the name of its layouts file. */
  readonly system: string
  readonly struct: Struct<unknown>
  /** The ABIs on which it occurs in files. */
  readonly abis: readonly AbiName[]
  /** Absent only with a reason in `unverified`. */
  readonly verified?: VerifiedLayout
  /** Why there is no verified layout to hold it against. */
  readonly unverified?: string
  /** Example values for `@` references in it, for generated values. */
  readonly context?: Readonly<Record<string, unknown>>
}
