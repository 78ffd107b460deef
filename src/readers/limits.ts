/** Bounds on the resources that a file may make a reader use. */
/** Upper bounds on what a file may make a reader do; each one that is reached is a `LIMIT` diagnostic. */
export interface Limits {
  /** Notes of a core file. */
  notes: number
  /** Bytes of one note's descriptor. */
  noteSize: number
  /** Program headers, sections, mappings: entries of any table. */
  tableEntries: number
  /** Bytes of one string. */
  stringLength: number
  /** Bytes of one record of a stream. */
  recordSize: number
  /** Diagnostics kept of one file; the rest is counted. */
  diagnostics: number
}

/** Generous for real files, small enough that none of them exhausts memory. */
export const defaultLimits: Readonly<Limits> = {
  notes: 1_000_000,
  noteSize: 256 * 1024 * 1024,
  tableEntries: 4_000_000,
  stringLength: 64 * 1024,
  recordSize: 64 * 1024 * 1024,
  diagnostics: 1000,
}
