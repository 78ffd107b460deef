/**
 * A trace in ranges that can be read apart from each other, in any order and on any thread: each has its bytes, where its
 * records begin, and what they are read by. Damage was stepped over by the walk that made them, and is not looked for again.
 */
import type { Diagnostic } from '../../errors.js'
import type { NamerOptions, SyscallNamer } from '../../formats/ktrace/dialect.js'
import { type DialectLayout, layoutDialect } from '../../formats/ktrace/dialect-layout.js'
import { systems } from '../../formats/ktrace/registry.js'
import { concatenate } from '../../io/bytes.js'
import type { AbiName } from '../../schema/abi.js'
import type { GapPlace } from './document-lines.js'
import { GAP, MORE, RECORD, RecordWalker } from './record-walker.js'
import { Cutter, type PartSize } from './split-points.js'

/** Records that follow one another, or bytes that are of none. */
interface Run {
  readonly gap: boolean
  /** Number of the first record. */
  readonly index: number
  /** Byte offsets in the file. */
  readonly start: number
  readonly stop: number
}

/** Plain data, so that it can be sent to a worker. */
export interface TraceRange {
  /** Byte offset in the file of the first byte. */
  readonly base: number
  readonly bytes: Uint8Array
  readonly runs: readonly Run[]
  /** Earlier records that these ones are read by. */
  readonly context: Uint8Array
  /** What the walk found wrong in the range. */
  readonly diagnostics: readonly Diagnostic[]
}

type OpenRun = { -readonly [K in keyof Run]: Run[K] }

/**
 * Cuts a trace into ranges.
 *
 * @param walk begins the walk, which tells what is wrong to what it is given
 */
export function* rangesOf(
  file: DialectLayout,
  walk: (report: (diagnostic: Diagnostic) => void) => RecordWalker,
  size: PartSize,
  options: NamerOptions = {},
): Generator<TraceRange, void, undefined> {
  let diagnostics: Diagnostic[] = []
  const walker = walk((diagnostic) => diagnostics.push(diagnostic))
  const cutter = new Cutter(file, size, options)
  let runs: OpenRun[] = []
  let pieces: Uint8Array[] = []
  let context: Uint8Array = new Uint8Array(0)
  /** Where the bytes begin that are not in `pieces` yet, in the walker's. */
  let from = 0
  let base = walker.base
  const take = (to: number): TraceRange => {
    pieces.push(walker.bytes.subarray(from, to))
    const range = { base, bytes: concatenate(pieces), runs, context, diagnostics }
    base = walker.base + to
    from = to
    pieces = []
    runs = []
    diagnostics = []
    return range
  }
  let end = 0
  do {
    for (let step = walker.step(); step !== MORE; step = walker.step()) {
      if (step === RECORD && cutter.isCut(walker)) {
        yield take(walker.start)
        context = cutter.context
      }
      end = walker.stop
      extend(runs, step === GAP, walker)
      if (step === RECORD) cutter.see(walker)
    }
    pieces.push(walker.bytes.subarray(from, end))
    from = 0
    end = 0
  } while (walker.more())
  if (runs.length > 0) yield take(0)
}

function extend(runs: OpenRun[], gap: boolean, { index, base, start, stop }: RecordWalker): void {
  const last = runs.at(-1)
  // Pieces of a gap stay pieces: a document has them one by one.
  if (last && !gap && !last.gap) last.stop = base + stop
  else runs.push({ gap, index: gap ? index + 1 : index, start: base + start, stop: base + stop })
}

/** A dialect by names, so that it can be sent to a worker. */
export interface DialectName {
  readonly system: string
  readonly dialect: number
  readonly abi: AbiName
  readonly forced: string | undefined
}

export function dialectName({ system, dialect, abiName, forced }: DialectLayout): DialectName {
  return { system: system.name, dialect: system.dialects.indexOf(dialect), abi: abiName, forced }
}

/** The dialect of a name that {@link dialectName} gave; undefined for one that it did not. */
export function dialectOf({ system, dialect, abi, forced }: DialectName): DialectLayout | undefined {
  const found = systems.find(({ name }) => name === system)
  const meant = found?.dialects[dialect]
  return found && meant && layoutDialect(found, meant, abi, forced)
}

/** What is made of the records of a range. */
export interface RangeVisitor {
  record(walker: RecordWalker): void
  gap?(place: GapPlace): void
}

/** Goes through a range. */
export function visitRange(file: DialectLayout, { base, bytes, runs }: TraceRange, visitor: RangeVisitor): void {
  for (const { gap, index, start, stop } of runs) {
    if (gap) visitor.gap?.({ bytes, start: start - base, stop: stop - base })
    else {
      const walker = walkerOver(file, bytes.subarray(start - base, stop - base), { offset: start, index })
      for (let step = walker.step(); step === RECORD; step = walker.step()) visitor.record(walker)
    }
  }
}

/** A namer that has seen what the records of a range are read by. */
export function syscallNamerFor(file: DialectLayout, { context }: TraceRange, options: NamerOptions = {}): SyscallNamer {
  const namer = file.dialect.createSyscallNamer(file.abi, options)
  const walker = walkerOver(file, context)
  for (let step = walker.step(); step === RECORD; step = walker.step()) namer.see(walker)
  return namer
}

/** A walk over bytes that are known to be whole records. */
function walkerOver(file: DialectLayout, bytes: Uint8Array, from?: { offset: number; index: number }): RecordWalker {
  const walker = new RecordWalker(
    file,
    { read: () => ({ bytes, last: true }) },
    {
      recordSize: Number.POSITIVE_INFINITY,
      search: false,
      report: () => {},
      ...(from && { from }),
    },
  )
  walker.more()
  return walker
}
