/** `--no-io` and `--max-data` for what is not text: how much of the data of reads and writes is kept. */
import type { DialectLayout } from '../../formats/ktrace/dialect-layout.js'
import type { ReadOptions } from '../format-reader.js'
import { restLength } from './field-readers.js'
import { createOptionError, parseIntegerOption } from './option-values.js'
import { type PayloadPlace, Payloads } from './payload.js'

/** What was left out. Plain data, so that workers can send it. */
export interface LeftOut {
  records: number
  bytes: number
}

/** Most bytes of data per record; undefined without a limit. */
export function dataLimitOf({ io, noIo, maxData }: ReadOptions): number | undefined {
  if (io === false || noIo === true) return 0
  if (maxData === undefined) return undefined
  const limit = parseIntegerOption('maxData', maxData)
  if (limit < 0) throw createOptionError('maxData', 'an integer of at least 0', maxData)
  return limit
}

/** Cuts the data of KTR_GENIO records. The length that the system call returned stays in the trace. */
export class DataLimit {
  readonly leftOut: LeftOut = { records: 0, bytes: 0 }
  readonly #type: number | undefined
  readonly #payloads: Payloads

  /** @param limit bytes of data that are kept of a record */
  constructor(
    file: DialectLayout,
    private readonly limit: number,
  ) {
    this.#type = [...file.types.values()].find(({ name }) => name === 'KTR_GENIO')?.type
    this.#payloads = new Payloads(file, () => {})
  }

  /** The end of what is kept of the payload. Counts what is left out. */
  stopOf(record: PayloadPlace): number {
    const { type, stop } = record
    if (type !== this.#type) return stop
    const layout = this.#payloads.layoutOf(record)
    const length = layout && restLength(layout)?.(record)
    if (length === undefined || length <= this.limit) return stop
    this.leftOut.records++
    this.leftOut.bytes += length - this.limit
    return stop - length + this.limit
  }

  /** The record as far as it is kept. Valid until the next call. */
  kept(record: PayloadPlace): PayloadPlace {
    const stop = this.stopOf(record)
    if (stop === record.stop) return record
    const { bytes, view, base, index, type, payload } = record
    return { bytes, view, base, index, type, payload, stop }
  }
}
