/** Records whose type says what their payload is. */

import type { RecordPayload, RecordTypeName, TraceSystemName } from '../../formats/ktrace/payload-types.js'
import type { RawPayload } from '../../formats/ktrace/record-types.js'
import type { TraceRecord } from './record.js'

/** What all records have. */
type RecordHead = Omit<TraceRecord, 'type' | 'payload'>

/** A record of a type that is known, with a payload of that type. */
export type KnownRecord<S extends TraceSystemName = TraceSystemName> = {
  readonly [K in RecordTypeName<S>]: RecordHead & { readonly type: K; readonly payload: RecordPayload<K, S> }
}[RecordTypeName<S>]

/** A record of a type that is not known, or whose payload is none of its type. */
export interface UnknownRecord extends RecordHead {
  /** The number in the header, without flag bits. */
  readonly type: number
  /** The name of the type, where only the payload is not what it should be. */
  readonly typeName?: string
  readonly payload: RawPayload
}

/**
 * A record of a trace: `record.type` says what `record.payload` is.
 *
 * Fields are those that the system of the trace has; where systems differ, a field that only some of them have may be undefined. A record
 * whose payload is not what its type demands has the number of the type instead of its name, and the bytes as payload.
 */
export type TypedRecord<S extends TraceSystemName = TraceSystemName> = KnownRecord<S> | UnknownRecord
