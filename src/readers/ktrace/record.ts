/** A record of a trace as a value of its own, for programs that use the library. */
import type { NamedType, RecordHeaderLayout } from '../../formats/ktrace/dialect-layout.js'
import { storesError } from './failure.js'
import type { PayloadPlace, Payloads, PayloadValue } from './payload.js'
import { commandOf, type Times } from './record-times.js'
import type { RecordWalker } from './record-walker.js'

export interface TraceRecord {
  /** Number of the record in the file, counted from 0. */
  readonly index: number
  /** Byte offset of its header in the file. */
  readonly offset: number
  /** `KTR_SYSCALL`; the number of a type that is not known. */
  readonly type: string | number
  readonly pid: number
  /** Thread, where the header has one. */
  readonly tid?: number
  readonly comm: string
  /** Seconds since 1970 with six or nine decimals: `1064505173.483507`. */
  readonly time: string
  /** Name of the system call that the record is about. */
  readonly name?: string
  /**
   * The system's own number of the error of a failed call that an emulated process made: of `ENOENT` for -2 of Linux. Absent for calls that did
   * not fail, and where the number in the payload is that of the system.
   */
  readonly errno?: number
  /** Name of the header's layout: `v2`. */
  readonly layout: string
  /** The whole header by its C names. Decoded when it is asked for. */
  readonly header: Record<string, unknown>
  /** The payload by its C names; `{ raw }` where it is of no structure. Decoded when it is asked for. */
  readonly payload: PayloadValue
  /** Header and payload as they stand in the file. Not to be written to. */
  readonly bytes: Uint8Array
}

/** What all records of a walk share. */
export interface RecordMaker {
  readonly payloads: Payloads
  readonly times: Times
}

class WalkedRecord implements TraceRecord {
  readonly index: number
  readonly offset: number
  readonly type: string | number
  readonly pid: number
  declare readonly tid?: number
  readonly comm: string
  readonly time: string
  declare readonly name?: string
  declare readonly errno?: number
  declare readonly typeName?: string
  readonly bytes: Uint8Array
  readonly #header: RecordHeaderLayout
  readonly #payloads: Payloads
  readonly #place: PayloadPlace
  #decodedHeader: Record<string, unknown> | undefined
  #decodedPayload: PayloadValue | undefined

  constructor(
    walker: RecordWalker,
    type: NamedType | undefined,
    /** Whether the payload is one of the type; the number stands for the type where it is not. */
    isOfType: boolean,
    { payloads, times }: RecordMaker,
    name: string | undefined,
    error: number | undefined,
  ) {
    const { index, offset, pid, tid, start, payload, stop, base, view, bytes } = walker
    this.index = index
    this.offset = offset
    this.type = type && isOfType ? type.name : walker.type
    if (type && !isOfType) this.typeName = type.name
    this.pid = pid
    if (tid !== undefined) this.tid = tid
    this.comm = commandOf(walker)
    this.time = times.of(walker)
    if (name !== undefined) this.name = name
    if (error !== undefined && error > 0 && !storesError(walker, error)) this.errno = error
    this.bytes = bytes.subarray(start, stop)
    this.#header = walker.header
    this.#payloads = payloads
    this.#place = { bytes, view, base, index, type: walker.type, payload, stop }
  }

  get layout(): string {
    return this.#header.declared.name
  }

  get header(): Record<string, unknown> {
    this.#decodedHeader ??= this.#header.layout.decode(this.bytes) as Record<string, unknown>
    return this.#decodedHeader
  }

  get payload(): PayloadValue {
    this.#decodedPayload ??= this.#payloads.value(this.#place)
    return this.#decodedPayload
  }
}

/** The record that a walker stands on. Must be asked for each record of a trace, in order, so that names are right. */
export function recordOf(walker: RecordWalker, maker: RecordMaker, name: string | undefined, error?: number): TraceRecord {
  return new WalkedRecord(walker, walker.file.types.get(walker.type), true, maker, name, error)
}

/**
 * The same as {@link recordOf}; the number of the type stands for its name where the payload is not what the type demands.
 * See `TypedRecord`.
 */
export function strictRecordOf(walker: RecordWalker, maker: RecordMaker, name: string | undefined, error?: number): TraceRecord {
  const type = walker.file.types.get(walker.type)
  return new WalkedRecord(walker, type, type !== undefined && maker.payloads.isOfType(walker), maker, name, error)
}
