/** Which records of a trace are looked at. */

/** Each condition must hold; without any, all records are looked at. */
export interface RecordOptions {
  /** Only records of these processes. */
  pid?: number | readonly number[]
  /** Only records of these threads. */
  tid?: number | readonly number[]
  /** Only records of these types: their names (`NAMEI`, `KTR_NAMEI`), separated by commas, or the letters of kdump -t. */
  type?: string
  /** No records of these types. */
  excludeType?: string
  /** Only calls of these names or numbers, and their returns. */
  syscall?: string | readonly string[]
  /** Only returns of calls that failed. */
  errors?: boolean
  /** Only records from then on: seconds since 1970, or a date (UTC if it names no zone). */
  since?: string | number
  /** Only records until then. */
  until?: string | number
  /** Emulation to assume for processes without an EMUL record. */
  emulation?: string
}

/** Which calls are looked at: of records, and by what they did. */
export interface CallOptions extends RecordOptions {
  /** Only calls that took at least this many seconds. */
  slow?: number
  /** Only calls about files whose path matches; `*` stands for any characters. */
  path?: string
  /** Only calls about this descriptor. */
  fd?: number
  /** Only calls that failed with this error, such as `ENOENT`. */
  errno?: string
}

/** How text of a trace looks. */
export interface KdumpTextOptions extends RecordOptions {
  /** Times: since 1970, since the previous record, since the first. */
  timestamps?: TimestampKind | readonly TimestampKind[]
  /** The most bytes of each read or write; 0: none. */
  maxData?: number
  /** False leaves the data of reads and writes out. */
  io?: boolean
  /** Data in hexadecimal, in words of this many bytes. */
  ioHex?: 1 | 2 | 4 | 8 | 16
  /** 1: numbers instead of names of flags, signals and errors; 2: of returning calls too. */
  numeric?: 1 | 2
  /** Numbers in decimal. */
  decimal?: boolean
  /** Numbers of system calls instead of their names. */
  numbers?: boolean
  /** As the kdump of this release of NetBSD printed. */
  kdump?: '1.4' | '2003' | '4' | '5' | '7' | '10'
  /** Columns at which text of data is folded (default 80). */
  width?: number
  /** The processor of each record (DragonFly). */
  cpu?: boolean
  /** The thread of each record, also where a process has one (DragonFly). */
  threads?: boolean
}

/** Times of records in text. */
export type TimestampKind = 'absolute' | 'relative' | 'elapsed'
