/** Types of the payloads of trace records by the names of the record types: what `record.type` says of `record.payload`. */
import type { records100, records102, records104 } from './darwin/payloads.js'
import type { records as dragonfly } from './dragonfly/payloads.js'
import type { records as freebsd } from './freebsd/record-types.js'
import type { records as netbsd } from './netbsd/record-types.js'
import type { oldRecords, records as openbsd, recordsBefore55 } from './openbsd/record-types.js'
import type { RecordType } from './record-types.js'

/** The record types of each system; where its releases differ, of each of them. */
interface RecordsOf {
  netbsd: typeof netbsd
  freebsd: typeof freebsd
  openbsd: typeof openbsd | typeof recordsBefore55 | typeof oldRecords
  dragonfly: typeof dragonfly
  darwin: typeof records100 | typeof records102 | typeof records104
}

/** Systems whose traces are known. */
export type TraceSystemName = keyof RecordsOf

type KeysOf<U> = U extends unknown ? keyof U : never

/** The payload that one dialect has under a name. */
type PayloadIn<R, K extends PropertyKey> = R extends Readonly<Record<K, RecordType<infer T>>> ? T : never

/**
 * A union whose members have each other's fields as absent ones, so that every field can be asked for: what a trace of another system does not
 * have is undefined.
 */
type Open<U, All = U> = U extends unknown ? U & { readonly [K in Exclude<KeysOf<All>, keyof U>]?: undefined } : never

/** Names of record types in traces of some systems. */
export type RecordTypeName<S extends TraceSystemName = TraceSystemName> = KeysOf<RecordsOf[S]> & string

/** The payload of a record type in traces of some systems. */
export type RecordPayload<K extends RecordTypeName<S>, S extends TraceSystemName = TraceSystemName> = Open<PayloadIn<RecordsOf[S], K>>
