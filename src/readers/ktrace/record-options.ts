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
