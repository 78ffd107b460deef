/** Writes records like the kernel: one vectored write for each; tracing stops when it fails. */

import { FormatError } from '../../../errors.js'
import { TYPES } from '../../../formats/ktrace/netbsd/type-numbers.js'
import { MAXCOMLEN } from '../../../systems/bsd/limits.js'
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
  /** Called between two attempts of a write that would block. */
  readonly yield?: () => void
}

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

  /**
   * Appends a record to the file of a process.
   *
   * @returns the error after the last attempt
   */
  write(process: Process, type: number, payload: Record<string, unknown> | Uint8Array): Errno | undefined {
    const { file } = process
    if (!file) return undefined
    const record = this.#bytes(process, type, payload)
    process.active = true
    try {
      let error: Errno | undefined
      for (let tries = 0; tries < TRIES; tries++) {
        if (tries > 0) this.settings.yield?.()
        error = file.append(record)
        if (error !== 'EAGAIN') break
      }
      return error
    } finally {
      process.active = false
    }
  }

  #bytes(process: Process, type: number, payload: Record<string, unknown> | Uint8Array): Uint8Array {
    const { header } = this.#target
    const { buffer, now } = this.settings
    const hasBuffer = header.layout.plan.fields.some(({ name }) => name === 'ktr_buf')
    this.#parts = []
    this.#writer.write({
      type: this.#numbers.get(type) ?? type,
      pid: process.pid,
      time: now(),
      payload,
      ...(hasBuffer && buffer !== undefined && { header: { ktr_buf: buffer } }),
    })
    const record = new Uint8Array(this.#parts.reduce((sum, { length }) => sum + length, 0))
    let at = 0
    for (const part of this.#parts) {
      record.set(part, at)
      at += part.length
    }
    // The name is written unchanged, with the old bytes after its NUL.
    record.set(process.comm.subarray(0, MAXCOMLEN), header.comm)
    return record
  }
}
