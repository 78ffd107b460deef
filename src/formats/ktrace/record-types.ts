/** Record types of a ktrace dialect: number, name, and what its payload may be. */
import type { Abi } from '../../schema/abi.js'
import type { Struct } from '../../schema/struct.js'
import type { Infer } from '../../schema/types.js'

/** What is known of a payload before it is decoded. */
export interface PayloadFacts {
  readonly abi: Abi
  /** Bytes of the payload. */
  readonly length: number
  /** The payload is `bytes[at, at + length)`. */
  readonly bytes: Uint8Array
  readonly at: number
}

/** The structures that a payload may be, and which of them it is. */
export interface Payload<out T = unknown> {
  readonly candidates: readonly Struct<T>[]
  /**
   * The structure of this payload; undefined when it is none of them, and its bytes stay bytes.
   * `null` says the same, and that nothing is wrong with that.
   */
  choose(facts: PayloadFacts): Struct<T> | undefined | null
  /** What the choice depends on besides the ABI: nothing, or the payload's length. Its content, where absent. */
  readonly by?: 'type' | 'length'
  /** The names that payloads begin with, where the name identifies the payload. */
  readonly names?: readonly string[]
}

/** A payload that stays bytes. */
export interface RawPayload {
  readonly raw: Uint8Array
}

export interface RecordType<out T = unknown> {
  /** The number in the header, without flag bits. */
  readonly type: number
  /** The number as a big-endian machine reads it, of a record whose type is the same bytes on every machine. */
  readonly big?: number
  readonly payload: Payload<T>
}

export type RecordTypes = Readonly<Record<string, RecordType>>

interface GivenRecordType {
  readonly type: number
  readonly big?: number
  readonly payload: Struct<unknown> | Payload
}

/** The record types of a dialect, with the types of their payloads. */
export type TypedRecordTypes<R extends Readonly<Record<string, GivenRecordType>>> = {
  readonly [K in keyof R]: RecordType<R[K]['payload'] extends Struct<infer T> ? T : R[K]['payload'] extends Payload<infer T> ? T : never>
}

/** Declares the record types of a dialect by their C names. */
export function recordTypes<const R extends Readonly<Record<string, GivenRecordType>>>(types: R): TypedRecordTypes<R> {
  return Object.fromEntries(
    Object.entries(types).map(([name, { payload, ...rest }]) => [
      name,
      { ...rest, payload: isPayload(payload) ? payload : fixedPayload(payload) },
    ]),
  ) as TypedRecordTypes<R>
}

function isPayload(payload: Struct<unknown> | Payload): payload is Payload {
  return 'choose' in payload
}

/** The one structure, regardless of the length. */
function fixedPayload(struct: Struct<unknown>): Payload {
  return { candidates: [struct], choose: () => struct, by: 'type' }
}

/** The structure, or nothing at all: a payload of no bytes is in order. */
export function optionalPayload<T>(struct: Struct<T>): Payload<T | RawPayload> {
  return { candidates: [struct], choose: ({ length }) => (length === 0 ? null : struct), by: 'length' }
}

/** A record without a payload. */
export const noPayload: Payload<RawPayload> = { candidates: [], choose: ({ length }) => (length === 0 ? null : undefined) }

/** Of several fixed structures, the first that has the payload's length on the file's ABI. */
export function bySize<const S extends readonly Struct<unknown>[]>(...candidates: S): Payload<Infer<S[number]>> {
  return {
    candidates: candidates as readonly Struct<Infer<S[number]>>[],
    choose: ({ abi, length }) =>
      candidates.find((candidate) => candidate.planFor(abi).size === length) as Struct<Infer<S[number]>> | undefined,
    by: 'length',
  }
}
