/**
 * Where a trace can be cut, and what the records behind a cut are read by: for conversions that write parts of a trace, and
 * for those that have several workers read one.
 *
 * A cut is at the beginning of a record. It is best before a system call: some records (the return of an exec on NetBSD) are
 * read by the one before them, which that ends.
 */

import type { NamerOptions, StateRecords, SyscallNamer } from '../../formats/ktrace/dialect.js'
import type { DialectLayout } from '../../formats/ktrace/dialect-layout.js'
import { concatenate } from '../../io/bytes.js'
import { defaultLimits } from '../limits.js'
import type { RecordWalker } from './record-walker.js'

/** A part goes on for so many bytes at most when no system call begins. */
const PATIENCE = 1024 * 1024

export interface PartSize {
  /** Bytes of records after which the next part begins, in round numbers. */
  readonly bytes: number
  /** Records, likewise. */
  readonly records?: number
}

/** Numbers of the types of records that later ones are read by. */
export interface LastingTypes {
  readonly file: ReadonlySet<number>
  readonly process: ReadonlySet<number>
}

export function stateRecordTypes({ dialect, types }: DialectLayout): LastingTypes {
  const { file = [], process = [] } = dialect.stateRecords ?? {}
  const numbers = (names: readonly string[]): Set<number> =>
    new Set([...types.values()].filter(({ name }) => names.includes(name)).map(({ type }) => type))
  return { file: numbers(file), process: numbers(process) }
}

export class Cutter {
  readonly #namer: SyscallNamer
  readonly #types: LastingTypes
  readonly #ends: StateRecords['ends']
  readonly #call: number | undefined
  readonly #most: Required<PartSize>
  readonly #patience: number
  readonly #ofFile = new Map<number, Uint8Array>()
  readonly #ofProcess = new Map<number, Uint8Array>()
  #begun = -1
  #records = 0

  constructor(file: DialectLayout, size: PartSize, options: NamerOptions = {}) {
    this.#types = stateRecordTypes(file)
    this.#ends = file.dialect.stateRecords?.ends
    this.#namer = file.dialect.createSyscallNamer(file.abi, options)
    this.#call = [...file.types.values()].find(({ name }) => name === 'KTR_SYSCALL')?.type
    this.#most = { records: Number.POSITIVE_INFINITY, ...size }
    this.#patience = Math.min(size.bytes, PATIENCE)
  }

  /** Records that what follows is read by, as they stood in the file; a trace of their own. To be asked for before the record is seen. */
  get context(): Uint8Array {
    return concatenate([...this.#ofFile.values(), ...this.#ofProcess.values()])
  }

  /** Whether a part should begin with this record. The first one of a trace begins one too, and is none. */
  isCut(record: RecordWalker): boolean {
    if (this.#begun < 0) {
      this.#begun = record.offset
      return false
    }
    const bytes = record.offset - this.#begun
    if (bytes < this.#most.bytes && this.#records < this.#most.records) return false
    if (record.type !== this.#call && bytes < this.#most.bytes + this.#patience) return false
    this.#begun = record.offset
    this.#records = 0
    return true
  }

  /** Is shown every record, in order. */
  see(record: RecordWalker): void {
    this.#records++
    const { file, process } = this.#types
    if (file.size === 0 && process.size === 0) return
    const { type, pid, bytes, start, stop } = record
    const ends = this.#ends
    const name = ends ? this.#namer.see(record) : undefined
    if (file.has(type)) this.#ofFile.set(type, bytes.slice(start, stop))
    else if (process.has(type)) {
      // In the order in which they came.
      this.#ofProcess.delete(pid)
      this.#ofProcess.set(pid, bytes.slice(start, stop))
      if (this.#ofProcess.size > defaultLimits.traceProcesses) this.#ofProcess.delete(this.#ofProcess.keys().next().value as number)
    } else if (this.#ofProcess.size > 0 && ends?.(record, name)) this.#ofProcess.delete(pid)
  }
}
