/**
 * Which dialect, ABI and byte order a trace has. Most have no magic number: every possibility is tried on the first
 * records, and the one under which they follow one another and make sense is taken.
 */
import { type Diagnostic, FormatError } from '../../errors.js'
import type { Dialect, HeaderLayout, RecordView, TraceSystem } from '../../formats/ktrace/dialect.js'
import { type DialectLayout, layoutDialect, type RecordHeaderLayout } from '../../formats/ktrace/dialect-layout.js'
import { systems } from '../../formats/ktrace/registry.js'
import type { AbiName } from '../../schema/abi.js'
import { findAbi } from '../../schema/abi.js'
import { RECORD, RecordWalker } from './record-walker.js'

/** Bytes of a file that are looked at: some hundred records. */
export const DETECTION_BYTES = 64 * 1024
const MOST_RECORDS = 200
/** How far into a file a first record is looked for when there is none at its start. */
const DAMAGED_START = 4096
/** Places that are looked at closely for that. */
const MOST_LOOKS = 100
/** Without a magic number no more than this: others may look, too. */
const MOST_CONFIDENT = 0.89
/** Confidence where every record has a mark. */
const MARKED = 0.82
/** Records that are enough to believe where the file does not begin with one, and the part of the file that they must cover. */
const ENOUGH_RECORDS = 4
const MOST_OF_FILE = 0.5
const IMPOSSIBLE = -3
const ONLY_HERE = 3
const UNKNOWN_TYPE = -1
/** Times before 1990 or after 2100 are rare in files that are still read. */
const EARLIEST = 631152000
const LATEST = 4102444800

export interface DetectedDialect {
  readonly file: DialectLayout
  /** Full name, by the layout of the first record. */
  readonly format: string
  /** Name of the first record's header layout; absent where the content is none of the format that was asked for. */
  readonly layout?: string
  readonly confidence: number
  /** Whether no other way to read it fits nearly as well, so that more records will not change the decision. */
  readonly certain: boolean
  /** Whether no other way to read it waits for the end of its first record. */
  readonly settled: boolean
  readonly reasons: string[]
}

interface Look {
  readonly file: DialectLayout
  readonly format: string
  /** 0 if the first record ends behind the bytes at hand. */
  readonly records: number
  /** Records that the dialect does not write. */
  readonly odd: number
  /** Mean of what the dialect said of each record, and of how likely its header is. */
  readonly fit: number
  /** What part of the bytes follows one another as records. */
  readonly covered: number
  /** Whether the last record ends where the file ends. */
  readonly exact: boolean
  /** Of the first record. */
  readonly header: RecordHeaderLayout
  readonly certain?: boolean
  readonly settled?: boolean
  /** Whether every record has a mark that only this dialect writes. */
  readonly marked: boolean
}

/** Layouts by dialect and ABI: a program that looks at many files needs them again and again. */
const laidOut = new Map<Dialect, Map<string, DialectLayout>>()

/** Every dialect and ABI that is possible, laid out when it is asked for. */
function* candidates({ format, abi, layout }: ForcedFormat): Generator<DialectLayout, void, undefined> {
  const isMeant = (declared: HeaderLayout): boolean =>
    (format === undefined || declared.format === format) && (layout === undefined || declared.name === layout)
  for (const system of systems) {
    for (const dialect of system.dialects) {
      if (!dialect.layouts.some(isMeant)) continue
      for (const name of abi === undefined ? dialect.abis : [abi as AbiName]) yield layoutOnce(system, dialect, name)
    }
  }
}

function layoutOnce(system: TraceSystem, dialect: Dialect, name: AbiName): DialectLayout {
  let known = laidOut.get(dialect)
  if (!known) {
    known = new Map()
    laidOut.set(dialect, known)
  }
  let file = known.get(name)
  if (!file) {
    file = layoutDialect(system, dialect, name)
    known.set(name, file)
  }
  return file
}

/**
 * What the first bytes of a file are a trace of; undefined when of none.
 *
 * @param head the first {@link DETECTION_BYTES} bytes, fewer only where the file ends
 * @param whole whether they are the whole file
 */
export function detectDialect(head: Uint8Array, whole: boolean, as: ForcedFormat = {}): DetectedDialect | undefined {
  const best = bestOf(candidates(as), head, whole, 0)
  if (best && makesSense(best)) return recognised(best, whole, 0)
  // A damaged first record hides all that follow; but in a file of another kind nothing like records follows either.
  const walkers = Array.from(candidates(as), (file) => walkerOver(file, head))
  let looks = MOST_LOOKS
  for (let skip = 1; skip <= DAMAGED_START && skip < head.length && looks > 0; skip++) {
    const likely = walkers.filter((walker) => walker.isRecordHeader(skip)).map(({ file }) => file)
    const later = bestOf(likely, head, whole, skip)
    if (later && later.records >= ENOUGH_RECORDS && later.covered > MOST_OF_FILE && makesSense(later)) return recognised(later, whole, skip)
    looks -= likely.length
  }
  return undefined
}

