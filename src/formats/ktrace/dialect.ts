/**
 * What a dialect of ktrace is: the header layouts, record types and facts of one system's trace files.
 *
 * A system is a folder beside this file that exports a {@link TraceSystem}; it is listed in `systems.ts`. Everything
 * here is a declaration or a pure function of bytes, so that readers, writers and renderers share it. How the system's
 * kdump(1) prints is the folder of the same name under `src/render/kdump`.
 *
 * To add a dialect: declare its header layouts (`headers.ts`: a structure each, and where in it the roles are), its
 * payloads and record types (`payloads.ts`, `records.ts`), how the layout of a record is selected (`chooser`), and what tells
 * its records from those of others (`judge`). Detection, record loop, JSON lines, lossless documents, reports and writers
 * follow from that.
 */
import type { Abi, AbiName } from '../../schema/abi.js'
import type { Struct } from '../../schema/struct.js'
import type { SystemName } from '../../systems/registry.js'
import type { RecordTypes } from './record-types.js'

/** Where a header layout has what every dialect has in some form: paths of fields. */
export interface HeaderRoles {
  /** Bytes of payload. */
  readonly length: string
  readonly type: string
  readonly pid: string
  /** Thread, where the layout has one. */
  readonly tid?: string
  readonly comm: string
  readonly seconds: string
  /** Micro- or nanoseconds, see `digits`. */
  readonly fraction: string
}

/** One layout of the header of a record. */
export interface HeaderLayout {
  /** Its name in documents, unique in the system: `pre-4`, `v2`. */
  readonly name: string
  /** The format that a file of such records is: `ktrace/netbsd-v2`. */
  readonly format: string
  /** The structure, which may differ by byte order. */
  struct(abi: Abi): Struct<unknown>
  readonly roles: HeaderRoles
  /** Digits of the fraction: 6 for microseconds, 9 for nanoseconds. */
  readonly digits: 6 | 9
  /** Bits of the type field that are the record's type; all of them where absent. */
  readonly typeMask?: number
  /** Bits of the type field beside it that every record of this layout has. */
  readonly typeFlags?: number
  /** Fields that a writer fills in when it is not told otherwise; the rest is zero. */
  readonly defaults?: Readonly<Record<string, number | bigint>>
}

/** A record of a trace, as far as a stream of bytes has been walked. All positions are indexes of `bytes`. */
export interface RecordView {
  readonly bytes: Uint8Array
  readonly view: DataView
  readonly little: boolean
  /** Record type, without flag bits. */
  readonly type: number
  readonly pid: number
  /** First byte of the header. */
  readonly start: number
  /** First byte of the payload. */
  readonly payload: number
  /** First byte behind the payload. */
  readonly stop: number
}

/** Tells which header layout the record at an index has: an index of `Dialect.layouts`, or -1 when it can be none. */
export type LayoutChooser = (view: DataView, at: number) => number

/** Follows a trace record by record to name its system calls. Is shown every record, in order. */
export interface SyscallNamer {
  /** The name of the system call that the record is about; undefined when it is about none, or one without a name. */
  see(record: RecordView): string | undefined
  /**
   * The system's own number of the error of the record seen last, 0 if it is no return of a failed call. Absent where processes have no
   * error numbers of their own: then the number in the record counts.
   */
  readonly error?: number
  /** The emulation of the process of the call that was seen last, where it is known to have one: `linux`. */
  readonly emulation?: string | undefined
}

export interface NamerOptions {
  /** The emulation of processes of which nothing is known yet. */
  readonly emulation?: string
}

/** Records that later ones are read by, so that a part of a trace needs them in front. */
export interface StateRecords {
  /** Names of types of records that hold for the whole file from there on: a mark at its beginning. */
  readonly file?: readonly string[]
  /** Names of types of records that hold for their process, until the next such record. */
  readonly process?: readonly string[]
  /** Whether the record is the last of what holds for its process. `name` is that of its system call. */
  ends?(record: RecordView, name: string | undefined): boolean
}

/** The trace files of one generation of a system's kernels. */
export interface Dialect {
  /** For people: `NetBSD 4.0 and later`. */
  readonly title: string
  readonly layouts: readonly HeaderLayout[]
  /**
   * One ABI of each kind of layout that files occur in, most likely first. Which machine of a kind wrote a file cannot be
   * seen in it: where several are alike, the one listed stands for all.
   */
  readonly abis: readonly AbiName[]
  /** Bytes of a header that `chooser` looks at. */
  readonly prefix: number
  /** `format` forces the layouts of that format, regardless of the header. */
  chooser(abi: Abi, format?: string): LayoutChooser
  readonly records: RecordTypes
  /** Payloads are shorter than this, in bytes; a longer one is believed only when a record follows it. */
  readonly longest: number
  /**
   * How well a record's payload and the rest of its header fit: from -3 (it cannot be) over 0 (nothing can be said) to
   * 3 (no other system writes that).
   */
  scoreRecord(abi: Abi): (record: RecordView, layout: HeaderLayout) => number
  /**
   * Whether the header at an index has a mark of this dialect that no other system writes. A file whose records all have it is of this
   * dialect, whatever times and payloads say.
   */
  isMarked?(view: DataView, at: number, abi: Abi): boolean
  createSyscallNamer(abi: Abi, options?: NamerOptions): SyscallNamer
  /** Every name that a call of any process of any trace may have, so that an impossible name is reported. */
  callNames(abi: Abi): Iterable<string | undefined>
  /** The emulations of `NamerOptions`; none where processes have the system's own calls only. */
  readonly emulations?: readonly string[]
  /** What a reader must have seen before a record; nothing where absent. */
  readonly stateRecords?: StateRecords
  /** Number of the system call that a record is about; undefined when it is about none. */
  syscallNumber(record: RecordView): number | undefined
  /** The type of records of calls that return. */
  readonly returnType: number
  /** Whether a record is the return of a call that failed. */
  failed(record: RecordView): boolean
  /** The letters of ktrace's and kdump's option -t, and the numbers of the types that each stands for. */
  readonly letters: Readonly<Record<string, readonly number[]>>
  /** What the letter `+` stands for. */
  readonly defaultTypes: readonly number[]
}

/** A system whose trace files are known. */
export interface TraceSystem {
  /** `netbsd`: also the name of its folders. */
  readonly name: SystemName
  /** Its formats, by their `ktrace/...` names. */
  readonly formats: readonly { readonly name: string; readonly title: string }[]
  readonly dialects: readonly Dialect[]
}
