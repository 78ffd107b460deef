/**
 * Copies records of a trace unchanged: selected ones to one file, or all of them to several parts.
 *
 * A part begins with the records that its other records depend on: the file's magic record and the last emulation record of each
 * process. So every part is a complete trace that can be read and converted by itself. Without those first records, the parts
 * concatenated are the original trace.
 */
import { FormatError } from '../../errors.js'
import { MORE, RECORD, type RecordWalker, type Trace } from '../../families/ktrace.js'
import type { DialectLayout } from '../../formats/ktrace/dialect-layout.js'
import type { ByteSink } from '../../io/sink.js'
import { RecordFilter } from '../../readers/ktrace/filter.js'
import { Cutter, stateRecordTypes } from '../../readers/ktrace/split-points.js'
import type { Convert, ConvertInto } from '../conversion.js'
import { traceFor } from './trace-input.js'

type Options = Readonly<Record<string, unknown>>

/** `convert TRACE OUT --to ktrace`, with options of `read` that select records. */
export const toRecords: Convert = async ({ file, options, turn }, sink) => {
  const trace = traceFor(file, 'ktrace')
  await copy(trace, options, turn, { write: (bytes) => sink.write(bytes) })
  return []
}

/** `convert TRACE DIRECTORY --to ktrace --split SIZE` */
export const toParts: ConvertInto = async ({ file, options, turn }, directory) => {
  const trace = traceFor(file, 'ktrace')
  const cutter = new Cutter(trace.file, { bytes: sizeOf(options.split) })
  directory.beEmpty()
  let number = 0
  let sink: ByteSink | undefined
  const next = (): ByteSink => {
    sink?.commit()
    sink = directory.create(`part-${String(++number).padStart(5, '0')}.ktrace`)
    return sink
  }
  await copy(trace, options, turn, {
    write: (bytes) => (sink ?? next()).write(bytes),
    isCut: (record) => cutter.isCut(record),
    cut: () => next().write(cutter.context),
    see: (record) => cutter.see(record),
  })
  sink?.commit()
  return []
}

interface Target {
  write(bytes: Uint8Array): void
  /** Whether a new part begins with the record. */
  isCut?(record: RecordWalker): boolean
  cut?(): void
  see?(record: RecordWalker): void
}

/** Copies runs of records. Damaged bytes between records are copied too, unless records are selected. */
async function copy(trace: Trace, options: Options, turn: () => Promise<void> | undefined, target: Target): Promise<void> {
  const wants = selection(trace.file, options)
  const walker = trace.walk()
  do {
    let from = 0
    let to = 0
    const flush = (): void => {
      if (to > from) target.write(walker.bytes.subarray(from, to))
    }
    for (let step = walker.step(); step !== MORE; step = walker.step()) {
      if (wants && !(step === RECORD && wants(walker))) continue
      const cuts = step === RECORD && target.isCut?.(walker) === true
      if (cuts || walker.start !== to) {
        flush()
        from = walker.start
      }
      if (cuts) {
        target.cut?.()
        // A part is written and synchronised with the disk, which may take long.
        const wait = turn()
        if (wait) await wait
      }
      to = walker.stop
      if (step === RECORD) target.see?.(walker)
    }
    flush()
    const wait = turn()
    if (wait) await wait
  } while (walker.more())
}

/** The filter for records; undefined: all records. */
function selection(file: DialectLayout, options: Options): ((record: RecordWalker) => boolean) | undefined {
  const { dialect, abi } = file
  const filter = new RecordFilter(file, options)
  if (filter.open) return undefined
  const lasting = stateRecordTypes(file)
  const namer = dialect.createSyscallNamer(abi)
  return (record) => {
    const name = namer.see(record)
    if (filter.accepts(record, name, namer.error === undefined ? undefined : namer.error > 0)) return true
    // Records that the selected ones depend on.
    return lasting.file.has(record.type) || (lasting.process.has(record.type) && filter.acceptsProcess(record))
  }
}

const UNITS: Readonly<Record<string, number>> = { '': 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 }

/** @throws FormatError `BAD_VALUE` */
function sizeOf(given: unknown): number {
  const [, digits, unit = ''] = /^(\d+)([KMG]?)$/i.exec(String(given)) ?? []
  const size = Number(digits) * (UNITS[unit.toUpperCase()] ?? 1)
  if (Number.isSafeInteger(size) && size > 0) return size
  throw new FormatError({
    code: 'BAD_VALUE',
    path: 'split',
    message: `--split: expected a size such as 500M or 1G, found ${String(given)}`,
  })
}