/** Few records of a file are such as its system does not write; of another system's, most are. */
function makesSense({ fit, odd, records, marked, covered }: Look): boolean {
  if (marked && covered === 1 && odd < records) return true
  // A record or two in front of something else may be chance.
  const enough = records >= ENOUGH_RECORDS || covered > MOST_OF_FILE || marked || fit >= ONLY_HERE
  return enough && fit > 0 && odd <= Math.max(1, records / 10)
}

function bestOf(files: Iterable<DialectLayout>, head: Uint8Array, whole: boolean, skip: number): Look | undefined {
  const looks: Look[] = []
  let best: Look | undefined
  for (const file of files) {
    // No other dialect can have better evidence than a mark in every record.
    if (best?.marked && best.covered === 1 && best.odd === 0 && file.dialect !== best.file.dialect) break
    const look = lookAs(file, head, whole, skip)
    if (!look) continue
    looks.push(look)
    if (look.records > 0 && (!best || rank(look) > rank(best))) best = look
  }
  if (!best) return undefined
  const found = best
  const rivals = looks.filter((look) => isRival(look, found))
  const settled = rivals.every(({ records, marked }) => records > 0 || (found.marked && !marked))
  const lead = rank(found) - Math.max(Number.NEGATIVE_INFINITY, ...rivals.filter(({ records }) => records > 0).map(rank))
  return { ...found, settled, certain: settled && lead >= CLEAR_LEAD }
}

/** Whether it reads records in another way. Machines with the same headers and registers do not. */
function isRival({ file, header }: Look, { file: found, header: { size } }: Look): boolean {
  const { abi, dialect, little } = file
  return dialect !== found.dialect || header.size !== size || little !== found.little || abi.register !== found.abi.register
}

/** That records follow one another to the end counts most, how well each fits decides among those. */
function rank({ covered, fit, records, odd, marked, exact }: Look): number {
  return covered * 4 + (exact ? EXACT : 0) + fit - (8 * odd) / records + (marked ? MARK * covered : 0)
}

/** Records that end where the file ends are better than records that are cut off there. */
const EXACT = 0.3
/** What one kind of evidence adds; see `withHeader`. */
const CLEAR_LEAD = 0.4
/** A mark counts more than all that times and payloads can say. */
const MARK = 16

function lookAs(file: DialectLayout, head: Uint8Array, whole: boolean, skip: number): Look | undefined {
  const bytes = skip === 0 ? head : head.subarray(skip)
  const judge = file.dialect.scoreRecord(file.abi)
  let broken = false
  const walker = walkerOver(file, bytes, ({ code }) => {
    broken = code !== 'TRUNCATED'
  })
  // A first record of a type that is not known must be followed by known ones.
  const begins = walker.isRecordHeader(0)
  let records = 0
  let odd = 0
  let sum = 0
  let covered = 0
  const isMarked = (): boolean => file.dialect.isMarked?.(walker.view, walker.start, file.abi) === true
  let marked = true
  let first: RecordWalker['header'] | undefined
  while (records < MOST_RECORDS && walker.step() === RECORD) {
    if (!walker.isPlausible()) {
      broken = true
      break
    }
    first ??= walker.header
    // A type that is not known may be one of a later release.
    const said = file.types.has(walker.type) ? judge(walker as RecordView, walker.header.declared) : UNKNOWN_TYPE
    if (said <= IMPOSSIBLE) odd++
    sum += Math.max(said, IMPOSSIBLE) + timeFits(walker)
    records++
    marked &&= isMarked()
    covered = walker.stop
  }
  // A first record that is cut off is taken only for what its mark says.
  if (records === 0 && whole && !broken && bytes.length >= walker.header.size && isMarked()) return incomplete(file, walker.header)
  if (records === 0 && !whole && !broken && begins && bytes.length >= walker.header.size)
    return { ...incomplete(file, walker.header), records: 0, marked: isMarked() }
  if (records === 0 || !first || (!begins && records < ENOUGH_RECORDS)) return undefined
  // A file that was extended but not written ends in zeros.
  const end = records === MOST_RECORDS || isZero(bytes, covered) ? covered : bytes.length
  // What is cut off at the end of the looked-at part is no fault, unless damage was found.
  const cut = !broken && (!whole || end - covered < file.dialect.longest)
  return {
    file,
    format: first.declared.format,
    records,
    odd,
    fit: sum / records,
    covered: cut ? 1 : covered / end,
    exact: whole && (covered === bytes.length || records === MOST_RECORDS),
    header: first,
    marked,
  }
}

