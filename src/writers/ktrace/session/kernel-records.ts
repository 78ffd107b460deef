/** Writes records like the kernel: one vectored write for each; tracing stops when it fails. */

import { FormatError } from '../../../errors.js'
import * as k from '../../../formats/ktrace/netbsd/ktrace-operations.js'
import { TYPES } from '../../../formats/ktrace/netbsd/type-numbers.js'
import { MAXCOMLEN } from '../../../systems/bsd/limits.js'
import { netbsdErrors } from '../../../systems/netbsd/errno.js'
import { type Target, targetOf } from '../trace-target.js'
import { TraceWriter, type TraceWriterOptions } from '../trace-writer.js'
import type { Errno } from './trace-file.js'
import type { Process } from './traced-process.js'

/** Maximum number of attempts after EAGAIN. */
const TRIES = 3

export interface RecordSettings extends TraceWriterOptions {
  /** Seconds since 1970 with decimals. */
  readonly now: () => string
  /** Address of the kernel's buffer, if headers have that field. */
  readonly buffer?: bigint
  /** Called after each attempt of a write that would block. */
  readonly yield?: () => void
}

/** The payload of a record as fields or bytes. */
export type Payload = Record<string, unknown> | Uint8Array

export class KernelRecords {
  readonly #target: Target
  readonly #writer: TraceWriter
  readonly #numbers: ReadonlyMap<number, string>
  #parts: Uint8Array[] = []

  constructor(private readonly settings: RecordSettings) {
    if (!settings.format.startsWith('ktrace/netbsd-'))
      throw new FormatError({ code: 'BAD_VALUE', path: 'format', message: `format: expected a NetBSD format, found ${settings.format}` })
    this.#target = targetOf(settings.format, settings.abi, settings.layout)
    this.#writer = new TraceWriter({ write: (bytes) => void this.#parts.push(bytes.slice()) }, settings)
    this.#numbers = new Map(Object.entries(TYPES).map(([name, number]) => [number, name]))
  }

  /** Size of a register in bytes. */
  get register(): number {
    return this.#target.file.abi.register
  }

  get little(): boolean {
    return this.#target.file.little
  }

  /** The time of a record that is written now. */
  now(): string {
    return this.settings.now()
  }

  /**
   * Appends a record to the file of a process.
   *
   * @param time of the record's header
   * @returns the error after the last attempt
   */
  write(process: Process, type: number, payload: Payload, time: string): Errno | undefined {
    const { file } = process
    if (!file) return undefined
    const record = this.#bytes(process, type, payload, time)
    process.active = true
    try {
      let error: Errno | undefined
      for (let tries = 0; tries < TRIES; tries++) {
        error = file.append(record)
        if (!wouldBlock(error)) break
        this.settings.yield?.()
      }
      return error
    } finally {
      process.active = false
    }
  }

  #bytes(process: Process, type: number, payload: Payload, time: string): Uint8Array {
    const layout = this.#layoutOf(process)
    const header = layout === undefined ? this.#target.header : this.#target.file.headers.find(({ declared }) => declared.name === layout)
    const { declared, comm } = header ?? this.#target.header
    const { buffer } = this.settings
    const hasBuffer = (header ?? this.#target.header).layout.plan.fields.some(({ name }) => name === 'ktr_buf')
    this.#parts = []
    this.#writer.write({
      type: this.#numbers.get(type) ?? type,
      pid: process.pid,
      time: decimals(time, declared.digits),
      payload,
      ...(layout !== undefined && { layout }),
      ...(declared.roles.tid !== undefined && { tid: process.tid }),
      ...(hasBuffer && buffer !== undefined && { header: { ktr_buf: buffer } }),
    })
    const record = new Uint8Array(this.#parts.reduce((sum, { length }) => sum + length, 0))
    let at = 0
    for (const part of this.#parts) {
      record.set(part, at)
      at += part.length
    }
    // The name is written unchanged, with the old bytes after its NUL.
    record.set(process.comm.subarray(0, MAXCOMLEN), comm)
    return record
  }

  /** The header version that the request selected; undefined for that of the session. */
  #layoutOf({ flags }: Process): string | undefined {
    const version = (flags & k.KTRFAC_VERSION_MASK) >>> k.KTRFAC_VERSION_SHIFT
    return version === 0 ? undefined : `v${version}`
  }
}

/** EAGAIN and EWOULDBLOCK are one number. */
function wouldBlock(error: Errno | undefined): boolean {
  return error !== undefined && netbsdErrors.number(error) === netbsdErrors.number('EAGAIN')
}

/** A time with at most as many decimals as a header stores. */
function decimals(time: string, digits: number): string {
  const dot = time.indexOf('.')
  return dot < 0 ? time : time.slice(0, dot + 1 + digits)
}
