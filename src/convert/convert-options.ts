/** Targets of conversions and the options of each, by the names that `exhume convert` has for them, in camelCase. */

/** Memory by what it is for, as `exhume formats` and reports call it. */
export type { MemoryKind } from '../readers/core/memory-kind-names.js'

import type { MemoryKind } from '../readers/core/memory-kind-names.js'
import type { TimestampKind } from '../readers/ktrace/record-options.js'

/** Redaction, for every target. */
export interface RedactionOptions {
  /** What to overwrite: `environment`, `heap,stack`, `text:TEXT`, `pattern:REGEX`, `0x1000-0x2000`. */
  readonly redact?: string | readonly string[]
  /** Files with texts to overwrite, one per line. */
  readonly redactFrom?: string | readonly string[]
  /** Fill byte (default 0). */
  readonly redactWith?: number
  /** Keep only what a crash is judged by; `reviewed` and `names` as the command line has them. */
  readonly share?: true | 'reviewed' | 'names' | 'reviewed,names'
}

/** How much of the data of reads and writes a trace keeps. */
export interface TraceDataOptions {
  /** The most bytes of each read or write. */
  readonly maxData?: number
  /** False leaves the data out. */
  readonly io?: boolean
}

interface InlineOption {
  /** Embed all bytes instead of referring to the input file. */
  readonly inline?: boolean
}

interface JobsOption {
  /** Worker threads for traces (default 1); the output does not depend on it. */
  readonly jobs?: number
}

interface TraceSelection {
  readonly pid?: number | readonly number[] | string
  readonly tid?: number | readonly number[] | string
  readonly type?: string
  readonly excludeType?: string
  /** Seconds since 1970, or a date. */
  readonly since?: number | string
  readonly until?: number | string
  readonly syscall?: string | readonly string[]
  readonly errors?: boolean
}

interface EmulationOption {
  /** Emulation to assume for processes without an EMUL record. */
  readonly emulation?: string
}

/** System calls instead of records; the conditions select calls and need `only`. */
export interface CallSelection extends Omit<TraceSelection, 'type' | 'excludeType'> {
  readonly only?: 'calls'
  /** Only calls that took at least this many seconds. */
  readonly slow?: number
  /** Only calls about files whose path matches. */
  readonly path?: string
  /** Only calls about this descriptor. */
  readonly fd?: number
  /** Only calls that failed with this error, such as `ENOENT`. */
  readonly errno?: string
}

/** The text of kdump(1). */
export interface KdumpOptions extends TraceDataOptions, TraceSelection, EmulationOption {
  /** Times: since 1970, since the previous record, since the first. */
  readonly timestamps?: TimestampKind | readonly TimestampKind[]
  /** Data in hexadecimal, in words of this many bytes. */
  readonly ioHex?: 1 | 2 | 4 | 8 | 16
  /** How many kinds of values are printed as numbers. */
  readonly numeric?: number
  readonly decimal?: boolean
  readonly numbers?: boolean
  readonly kdump?: '1.4' | '2003' | '4' | '5' | '7' | '10'
  readonly width?: number
  /** The processor of each record (DragonFly). */
  readonly cpu?: boolean
  /** The thread of each record, also where a process has one (DragonFly). */
  readonly threads?: boolean
}

/** A trace of another system. */
export interface DialectOptions extends TraceDataOptions {
  /** ABI of the output. */
  readonly abi?: string
  /** Keep records that the target system does not have as KTR_USER records. */
  readonly keepUnknown?: boolean
}

/** Which threads and memory of a core are kept. */
export interface CoreEditOptions {
  readonly onlyThreads?: number | readonly number[] | string
  readonly stripMemory?: MemoryKind | readonly MemoryKind[]
}

interface ContentOption {
  /** Memory to include: a coreadm content set (`default`, `stack+heap-shm`) or a coredump_filter (`0x33`). */
  readonly content?: string
}

interface LimitOption {
  /** Maximum size of the file in bytes; it is cut there. */
  readonly limit?: number | bigint
}

interface CoreNameOptions {
  /** The output is a directory; the file in it has the name that this pattern expands to. */
  readonly namePattern?: string
  readonly patternStyle?: string
  readonly zonePath?: string
}

interface FilesOption {
  /** A JSON file that maps paths to file handles. */
  readonly files?: string
}

/** A core of another system. */
export interface CoreTargetOptions extends CoreEditOptions, ContentOption, LimitOption, CoreNameOptions, FilesOption {
  /** Write a core of the same system anew instead of copying it. */
  readonly rebuild?: boolean
}

/** A DragonFly checkpoint. */
export interface CheckpointTargetOptions extends LimitOption, CoreNameOptions, FilesOption {
  /** Revision of the structures (default `final`). */
  readonly form?: 'frominfo' | 'final' | 'final-mailbox' | '2004' | '2005' | '2003-sets' | '2003' | '2003-first'
}

interface KernelOption {
  /** Kernel image that matches the dump. */
  readonly kernel?: string
}

interface SparseOption {
  /** Write runs of zeros as holes. */
  readonly sparse?: boolean
}

/** The options of each target. */
export interface ConvertOptionsByTarget {
  json: InlineOption & TraceDataOptions
  ndjson: InlineOption & JobsOption & TraceDataOptions & CallSelection & EmulationOption
  kdump: KdumpOptions
  'chrome-trace': TraceDataOptions
  parquet: JobsOption & TraceDataOptions & CallSelection & EmulationOption
  ktrace: TraceSelection & TraceDataOptions & { readonly split?: string | number }
  'ktrace/netbsd-v0': DialectOptions
  'ktrace/netbsd-v1': DialectOptions
  'ktrace/netbsd-v2': DialectOptions
  'ktrace/freebsd': DialectOptions
  'ktrace/openbsd': DialectOptions
  'ktrace/dragonfly': DialectOptions
  'ktrace/darwin': DialectOptions
  'elf-core/linux': CoreTargetOptions
  'elf-core/freebsd': CoreTargetOptions
  'elf-core/netbsd': CoreTargetOptions
  'elf-core/openbsd': CoreTargetOptions
  'elf-core/dragonfly': CoreTargetOptions
  'elf-core/illumos': CoreTargetOptions
  'checkpoint/dragonfly': CheckpointTargetOptions
  minidump: CoreEditOptions & ContentOption & FilesOption
  'vmcore/elf': KernelOption & SparseOption & { readonly dropZeros?: boolean; readonly range?: string }
  'vmcore/linux': KernelOption & SparseOption & { readonly physicalOnly?: boolean }
  'kdump-compressed/linux': KernelOption & {
    readonly dropZeros?: boolean
    readonly level?: number
    readonly pages?: 'zlib' | 'zstd' | 'none'
  }
  'kcore/netbsd': KernelOption & SparseOption & { readonly invalidate?: boolean; readonly zeroMissing?: boolean; readonly bounds?: boolean }
}

/** What `convert` converts to. */
export type ConvertTarget = keyof ConvertOptionsByTarget