function isZero(bytes: Uint8Array, from: number): boolean {
  for (let i = from; i < bytes.length; i++) if (bytes[i] !== 0) return false
  return true
}

/** A file that ends within its first record. */
function incomplete(file: DialectLayout, header: RecordHeaderLayout): Look {
  return { file, format: header.declared.format, records: 1, odd: 0, fit: 0.5, covered: 1, exact: false, header, marked: true }
}

function walkerOver(file: DialectLayout, bytes: Uint8Array, report: (diagnostic: Diagnostic) => void = () => {}): RecordWalker {
  const walker = new RecordWalker(
    file,
    { read: () => ({ bytes, last: true }) },
    {
      recordSize: file.dialect.longest,
      search: false,
      report,
    },
  )
  walker.more()
  return walker
}

function timeFits(walker: RecordWalker): number {
  const { seconds } = walker
  return seconds >= EARLIEST && seconds < LATEST ? 0.5 : -0.5
}

function recognised(look: Look, whole: boolean, skip: number): DetectedDialect {
  const { file, records, fit, covered, odd, certain = false, settled = false } = look
  const layout = look.header.declared.name
  const much = 1 - 1 / (1 + records)
  let confidence = 0.5 * much + 0.4 * Math.min(1, Math.max(0, fit / 1.5))
  if (look.marked && covered === 1 && odd === 0) confidence = Math.max(confidence, MARKED)
  if (covered < 1 || odd > 0) confidence *= 0.75 * covered
  if (skip > 0) confidence *= 0.6
  const { abi, dialect } = file
  const reasons = [
    `${records === 1 ? 'a record' : `${records} records`} of ${dialect.title} ${covered < 1 ? 'at' : 'from'} the start${whole && covered === 1 && records < MOST_RECORDS ? ' to the end' : ''}`,
    `headers of layout ${layout}`,
    `${abi.bits} bits, ${abi.endian}-endian, as on ${file.abiName}`,
  ]
  if (skip > 0) reasons.push(`the first ${skip} bytes are none`)
  return { file, format: look.format, layout, confidence: Math.min(MOST_CONFIDENT, confidence), certain, settled, reasons }
}

/** How to read a file that somebody says what it is. */
export interface ForcedFormat {
  readonly format?: string | undefined
  /** The ABI, where it is known; looked for otherwise. */
  readonly abi?: string | undefined
  /** Name of the layout of headers, where the format has several: `comm17`. */
  readonly layout?: string | undefined
}

/**
 * The dialect to read a file by.
 *
 * @throws FormatError `UNKNOWN_FORMAT` when it is no trace, or when `as` names what there is not
 */
export function resolveDialect(head: Uint8Array, whole: boolean, as: ForcedFormat = {}): DetectedDialect {
  const abi = as.abi === undefined ? undefined : findAbi(as.abi)?.name
  if (as.abi !== undefined && abi === undefined) throw unknown(`no ABI is called ${as.abi}`, as.abi)
  const { format, layout } = as
  if (format === undefined) {
    const found = detectDialect(head, whole, { abi, layout })
    if (found) return found
    throw unknown('the content is no ktrace file of a known system')
  }
  const tried = [...candidates({ format, abi, layout })]
  if (tried.length === 0)
    throw unknown(`no ktrace format is called ${format}${layout === undefined ? '' : ` with headers of layout ${layout}`}`, format)
  const found = detectDialect(head, whole, { format, abi, layout })
  if (found?.format === format) return found
  // The content says something else, or nothing: what was asked for is done.
  const forced = tried.map(({ system, dialect, abiName }) => layoutDialect(system, dialect, abiName, format))
  const other = detectDialect(head, whole, { abi })?.file
  const alike = forced.find(({ abiName, system }) => abiName === other?.abiName && system === other.system)
  // A generation whose own headers these are comes before one that takes any header when it is forced to.
  const natural = bestOf(tried, head, whole, 0)
  const own = natural?.format === format ? forced.find((file) => isSameReading(file, natural.file)) : undefined
  const file = own ?? bestOf(forced, head, whole, 0)?.file ?? alike ?? (forced[0] as DialectLayout)
  return { file, format, confidence: 0, certain: true, settled: true, reasons: ['it was asked for'] }
}

function isSameReading(one: DialectLayout, other: DialectLayout): boolean {
  return one.dialect === other.dialect && one.abiName === other.abiName
}

function unknown(message: string, found?: string): FormatError {
  return new FormatError({ code: 'UNKNOWN_FORMAT', offset: 0, message, ...(found !== undefined && { found }) })
}
